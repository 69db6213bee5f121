"""Pictures made by hand: the smallest files of each format that a reader takes for whole."""

import struct
import zlib


def jpeg(exif: bytes = b"", pixels: bytes = b"\x12\x34\xff\x00\x56", after: bytes = b"") -> bytes:
    """Return a JPEG with EXIF, and what phones add after its end."""
    app1 = b"Exif\0\0" + exif
    told = b"\xff\xe1" + struct.pack(">H", len(app1) + 2) + app1 if exif else b""
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\x00\x00\x3f\x00" + pixels
    return b"\xff\xd8" + told + b"\xff\xdb\x00\x05abc" + scan + b"\xff\xd9" + after


def png(*, shade: int = 7, exif: bytes = b"") -> bytes:
    """Return a PNG of one pixel."""
    told = chunk(b"eXIf", exif) if exif else b""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(bytes((0, shade, shade, shade))))
    return b"\x89PNG\r\n\x1a\n" + head + told + pixels + chunk(b"IEND", b"")


def chunk(name: bytes, content: bytes) -> bytes:
    """Return a chunk of a PNG with its checksum."""
    size, checksum = struct.pack(">I", len(content)), struct.pack(">I", zlib.crc32(name + content))
    return size + name + content + checksum


def webp() -> bytes:
    """Return a WebP of nothing."""
    body = b"WEBPVP8L" + struct.pack("<I", 6) + b"\x2f\0\0\0\0\0"
    return b"RIFF" + struct.pack("<I", len(body)) + body


def gif() -> bytes:
    """Return a GIF of one pixel."""
    return b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;"


def heic(brand: bytes = b"heic") -> bytes:
    """Return a HEIC of nothing: its boxes."""
    return b"".join(
        struct.pack(">I", len(content) + 8) + name + content
        for name, content in (
            (b"ftyp", brand + bytes(4) + b"mif1" + brand),
            (b"meta", bytes(4)),
            (b"mdat", b"pixels"),
        )
    )


def exif(
    moment: str = "2020:06:28 09:14:33",
    offset: str = "+08:00",
    latitude: tuple[tuple[int, int], ...] = ((33, 1), (15, 1), (3600, 100)),
    longitude: tuple[tuple[int, int], ...] = ((108, 1), (30, 1), (0, 1)),
    refs: str = "NE",
) -> bytes:
    """Return EXIF in big-endian order that says when and where; blank says nothing of it."""
    made = _Exif()
    camera: list[tuple[int, int, int, bytes]] = []
    if moment:
        camera.append(made.text(0x9003, moment))
    if offset:
        camera.append(made.text(0x9011, offset))
    place = [
        made.text(1, refs[0]),
        made.ratios(2, latitude),
        made.text(3, refs[1]),
        made.ratios(4, longitude),
    ]
    return made.whole(camera, place)


class _Exif:
    """Lays out directories one after the other: the first points to the camera's and the GPS."""

    def text(self, tag: int, text: str) -> tuple[int, int, int, bytes]:
        content = text.encode("latin-1") + b"\0"
        return tag, 2, len(content), content

    def ratios(self, tag: int, pairs: tuple[tuple[int, int], ...]) -> tuple[int, int, int, bytes]:
        return tag, 5, len(pairs), b"".join(struct.pack(">II", *pair) for pair in pairs)

    def whole(
        self,
        camera: list[tuple[int, int, int, bytes]],
        place: list[tuple[int, int, int, bytes]],
    ) -> bytes:
        first_size = 2 + 2 * 12 + 4
        camera_at = 8 + first_size
        camera_bytes = self._directory(camera, camera_at)
        place_at = camera_at + len(camera_bytes)
        first = [
            (0x8769, 4, 1, struct.pack(">I", camera_at)),
            (0x8825, 4, 1, struct.pack(">I", place_at)),
        ]
        head = b"MM\0*" + struct.pack(">I", 8)
        return head + self._directory(first, 8) + camera_bytes + self._directory(place, place_at)

    def _directory(self, entries: list[tuple[int, int, int, bytes]], at: int) -> bytes:
        data_at = at + 2 + 12 * len(entries) + 4
        rows, data = b"", b""
        for tag, kind, count, content in entries:
            value = content.ljust(4, b"\0")
            if len(content) > 4:
                value = struct.pack(">I", data_at + len(data))
                data += content
            rows += struct.pack(">HHI", tag, kind, count) + value
        return struct.pack(">H", len(entries)) + rows + bytes(4) + data
