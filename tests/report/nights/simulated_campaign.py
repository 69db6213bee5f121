"""What people do in a campaign in, the lead's real survey file and real editions out.

Two laptops ask two households of one small form, sometimes the same one; what they say reaches the
lead in any order and many nights late. Each step is a plain tuple of words and numbers, so that an
example that breaks a law can be written down and shrinks well; what makes no sense then is passed
over. Numbers count round: the third household of two is the first.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from fieldsurvey.assess.problems.decisions import (
    AddedProblem,
    Source,
    adding_entry,
    decision_entry,
)
from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.assess.settling import settle_interviews
from fieldsurvey.campaign.model import (
    Assignment,
    Category,
    Household,
    Roster,
    Sample,
    Township,
    Village,
    Visit,
)
from fieldsurvey.campaign.plan import Campaign
from fieldsurvey.campaign.workspace import Workspace, create_workspace
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.forks.branching import branches_in
from fieldsurvey.chain.forks.settlements import (
    ForkRuling,
    Settlement,
    fork_entry,
    settlement_entry,
)
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line
from fieldsurvey.chain.lines.text import read_line, write_line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines, refold
from fieldsurvey.cli.lead.evening import assess_evening, intake_of
from fieldsurvey.cli.lead.ruled import known_rulings
from fieldsurvey.cli.lead.tonight import make_edition
from fieldsurvey.handover.bundle import Header, write_bundle
from fieldsurvey.report.freezing.assembling import Rules
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.frozen.edition import Edition

FORM = """\
settings:
  form_id: house
  form_title: {zh: 户表, en: House}
  version: "1"
  default_language: zh
  subject: household
  source: {zh: 附件9, en: Annex 9}
choices:
  how:
    - {name: "1", label: {zh: 好, en: Good}}
    - {name: "2", label: {zh: 断水, en: Cut off}}
    - {name: "3", label: {zh: 不足, en: Short}}
    - {name: "4", label: {zh: 看看, en: Look again}}
survey:
  - name: water
    number: "1"
    type: select_one how
    label: {zh: 饮水?, en: Water?}
    privacy: plain
    category: water
    problem:
      - name: cut
        when: ". = '2'"
        severity: critical
        text: {zh: "断水 {since}", en: "Cut off {since}"}
      - {name: short, when: ". = '3'", severity: minor, text: {zh: 水不足, en: Short of water}}
      - {name: look, when: ". = '4'", severity: watch, text: {zh: 看看, en: Look again}}
  - name: since
    number: "2"
    type: text
    label: {zh: 何时起?, en: Since when?}
    privacy: plain
  - name: roof
    number: "3"
    type: select_one how
    label: {zh: 住房?, en: Roof?}
    privacy: plain
    category: housing
    problem:
      - {name: leaks, when: ". != '1'", severity: major, text: {zh: 漏雨, en: Leaks}}
"""

CAMPAIGN = "nights"
VILLAGE = "0101"
SUBJECTS = ("0101-01", "0101-02")
QUESTIONS = ("water", "roof", "since")
WORDS = ("", "五月起", "六月起")
FIRST_DAY = date(2020, 7, 1)
MORNING = datetime(2020, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=8)))

Step = tuple[Any, ...]
"""A word and its numbers: `("visit", laptop, household, water, roof, is_finished)`."""


def make_office(folder: Path) -> Workspace:
    """Make a lead's workspace of one village, two households and one form."""
    workspace = create_workspace(
        folder,
        Campaign.model_validate(
            {
                "id": CAMPAIGN,
                "name": {"zh": "二十夜", "en": "Twenty nights"},
                "county": {"name": {"zh": "县", "en": "County"}, "is_delisted": True},
                "days": [FIRST_DAY],
                "teams": [{"code": "1", "members": ["Shen Yue", "Lu Ming"]}],
                "forms": {"poor": ["house"]},
            }
        ),
    )
    for shipped in workspace.questionnaires.glob("*.yaml"):
        if shipped.stem not in ("scoring", "sectors", "rules"):
            shipped.unlink()
    (workspace.questionnaires / "house.yaml").write_text(FORM, "utf-8")
    households = {
        number: Household(f"0101-000{n}", VILLAGE, "1组", f"晏{n}畴", 3, Category.POOR)
        for n, number in enumerate(SUBJECTS, start=1)
    }
    workspace.save_roster(
        Roster(
            {"01": Township("01", "鹤汀乡", False)},
            {VILLAGE: Village(VILLAGE, "01", "苇湾村", True, True, 1200, 900)},
            {each.code: each for each in households.values()},
        )
    )
    visits = tuple(Visit(n, each, Category.POOR) for n, each in households.items())
    workspace.save_sample(
        Sample("seed", "ab" * 32, (VILLAGE,), visits), (Assignment(FIRST_DAY, "1", VILLAGE),)
    )
    return workspace


