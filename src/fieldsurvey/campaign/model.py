"""The nouns of a campaign: who is visited, by whom, when."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from fieldsurvey.i18n import _


class Category(StrEnum):
    """户属性: exactly one for each household (spec, section 4)."""

    POOR = "poor"
    LIFTED = "lifted"
    UNREGISTERED = "unregistered"

    def in_words(self) -> str:
        """Say the category in the user's language."""
        return {
            Category.POOR: _("poor"),
            Category.LIFTED: _("lifted"),
            Category.UNREGISTERED: _("unregistered"),
        }[self]


class SubjectKind(StrEnum):
    """What is visited: it decides which forms apply."""

    POOR = "poor"
    LIFTED = "lifted"
    UNREGISTERED = "unregistered"
    VILLAGE = "village"


class Flag(StrEnum):
    """What else is known of a household; any number of them."""

    RELAPSED = "relapsed"
    MONITORED = "monitored"
    """脱贫监测户: lifted households only; always visited."""
    MARGINAL = "marginal"
    """边缘户: unregistered households only; always visited."""
    DILAPIDATED = "dilapidated"
    ILLNESS = "illness"
    DIBAO = "dibao"
    TEKUN = "tekun"
    DISABLED = "disabled"
    NO_LABOUR = "no_labour"
    LONE_ELDERLY = "lone_elderly"
    OTHER_PRIORITY = "other_priority"
    NORMAL = "normal"

    def in_words(self) -> str:
        """Say the flag in the user's language."""
        return {
            Flag.RELAPSED: _("relapsed"),
            Flag.MONITORED: _("monitored"),
            Flag.MARGINAL: _("marginal"),
            Flag.DILAPIDATED: _("unsafe house"),
            Flag.ILLNESS: _("illness"),
            Flag.DIBAO: _("allowance"),
            Flag.TEKUN: _("hardship"),
            Flag.DISABLED: _("disabled"),
            Flag.NO_LABOUR: _("no labour"),
            Flag.LONE_ELDERLY: _("lone elderly"),
            Flag.OTHER_PRIORITY: _("other priority"),
            Flag.NORMAL: _("normal"),
        }[self]


class Exclusion(StrEnum):
    """四出: what comparison of data says against a household's being missed; never proof."""

    PUBLIC_PAYROLL = "public_payroll"
    """财政供养人员, serving village cadres among them."""
    BUSINESS = "business"
    """个体工商户或经营企业."""
    COMMERCIAL_FLAT = "commercial_flat"
    """有商品房."""
    CAR = "car"
    """有小汽车; vans do not count."""

    def in_words(self) -> str:
        """Say it in the user's language."""
        return {
            Exclusion.PUBLIC_PAYROLL: _("public payroll"),
            Exclusion.BUSINESS: _("business"),
            Exclusion.COMMERCIAL_FLAT: _("commercial flat"),
            Exclusion.CAR: _("car"),
        }[self]


@dataclass(frozen=True, slots=True)
class Township:
    """乡镇."""

    code: str
    name: str
    is_key: bool
    """重点乡镇: three villages are drawn, of the others two."""


@dataclass(frozen=True, slots=True)
class Village:
    """行政村."""

    code: str
    """Starts with its township's code: `0103`."""
    township: str
    name: str
    is_exited: bool
    """脱贫村 (出列村); else 非贫困村."""
    has_team: bool
    """A resident team or first secretary is assigned, by the plan, not by what is seen."""
    population: int = 0
    unregistered_population: int = 0
    """未建档立卡的农村人口, persons: the denominator of the missed rate."""


def village_of(subject: str) -> str:
    """Return the code of the village a subject stands in: `0103-07` and `0103` → `0103`."""
    return subject.split("-", 1)[0]


@dataclass(frozen=True, slots=True)
class Household:
    """One household of the roster."""

    code: str
    """Starts with its village's code: `0103-0042`."""
    village: str
    group: str
    head: str
    size: int
    """Persons."""
    category: Category
    flags: frozenset[Flag] = frozenset()
    exit_year: int | None = None
    exclusions: frozenset[Exclusion] = frozenset()


@dataclass(frozen=True, slots=True)
class Visit:
    """One household drawn: the unit that is visited, or the reserve that may be."""

    number: str
    """Sample number: village code and order, `0103-07`; reserves go on counting, `0103-R3`."""
    household: Household
    stratum: Category
    is_reserve: bool = False
    must_visit: bool = False
    """Full coverage: never replaced."""
    reason: str = ""
    """Why this one: `quota`, `full coverage`, `shift from poor`."""


@dataclass(frozen=True, slots=True)
class Shift:
    """Households that one stratum of a village lacked, and the stratum that gave them."""

    village: str
    lacking: Category
    households: int
    giving: Category | None
    """None: no stratum had any left, and the village stays short."""

    def __str__(self) -> str:
        """The shift with its reason, in the user's language."""
        if self.giving is None:
            words = _(
                "Village {village}: {count} too few of “{lacking}”, and nobody else left to draw."
            )
        else:
            words = _(
                "Village {village}: {count} too few of “{lacking}” in the roster, "
                "drawn from “{giving}” instead."
            )
        return words.format(
            village=self.village,
            count=self.households,
            lacking=self.lacking.in_words(),
            giving=self.giving.in_words() if self.giving else "",
        )


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and how to draw it again."""

    seed: str
    frame_digest: str
    """SHA-256 over the roster, in hex."""
    villages: tuple[str, ...]
    visits: tuple[Visit, ...]
    shifts: tuple[Shift, ...] = ()
    """Each move between strata; `str(shift)` says it with its reason."""

    def of_village(self, code: str) -> tuple[Visit, ...]:
        """Return the visits (not the reserves) of one village."""
        return tuple(v for v in self.visits if v.household.village == code and not v.is_reserve)

    def reserves_of(self, village: str, stratum: Category) -> tuple[Visit, ...]:
        """Return the reserves of one stratum of a village, the first to use first."""
        return tuple(
            v
            for v in self.visits
            if v.is_reserve and v.household.village == village and v.stratum == stratum
        )


@dataclass(frozen=True, slots=True)
class Assignment:
    """One team visits one village on one day."""

    day: date
    team: str
    """The team's code."""
    village: str
    """The village's code."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The frame the sample is drawn from."""

    townships: Mapping[str, Township] = field(default_factory=dict)
    villages: Mapping[str, Village] = field(default_factory=dict)
    households: Mapping[str, Household] = field(default_factory=dict)
