"""The meeting's pack or a township's list in, the sections that only they have out, in words."""

from collections.abc import Iterable
from itertools import groupby

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.report.frozen.pack import GoodPractice, Pack, TownshipList
from fieldsurvey.report.frozen.ranked_list import TownshipStanding, VillageStanding, deductions_in
from fieldsurvey.report.frozen.tally import counts_of
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import deduction_note, points, tally_names
from fieldsurvey.report.sections import Head, PlainTable, Section
from fieldsurvey.report.wording import NOTHING, Wording, counted_headings, headings


def pack_sections(pack: Pack, wording: Wording) -> tuple[Section, ...]:
    """Return the main problems by indicator, the bureaus that answer for them, and the days."""
    return (_indicators(pack, wording), _sectors(pack, wording), _days(pack))


def good_practice_section(pack: Pack, wording: Wording) -> tuple[Section, ...]:
    """Return what villages told that others may learn from; nothing where nobody did."""
    if not pack.good_practice:
        return ()
    by_township = groupby(pack.good_practice, key=lambda each: (each.township_code, each.township))
    return (
        Section(
            key="good-practice",
            title=pgettext("section", "Good practice"),
            lead=_(
                "As it was told in village interviews; nobody has looked whether it is so. The "
                "questionnaire says which answers stand here."
            ),
            tables=tuple(_practice(name, said, wording) for (_code, name), said in by_township),
        ),
    )


def score_section(handed: TownshipList, wording: Wording) -> tuple[Section, ...]:
    """Return a township's own score and how it came about; nothing where it has none."""
    own = handed.standing
    if own is None:
        return ()
    return (
        Section(
            key="score",
            title=pgettext("section", "The township's score"),
            lead=_(
                "Of 100 points: {confirmed}. With those problems, too, that still need to be "
                "confirmed: {suspected}. It is the plain mean of the villages."
            ).format(
                confirmed=points(own.confirmed_hundredths),
                suspected=points(own.suspected_hundredths),
            ),
            tables=(_villages(own.villages, wording), _held(handed, own, wording)),
        ),
    )


def reply_section(handed: TownshipList, wording: Wording) -> tuple[Section, ...]:
    """Return the table in which a township answers; nothing where it has no problem."""
    if not handed.rows:
        return ()
    names = headings()
    heads = (
        Head(names["number"], 16, is_middle=True),
        Head(names["village"], 10),
        Head(names["description"], 40),
        Head(pgettext("column", "Responsible person"), 14),
        Head(pgettext("column", "Measures"), 28),
        Head(pgettext("column", "Done, and proof of it"), 28),
    )
    rows = tuple(
        (row.number, row.village, wording.description(row), "", "", "") for row in handed.rows
    )
    return (
        Section(
            key="reply",
            title=pgettext("section", "The township's reply"),
            lead=_("To be filled in by the township, one row for each problem."),
            tables=(PlainTable(pgettext("table", "What is done about each problem"), heads, rows),),
        ),
    )


def _indicators(pack: Pack, wording: Wording) -> Section:
    heads = (
        Head(pgettext("column", "Indicator"), 34),
        *_by_severity(),
        Head(pgettext("column", "Villages"), 13, is_middle=True),
        Head(pgettext("column", "Points taken, all villages"), 14, is_middle=True),
    )
    rows = tuple(
        (
            f"{line.key} {wording.text(line.label)}".strip(),
            *counts_of(line),
            line.villages,
            points(line.taken_hundredths),
        )
        for line in pack.by_indicator
    )
    title = pgettext("section", "Main problems by indicator")
    lead = _("Problems that stand, suspected or confirmed; points as the ranking counts them.")
    return Section("indicators", title, lead, tables=(PlainTable(title, heads, rows),))


def _sectors(pack: Pack, wording: Wording) -> Section:
    heads = (Head(headings()["sector"], 34), *_by_severity())
    rows = tuple((wording.sector(line.key) or NOTHING, *counts_of(line)) for line in pack.by_sector)
    title = tally_names()["sector"]
    return Section("sectors", title, tables=(PlainTable(title, heads, rows),))


def _days(pack: Pack) -> Section:
    heads = (
        Head(pgettext("column", "List No."), 10, is_middle=True),
        Head(headings()["date"], 14, is_middle=True),
        *_by_severity(),
    )
    rows = tuple((day.edition, day.date, *counts_of(day)) for day in pack.days)
    title = pgettext("section", "Problems by list")
    lead = _("What each nightly list brought.")
    return Section("days", title, lead, tables=(PlainTable(title, heads, rows),))


def _by_severity() -> tuple[Head, ...]:
    return tuple(Head(word, 10, is_middle=True) for word in counted_headings())


def _practice(township: str, said: Iterable[GoodPractice], wording: Wording) -> PlainTable:
    heads = (
        Head(headings()["village"], 12),
        Head(pgettext("column", "Who"), 16),
        Head(page_words()["question"], 22),
        Head(pgettext("column", "What was told"), 60),
    )
    rows = tuple(
        (
            each.village,
            wording.text(each.who) or NOTHING,
            wording.text(each.question),
            each.text,
        )
        for each in said
    )
    return PlainTable(township, heads, rows)


def _villages(villages: Iterable[VillageStanding], wording: Wording) -> PlainTable:
    words = page_words()
    heads = (
        Head(headings()["village"], 16),
        Head(words["visited"], 14, is_middle=True),
        Head(words["score_confirmed"], 14, is_middle=True),
        Head(words["score_suspected"], 14, is_middle=True),
        Head(words["grade"], 12, is_middle=True),
    )
    rows = tuple(
        (
            village.name,
            village.visited,
            points(village.confirmed_hundredths),
            points(village.suspected_hundredths),
            wording.text(village.grade) or NOTHING,
        )
        for village in villages
    )
    return PlainTable(pgettext("section", "Scores by village"), heads, rows)


def _held(handed: TownshipList, own: TownshipStanding, wording: Wording) -> PlainTable:
    words = page_words()
    heads = (
        Head(headings()["village"], 12),
        Head(words["indicator"], 24),
        Head(headings()["number"], 20, is_middle=True),
        Head(words["asks"], 10, is_middle=True),
        Head(words["takes"], 10, is_middle=True),
        Head(words["why"], 28),
    )
    known = {row.number for row in handed.rows}
    rows = tuple(
        (
            village.name,
            f"{indicator.code} {wording.text(indicator.label)}",
            deduction.number,
            points(deduction.asked_hundredths),
            points(deduction.taken_hundredths),
            deduction_note(deduction) or NOTHING,
        )
        for _town, village, indicator, deduction in deductions_in([own])
        if deduction.number in known
    )
    return PlainTable(pgettext("section", "How the scores came about"), heads, rows)
