"""A form and the CSV files it uses in, one text out whose SHA-256 is the form's version; and back.

A form without files is its own text, byte for byte. The files follow it one by one, each after a
line that no form can hold: YAML ends a document there.
"""

import hashlib
import re
from collections.abc import Mapping
from pathlib import Path

from fieldsurvey.questionnaire.choices.table_files import table_path
from fieldsurvey.questionnaire.model import Questionnaire

_SEPARATOR = re.compile(r"^--- !table ([^\n]+) ([0-9]+)\n", re.MULTILINE)


def pack(form: bytes, files: Mapping[str, bytes]) -> bytes:
    """Return a form with its files, in the order of their names."""
    parts = [form]
    for name, content in sorted(files.items()):
        length = len(content.decode("utf-8", "replace"))
        parts.append(f"\n--- !table {name} {length}\n".encode() + content)
    return b"".join(parts)


def unpack(text: str) -> tuple[str, dict[str, str]]:
    """Return the form of a packed text, and its files by name.

    Raises:
        ValueError: It was not made by `pack`.
    """
    found = _SEPARATOR.search(text)
    if found is None:
        return text, {}
    form, files = text[: found.start() - 1], {}
    while found is not None:
        end = found.end() + int(found[2])
        files[found[1]] = text[found.end() : end]
        found = _SEPARATOR.match(text, end + 1) if end < len(text) else None
        if found is None and end != len(text):
            raise ValueError("what follows a form is not one of its files")
    return form, files


def digest_of(form: bytes, files: Mapping[str, bytes]) -> str:
    """Return the version of a form, in hex: it changes when the form or one of its files does."""
    return hashlib.sha256(pack(form, files)).hexdigest()


def packed_source(questionnaire: Questionnaire, path: Path) -> bytes:
    """Return the text that the version of `questionnaire`, read from `path`, is the SHA-256 of."""
    files = {
        name: table_path(path.parent, name).read_bytes() for name in sorted(questionnaire.tables)
    }
    return pack(path.read_bytes(), files)


def unpack_into(folder: Path, form_id: str, source: str) -> Path:
    """Write a packed form and its files into `folder`; return the path of the form.

    Raises:
        ValueError: It was not made by `pack`, or a file of it would lie elsewhere.
    """
    form, files = unpack(source)
    path = folder / f"{form_id}.yaml"
    path.write_bytes(form.encode())
    for name, content in files.items():
        if Path(name).name != name or name == path.name:
            raise ValueError("a file of a form lies beside it")
        (folder / name).write_bytes(content.encode())
    return path
