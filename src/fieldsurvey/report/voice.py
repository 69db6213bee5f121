"""Anything frozen in, what it says of itself out: what it is called, for whom, how to read it.

Nightly lists, bulletins, the feedback meeting's report and the townships' lists are shown by the
same renderers; where they speak differently is here. Call it inside `speaking(language)`.
"""

from dataclasses import dataclass

from fieldsurvey.i18n import _
from fieldsurvey.report.bulletin import Bulletin, Period
from fieldsurvey.report.bulletin_sections import bulletin_sections
from fieldsurvey.report.edition import Edition
from fieldsurvey.report.page_words import page_words
from fieldsurvey.report.phrases import dateline, edition_title, headline, reading_notes, row_notes
from fieldsurvey.report.rule_versions import change_lines
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
    alarms: tuple[str, ...] = ()
    """What nobody may overlook."""
    sections: tuple[Section, ...] = ()
    """What only this sort has."""


def voice_of(edition: Edition, wording: Wording) -> Voice:
    """Return what a document says of itself, whatever it is."""
    match edition:
        case Bulletin():
            return _bulletin(edition, wording)
        case _:
            return _nightly(edition, wording)


def _nightly(edition: Edition, wording: Wording) -> Voice:
    title = _("{campaign}\nNotice of problems found (No. {number})")
    return Voice(
        title=edition_title(edition, wording),
        heading=title.format(campaign=wording.text(edition.title), number=edition.number),
        mark=page_words()["internal"],
        to=_("To the assessment office:"),
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


def _found_in(bulletin: Bulletin, wording: Wording) -> str:
    since, until = wording.day(bulletin.since), wording.day(bulletin.date)
    if not bulletin.editions:
        said = _("From {since} to {until} no problem list was made.")
    else:
        said = _("From {since} to {until}, by the problem lists {lists}.")
    lists = wording.listed(_("No. {number}").format(number=n) for n in bulletin.editions)
    return said.format(since=since, until=until, lists=lists)
