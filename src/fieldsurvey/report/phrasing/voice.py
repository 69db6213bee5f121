"""Anything frozen in, what it says of itself out: what it is called, for whom, how to read it.

Nightly lists, bulletins, the feedback meeting's report and the townships' lists are shown by the
same renderers; where they speak differently is here. Call it inside `speaking(language)`.
"""

from dataclasses import dataclass

from fieldsurvey.i18n import _, ngettext, pgettext
from fieldsurvey.report.freezing.rule_versions import change_lines
from fieldsurvey.report.frozen.bulletin import Bulletin, Period
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.pack import Pack, TownshipList
from fieldsurvey.report.phrasing.bulletin_sections import bulletin_sections
from fieldsurvey.report.phrasing.pack_sections import (
    good_practice_section,
    pack_sections,
    reply_section,
    score_section,
)
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import (
    dateline,
    edition_title,
    headline,
    missing_headline,
    reading_notes,
    row_notes,
)
from fieldsurvey.report.sections import Section
from fieldsurvey.report.wording import Wording


@dataclass(frozen=True, slots=True)
class Voice:
    """What one sort of document says of itself."""

    title: str
    heading: str
    """The title of the Word document, in two lines."""
    mark: str
    """Who may have it, above the title."""
    to: str
    """Whom the Word document addresses."""
    found: str
    """Its first sentence there."""
    headline: str
    """How many problems, and how bad."""
    dateline: str
    """When it is of, and by which rules it was made."""
    nothing: str
    """Said where it has no problem."""
    notes: tuple[str, ...]
    """How to read it."""
    fingerprint: str
    """What the hash at its end is of."""
    gaps: str
    """The heading of what is missing or open."""
    missing: str
    """Whether anything is; blank where nothing is said of that."""
    first: tuple[str, ...] = ()
    """What stands on the first page before all else."""
    alarms: tuple[str, ...] = ()
    """What nobody may overlook."""
    sections: tuple[Section, ...] = ()
    """What only this sort has."""
    annexed: tuple[Section, ...] = ()
    """The same, after all the rest: annexes of the notice."""


def voice_of(edition: Edition, wording: Wording) -> Voice:
    """Return what a document says of itself, whatever it is."""
    match edition:
        case Bulletin():
            return _bulletin(edition, wording)
        case Pack():
            return _pack(edition, wording)
        case TownshipList():
            return _township(edition, wording)
        case _:
            return _nightly(edition, wording)


def _nightly(edition: Edition, wording: Wording) -> Voice:
    title = _("{campaign}\nNotice of problems found (No. {number})")
    return Voice(
        title=edition_title(edition, wording),
        heading=title.format(campaign=wording.text(edition.title), number=edition.number),
        mark=page_words()["internal"],
        to=_("To the assessment office:"),
        gaps=page_words()["not_in"],
        missing=missing_headline(edition.missing),
        found=_("This notice lists the problems found on {date}.").format(
            date=wording.day(edition.date)
        ),
        headline=headline(edition),
        dateline=dateline(edition),
        nothing=_("No problems today."),
        notes=tuple(reading_notes()),
        fingerprint=page_words()["fingerprint"],
        alarms=tuple(change_lines(edition.rule_changes)),
    )


def _bulletin(bulletin: Bulletin, wording: Wording) -> Voice:
    campaign, number = wording.text(bulletin.title), bulletin.number
    nothing = _("No new problems in this period.")
    title, heading = {
        Period.WEEK: (
            _("{campaign}: weekly bulletin No. {number}"),
            _("{campaign}\nWeekly bulletin (No. {number})"),
        ),
        Period.MONTH: (
            _("{campaign}: monthly bulletin No. {number}"),
            _("{campaign}\nMonthly bulletin (No. {number})"),
        ),
    }[bulletin.period]
    return Voice(
        title=title.format(campaign=campaign, number=number),
        heading=heading.format(campaign=campaign, number=number),
        mark=page_words()["internal"],
        to=_("To the assessment office:"),
        gaps=page_words()["not_in"],
        missing=missing_headline(bulletin.missing),
        found=_found_in(bulletin, wording),
        headline=headline(bulletin, nothing),
        dateline=_("{since} to {dated}").format(since=bulletin.since, dated=dateline(bulletin)),
        nothing=nothing,
        notes=(
            _("This bulletin was frozen and numbered when it was made. It is never rewritten."),
            _("It is made of the nightly lists of its period and says nothing that they do not."),
            _("A problem that came or changed more than once is told once, as it stood at last."),
            *row_notes(),
        ),
        fingerprint=_("SHA-256 of {file}").format(file="bulletin.json"),
        alarms=tuple(change_lines(bulletin.rule_changes)),
        sections=tuple(bulletin_sections(bulletin, wording)),
    )


