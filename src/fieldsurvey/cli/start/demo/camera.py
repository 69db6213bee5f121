"""Chance in, tiny invented photos kept in a laptop's workspace out, or why none was taken."""

import struct
import zlib
from dataclasses import dataclass

from fieldsurvey.chain.interview import Photo
from fieldsurvey.cli.start.demo import phrases
from fieldsurvey.cli.start.demo.draws import Draws
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import attach, explain_absence
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.photos.photo_files import photo_of
from fieldsurvey.interview.typed.refusal import Refusal

_SIDE = 8
"""Pixels: it shows nobody, so it need not be large."""

_PHOTOS = {1: 0.45, 2: 0.15, 0: 0.4}
"""How often a problem is shown by so many photos."""


@dataclass(slots=True)
class Camera:
    """The camera of one team at one interview; its chances shift nobody's answers."""

    album: Album
    draws: Draws

    def show(self, conversation: Conversation, path: str) -> Taken:
        """Show the problem at `path` by a photo or two, or say why there is none."""
        count = self.draws.weighted(_PHOTOS)
        said = (
            attach(conversation, path, [self._photo(conversation) for _nth in range(count)])
            if count
            else explain_absence(conversation, path, self.draws.pick(phrases.NO_PHOTO))
        )
        assert isinstance(said, Taken)
        return said

    def _photo(self, conversation: Conversation) -> Photo:
        """Take a photo at the hour the interview began, and keep it."""
        content = _picture(self.draws, conversation.interview.started_at[:19])
        photo = photo_of(content, f"IMG_{self.draws.between(1000, 9999)}.png")
        assert isinstance(photo, Photo)
        if isinstance(kept := self.album.keep(photo, content), Refusal):
            raise AssertionError(str(kept))
        return photo


def _picture(draws: Draws, taken_at: str) -> bytes:
    """Return a PNG of coloured squares with the time it was taken."""
    row = b"\0" + bytes(draws.between(0, 255) for _nth in range(3 * _SIDE))
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", _SIDE, _SIDE, 8, 2, 0, 0, 0)),
        (b"eXIf", _exif(taken_at.replace("-", ":").replace("T", " "))),
        (b"IDAT", zlib.compress(row * _SIDE)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, content) for name, content in chunks)


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = struct.pack(">I", zlib.crc32(name + content))
    return struct.pack(">I", len(content)) + name + content + checksum


def _exif(moment: str) -> bytes:
    """Return EXIF that says nothing but the moment: a directory that points to another."""
    text = moment.encode("ascii") + b"\0"
    points_on = struct.pack(">HHHIII", 1, 0x8769, 4, 1, 26, 0)
    taken = struct.pack(">HHHIII", 1, 0x9003, 2, len(text), 44, 0)
    return b"MM\0*" + struct.pack(">I", 8) + points_on + taken + text
