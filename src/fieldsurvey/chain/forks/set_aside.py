"""A lead's survey file in, the interviews set aside because their laptop was revoked out.

A laptop may have been in wrong hands before anybody knew. From the first line on that it said on
the day the lead names, whatever interview was begun or went on is kept, and counts for nothing
until the lead has decided about it: withdrawn (`withdraw`), or accepted by a line of kind
`decision`::

    {"about": "set_aside", "interview": id, "head": hex, "why": …}

`head` is the interview as it was looked at: once it goes on, it is set aside again. Days are those
of the laptop's clock; the order of its lines is that of its chain.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from fieldsurvey.chain.devices.enrolment import Trust, enrolments_in
from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.lines.said import said_by, text_at
from fieldsurvey.chain.survey_file import SurveyFile

SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class SetAside:
    """Interviews of one laptop that wait for the lead's word."""

    device: str
    since: str
    """ISO 8601."""
    interviews: tuple[Interview, ...]
    """By subject, form and id."""


def set_aside_in(survey_file: SurveyFile) -> tuple[SetAside, ...]:
    """Return what is set aside, by device."""
    revoked = {
        device: decided.since
        for device, decided in sorted(enrolments_in(survey_file).items())
        if decided.state is Trust.REVOKED and decided.since
    }
    if not revoked:
        return ()
    accepted = _accepted(survey_file)
    waiting = (
        SetAside(
            device,
            since,
            tuple(
                one
                for one in _since(survey_file, device, since)
                if (one.id, one.head) not in accepted
            ),
        )
        for device, since in revoked.items()
    )
    return tuple(one for one in waiting if one.interviews)


def accepting_entries(interviews: Iterable[Interview], why: str, who: str = "") -> list[Entry]:
    """Return what must be said for interviews that were set aside to count."""
    return [
        Entry(
            Kind.DECISION,
            value={"about": SET_ASIDE, "interview": one.id, "head": one.head, "why": why},
            who=who,
        )
        for one in interviews
    ]


def _since(survey_file: SurveyFile, device: str, day: str) -> list[Interview]:
    late = (line.seq for line in survey_file.lines(device) if line.at[:10] >= day)
    first = next(late, None)
    return [
        one
        for one in survey_file.interviews()
        if one.device == device
        and first is not None
        and one.last_seq >= first
        and one.status is not Status.WITHDRAWN
    ]


def _accepted(survey_file: SurveyFile) -> set[tuple[str, str]]:
    leads = leads_in(survey_file)
    lines = (line for line in survey_file.lines_of_kind(Kind.DECISION) if line.device in leads)
    return {
        (text_at(said, "interview"), text_at(said, "head"))
        for said in map(said_by, lines)
        if said.get("about") == SET_ASIDE and text_at(said, "why")
    }
