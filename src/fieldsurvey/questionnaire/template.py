"""A questionnaire to start from: its form_id and the language of its comments in, YAML out."""

import json
import re
from pathlib import Path

_EXAMPLE_ID = "household-example"
_PLAIN = re.compile(r"[a-z]+[_-][\w-]*", re.ASCII)
"""Names that no reader of YAML takes for true, null or a number."""


def template_text(form_id: str, language: str) -> str:
    """Return the text of a questionnaire that shows what the language can do.

    Its texts are in Chinese and English; its comments are in one of the two.

    Args:
        form_id: Stands under `settings`; quoted where YAML might read anything else.
        language: Of the comments: `zh` or `en`.
    """
    source = Path(__file__).with_name("template.yaml").read_text(encoding="utf-8")
    lines = (_line(line, language) for line in source.splitlines())
    text = "\n".join(line for line in lines if line is not None)
    return text.replace(f"form_id: {_EXAMPLE_ID}", f"form_id: {_scalar(form_id)}", 1) + "\n"


def _line(line: str, language: str) -> str | None:
    """Return a line with its mark of language taken away; None for one of another language."""
    marked = re.match(r"( *)#(zh|en) (.*)", line)
    if marked is None:
        return line
    return f"{marked[1]}# {marked[3]}" if marked[2] == language else None


def _scalar(text: str) -> str:
    # JSON's way of quoting is YAML's, too.
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)
