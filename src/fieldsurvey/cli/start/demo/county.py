"""A seed in, a county out: the work plan's exact shape, with invented people and places.

Eleven townships (six key), some 130 villages, a roster of some 6,000 households. Rates of flags
are plausible, not measured. Some villages have too few poor households, some have no team.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from fieldsurvey.campaign.model import Category, Flag, Household, Roster, Township, Village
from fieldsurvey.campaign.plan import Campaign, County, Team
from fieldsurvey.cli.start.demo import names
from fieldsurvey.cli.start.demo.draws import Draws

KEY_TOWNSHIPS = 6
TEAMS = 5
TEAM_SIZE = 7
DAYS = (date(2020, 6, 28), date(2020, 6, 29), date(2020, 6, 30))

_SIZES = {
    Category.POOR: {1: 0.28, 2: 0.27, 3: 0.2, 4: 0.15, 5: 0.07, 6: 0.03},
    Category.LIFTED: {1: 0.1, 2: 0.18, 3: 0.24, 4: 0.24, 5: 0.16, 6: 0.06, 7: 0.02},
    Category.UNREGISTERED: {1: 0.14, 2: 0.22, 3: 0.22, 4: 0.22, 5: 0.13, 6: 0.05, 7: 0.02},
}
_FLAGS = {
    Category.POOR: {
        Flag.RELAPSED: 0.03,
        Flag.DILAPIDATED: 0.02,
        Flag.ILLNESS: 0.3,
        Flag.DIBAO: 0.55,
        Flag.TEKUN: 0.12,
        Flag.DISABLED: 0.28,
        Flag.NO_LABOUR: 0.25,
        Flag.LONE_ELDERLY: 0.3,
    },
    Category.LIFTED: {
        Flag.MONITORED: 0.035,
        Flag.ILLNESS: 0.16,
        Flag.DIBAO: 0.18,
        Flag.DISABLED: 0.12,
        Flag.NO_LABOUR: 0.06,
        Flag.LONE_ELDERLY: 0.2,
    },
    Category.UNREGISTERED: {
        Flag.MARGINAL: 0.03,
        Flag.DILAPIDATED: 0.05,
        Flag.ILLNESS: 0.12,
        Flag.DIBAO: 0.11,
        Flag.TEKUN: 0.04,
        Flag.DISABLED: 0.1,
        Flag.NO_LABOUR: 0.06,
        Flag.LONE_ELDERLY: 0.3,
        Flag.OTHER_PRIORITY: 0.03,
    },
}
"""Lone elderly counts only for households of one person."""

_HARD_HIT = {Category.LIFTED: {Flag.MONITORED: 0.35}, Category.UNREGISTERED: {Flag.MARGINAL: 0.4}}
"""Rates in the one village in ten where full coverage goes beyond the quotas."""

_EXIT_YEARS = {2014: 0.1, 2015: 0.12, 2016: 0.2, 2017: 0.2, 2018: 0.22, 2019: 0.16}


def make_county(seed: str) -> tuple[Campaign, Roster]:
    """Return a campaign and its roster; equal seeds give equal ones."""
    draws = Draws(seed, "county")
    townships = {
        code: Township(code, name, is_key=order <= KEY_TOWNSHIPS)
        for order, name in enumerate(names.TOWNSHIPS, start=1)
        for code in [f"{order:02d}"]
    }
    villages: dict[str, Village] = {}
    households: dict[str, Household] = {}
    for code, name, is_exited in _village_list(draws, list(townships)):
        members = list(_households(draws, code, is_exited=is_exited))
        households |= {household.code: household for household in members}
        villages[code] = _village(draws, code, name, is_exited, members)
    return _campaign(draws), Roster(townships, villages, households)


def _campaign(draws: Draws) -> Campaign:
    everybody = names.persons(draws, TEAMS * TEAM_SIZE)
    return Campaign(
        id="qingping-2020",
        name={"zh": "青屏区2020年上半年脱贫攻坚业务指导", "en": "Qingping, first half of 2020"},
        county=County(name={"zh": "青屏区", "en": "Qingping"}, is_delisted=True),
        days=DAYS,
        teams=tuple(
            Team(
                code=str(nth + 1),
                name={"zh": f"第{'一二三四五'[nth]}组", "en": f"Team {nth + 1}"},
                members=tuple(everybody[nth * TEAM_SIZE : (nth + 1) * TEAM_SIZE]),
            )
            for nth in range(TEAMS)
        ),
        enrolment="required",
    )


def _village_list(draws: Draws, townships: Sequence[str]) -> Iterator[tuple[str, str, bool]]:
    """Yield code, name and kind of each village; both kinds stand in every township."""
    counts = {township: draws.between(10, 14) for township in townships}
    new_names = iter(names.villages(draws, sum(counts.values())))
    for township, count in counts.items():
        exited = draws.between(3, count - 4)
        kinds = draws.shuffled([True] * exited + [False] * (count - exited))
        for nth, is_exited in enumerate(kinds, start=1):
            yield f"{township}{nth:02d}", next(new_names), is_exited


def _village(
    draws: Draws, code: str, name: str, is_exited: bool, members: Sequence[Household]
) -> Village:
    registered = sum(h.size for h in members if h.category is not Category.UNREGISTERED)
    known = sum(h.size for h in members)
    population = max(draws.between(700, 2400), known + 300)
    return Village(
        code=code,
        township=code[:2],
        name=name,
        is_exited=is_exited,
        has_team=draws.chance(0.97 if is_exited else 0.7),
        population=population,
        unregistered_population=population - registered,
    )


def _households(draws: Draws, village: str, *, is_exited: bool) -> Iterator[Household]:
    """Yield what the roster holds of a village; the candidates of the unregistered among them."""
    counts = {
        Category.POOR: draws.between(1, 4) if draws.chance(0.2) else draws.between(5, 10),
        Category.LIFTED: draws.between(18, 30) if is_exited else draws.between(10, 22),
        Category.UNREGISTERED: draws.between(14, 24),
    }
    groups = draws.between(4, 9)
    more = _HARD_HIT if draws.chance(0.1) else {}
    order = draws.shuffled(category for category, count in counts.items() for _nth in range(count))
    for nth, category in enumerate(order, start=1):
        size = draws.weighted(_SIZES[category])
        yield Household(
            code=f"{village}-{nth:04d}",
            village=village,
            group=f"{draws.between(1, groups)}组",
            head=names.person(draws),
            size=size,
            category=category,
            flags=_flags(draws, _FLAGS[category] | more.get(category, {}), category, size),
            exit_year=draws.weighted(_EXIT_YEARS) if category is Category.LIFTED else None,
        )


def _flags(
    draws: Draws, rates: Mapping[Flag, float], category: Category, size: int
) -> frozenset[Flag]:
    flags = draws.each(rates)
    if size > 1:
        flags.discard(Flag.LONE_ELDERLY)
    if size > 2 or Flag.DIBAO in flags:
        flags.discard(Flag.TEKUN)
    if category is Category.UNREGISTERED and not flags:
        flags.add(Flag.NORMAL)
    return frozenset(flags)
