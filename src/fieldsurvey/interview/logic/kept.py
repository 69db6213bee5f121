"""A mapping that many versions share: copying costs what changed, not what it holds.

Each answer makes a new version of everything known of an interview, and the one before it stays as
it was. Versions share one settled dictionary that nobody changes any more, and each has the few
changes made since.
"""

from collections.abc import Iterable, Iterator, Mapping, MutableMapping
from itertools import chain
from typing import Any, Final, TypeVar, overload

T = TypeVar("T")
V = TypeVar("V")

_UNSETTLED_MOST = 64
"""Changes a version carries before they are settled: the rare dear copy among many cheap ones."""

_ABSENT: Final[Any] = object()


class Kept(MutableMapping[str, V]):
    """A dictionary by path, in the order first set, with cheap copies."""

    __slots__ = ("_changed", "_gone", "_settled")

    def __init__(self, items: Mapping[str, V] | Iterable[tuple[str, V]] = ()) -> None:
        self._settled: dict[str, V] = dict(items)
        self._changed: dict[str, V] = {}
        self._gone: set[str] = set()
        """Settled keys deleted since; set again, they stand at the end like new ones."""

    def copy(self) -> "Kept[V]":
        """Return another version with the same in it."""
        if len(self._changed) + len(self._gone) > _UNSETTLED_MOST:
            return Kept(self if self._gone else self._settled | self._changed)
        made: Kept[V] = Kept.__new__(Kept)
        made._settled = self._settled
        made._changed = self._changed.copy()
        made._gone = self._gone.copy()
        return made

    @overload
    def get(self, key: str, /) -> V | None: ...
    @overload
    def get(self, key: str, /, default: V | T) -> V | T: ...
    def get(self, key: str, /, default: Any = None) -> Any:
        """Return what is kept under `key`, else `default`."""
        found = self._changed.get(key, _ABSENT)
        if found is not _ABSENT:
            return found
        return default if key in self._gone else self._settled.get(key, default)

    def __getitem__(self, key: str) -> V:
        found: V = self.get(key, _ABSENT)
        if found is _ABSENT:
            raise KeyError(key)
        return found

    def __contains__(self, key: object) -> bool:
        return key in self._changed or (key in self._settled and key not in self._gone)

    def __setitem__(self, key: str, value: V) -> None:
        self._changed[key] = value

    def __delitem__(self, key: str) -> None:
        if key not in self:
            raise KeyError(key)
        self._changed.pop(key, None)
        if key in self._settled:
            self._gone.add(key)

    def __iter__(self) -> Iterator[str]:
        settled, gone = self._settled, self._gone
        stays = (key for key in settled if key not in gone) if gone else iter(settled)
        return chain(stays, (key for key in self._changed if key not in settled or key in gone))

    def __len__(self) -> int:
        new = sum(key not in self._settled or key in self._gone for key in self._changed)
        return len(self._settled) - len(self._gone) + new
