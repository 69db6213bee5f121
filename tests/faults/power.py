"""What a process did to the disk in; what a disk may hold after its power was cut, out.

Data is on the disk once its file is synced, a name once its folder is. Of what is not, a crash
keeps nothing, all, a part from the beginning, any part, or sectors of 512 bytes. A lying disk
confirms every sync and does nothing.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

SECTOR_BYTES = 512


@dataclass(frozen=True, slots=True)
class Call:
    """One call that changed the disk, or one thing said (`kind` a)."""

    kind: str
    """w write, t truncate, c create, d make folder, r rename, u unlink, s sync, a said."""
    path: str = ""
    """Below the scene."""
    offset: int = 0
    data: bytes = b""

    @property
    def to(self) -> str:
        """The new name, of a rename."""
        return self.data.decode()


class Kept(StrEnum):
    """What of the unsynced a crash keeps."""

    NONE = "none"
    ALL = "all"
    PREFIX = "prefix"
    RANDOM = "random"
    TORN = "torn"


def read_record(path: Path, scene: Path) -> list[Call]:
    """Read what the shim recorded."""
    content, calls, at = path.read_bytes(), [], 0
    while at < len(content):
        end = content.index(b"\n", at)
        kind, name, offset, length = content[at:end].decode().split(" ")
        at = end + 1 + int(length)
        data = content[end + 1 : at]
        if kind == "a":
            calls.append(Call("a", data=data))
            continue
        place = _below(bytes.fromhex(name).decode(), scene)
        if place is not None:
            if kind == "r":
                data = (_below(data.decode(), scene) or "").encode()
            calls.append(Call(kind, place, int(offset), data))
    return calls


def _below(path: str, scene: Path) -> str | None:
    """Return a path as seen from the scene; None for a file that had no name any more."""
    if path.endswith(" (deleted)"):
        return None
    below = path.removeprefix(str(scene)).lstrip("/")
    return "/".join(part for part in below.split("/") if part != ".")


ROOT = -1
"""Node of the scene itself."""


@dataclass(slots=True)
class _Change:
    """A change of names, and the folders that must be synced for it to be on the disk."""

    at: int
    gone: str
    come: str
    node: int
    folders: tuple[int, ...]
    """Nodes."""


@dataclass(slots=True)
class _Disk:
    """The live file system, as the process sees it, with what is only in memory."""

    names: dict[str, int] = field(default_factory=dict)
    """Node of every file and folder, by path."""
    content: dict[int, bytearray | None] = field(default_factory=dict)
    """What was on the disk before; None for a folder."""
    changes: list[_Change] = field(default_factory=list)
    writes: list[tuple[int, int, Call]] = field(default_factory=list)
    synced: dict[int, int] = field(default_factory=dict)
    """When a file or folder was synced last, by node."""

    def new(self, path: str, content: bytearray | None) -> int:
        """Make a file, or a folder."""
        node = len(self.content)
        self.names[path], self.content[node] = node, content
        return node

    def change(self, at: int, gone: str, come: str, node: int) -> None:
        """Remember a change of names."""
        paths = [path for path in (gone, come) if path]
        folders = tuple(self.names.get(path.rpartition("/")[0], ROOT) for path in paths)
        self.changes.append(_Change(at, gone, come, node, folders))


def crash(
    before: Mapping[str, bytes | None],
    calls: Sequence[Call],
    kept: Kept,
    chance: random.Random,
    *,
    is_lying: bool = False,
) -> dict[str, bytes | None]:
    """Return every file (and folder, as None) that the disk may hold after `calls`."""
    disk = _play(before, calls, is_lying=is_lying)
    names = _names_kept(before, disk, kept, chance)
    contents = _contents_kept(disk, kept, chance, len(calls))
    whole: dict[str, bytes | None] = {}
    for path in sorted(names):
        parent = path.rpartition("/")[0]
        if not parent or (parent in whole and whole[parent] is None):
            content = contents[names[path]]
            whole[path] = None if content is None else bytes(content)
    return whole


def snapshot(scene: Path) -> dict[str, bytes | None]:
    """Return all files and folders of a scene."""
    return {
        path.relative_to(scene).as_posix(): None if path.is_dir() else path.read_bytes()
        for path in sorted(scene.rglob("*"))
    }


def put(files: Mapping[str, bytes | None], scene: Path) -> None:
    """Write files and folders into an empty place."""
    for name, content in files.items():
        if content is None:
            (scene / name).mkdir()
        else:
            (scene / name).write_bytes(content)


def _play(before: Mapping[str, bytes | None], calls: Sequence[Call], *, is_lying: bool) -> _Disk:
    disk = _Disk()
    for path, content in before.items():
        disk.new(path, None if content is None else bytearray(content))
    for at, call in enumerate(calls):
        match call.kind:
            case "c" | "d":
                node = disk.new(call.path, bytearray() if call.kind == "c" else None)
                disk.change(at, "", call.path, node)
            case "u":
                disk.change(at, call.path, "", disk.names.pop(call.path))
            case "r":
                _rename(disk, at, call)
            case "w" | "t":
                disk.writes.append((at, disk.names[call.path], call))
            case "s" if not is_lying:
                disk.synced[disk.names.get(call.path, ROOT)] = at
    return disk


def _rename(disk: _Disk, at: int, call: Call) -> None:
    node = disk.names.pop(call.path)
    disk.names[call.to] = node
    disk.change(at, call.path, call.to, node)
    for below in [name for name in disk.names if name.startswith(f"{call.path}/")]:
        disk.names[call.to + below.removeprefix(call.path)] = disk.names.pop(below)


def _names_kept(
    before: Mapping[str, bytes | None], disk: _Disk, kept: Kept, chance: random.Random
) -> dict[str, int]:
    """Return the names that a crash leaves: changes of one folder are lost from the end."""
    names = {path: node for node, path in enumerate(before)}
    until = {}
    for change in disk.changes:
        keep = all(disk.synced.get(node, -1) > change.at for node in change.folders)
        if not keep and kept is not Kept.NONE:
            folder = _folder(change.come or change.gone)
            cut = until.setdefault(folder, chance.randrange(disk.changes[-1].at + 2))
            keep = kept is Kept.ALL or change.at < cut
        if keep:
            _apply(names, change)
    return names


def _apply(names: dict[str, int], change: _Change) -> None:
    if change.gone and change.come:
        for name in [name for name in names if f"{name}/".startswith(f"{change.gone}/")]:
            names[change.come + name.removeprefix(change.gone)] = names.pop(name)
    elif change.gone:
        names.pop(change.gone, None)
    if change.come:
        names[change.come] = change.node


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _contents_kept(
    disk: _Disk, kept: Kept, chance: random.Random, length: int
) -> dict[int, bytearray | None]:
    contents = {node: None if c is None else bytearray(c) for node, c in disk.content.items()}
    cut = chance.randrange(length + 1)
    for at, node, call in disk.writes:
        content = contents[node]
        assert content is not None
        if (
            disk.synced.get(node, -1) > at
            or kept is Kept.ALL
            or (kept is Kept.PREFIX and at < cut)
            or (kept is Kept.RANDOM and chance.random() < 0.5)
        ):
            _write(content, call)
        elif kept is Kept.TORN and chance.random() < 0.7:
            for part in _sectors(call, chance):
                _write(content, part)
    return contents


def _write(content: bytearray, call: Call) -> None:
    end = call.offset + len(call.data)
    if call.kind == "t":
        del content[call.offset :]
        end = call.offset
    if len(content) < end:
        content.extend(bytes(end - len(content)))
    content[call.offset : call.offset + len(call.data)] = call.data


def _sectors(call: Call, chance: random.Random) -> Iterator[Call]:
    if call.kind == "t":
        yield call
        return
    for start in range(0, len(call.data), SECTOR_BYTES):
        if chance.random() < 0.6:
            part = call.data[start : start + SECTOR_BYTES]
            yield Call("w", call.path, call.offset + start, part)