@dataclass
class Laptop:
    """A laptop without a file: what is said on it becomes lines."""

    key: DeviceKey
    nonces: random.Random
    clock: SimulatedClock
    lines: list[Line] = field(default_factory=list)
    interviews: dict[str, str] = field(default_factory=dict)
    """Subject of each interview that was begun here, by id."""

    def say(self, *entries: Entry) -> None:
        """Append lines."""
        for entry in entries:
            seq, previous = len(self.lines) + 1, self.lines[-1].hash if self.lines else GENESIS
            text = write_line(
                entry,
                device=self.key.device,
                seq=seq,
                clock=self.clock,
                random_bytes=self.nonces.randbytes,
            )
            self.lines.append(read_line(text, previous=previous))

    def visit(self, subject: str, water: str, roof: str, *, is_finished: bool) -> None:
        """Interview a household."""
        name = f"{self.key.device}-{len(self.lines) + 1}"
        self.interviews[name] = subject
        start = {"subject": subject, "form": "house", "team": "1", "inspectors": ["Shen", "Lu"]}
        self.say(
            Entry(Kind.INTERVIEW_START, name, value=start),
            Entry(Kind.ANSWER, name, "water", water),
            Entry(Kind.ANSWER, name, "roof", roof),
        )
        if is_finished:
            self.say(Entry(Kind.FINISH, name))

    def go_on(self, which: int, *entries: Entry, is_finished: bool = True) -> None:
        """Say more in one of the interviews begun here, which is reopened for it."""
        if self.interviews:
            name = sorted(self.interviews)[which % len(self.interviews)]
            said = [Entry(Kind.REOPEN, value={"reason": "look again"}), *entries]
            said += [Entry(Kind.FINISH)] * is_finished
            self.say(*(entry._replace(interview=name) for entry in said))

    def bundle(self, begin: int, end: int) -> bytes:
        """Return a run of what was said as a laptop hands it over, signed."""
        run = self.lines[begin:end]
        header = Header(
            campaign=CAMPAIGN,
            team="1",
            device=self.key.device,
            public_key=self.key.public.hex(),
            first=run[0].seq,
            last=run[-1].seq,
            previous=run[0].previous,
            head=run[-1].hash,
            made_at=self.clock.at.isoformat(),
        ).text()
        return write_bundle(header, sign_text(self.key, Purpose.BUNDLE, header), run)

    def image(self, seed: int) -> "Laptop":
        """Return a copy of it, as an image of its disk would be."""
        nonces = random.Random(seed)
        return Laptop(self.key, nonces, self.clock, [*self.lines], dict(self.interviews))


@dataclass(frozen=True)
class Evening:
    """One nightly: what was known, what was frozen of it, and the lines it was known from."""

    at: datetime
    night: Night
    edition: Edition
    lines: tuple[Line, ...]


