"""Draws in, invented names out: persons, townships and villages of the demo.

Names are put together from rare characters, so that none is meant to be anybody's.
"""

from fieldsurvey.cli.start.demo.draws import Draws

_SURNAMES = "佟邝晏阮谌荆麦乐封苗芮储靳郦钮嵇邢滑裴莘翟谭劳逄姬冉雍璩桑濮牛寿通扈燕冀郏浦尚"
_FIRST = "禾砚稼岫棠苇笙沅蓟麓桁澍芃黍槿峪溪榆樟汀莳坪葵桐岑枫泓垚松柏"
_SECOND = "畴穗陇薪渠畦檐筠塬荞粟柘垣楸稷芷岩衡砺堰槐芦篁浔"

TOWNSHIPS = (
    "青苇镇",
    "栗坪乡",
    "云杉岭乡",
    "鹤汀镇",
    "松涧乡",
    "砚山坪乡",
    "桐源镇",
    "白鹭垭乡",
    "梅渡镇",
    "茶坞乡",
    "枫溪口镇",
)
"""The eleven townships of the demo; the first six are the key ones."""

_PLACES = "上下东西南北大小前后新老"
_THINGS = "苇栗杉汀涧砚桐鹭梅坞枫榆荞蓟葵槿篱岫樟黍"
_ENDS = "湾坪垭沟岭塘冲畈垄坳店庄"


def person(draws: Draws) -> str:
    """Return a name of two or three characters."""
    given = draws.pick(_FIRST) + (draws.pick(_SECOND) if draws.chance(0.8) else "")
    return draws.pick(_SURNAMES) + given


def persons(draws: Draws, count: int) -> list[str]:
    """Return so many different names."""
    found: dict[str, None] = {}
    while len(found) < count:
        found[person(draws)] = None
    return list(found)


def villages(draws: Draws, count: int) -> list[str]:
    """Return so many different village names."""
    found: dict[str, None] = {}
    while len(found) < count:
        place = draws.pick(_PLACES) if draws.chance(0.5) else ""
        found[f"{place}{draws.pick(_THINGS)}{draws.pick(_ENDS)}村"] = None
    return list(found)
