"""Print docs/differences-from-peers.md from the table of settled disagreements.

`python tests-peers/print_page.py` writes the page; `--check` only says whether it is out of date.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from comparison import read, read_cases

PAGE = Path(__file__).parents[1] / "docs" / "differences-from-peers.md"
RIGHT = {
    "we": "By the specification we are right.",
    "the peer": "By the specification the peer is right.",
    "nobody": "The specification leaves it open.",
}


def page() -> str:
    """Return the page."""
    differences = read("differences.yaml")
    return "\n".join([*_head(differences), *_left_out(), *_sections(differences), ""])


def _head(differences: list[dict[str, Any]]) -> Iterator[str]:
    rows = sum(len(each["rows"]) for each in differences)
    yield "# Where expressions differ from a peer"
    yield ""
    yield (
        f"`make test-peers` asks {len(read_cases())} expressions of two independent programs: "
        "this one, and [openrosa-xpath-evaluator]"
        "(https://www.npmjs.com/package/openrosa-xpath-evaluator) 2.0.13, which Enketo evaluates "
        "ODK forms with, here on jsdom's XPath engine."
    )
    yield (
        f"They agree on all but {rows}. Each of these is listed here with what settles it; "
        "an unlisted one fails the test, and so does a listed one that is none any more."
    )
    yield ""
    yield (
        "Numbers agree to a billionth part. The clock stands at 2026-08-02T07:05:09.123+08:00. "
        "Both are asked of [one interview](../tests-peers/answers.yaml); the peer gets it as an "
        "XForm's instance, with paths for `${…}`. Where it lacks a function, it is asked what the "
        "specification says that function is short for."
    )
    yield ""
    yield "“ODK XForms” is <https://getodk.github.io/xforms-spec/>, with its sections by name;"
    yield "“XPath 1.0” is <https://www.w3.org/TR/1999/REC-xpath-19991116/>;"
    yield "“ODK documentation” is <https://docs.getodk.org/form-operators-functions/>."


def _left_out() -> Iterator[str]:
    yield ""
    yield "Not compared:"
    yield ""
    for name, why in read("not_compared.yaml").items():
        yield f"- `{name}()`: {why}."


def _sections(differences: list[dict[str, Any]]) -> Iterator[str]:
    for each in differences:
        yield from ("", f"## {each['title']}", "", each["says"], "")
        yield f"{RIGHT[each['right']]} Source: {each['source']}."
        yield from ("", "| expression | the peer | we |", "|---|---|---|")
        for row in each["rows"]:
            at = f" at `{row['at']}`" if "at" in row else ""
            yield f"| {_code(row['ask'])}{at} | {_code(row['peer'])} | {_code(row['ours'])} |"


def _code(text: str) -> str:
    shown = text if len(text) <= 48 else f"{text[:40]}…"
    return "refused" if text == "refused" else f"`{shown}`".replace("|", "\\|")


def main(check: bool) -> int:
    """Write the page, or say that it is out of date."""
    is_current = PAGE.exists() and PAGE.read_text(encoding="utf-8") == page()
    if check and not is_current:
        print(f"docs/{PAGE.name} is out of date: run `make docs`")
    elif not check:
        PAGE.write_text(page(), encoding="utf-8", newline="\n")
    return int(check and not is_current)


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