class SimulatedCampaign:
    """Laptops, and a lead with a real survey file, who freezes a real edition every night."""

    def __init__(
        self, workspace: Workspace, rules: Rules, survey_file: SurveyFile, clock: SimulatedClock
    ) -> None:
        self.workspace = workspace
        self.rules = rules
        self.lead = survey_file
        self.clock = clock
        self.laptops = [
            Laptop(DeviceKey.of_seed(bytes([n]) * 32), random.Random(n), self.clock) for n in (1, 2)
        ]
        self.evenings: list[Evening] = []

    @property
    def editions(self) -> list[Edition]:
        """Every edition, the first one first."""
        return [evening.edition for evening in self.evenings]

    def do(self, steps: Sequence[Step]) -> None:
        """Do one step after the other."""
        for word, *numbers in steps:
            self.clock.advance(60)
            getattr(self, f"_{word}")(*numbers)

    def _visit(self, laptop: int, household: int, water: int, roof: int, finished: int) -> None:
        self.laptop(laptop).visit(
            SUBJECTS[household % 2],
            "1234"[water % 4],
            "12"[roof % 2],
            is_finished=bool(finished),
        )

    def _change(self, laptop: int, which: int, question: int, value: int, finished: int) -> None:
        name = QUESTIONS[question % 3]
        answer = {"water": "1234"[value % 4], "roof": "12"[value % 2], "since": WORDS[value % 3]}
        self.laptop(laptop).go_on(
            which, Entry(Kind.ANSWER, question=name, value=answer[name]), is_finished=bool(finished)
        )

    def _describe(self, laptop: int, which: int, question: int, value: int) -> None:
        said = {"description": WORDS[value % 3]}
        self.laptop(laptop).go_on(which, Entry(Kind.NOTE, "", QUESTIONS[question % 2], said))

    def _withdraw(self, laptop: int, which: int) -> None:
        known = self.laptop(laptop)
        if known.interviews:
            name = sorted(known.interviews)[which % len(known.interviews)]
            known.say(Entry(Kind.WITHDRAW, name, value={"reason": "another house"}))

    def _see(self, laptop: int, household: int, severity: int) -> None:
        """Add a problem by eye, on a laptop."""
        known = self.laptop(laptop)
        subject = (*SUBJECTS, VILLAGE)[household % 3]
        added = AddedProblem(
            number=f"{subject}-EYE{len(known.lines)}{laptop % 2}",
            subject=subject,
            text="窗户破了",
            rule="",
            severity=("critical", "major", "minor")[severity % 3],
            category="housing",
            sector="",
            source=Source.EYE,
            found_by=("Shen",),
            found_on=self.clock.at.date().isoformat(),
        )
        known.say(adding_entry(added, who="Shen"))

    def _bring(self, laptop: int, first: int, last: int) -> None:
        """Let a run of what a laptop said reach the lead; 0 to 99 are hundredths of its lines."""
        known = self.laptop(laptop)
        begin, end = (len(known.lines) * part // 99 for part in sorted((first % 100, last % 100)))
        if begin < end:
            add_lines(self.lead, known.key.device, known.lines[begin:end])

    def _decide(self, which: int, state: int, into: int, second: int) -> None:
        """Confirm, dismiss, merge a row or take it back; without a second name it must not hold."""
        rows = self._assessed().every_row(mask_names=True)
        if not rows:
            return
        states = (*ProblemState,)
        entry = decision_entry(
            rows[which % len(rows)].number,
            states[state % len(states)],
            who="Gao Lan",
            why="seen",
            second="Ma Jun" if second else "",
            into=rows[into % len(rows)].number if states[state % len(states)] == "merged" else "",
        )
        self._lead_says(entry)

    def _overrule(self, which: int) -> None:
        """Let the lead withdraw an interview of a laptop."""
        interviews = sorted(self.lead.interviews(), key=lambda one: one.id)
        if interviews:
            one = interviews[which % len(interviews)]
            self._lead_says(Entry(Kind.WITHDRAW, one.id.split("~")[0], value={"reason": "twice"}))
            refold(self.lead, one.device)

    def _settle(self, which: int, base: int, field_from: int) -> None:
        """Decide between interviews of one household, one field perhaps from another."""
        known = known_rulings(self.lead, self.rules.questionnaires)
        cases = settle_interviews(self.lead.interviews(), known).cases
        if cases:
            ones = cases[which % len(cases)].conflict.interviews
            other = ones[field_from // 2 % len(ones)].id
            self._lead_says(
                settlement_entry(
                    Settlement(
                        heads={one.id: one.head for one in ones},
                        base=ones[base % len(ones)].id,
                        kept={QUESTIONS[field_from % 2]: other} if field_from else {},
                        why="both were called",
                        second="Ma Jun",
                        who="Gao Lan",
                    )
                )
            )

    def _clone(self, laptop: int, back: int) -> None:
        """Set a copy of a laptop's disk back by some lines, and go on with both."""
        if len(self.laptops) < 3 and (known := self.laptop(laptop)).lines:
            copy = known.image(seed=9)
            del copy.lines[len(copy.lines) - back % len(copy.lines) :]
            copy.interviews = {
                line.entry.interview: line.entry.value["subject"]
                for line in copy.lines
                if line.entry.kind is Kind.INTERVIEW_START
            }
            self.laptops.append(copy)

    def _rule(self, kept: int) -> None:
        """Decide which branches of a forked chain count; 0 none, 1 and 2 one of them, 3 all."""
        for device, branches in branches_in(self.lead).items():
            counting = {tip.tip for n, tip in enumerate(branches) if kept % 4 >> n & 1}
            tips = frozenset(branch.tip for branch in branches)
            ruling = ForkRuling(device, tips, frozenset(counting), "that disk was copied")
            self._lead_says(fork_entry(ruling))

    def _sleep(self, days: int) -> None:
        """Let days pass."""
        self.clock.advance(86400 * days)

    def _night(self, days: int) -> None:
        """Freeze tonight's edition as `nightly` does; then days pass."""
        self.freeze()
        self.clock.advance(86400 * days)

    def freeze(self) -> None:
        """Make the edition of the moment it is."""
        evening = self._assessed()
        day = self.clock.at.date()
        night = evening.night(day, intake_of(self.lead), with_ranking=False)
        campaign = self.workspace.campaign
        cover = Cover(campaign.id, campaign.name, day.isoformat(), self.clock.at.isoformat())
        edition = freeze_edition(cover, night, self.editions)
        self.evenings.append(Evening(self.clock.at, night, edition, tuple(self._known())))

    def laptop(self, which: int) -> Laptop:
        """Return a laptop by its number, counted round."""
        return self.laptops[which % len(self.laptops)]

    def _known(self) -> list[Line]:
        devices = {laptop.key.device for laptop in self.laptops} | {self.lead.device}
        return [line for device in sorted(devices) for line in self.lead.lines(device)]

    def live_again(self, lived: "SimulatedCampaign", shuffle: random.Random) -> None:
        """Learn before each night what another lead learned before it, in another order."""
        had: set[bytes] = set()
        for evening in lived.evenings:
            new = [line for line in evening.lines if line.hash not in had]
            had.update(line.hash for line in new)
            for run in shuffled_runs(new, shuffle):
                add_lines(self.lead, run[0].device, run)
            self.clock.at = evening.at
            self.freeze()

    def _assessed(self) -> Any:
        return assess_evening(self.workspace, self.lead, self.rules)

    def _lead_says(self, entry: Entry) -> None:
        self.lead.append([entry])


class OfficeCampaign(SimulatedCampaign):
    """The same with everything the command `nightly` does: sticks, bundles, files, witnesses."""

    def _bring(self, laptop: int, first: int, last: int) -> None:
        known = self.laptop(laptop)
        begin, end = (len(known.lines) * part // 99 for part in sorted((first % 100, last % 100)))
        if begin < end:
            self.stick.mkdir(exist_ok=True)
            name = f"{len([*self.stick.iterdir()]):03}.fsb"
            (self.stick / name).write_bytes(known.bundle(begin, end))

    @property
    def stick(self) -> Path:
        """Where bundles wait for the evening."""
        return self.workspace.folder / "stick"

    def freeze(self) -> None:
        """Make the edition of the moment it is; nothing new makes none."""
        day = self.clock.at.date()
        sources = [self.stick] if self.stick.exists() else []
        made = make_edition(self.workspace, self.lead, day, sources)
        if made.is_new:
            night = self._assessed().night(day, intake_of(self.lead), with_ranking=False)
            lines = tuple(self._known())
            self.evenings.append(Evening(self.clock.at, night, made.edition, lines))


def shuffled_runs(lines: Sequence[Line], shuffle: random.Random) -> list[list[Line]]:
    """Return lines in runs that follow on each other, cut anywhere, in any order, some twice."""
    runs: list[list[Line]] = []
    for line in lines:
        if runs and runs[-1][-1].hash == line.previous and shuffle.random() < 0.7:
            runs[-1].append(line)
        else:
            runs.append([line])
    runs += shuffle.sample(runs, len(runs) // 3)
    shuffle.shuffle(runs)
    return runs
