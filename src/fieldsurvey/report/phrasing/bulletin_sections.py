"""A bulletin in, the sections that only bulletins have out, in the language spoken."""

from collections.abc import Iterable

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.frozen.bulletin import Bulletin, RankShift, Shift
from fieldsurvey.report.phrasing.phrases import points, ranking_note, tally_names
from fieldsurvey.report.sections import Head, PlainTable, Section
from fieldsurvey.report.wording import NOTHING, Wording, headings


def bulletin_sections(bulletin: Bulletin, wording: Wording) -> list[Section]:
    """Return what moved since the bulletin before, then the ranks then and now."""
    found = [_movements(bulletin, wording)]
    if bulletin.ranks:
        found.append(_ranks(bulletin.ranks))
    return found


def difference(then: int, now: int) -> str:
    """Return a difference with its sign: +3, −1, ±0."""
    if now == then:
        return "±0"
    return f"+{now - then}" if now > then else f"−{then - now}"


def _movements(bulletin: Bulletin, wording: Wording) -> Section:
    names, titles = headings(), tally_names()
    categories = [(wording.category(s.key), s) for s in bulletin.by_category]
    townships = [(s.name or s.key, s) for s in bulletin.by_township]
    sectors = [(wording.sector(s.key), s) for s in bulletin.by_sector]
    return Section(
        key="movements",
        title=pgettext("section", "Since the last bulletin"),
        lead=_("Every problem is counted once: as it stood then, and as it stands now."),
        tables=(
            _moved(bulletin),
            _then_and_now(bulletin),
            _shifts(titles["category"], names["category"], categories),
            _shifts(titles["township"], names["township"], townships),
            _shifts(titles["sector"], names["sector"], sectors),
        ),
    )


def _moved(bulletin: Bulletin) -> PlainTable:
    moved = bulletin.movements
    rows = [
        (pgettext("movement", "New"), moved.came),
        (pgettext("movement", "Confirmed"), moved.confirmed),
        (pgettext("movement", "Dismissed"), moved.dismissed),
        (pgettext("movement", "Merged"), moved.merged),
        (pgettext("movement", "Decided again, open"), moved.reconsidered),
        (pgettext("movement", "Corrected otherwise"), moved.corrected),
        (pgettext("movement", "No longer a problem"), moved.vanished),
    ]
    heads = (
        Head(pgettext("column", "Movement"), 30),
        Head(pgettext("column", "Problems"), 12, is_middle=True),
    )
    return PlainTable(pgettext("table", "What happened to problems"), heads, tuple(rows))


def _then_and_now(bulletin: Bulletin) -> PlainTable:
    """Return the totals: what stands, and how far the campaign is visited."""
    then, now = bulletin.coverage_then, bulletin.coverage
    rows = [
        (pgettext("figure", "Problems to date"), bulletin.then.total, bulletin.to_date.total),
        (pgettext("severity", "critical"), bulletin.then.critical, bulletin.to_date.critical),
        (pgettext("severity", "major"), bulletin.then.major, bulletin.to_date.major),
        (pgettext("severity", "minor"), bulletin.then.minor, bulletin.to_date.minor),
        (pgettext("figure", "Dismissed"), bulletin.then.dismissed, bulletin.to_date.dismissed),
        (
            pgettext("figure", "Households visited"),
            then.households_visited,
            now.households_visited,
        ),
        (
            pgettext("figure", "Must-visit households"),
            then.must_visit_visited,
            now.must_visit_visited,
        ),
    ]
    return PlainTable(
        pgettext("table", "Totals then and now"),
        _heads(pgettext("column", "Figure")),
        tuple((name, *_both(before, after)) for name, before, after in rows),
    )


def _shifts(title: str, what: str, shifts: Iterable[tuple[str, Shift]]) -> PlainTable:
    rows = tuple((name or NOTHING, *_both(shift.then, shift.now)) for name, shift in shifts)
    return PlainTable(title, _heads(what), rows)


def _heads(what: str) -> tuple[Head, ...]:
    return (
        Head(what, 30),
        Head(pgettext("column", "Last bulletin"), 12, is_middle=True),
        Head(pgettext("column", "Now"), 12, is_middle=True),
        Head(pgettext("column", "Difference"), 12, is_middle=True),
    )


def _both(then: int, now: int) -> tuple[int, int, str]:
    return then, now, difference(then, now)


def _ranks(ranks: Iterable[RankShift]) -> Section:
    heads = (
        Head(headings()["township"], 30),
        Head(pgettext("column", "Rank then"), 12, is_middle=True),
        Head(pgettext("column", "Rank now"), 12, is_middle=True),
        Head(pgettext("column", "Score then"), 12, is_middle=True),
        Head(pgettext("column", "Score now"), 12, is_middle=True),
    )
    title = pgettext("section", "Ranking then and now")
    rows = tuple((shift.name, *_places(shift)) for shift in ranks)
    return Section("ranks", title, ranking_note(), tables=(PlainTable(title, heads, rows),))


def _places(shift: RankShift) -> tuple[str, str, str, str]:
    provisional = pgettext("ranking", "provisional")
    had = shift.hundredths_then is not None
    return (
        NOTHING if not had else provisional if shift.then is None else str(shift.then),
        provisional if shift.now is None else str(shift.now),
        points(shift.hundredths_then) if shift.hundredths_then is not None else NOTHING,
        points(shift.hundredths_now),
    )
