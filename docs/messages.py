"""Collect every message of the code, keep the Chinese catalogue complete, compile it.

`python docs/messages.py` updates `zh_CN.po` and compiles `zh_CN.mo`; with `--check` nothing is
written and the exit code says whether something is missing, unused or out of date.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).parents[1] / "src" / "fieldsurvey"
FOLDER = SOURCE / "i18n" / "locale" / "zh_CN" / "LC_MESSAGES"
PO, MO = FOLDER / "fieldsurvey.po", FOLDER / "fieldsurvey.mo"
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")


def messages() -> Iterator[tuple[Any, str, str | None]]:
    """Yield every message, the file that says it, and its context."""
    keywords = {"_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
    found = extract_from_dir(
        SOURCE, [("**.py", "python"), ("**.html", "python")], keywords=keywords
    )
    for file, _line, message, _comments, context in found:
        yield message, file.replace("\\", "/"), context
    for text in command_help():
        yield text, "cli", None


def command_help() -> Iterator[str]:
    """Yield the help of every command and option, which is said without being marked."""
    from typer.main import get_command

    from fieldsurvey.cli import app

    top = get_command(app.app)
    yield from _help_of(top)
    for entry in app.COMMANDS:
        yield entry.panel
        yield entry.help
        yield from _help_of(app.build(entry.name))


def _help_of(command: Any) -> Iterator[str]:
    for attribute in ("help", "epilog"):
        if text := getattr(command, attribute, None):
            yield text
    for parameter in command.params:
        if text := getattr(parameter, "help", None):
            yield text
    for child in getattr(command, "commands", {}).values():
        if child is not None:
            yield from _help_of(child)


def collected() -> Catalog:
    """Return the catalogue with every message of the code and the translations there are."""
    with PO.open("rb") as file:
        known = read_po(file, locale="zh_CN")
    made = Catalog(locale="zh_CN", project="fieldsurvey", charset="utf-8", fuzzy=False)
    made.mime_headers  # noqa: B018 - the header is computed from the fields set above
    for message, file, context in sorted(messages(), key=lambda m: (m[1], str(m[0]))):
        before = known.get(message, context)
        made.add(
            message,
            before.string if before is not None else "",
            locations=[(file, 0)],
            context=context,
        )
    return made


def faults(catalogue: Catalog) -> list[str]:
    """Say which messages are not translated, or lose a placeholder on the way."""
    found = []
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        if not all(strings):
            found.append(f"not translated: {ids[0]!r}")
        elif any(_placeholders(translated) - _placeholders(ids[-1]) for translated in strings):
            found.append(f"placeholders differ: {ids[0]!r}")
    return found


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


def as_po(catalogue: Catalog) -> bytes:
    """Write the catalogue as text, without line numbers and dates: they would change daily."""
    text = io.BytesIO()
    write_po(text, catalogue, width=98, omit_header=True, include_lineno=False, sort_by_file=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: zh_CN\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    return header.encode() + text.getvalue()


def as_mo(po: bytes) -> bytes:
    """Compile the text of a catalogue."""
    catalogue = read_po(io.BytesIO(po), locale="zh_CN")
    # The header would carry the moment of compiling: the same text must give the same bytes.
    catalogue.creation_date = catalogue.revision_date = datetime(2020, 6, 12, tzinfo=UTC)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    return compiled.getvalue()


def main(check: bool) -> int:
    """Update the catalogues, or say what is not up to date."""
    catalogue = collected()
    po = as_po(catalogue)
    said = faults(catalogue)
    if check:
        said += [
            f"{path.name} is out of date: run `make messages`"
            for path, content in ((PO, po), (MO, as_mo(po)))
            if not path.exists() or path.read_bytes() != content
        ]
    else:
        PO.write_bytes(po)
        MO.write_bytes(as_mo(po))
    for line in said:
        print(line)
    return 1 if said else 0


if __name__ == "__main__":
    sys.exit(main("--check" in sys.argv[1:]))
