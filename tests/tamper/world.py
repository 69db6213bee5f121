"""An empty folder in, a whole small survey in it out, made by the program's own commands.

Two laptops of one team and their lead, two days: on the first both hand over, the lead merges and
makes the list; on the second one laptop takes its receipt, says more, and hands over again.
"""

import contextlib
import io
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.interview.photos.pictures import png
from tests.small_survey import DAY, PAIR, ROSTER, codes_of_pair

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.app import run

_CAMPAIGN = """\
id: heting
name: {zh: 鹤汀乡试点, en: Heting pilot}
county: {name: {zh: 青屏县, en: Qingping}, is_delisted: true}
days: ['2020-06-28']
sample:
  villages_per_other_township: 1
  households: {poor: 1, lifted: 1, unregistered: 1}
  reserves: 1
teams:
- {code: '1', name: {zh: 第一组, en: Team 1}, members: [佟禾畴, 邝砚], laptops: 2}
forms: {poor: [visit], lifted: [visit], unregistered: [visit], village: [visit]}
coverage: {visit: 1}
enrolment: required
"""

_FORM = """\
settings:
  form_id: visit
  form_title: {zh: 走访, en: Visit}
  version: "1"
  subject: household
choices:
  yes_no:
    - {name: "1", label: {zh: 是, en: "Yes"}}
    - {name: "2", label: {zh: 否, en: "No"}}
survey:
  - name: water_safe
    type: select_one yes_no
    label: {zh: 饮水安全吗?, en: Is the water safe?}
    required: true
    problem:
      - name: water_unsafe
        when: ". = '2'"
        severity: critical
        indicator: B4
        text: {zh: 饮水安全无保障, en: Drinking water not secured}
  - name: people
    type: integer
    label: {zh: 家里几口人?, en: How many people live here?}
    required: true
"""


@dataclass(frozen=True, slots=True)
class Ran:
    """What a command said, to both streams, and how it ended."""

    exit_code: int
    said: str


@dataclass(frozen=True, slots=True)
class World:
    """The folders of a small survey."""

    folder: Path

    @property
    def lead(self) -> Path:
        """The lead's workspace."""
        return self.folder / "lead"

    @property
    def laptop(self) -> Path:
        """The workspace of the laptop that hands over on both days."""
        return self.folder / "laptop-a"

    @property
    def other(self) -> Path:
        """That of the laptop that hands over on the first day only."""
        return self.folder / "laptop-b"

    @property
    def stick(self) -> Path:
        """The stick, with kits, bundles and receipts."""
        return self.folder / "stick"

    def run(self, *words: object) -> Ran:
        """Run a command."""
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            exit_code = run([str(word) for word in words])
        return Ran(exit_code, said.getvalue())

    def done(self, *words: object) -> str:
        """Run a command that must end well."""
        ran = self.run(*words)
        assert ran.exit_code == 0, ran.said
        return ran.said

    def interview(self, laptop: Path, subject: str, **answers: object) -> str:
        """Interview a household from a file of answers, signed by the pair."""
        desk = self.folder / "desk"
        desk.mkdir(exist_ok=True)
        (desk / "well.png").write_bytes(png())
        path = desk / "answers.yaml"
        path.write_text(json.dumps(answers), encoding="utf-8")
        words = ("interview", subject, "--answers", path, "--inspectors", PAIR)
        return self.done("-w", laptop, *words)

    def copy(self, folder: Path) -> "World":
        """Return another world that is as this one."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        return World(folder)


def make_world(folder: Path) -> World:
    """Make the survey; the codes of the pair go with the surroundings of this process."""
    world = World(folder)
    _plan(world)
    with signing(world):
        for laptop in (world.laptop, world.other):
            world.done("join", world.stick / "team-1", laptop)
        broken = {"value": "2", "description": "since March", "photo": "well.png"}
        world.interview(world.laptop, "0101-01", water_safe=broken, people=2)
        world.interview(world.other, "0101-02", water_safe="1", people=3)
        for laptop in (world.laptop, world.other):
            world.done("-w", laptop, "hand-over", world.stick)
        for request in sorted(world.stick.glob("*.enrol")):
            world.done("-w", world.lead, "devices", "enrol", request, "--yes")
        world.done("-w", world.lead, "merge", world.stick)
        world.run("-w", world.lead, "nightly", "--date", DAY)
        _decide(world)
        world.interview(world.laptop, "0101-03", water_safe="1", people=4)
        world.done("-w", world.laptop, "hand-over", world.stick)
        world.done("-w", world.lead, "merge", world.stick)
    return world


@contextlib.contextmanager
def signing(world: World) -> Iterator[None]:
    """Let the pair give its codes."""
    os.environ["FIELDSURVEY_CODES"] = codes_of_pair(world.lead)
    try:
        yield
    finally:
        del os.environ["FIELDSURVEY_CODES"]


def _plan(world: World) -> None:
    desk = world.folder / "office"
    desk.mkdir(parents=True)
    for name, text in ROSTER.items():
        (desk / name).write_text(text, encoding="utf-8")
    world.done("new", world.lead, "--id", "heting")
    (world.lead / "campaign.yaml").write_text(_CAMPAIGN, encoding="utf-8")
    for form in (world.lead / "questionnaires").glob("*-*.yaml"):
        form.unlink()
    (world.lead / "questionnaires" / "visit.yaml").write_text(_FORM, encoding="utf-8")
    world.done("-w", world.lead, "roster", "import", *(desk / name for name in ROSTER))
    world.done("-w", world.lead, "sample", "draw", "--seed", "7")
    world.stick.mkdir()
    world.done("-w", world.lead, "kit", "make", world.stick)


def _decide(world: World) -> None:
    with SurveyFile.open(world.lead / "survey.db") as lead:
        [shown] = [i for i in lead.interviews() if i.photos]
        said = {"problem": f"{shown.id}/water_safe", "decision": "confirm"}
        lead.append([Entry(Kind.DECISION, value=said, who="谌棠")])
