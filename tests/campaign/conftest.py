"""A small county that every test of the campaign can visit."""

from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

import pytest

from fieldsurvey.campaign.model import Category, Flag, Household, Roster, Township, Village
from fieldsurvey.campaign.plan import Campaign, County, Team

MakeHouseholds = Callable[..., list[Household]]
MakeRoster = Callable[..., Roster]


def _households(
    village: str, category: Category, count: int, *flags: Flag, exit_year: int | None = None
) -> list[Household]:
    if category is Category.LIFTED and exit_year is None:
        exit_year = 2018
    mark = "-".join([category.value, *flags, str(exit_year or "")])
    first = 1000 * (1 + sum(mark.encode()) % 8999)
    return [
        Household(
            code=f"{village}-{first + nth}",
            village=village,
            group="3组",
            head=f"佟砚{nth}",
            size=3,
            category=category,
            flags=frozenset(flags),
            exit_year=exit_year,
        )
        for nth in range(count)
    ]


def _roster(
    households: Iterable[Household] = (),
    *,
    villages: Iterable[str] = ("0101",),
    exited: Iterable[str] = ("0101",),
    key_townships: Iterable[str] = (),
) -> Roster:
    exited, key_townships = set(exited), set(key_townships)
    townships = {code[:2] for code in villages}
    return Roster(
        townships={t: Township(t, f"苇{t}乡", t in key_townships) for t in sorted(townships)},
        villages={
            v: Village(v, v[:2], f"栗{v}村", v in exited, True, 1500, 1200) for v in villages
        },
        households={household.code: household for household in households},
    )


@pytest.fixture
def make_households() -> MakeHouseholds:
    """Households of one kind in one village."""
    return _households


@pytest.fixture
def make_roster() -> MakeRoster:
    """A roster of some villages and households."""
    return _roster


@pytest.fixture
def campaign() -> Campaign:
    """Three days, two teams of two."""
    return Campaign(
        id="trial",
        name={"zh": "试点", "en": "Trial"},
        county=County(name={"zh": "青屏区", "en": "Qingping"}, is_delisted=True),
        days=(date(2020, 6, 28), date(2020, 6, 29), date(2020, 6, 30)),
        teams=(
            Team(code="1", members=("晏禾", "阮稼")),
            Team(code="2", members=("荆苇", "芮棠")),
        ),
    )


@pytest.fixture
def county() -> Roster:
    """Two townships (one key) of four villages, each with enough of every kind of household."""
    villages = [f"{township}{village:02d}" for township in ("01", "02") for village in range(1, 5)]
    households = [
        household
        for village in villages
        for household in (
            *_households(village, Category.POOR, 8),
            *_households(village, Category.LIFTED, 9),
            *_households(village, Category.LIFTED, 1, Flag.MONITORED),
            *_households(village, Category.UNREGISTERED, 4, Flag.DIBAO),
            *_households(village, Category.UNREGISTERED, 1, Flag.MARGINAL),
            *_households(village, Category.UNREGISTERED, 9, Flag.NORMAL),
        )
    ]
    exited = [village for village in villages if village.endswith(("1", "2"))]
    return _roster(households, villages=villages, exited=exited, key_townships=["01"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder to write into."""
    return tmp_path
