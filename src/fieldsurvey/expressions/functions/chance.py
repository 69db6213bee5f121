"""Chance that can be repeated: the same seed, question and call give the same draw."""

import hashlib
import math
import uuid
from collections.abc import Sequence
from typing import TypeVar

from fieldsurvey.expressions.conversions import Value, plain_number, text
from fieldsurvey.expressions.functions.registry import Kind, Topic
from fieldsurvey.expressions.nodes import NodeSet
from fieldsurvey.expressions.scope import Scope

_topic = Topic("Chance")
_Item = TypeVar("_Item")
_MODULUS = 2**31 - 1
_MULTIPLIER = 16_807
_LONGEST = 1_000


def _draw(scope: Scope, site: str) -> bytes:
    what = "\0".join((scope.seed, scope.current, site))
    return hashlib.sha256(what.encode("utf-8", "surrogatepass")).digest()


@_topic.offer(
    "random()",
    Kind.NUMBER,
    "Draws a number from 0 up to but without 1; the same as long as seed, question and "
    "expression are the same.",
    site=True,
)
def random(scope: Scope, site: str) -> float:
    """Draw a number."""
    return (int.from_bytes(_draw(scope, site)[:8], "big") >> 11) / 2**53


@_topic.offer(
    "uuid(length:number?)",
    Kind.TEXT,
    "Draws a UUID of version 4, or as many hexadecimal digits as asked for.",
    site=True,
)
def draw_uuid(scope: Scope, site: str, length: float | None = None) -> str:
    """Draw an identifier."""
    if length is None:
        return str(uuid.UUID(bytes=_draw(scope, site)[:16], version=4))
    count = int(max(0, min(_LONGEST, length))) if not math.isnan(length) else 0
    digits = "".join(_draw(scope, f"{site}/{part}").hex() for part in range(count // 64 + 1))
    return digits[:count]


@_topic.offer(
    "randomize(nodes:nodes, seed:value?)",
    Kind.NODES,
    "Shuffles nodes; a seed gives the same order as ODK's does.",
    site=True,
)
def randomize(scope: Scope, site: str, nodes: NodeSet, seed: Value | None = None) -> NodeSet:
    """Shuffle nodes; without a seed, by the scope's chance."""
    drawn = int.from_bytes(_draw(scope, site)[:4], "big")
    return NodeSet(tuple(shuffle(nodes.nodes, drawn if seed is None else seed_of(text(seed)))))


def seed_of(word: str) -> int:
    """Return the seed that a text stands for: its whole number, else one made from its bytes.

    Source: JavaRosa, `toLongHash`: the first 8 bytes of the SHA-256; 0 for a blank.
    """
    if not word:
        return 0
    value = plain_number(word)
    if abs(value) < 2**63:
        return int(value)
    hashed = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(hashed[:8], "big", signed=True)


def shuffle(items: Sequence[_Item], seed: int) -> list[_Item]:
    """Return items in an order drawn by a Park-Miller generator.

    Source: ODK XForms specification, `randomize`: inside-out Fisher-Yates, so that forms that
    go to phones show choices in the same order.
    """
    state = abs(seed) % _MODULUS * (1 if seed > 0 else -1)
    state = state if state > 0 else state + _MODULUS - 1
    shuffled: list[_Item] = []
    for place, item in enumerate(items):
        state = state * _MULTIPLIER % _MODULUS
        other = int((state - 1) / (_MODULUS - 1) * (place + 1))
        if other == place:
            shuffled.append(item)
        else:
            shuffled.append(shuffled[other])
            shuffled[other] = item
    return shuffled
