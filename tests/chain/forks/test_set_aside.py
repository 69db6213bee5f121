"""Interviews of a laptop that was revoked back to a day: set aside until the lead decides."""

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolment_entry, enrolments_in
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import Device, know_device
from fieldsurvey.chain.forks.set_aside import accepting_entries, set_aside_in
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines, rebuild_views

LEAD = DeviceKey.of_seed(bytes(32))
KEY = DeviceKey.of_seed(bytes(31) + b"1")
NOON = datetime(2026, 6, 28, 12, tzinfo=UTC)


class Days(SimulatedClock):
    """A clock that jumps to the next noon when it is told."""

    days = 0

    def now(self) -> datetime:
        """Return noon of the day."""
        return NOON + timedelta(days=self.days)


@pytest.fixture
def lead(tmp_path: Path):
    """A lead with four interviews of one laptop, begun on 28, 29, 28 (and reopened on 30) June."""
    clock = Days(NOON)
    with SurveyFile.create(
        tmp_path / "laptop.db",
        device=KEY.device,
        public_key=KEY.public,
        campaign="c",
        team="2",
        clock=clock,
        random_bytes=random.Random(1).randbytes,
        finish_cost_log2=4,
    ) as laptop:
        for number in ("01", "02"):
            start = Entry(Kind.INTERVIEW_START, value={"subject": f"0103-{number}", "form": "h"})
            laptop.append([start, Entry(Kind.FINISH, value={})])
        clock.days = 1
        start = Entry(Kind.INTERVIEW_START, value={"subject": "0103-03", "form": "h"})
        laptop.append([start, Entry(Kind.FINISH, value={})])
        again = next(i for i in laptop.interviews() if i.subject == "0103-02")
        clock.days = 2
        laptop.append([Entry(Kind.REOPEN, again.id, value={"reason": "x"})])
        lines = list(laptop.lines())
    with SurveyFile.create(
        tmp_path / "lead.db", device=LEAD.device, public_key=LEAD.public, campaign="c"
    ) as opened:
        know_device(opened, Device(KEY.device, KEY.public.hex(), "2", "2026-06-28"))
        add_lines(opened, KEY.device, lines)
        yield opened


def revoke(lead: SurveyFile, since: str) -> None:
    """Revoke the laptop back to a day."""
    last, _head = lead.tip(KEY.device)
    key = KEY.public.hex()
    decision = Enrolment(KEY.device, key, "2", Trust.REVOKED, "stolen", last, since)
    lead.append([enrolment_entry(decision)])


def aside(lead: SurveyFile) -> list[str]:
    """Return the subjects that wait for the lead's word."""
    return [one.subject for each in set_aside_in(lead) for one in each.interviews]


def test_from_that_day_on_they_are_set_aside(lead: SurveyFile) -> None:
    """Those begun, and those that went on; earlier ones count, and without a day all do."""
    assert set_aside_in(lead) == ()
    revoke(lead, "")
    assert set_aside_in(lead) == ()
    revoke(lead, "2026-06-29")
    assert aside(lead) == ["0103-02", "0103-03"]
    assert set_aside_in(lead)[0].since == "2026-06-29"
    revoke(lead, "2026-07-01")
    assert aside(lead) == []
    assert {found.code for found in verify(lead).findings} <= {"V026"}


def test_the_lead_decides_about_each(lead: SurveyFile) -> None:
    """Accepted, withdrawn, or the laptop trusted again; what goes on after that waits anew."""
    revoke(lead, "2026-06-28")
    one, two, three = set_aside_in(lead)[0].interviews
    lead.append(accepting_entries([one], "checked at the door", "Shen Yue"))
    assert aside(lead) == ["0103-02", "0103-03"]
    lead.append(accepting_entries([two], ""))
    assert aside(lead) == ["0103-02", "0103-03"]
    lead.append([Entry(Kind.WITHDRAW, three.id, value={"reason": "x"})])
    rebuild_views(lead)
    assert aside(lead) == ["0103-02"]
    lead.append(
        [
            Entry(entry.kind, value={**entry.value, "head": "0" * 64})
            for entry in accepting_entries([two], "an older head")
        ]
    )
    assert aside(lead) == ["0103-02"]
    lead.append([enrolment_entry(Enrolment(KEY.device, KEY.public.hex(), "2", Trust.ENROLLED))])
    assert set_aside_in(lead) == ()


def test_a_day_that_is_none_sets_nothing_aside(lead: SurveyFile) -> None:
    """Nor does a day beside an enrolment."""
    revoke(lead, "yesterday")
    assert (enrolments_in(lead)[KEY.device].since, set_aside_in(lead)) == ("", ())
    said = enrolment_entry(Enrolment(KEY.device, KEY.public.hex(), "2", Trust.ENROLLED)).value
    lead.append([Entry(Kind.KEY, value=said | {"since": "2026-06-28"})])
    assert (enrolments_in(lead)[KEY.device].since, set_aside_in(lead)) == ("", ())
