"""A JSON object that is read when somebody first looks into it: most of a campaign is not."""

import json
from collections.abc import Callable, Iterator, Mapping


class Unread(Mapping[str, str]):
    """A mapping of texts, still as the text it was saved as; never changes."""

    __slots__ = ("_altered", "_said", "_text")

    def __init__(self, text: str, altered: Callable[[], Exception]) -> None:
        self._text = text
        self._altered = altered
        """What is raised where the text is no object of texts."""
        self._said: Mapping[str, str] | None = None

    def __getitem__(self, name: str) -> str:
        return self._read()[name]

    def __contains__(self, name: object) -> bool:
        return name in self._read()

    def __iter__(self) -> Iterator[str]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())

    def __repr__(self) -> str:
        return repr(self._read())

    def _read(self) -> Mapping[str, str]:
        if self._said is None:
            self._said = self._parsed()
        return self._said

    def _parsed(self) -> Mapping[str, str]:
        try:
            said = json.loads(self._text)
        except (ValueError, RecursionError) as error:
            raise self._altered() from error
        if not isinstance(said, dict):
            raise self._altered()
        return said
