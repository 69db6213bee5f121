"""The names a bundle came by, kept in the inbox, where bundles lie under their SHA-256.

Of a bundle that cannot be read its name is all that tells whose lines are missing.
"""

import re
from pathlib import Path
from typing import NamedTuple

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.chain.files import write_file

_FOLDER = "names"
_NAME = re.compile(r"(d[0-9a-f]{8})-([0-9]{1,15})-([0-9]{1,15})(?![0-9])")
_NAME_MOST = 200
"""Letters of a name that are kept."""


class NamedLines(NamedTuple):
    """Whose lines a bundle holds, as its name says."""

    device: str
    first: int
    last: int


def keep_name(inbox: Path, sha256: str, source: Path) -> None:
    """Keep the name that a bundle came by; many that are cut off at nothing share their bytes.

    Raises:
        OSError: The inbox cannot be written.
    """
    if source.absolute().is_relative_to(inbox.absolute()):
        return
    known = _kept(inbox, sha256)
    name = _clean(source.name)
    if name not in known:
        place = _place(inbox, sha256)
        make_folder(place.parent)
        write_file(place, "".join(f"{each}\n" for each in sorted([*known, name])).encode())


def came_as(inbox: Path, path: Path) -> tuple[str, ...]:
    """Return the names that a bundle came by: that of its file, unless it lies in the inbox."""
    is_kept = path.absolute().is_relative_to(inbox.absolute())
    return (_kept(inbox, path.stem) if is_kept else ()) or (_clean(path.name),)


def _place(inbox: Path, sha256: str) -> Path:
    return inbox / _FOLDER / f"{sha256}.txt"


def _kept(inbox: Path, sha256: str) -> tuple[str, ...]:
    try:
        text = _place(inbox, sha256).read_bytes().decode(errors="replace")
    except OSError:
        return ()
    return tuple(name for name in text.split("\n") if name)


def _clean(name: str) -> str:
    """Return a name as one line of text, whatever a stick holds."""
    text = name.encode(errors="replace").decode()
    return text.replace("\n", "?")[:_NAME_MOST]


def lines_named(name: str) -> NamedLines | None:
    """Return whose lines a name says a bundle holds, also of a copy; None where it does not."""
    found = _NAME.match(name)
    return NamedLines(found[1], int(found[2]), int(found[3])) if found else None
