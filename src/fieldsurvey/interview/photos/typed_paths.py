"""What was typed, pasted or dragged into a terminal in, the files it names out. Pure.

Terminals write a dragged file in their own way: in quotes, with blanks escaped, as a `file://`
address; several one after another.
"""

import re
from collections.abc import Callable
from urllib.parse import unquote, urlsplit

from fieldsurvey.interview.photos.picture_formats import EXTENSIONS

_WINDOWS = re.compile(r"""^[&\s]*["']?(?:[A-Za-z]:[\\/]|\\\\)""")
_PIECE = re.compile(
    r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>(?:\\.|[^\s'"])+))"""
)
_PIECE_WINDOWS = re.compile(
    r"""\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)'|(?P<bare>[^\s'"]+))"""
)
_PATH = re.compile(r"(?:/|~|\.{1,2}[\\/]|[A-Za-z]:[\\/]|\\\\|file:)")
_PICTURE = re.compile(rf".*\.(?:{'|'.join((*EXTENSIONS, 'jpeg', 'heif'))})", re.IGNORECASE)


def paths_meant(typed: str, exists: Callable[[str], bool]) -> tuple[str, ...]:
    """Return the files that somebody names; none where the text is something else.

    A name with blanks that was typed without quotes is found where the file exists.

    Args:
        typed: A line.
        exists: Whether there is a file of that name.
    """
    whole = typed.strip()
    if not whole:
        return ()
    if exists(whole):
        return (whole,)
    pieces = _pieces(whole)
    if pieces and all(map(exists, pieces)):
        return pieces
    return pieces if _looks_like_paths(pieces) else ()


def _pieces(typed: str) -> tuple[str, ...]:
    is_windows = bool(_WINDOWS.match(typed))
    # PowerShell puts an ampersand before what is dragged into it.
    text = re.sub(r"^&\s*(?=[\"'])", "", typed)
    found = (_PIECE_WINDOWS if is_windows else _PIECE).finditer(text)
    return tuple(piece for match in found if (piece := _piece(match, is_windows)))


def _piece(match: re.Match[str], is_windows: bool) -> str:
    bare = match["bare"]
    if bare is None:
        return _from_address(match["double"] or match["single"] or "")
    return _from_address(bare if is_windows else re.sub(r"\\(.)", r"\1", bare))


def _from_address(text: str) -> str:
    """Return the path of a `file://` address; anything else as it is."""
    if not text.lower().startswith("file:"):
        return text
    try:
        address = urlsplit(text)
    except ValueError:
        return text
    path = unquote(address.path)
    if re.match(r"/[A-Za-z]:[\\/]", path):
        return path[1:]
    if address.netloc not in ("", "localhost"):
        return f"//{address.netloc}{path}"
    return path


def _looks_like_paths(pieces: tuple[str, ...]) -> bool:
    """Say whether somebody meant files, though they are not there: a slip is no reason."""
    return bool(pieces) and (bool(_PATH.match(pieces[0])) or all(map(_PICTURE.fullmatch, pieces)))
