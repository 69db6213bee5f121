"""A lead's survey file in, every laptop that was seen with its standing and its people out."""

from dataclasses import dataclass
from typing import Any

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolments_in
from fieldsurvey.chain.devices.keys import fingerprint
from fieldsurvey.chain.devices.register import Device, devices
from fieldsurvey.chain.forks.set_aside import set_aside_in
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.i18n import _, listed, ngettext

WAITING = "waiting"
BELIEVED = "first_bundle"


@dataclass(frozen=True, slots=True)
class DeviceSeen:
    """One laptop as the lead knows it."""

    device: str
    team: str
    state: str
    """`enrolled`, `revoked`, `waiting`, or `first_bundle` where that is enough."""
    public_key: str
    lines: int
    inspectors: tuple[str, ...]
    """Who worked on it, in the order of their names."""
    clock_anomalies: int
    follows: str
    """The device whose chain this one goes on from; blank where it is the first."""
    why: str
    set_aside: tuple[str, ...] = ()
    """Subjects of its interviews that wait for the lead's word."""

    @property
    def fingerprint(self) -> str:
        """What two people compare by eye."""
        return fingerprint(bytes.fromhex(self.public_key)) if self.public_key else ""

    def state_in_words(self) -> str:
        """Say the state in the user's language."""
        return {
            Trust.ENROLLED.value: _("enrolled"),
            Trust.REVOKED.value: _("revoked"),
            WAITING: _("waiting"),
            BELIEVED: _("by its first bundle"),
        }[self.state]

    def remarks(self, *, with_people: bool = False) -> list[str]:
        """Say what else is to be known of it, a sentence each."""
        said = []
        if self.inspectors and with_people:
            said.append(_("Interviews made by {names}.").format(names=listed(self.inspectors)))
        if self.state == WAITING:
            said.append(
                _("Nothing of it counts yet: fieldsurvey devices enrol {device}").format(
                    device=self.device
                )
            )
        if self.state == Trust.REVOKED.value:
            said.append(_("Revoked: {why}").format(why=self.why))
        if self.set_aside:
            said.append(
                _(
                    "Set aside until you decide: {subjects}. fieldsurvey devices accept {device}"
                ).format(subjects=listed(self.set_aside), device=self.device)
            )
        if self.follows:
            said.append(_("Joined anew after {device}.").format(device=self.follows))
        if self.clock_anomalies:
            said.append(
                ngettext(
                    "Its clock was set {count} time while somebody worked.",
                    "Its clock was set {count} times while somebody worked.",
                    self.clock_anomalies,
                ).format(count=self.clock_anomalies)
            )
        return said

    def as_json(self) -> dict[str, Any]:
        """Return it for a program."""
        return {
            "device": self.device,
            "team": self.team,
            "state": self.state,
            "fingerprint": self.fingerprint,
            "lines": self.lines,
            "inspectors": list(self.inspectors),
            "clock_anomalies": self.clock_anomalies,
            "follows": self.follows,
            "why": self.why,
            "set_aside": list(self.set_aside),
        }


def devices_seen(workspace: Workspace, survey_file: SurveyFile) -> list[DeviceSeen]:
    """Return every laptop that handed over or is enrolled, by team and id."""
    decided = enrolments_in(survey_file)
    is_required = workspace.campaign.enrolment == "required"
    people: dict[str, set[str]] = {}
    for interview in survey_file.interviews():
        people.setdefault(interview.device, set()).update(interview.inspectors)
    clocks = clock_anomalies(survey_file)
    follows = chains_followed(survey_file)
    aside = {
        each.device: tuple(dict.fromkeys(one.subject for one in each.interviews))
        for each in set_aside_in(survey_file)
    }
    seen = [
        DeviceSeen(
            device=known.device,
            team=known.team,
            state=_state(decided.get(known.device), is_required=is_required),
            public_key=known.public_key,
            lines=survey_file.tip(known.device)[0],
            inspectors=tuple(sorted(people.get(known.device, ()))),
            clock_anomalies=clocks.get(known.device, 0),
            follows=follows.get(known.device, ""),
            why=decided[known.device].why if known.device in decided else "",
            set_aside=aside.get(known.device, ()),
        )
        for known in _laptops(survey_file)
    ]
    return sorted(seen, key=lambda laptop: (laptop.team, laptop.device))


def clock_anomalies(survey_file: SurveyFile) -> dict[str, int]:
    """Return how often the clock of each laptop was set, as its own lines say."""
    counts: dict[str, int] = {}
    for line in survey_file.lines_of_kind(Kind.CLOCK_ANOMALY):
        counts[line.device] = counts.get(line.device, 0) + 1
    return counts


def _laptops(survey_file: SurveyFile) -> list[Device]:
    return [known for known in devices(survey_file) if known.device != survey_file.device]


def _state(decided: Enrolment | None, *, is_required: bool) -> str:
    if decided is not None:
        return decided.state.value
    return WAITING if is_required else BELIEVED


def chains_followed(survey_file: SurveyFile) -> dict[str, str]:
    """Return the device before, of each chain whose first line names one."""
    follows: dict[str, str] = {}
    for line in survey_file.lines_of_kind(Kind.KEY):
        before = said_by(line).get("follows")
        if line.seq == 1 and isinstance(before, dict) and isinstance(before.get("device"), str):
            follows[line.device] = before["device"]
    return follows