def _pack(pack: Pack, wording: Wording) -> Voice:
    campaign, nothing = wording.text(pack.title), _("No problem stands.")
    said = {"campaign": campaign, "number": pack.number}
    return Voice(
        title=_("{campaign}: overall report No. {number}").format(**said),
        heading=_("{campaign}\nOverall report for the feedback meeting (No. {number})").format(
            **said
        ),
        mark=_("For the feedback meeting: it names every township's score and rank"),
        to=_("To the assessment office:"),
        gaps=pgettext("section", "Open matters"),
        missing=_opened(pack),
        found=_told_by(pack, wording),
        headline=headline(pack, nothing),
        dateline=dateline(pack),
        nothing=nothing,
        notes=(
            _("This report was frozen and numbered when it was made. It is never rewritten."),
            _("It holds every problem; dismissed rows stay listed and count nowhere."),
            _("A problem that needs a second person takes points only once it is confirmed."),
            _("Names of households and personal numbers are masked."),
            _("Each township is handed its own list, in the folder townships; no other list."),
        ),
        fingerprint=_("SHA-256 of {file}").format(file="overall-report.json"),
        first=tuple(_made_anyway(pack)),
        alarms=tuple(change_lines(pack.rule_changes)),
        sections=pack_sections(pack, wording),
        annexed=good_practice_section(pack, wording),
    )


def _opened(pack: Pack) -> str:
    if not pack.missing.count:
        return _("Nothing is open.")
    return ngettext(
        "{count} thing is open.", "{count} things are open.", pack.missing.count
    ).format(count=pack.missing.count)


def _made_anyway(pack: Pack) -> list[str]:
    if pack.anyway is None:
        return []
    said = _(
        "Made although something was open, because: {why} ({who}). What was open stands below."
    )
    return [said.format(why=pack.anyway.why, who=pack.anyway.who)]


def _told_by(pack: Pack, wording: Wording) -> str:
    if not pack.days:
        return _("This report tells what the assessment found.")
    said = _(
        "This report tells what the assessment found from {since} to {until}; nightly lists: "
        "{count}."
    )
    since, until = wording.day(pack.days[0].date), wording.day(pack.days[-1].date)
    return said.format(since=since, until=until, count=len(pack.days))


def _township(handed: TownshipList, wording: Wording) -> Voice:
    said = {"campaign": wording.text(handed.title), "township": handed.township}
    nothing = _("No problem was found in {township}.").format(**said)
    incomplete = _("The assessment was not complete when this list was made: it may grow.")
    return Voice(
        title=_("{campaign}: problems of {township}").format(**said),
        heading=_("{campaign}\nProblems of {township}").format(**said),
        mark=_("Only for {township}").format(**said),
        to=_("To {township}:").format(**said),
        gaps=page_words()["not_in"],
        missing=missing_headline(handed.missing) if handed.missing.count else "",
        found=_("The assessment found the following in your villages {villages}.").format(
            villages=wording.listed(v.name for v in handed.coverage.by_village)
        ),
        headline=headline(handed, nothing),
        dateline=_("{date}, with overall report No. {number}").format(
            date=handed.date, number=handed.number
        ),
        nothing=nothing,
        notes=(
            _("Each row is one answer of one interview, under a number that it keeps for life."),
            _("Suspected: nobody but those who found it has confirmed it so far."),
            _("A problem that needs a second person takes points only once it is confirmed."),
            _("Names of households are masked: ask the office who is meant, with the number."),
            _("Whoever holds a row to be wrong says so to the office, with the number and proof."),
            _("The ranking is told to all townships together, at the feedback meeting."),
        ),
        fingerprint=_("SHA-256 of this list's content"),
        first=(incomplete,) if handed.is_open else (),
        sections=score_section(handed, wording),
        annexed=reply_section(handed, wording),
    )


def _found_in(bulletin: Bulletin, wording: Wording) -> str:
    since, until = wording.day(bulletin.since), wording.day(bulletin.date)
    if not bulletin.editions:
        said = _("From {since} to {until} no problem list was made.")
    else:
        said = _("From {since} to {until}, by the problem lists {lists}.")
    lists = wording.listed(_("No. {number}").format(number=n) for n in bulletin.editions)
    return said.format(since=since, until=until, lists=lists)
