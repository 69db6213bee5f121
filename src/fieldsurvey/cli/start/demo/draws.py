"""A seed in, the same chances out on every machine and version of Python.

Only `Random.random()` is promised to stay as it is, so everything here is made from it.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draws:
    """A stream of chances; two of the same seed and purpose are equal."""

    def __init__(self, seed: str, purpose: str = "") -> None:
        digest = hashlib.sha256(f"{seed}\0{purpose}".encode()).digest()
        self._random = Random(int.from_bytes(digest, "big"))

    def share(self) -> float:
        """Return a number from 0 up to, not including, 1."""
        return self._random.random()

    def chance(self, probability: float) -> bool:
        """Return true with this probability."""
        return self.share() < probability

    def between(self, least: int, most: int) -> int:
        """Return a whole number, both ends included."""
        return least + int(self.share() * (most - least + 1))

    def pick(self, things: Sequence[T]) -> T:
        """Return one of the things."""
        return things[self.between(0, len(things) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """Return one of the keys, each as often as its weight says."""
        left = self.share() * sum(weights.values())
        for thing, weight in weights.items():
            left -= weight
            if left < 0:
                return thing
        return next(reversed(list(weights)))

    def each(self, probabilities: Mapping[T, float]) -> set[T]:
        """Return the keys that came up, each on its own."""
        return {thing for thing, probability in probabilities.items() if self.chance(probability)}

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """Return the things in a new order."""
        keyed = [(self.share(), nth, thing) for nth, thing in enumerate(things)]
        return [thing for _share, _nth, thing in sorted(keyed, key=lambda k: k[:2])]
