"""Rows in, townships, villages and households out, each checked against what stands above it.

A row that has a fault still gives its unit where that is possible, so that one fault is not
reported again by every row below it.
"""

from collections.abc import Container, Iterable

from fieldsurvey.campaign.model import Category, Flag, Household, Township, Village
from fieldsurvey.campaign.roster.rows import Cells
from fieldsurvey.i18n import _, listed

_EXIT_YEARS = range(2014, 2100)
_OF_CATEGORY = {
    Flag.MONITORED: Category.LIFTED,
    Flag.MARGINAL: Category.UNREGISTERED,
    Flag.RELAPSED: Category.POOR,
}
"""Flags that only one category can have."""

_LARGEST_HOUSEHOLD = 20


def read_townships(rows: Iterable[Cells]) -> dict[str, Township]:
    """Return the townships by code."""
    townships: dict[str, Township] = {}
    for cells in rows:
        code = cells.code("code")
        township = Township(code, cells.name("name"), cells.truth("is_key"))
        if _is_new(cells, code, townships):
            townships[code] = township
    return townships


def read_villages(rows: Iterable[Cells], townships: Container[str]) -> dict[str, Village]:
    """Return the villages by code."""
    villages: dict[str, Village] = {}
    for cells in rows:
        village = Village(
            code=cells.code("code"),
            township=cells.code("township"),
            name=cells.name("name"),
            is_exited=cells.truth("is_exited"),
            has_team=cells.truth("has_team"),
            population=cells.number("population"),
            unregistered_population=cells.number("unregistered_population"),
        )
        _check_village(cells, village, townships)
        if _is_new(cells, village.code, villages):
            villages[village.code] = village
    return villages


def read_households(rows: Iterable[Cells], villages: Container[str]) -> dict[str, Household]:
    """Return the households by code."""
    households: dict[str, Household] = {}
    for cells in rows:
        category, said_with_it = cells.category("category")
        household = Household(
            code=cells.household_code("code"),
            village=cells.code("village"),
            group=cells.name("group", required=False),
            head=cells.name("head"),
            size=cells.number("size", least=1),
            category=category or Category.UNREGISTERED,
            flags=cells.flags("flags") | said_with_it,
            exit_year=cells.number("exit_year") or None,
            exclusions=cells.exclusions("exclusions"),
        )
        _check_belonging(cells, household, villages)
        if category is not None:
            _check_flags(cells, household)
            _check_exit_year(cells, household)
        if _is_new(cells, household.code, households):
            households[household.code] = household
    return households


def _is_new(cells: Cells, code: str, known: Container[str]) -> bool:
    if not code:
        return False
    if code in known:
        cells.fault(
            "R012",
            "code",
            _("The code {code} stands in an earlier row.").format(code=code),
            _("Every code stands once; remove the row or give it its own code."),
        )
        return False
    return True


def _check_village(cells: Cells, village: Village, townships: Container[str]) -> None:
    if village.township and village.township not in townships:
        cells.fault(
            "R013",
            "township",
            _("There is no township {code}.").format(code=village.township),
            _("Add it to the townships, or mend the code; a spreadsheet drops leading zeros."),
        )
    elif village.code and not village.code.startswith(village.township):
        cells.fault(
            "R014",
            "code",
            _("The code {code} does not start with its township's, {above}.").format(
                code=village.code, above=village.township
            ),
            _("Look whether a spreadsheet dropped a leading zero."),
        )
    if village.unregistered_population > village.population > 0:
        cells.fault(
            "R019",
            "unregistered_population",
            _("More people are unregistered than live in the village."),
            _("Look at both numbers."),
        )


def _check_belonging(cells: Cells, household: Household, villages: Container[str]) -> None:
    if household.village and household.village not in villages:
        cells.fault(
            "R013",
            "village",
            _("There is no village {code}.").format(code=household.village),
            _("Add it to the villages, or mend the code; a spreadsheet drops leading zeros."),
        )
    elif household.code and household.code.partition("-")[0] != household.village:
        cells.fault(
            "R014",
            "code",
            _("The code {code} does not start with its village's, {above}.").format(
                code=household.code, above=household.village
            ),
            _("Write the village's code, a hyphen, and a number."),
        )
    if household.size > _LARGEST_HOUSEHOLD:
        cells.warn(
            "R020",
            "size",
            _("A household of {count} persons.").format(count=household.size),
            _("Look whether the number is right."),
        )


def _check_flags(cells: Cells, household: Household) -> None:
    for flag, category in _OF_CATEGORY.items():
        if flag in household.flags and household.category is not category:
            cells.fault(
                "R015",
                "flags",
                _("{flag} is a flag of a {category} only, and this is a {other}.").format(
                    flag=flag.in_words(),
                    category=category.in_words(),
                    other=household.category.in_words(),
                ),
                _("Mend the category or take the flag away."),
            )
    others = household.flags - {Flag.NORMAL, Flag.MARGINAL}
    if Flag.NORMAL in household.flags and others:
        cells.fault(
            "R016",
            "flags",
            _("A household cannot be normal and {flags}.").format(
                flags=listed(flag.in_words() for flag in sorted(others))
            ),
            _("Take one of the two away."),
        )


def _check_exit_year(cells: Cells, household: Household) -> None:
    is_lifted = household.category is Category.LIFTED
    if is_lifted and household.exit_year not in _EXIT_YEARS:
        cells.fault(
            "R017",
            "exit_year",
            _("A lifted household needs the year it was lifted in."),
            _("Write the year, 2014 or later."),
        )
    elif not is_lifted and household.exit_year is not None:
        cells.fault(
            "R017",
            "exit_year",
            _("A year of exit, and the household is not a lifted one."),
            _("Mend the category or take the year away."),
        )
