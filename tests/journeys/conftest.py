"""A laptop joined to the kit of a tiny campaign, and a terminal to work on it."""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.campaign.kit.joining import join_kit
from fieldsurvey.campaign.kit.making import make_kits
from fieldsurvey.campaign.model import Category, Roster
from fieldsurvey.campaign.plan import Quotas, SamplePlan
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.workspace import Workspace, create_workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli import app
from fieldsurvey.cli.inspector.sitting import sit_down
from fieldsurvey.cli.start.demo.county import make_county
from fieldsurvey.cli.workplace.equipping import equip
from fieldsurvey.i18n import set_language
from fieldsurvey.interview.conversation import Taken
from fieldsurvey.interview.evidencing import explain_absence
from fieldsurvey.interview.showing.step import StepKind

SEED = "journeys"
TOWNSHIP = "01"


@pytest.fixture(scope="session")
def equipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A laptop as it leaves the office: joined to its kit, nothing answered yet."""
    folder = tmp_path_factory.mktemp("office")
    campaign, roster = make_county(SEED)
    villages = {c: v for c, v in roster.villages.items() if v.township == TOWNSHIP and v.has_team}
    households = {c: h for c, h in roster.households.items() if h.village in villages}
    roster = Roster({TOWNSHIP: roster.townships[TOWNSHIP]}, villages, households)
    plan = SamplePlan(
        villages_per_key_township=2,
        households=Quotas(poor=2, lifted=2, unregistered=2),
        reserves=1,
    )
    campaign = campaign.model_copy(update={"teams": campaign.teams[:1], "sample": plan})
    lead = create_workspace(folder / "lead", campaign)
    lead.save_roster(roster)
    sample = draw_sample(roster, plan, SEED)
    schedule = plan_schedule(
        sample, roster, campaign.teams, campaign.days, campaign.villages_per_day
    )
    lead.save_sample(sample, tuple(schedule))
    public_key = equip(lead).public.hex()
    [kit] = make_kits(
        lead,
        folder / "kits",
        made_at=datetime(2020, 6, 28, 7, tzinfo=campaign.zone),
        lead_public_key=public_key,
    )
    equip(join_kit(kit, folder / "laptop"), team=campaign.teams[0].code)
    return folder / "laptop"


@pytest.fixture
def laptop(equipped: Path, tmp_path: Path) -> Workspace:
    """A laptop of this test's own."""
    return Workspace(Path(shutil.copytree(equipped, tmp_path / "laptop")))


@pytest.fixture
def subject_of(laptop: Workspace) -> Callable[[Category], str]:
    """Give the sample number of the first household of a category."""

    def first(category: Category) -> str:
        return next(
            visit.number for visit in laptop.sample.visits if visit.household.category is category
        )

    return first


@pytest.fixture
def open_terminal(laptop: Workspace) -> Iterator[Callable[..., object]]:
    """Start the program in a terminal, 80 by 24 unless said, as often as the test asks."""
    if sys.platform == "win32":
        pytest.skip("a pseudo-terminal that pexpect can drive exists on POSIX only")
    from tests.journeys.terminal import Terminal

    opened: list[Terminal] = []

    def start(*words: str, **options: Any) -> Terminal:
        opened.append(Terminal(laptop.folder, *words, **options))
        return opened[-1]

    yield start
    for terminal in opened:
        terminal.close()


@pytest.fixture
def fieldsurvey(
    laptop: Workspace, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., tuple[int, str, str]]]:
    """Run a command that asks nothing; give its exit code, its results and its talk."""

    def run(*words: str, lang: str = "en") -> tuple[int, str, str]:
        capsys.readouterr()
        code = app.run(["--lang", lang, "-w", str(laptop.folder), *words])
        return code, *capsys.readouterr()

    yield run
    set_language(None)


@pytest.fixture
def answer_all(laptop: Workspace) -> Callable[[str], None]:
    """Answer everything about a household, without a problem, up to the review."""

    def answer(subject: str) -> None:
        pair = laptop.campaign.teams[0].members[:2]
        now = datetime(2020, 6, 28, 9, tzinfo=laptop.campaign.zone)
        with SurveyFile.open(laptop.survey_db) as survey_file:
            sitting = sit_down(laptop, survey_file, subject, "", pair)
            opening, _conversation = sitting.begin(survey_file, pair, now)
            sitting.opened(survey_file.append(opening)[0].entry.interview)
            conversation = sitting.begin(survey_file, pair, now)[1]
            entries: list[Entry] = []
            while (step := conversation.step()).kind is not StepKind.REVIEW:
                if step.kind is StepKind.EVIDENCE:
                    told = explain_absence(conversation, step.path, "nobody home to ask")
                    conversation, entries = told.conversation, [*entries, *told.entries]
                    continue
                replies = [step.proposal, *(c.name for c in step.choices), "9000", "1", "0"]
                taken = (conversation.answer(reply) for reply in replies if reply)
                good = next(t for t in taken if isinstance(t, Taken) and goes_well(t))
                conversation, entries = good.conversation, [*entries, *good.entries]
            survey_file.append(entries)

    return answer


def goes_well(taken: Taken) -> bool:
    """Say whether an answer is no problem and goes with those before it."""
    return not taken.problem and not taken.conversation.unexplained


@pytest.fixture
def kept(laptop: Workspace) -> Callable[[str], tuple[Interview, list[Line]]]:
    """Give the one interview of a subject as it is on the disk, and its lines."""

    def read(subject: str) -> tuple[Interview, list[Line]]:
        with SurveyFile.open(laptop.survey_db) as survey_file:
            [interview] = [i for i in survey_file.interviews() if i.subject == subject]
            return interview, survey_file.history(interview.id)

    return read
