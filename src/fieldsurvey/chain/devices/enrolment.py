"""Lines of a lead in, which laptops it enrolled and which it revoked out; pure and total.

What such a line (kind `key`) says (`Entry.value`)::

    {"about": "device", "device": …, "public_key": hex, "team": …, "state": "enrolled", "why": …}
    {"about": "device", …, "state": "revoked", "why": …, "last": seq, "since": "2026-06-29"}

`last` is the last line of the laptop that had come when it was revoked: what it says after that is
kept, and counts for nothing. `since`, where it is said, is the day from which on its interviews are
set aside, too (see `set_aside`). A later decision about the same laptop holds. A line that says
something else, or whose key is not the one its device is named after, decides nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from fieldsurvey.chain.devices.keys import device_of, fingerprint
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import in_order_said, said_by, text_at
from fieldsurvey.chain.survey_file import SurveyFile

ABOUT = "device"


class Trust(StrEnum):
    """What a lead decided about a laptop."""

    ENROLLED = "enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class Enrolment:
    """The decision about one laptop that holds."""

    device: str
    public_key: str
    """Hex."""
    team: str
    state: Trust
    why: str = ""
    last: int = 0
    """Of a revoked laptop: the last seq that counts."""
    since: str = ""
    """Of a revoked laptop: the day from which on its interviews are set aside; ISO 8601, or ''."""
    at: str = ""
    """When it was said: ISO 8601 with offset."""

    @property
    def fingerprint(self) -> str:
        """What two people compare by eye."""
        return fingerprint(bytes.fromhex(self.public_key))


Enrolments = Mapping[str, Enrolment]
"""By device."""

NOBODY: Enrolments = MappingProxyType({})


def fold_enrolments(lines: Iterable[Line], leads: frozenset[str]) -> dict[str, Enrolment]:
    """Return the decisions that hold, by device; only what the devices `leads` say decides."""
    decided: dict[str, Enrolment] = {}
    own = (line for line in lines if line.entry.kind is Kind.KEY and line.device in leads)
    for line in in_order_said(own):
        decision = _decision(line)
        if decision is not None:
            decided[decision.device] = decision
    return decided


def enrolments_in(survey_file: SurveyFile) -> dict[str, Enrolment]:
    """Return the decisions that hold in a lead's survey file."""
    return fold_enrolments(survey_file.lines_of_kind(Kind.KEY), frozenset({survey_file.device}))


def enrolment_entry(decision: Enrolment, who: str = "") -> Entry:
    """Return what must be said for a decision to hold."""
    said: dict[str, object] = {
        "about": ABOUT,
        "device": decision.device,
        "public_key": decision.public_key,
        "team": decision.team,
        "state": decision.state.value,
        "why": decision.why,
    }
    if decision.state is Trust.REVOKED:
        said["last"] = decision.last
        if decision.since:
            said["since"] = decision.since
    return Entry(Kind.KEY, value=said, who=who)


def is_about_device(line: Line) -> bool:
    """Say whether a `key` line decides about a laptop; others tie a key to their own chain."""
    return said_by(line).get("about") == ABOUT


def _decision(line: Line) -> Enrolment | None:
    said = said_by(line)
    device, key = text_at(said, "device"), text_at(said, "public_key")
    states = {state.value: state for state in Trust}
    state, last = states.get(text_at(said, "state")), said.get("last", 0)
    if not is_about_device(line) or state is None or _device_of(key) != device:
        return None
    return Enrolment(
        device=device,
        public_key=key,
        team=text_at(said, "team"),
        state=state,
        why=text_at(said, "why"),
        last=last if type(last) is int and last > 0 else 0,
        since=_day(text_at(said, "since")) if state is Trust.REVOKED else "",
        at=line.at,
    )


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _device_of(key: str) -> str | None:
    try:
        public = bytes.fromhex(key)
    except ValueError:
        return None
    return device_of(public) if len(public) == 32 and public.hex() == key else None
