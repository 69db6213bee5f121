"""A folder and a seed in, a whole campaign of the work plan's shape out.

Everything goes through the functions behind the commands: the sample is drawn, kits are made,
laptops join, interviews are conversed, bundles handed over and merged, editions frozen. Only the
clock, the randomness and the people are simulated.
"""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from fieldsurvey.campaign.kit.joining import join_kit
from fieldsurvey.campaign.kit.making import make_kits
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.sample.today import VillageRound, rounds_of_day
from fieldsurvey.campaign.secrets.code_slips import write_codes
from fieldsurvey.campaign.secrets.codes import Codes, make_codes, make_verifiers
from fieldsurvey.campaign.workspace import Workspace, create_workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.enrolling import enrol
from fieldsurvey.cli.lead.tonight import Tonight, make_edition
from fieldsurvey.cli.start.demo.clockwork import Clockwork, seeded_bytes
from fieldsurvey.cli.start.demo.county import make_county
from fieldsurvey.cli.start.demo.draws import Draws
from fieldsurvey.cli.start.demo.laptop import Laptop
from fieldsurvey.cli.workplace.equipping import equip, leave_request, load_key
from fieldsurvey.cli.workplace.kit_signatures import check_kit_signature, kit_signer
from fieldsurvey.cli.workplace.sealing_up import recipients_of, seal_photos
from fieldsurvey.errors import UsageError
from fieldsurvey.handover.enrolment_request import find_requests, read_request
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.pictures import hand_over_pictures
from fieldsurvey.i18n import _, language
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires
from fieldsurvey.questionnaire.model import in_language

MORNING, EVENING = time(8, 0), time(19, 30)
CODE_COST_LOG2 = 4
"""Invented inspectors need no verifiers that are slow to try."""

LATE_TEAM = "4"
WRONG_CLOCK = ("2", 1, timedelta(minutes=-45))
"""The team whose laptop shows a wrong time, on which day (from 0), and by how much."""
"""On the first day this team hands over before its last village: those problems come late."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo left behind."""

    folder: Path
    lead: Workspace
    nights: tuple[Tonight, ...]
    interviews: int
    answers: int


def run_demo(folder: Path, seed: str, told: Callable[[str], None]) -> Demo:
    """Build the campaign in `folder`, which must not hold anything.

    Args:
        folder: Gets `lead/`, `laptops/`, `kits/` and `sticks/`.
        seed: The same seed makes the same editions, byte for byte.
        told: Called with each step as it begins, in words.
    """
    told(_("Drawing the sample"))
    lead = _prepare(folder / "lead", seed)
    codes = _give_codes(lead, seed)
    salts = seeded_bytes(seed, "salts")
    kits = make_kits(
        lead,
        folder / "kits",
        lead_public_key=load_key(lead).public.hex(),
        sign=kit_signer(load_key(lead)),
        made_at=_moment(lead, lead.campaign.days[0], time(7, 0)),
        verifiers={
            team: make_verifiers(of_team, salts, CODE_COST_LOG2) for team, of_team in codes.items()
        },
        recipients=lead.recipients,
    )
    questionnaires = load_questionnaires(lead.questionnaires)
    laptops = [_join(kit, folder, seed, questionnaires, codes) for kit in kits]
    _enrol(lead, seed, laptops)
    nights = []
    for nth, day in enumerate(lead.campaign.days):
        told(_("Day {number}: interviews").format(number=nth + 1))
        sticks = [
            _work(laptop, lead, day, folder / "sticks" / day.isoformat(), is_first=nth == 0)
            for laptop in laptops
        ]
        told(_("Day {number}: merging, tonight's list").format(number=nth + 1))
        is_last = day == lead.campaign.days[-1]
        nights.append(_evening(lead, seed, day, sticks, with_ranking=is_last))
    return Demo(
        folder,
        lead,
        tuple(nights),
        interviews=sum(laptop.interviews for laptop in laptops),
        answers=sum(laptop.answers for laptop in laptops),
    )


def clear(folder: Path, *, is_forced: bool) -> None:
    """Make room for a demo; only what a demo left is ever removed.

    Raises:
        UsageError: There is something that no demo made, or the demo is not to be replaced.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    made_here = {"lead", "laptops", "kits", "sticks"}
    if is_forced and folder.is_dir() and {path.name for path in folder.iterdir()} <= made_here:
        shutil.rmtree(folder)
        return
    raise UsageError(
        _("There is something in that place already."),
        where=str(folder),
        to_do=_("Name another folder with --out, or use --force to replace an earlier demo."),
    )


def _prepare(folder: Path, seed: str) -> Workspace:
    campaign, roster = make_county(seed)
    lead = create_workspace(folder, campaign)
    lead.save_roster(roster)
    sample = draw_sample(roster, campaign.sample, seed)
    planned = plan_schedule(
        sample, roster, campaign.teams, campaign.days, campaign.villages_per_day
    )
    lead.save_sample(sample, tuple(planned))
    clock = Clockwork(Draws(seed, "lead's clock"), "lead")
    clock.start(_moment(lead, campaign.days[0], time(7, 0)))
    equip(lead, clock=clock, random_bytes=seeded_bytes(seed, "lead"))
    return lead


def _give_codes(lead: Workspace, seed: str) -> Codes:
    """Give every inspector a personal code, as `kit make` does."""
    campaign = lead.campaign
    teams = {team.code: team.members for team in campaign.teams}
    codes = make_codes(teams, {}, seeded_bytes(seed, "codes"))
    called = in_language(campaign.name, campaign.language)
    write_codes(lead.keys, codes, campaign=called, language=language())
    return codes


def _join(
    kit: Path, folder: Path, seed: str, questionnaires: Mapping[str, Questionnaire], codes: Codes
) -> Laptop:
    """Join a laptop to its kit; all ask the same questionnaires, so they are compiled once."""
    team = kit.name.removeprefix("team-")
    workspace = join_kit(kit, folder / "laptops" / team, check_kit_signature)
    clock = Clockwork(Draws(seed, f"clock of {team}"), f"laptop-{team}")
    clock.start(_moment(workspace, workspace.campaign.days[0], MORNING))
    random_bytes = seeded_bytes(seed, f"laptop {team}")
    key = equip(workspace, team=team, clock=clock, random_bytes=random_bytes)
    leave_request(workspace, key, clock=clock)
    return Laptop(workspace, team, seed, clock, random_bytes, questionnaires, codes[team])


def _enrol(lead: Workspace, seed: str, laptops: Sequence[Laptop]) -> None:
    """Let the lead enrol every laptop from the request it wrote, the fingerprints compared."""
    clock = Clockwork(Draws(seed, "lead's clock at enrolment"), "lead")
    clock.start(_moment(lead, lead.campaign.days[0], time(7, 30)))
    with SurveyFile.open(
        lead.survey_db, clock=clock, random_bytes=seeded_bytes(seed, "lead enrols")
    ) as survey_file:
        for path in find_requests([laptop.workspace.outbox for laptop in laptops]):
            request = read_request(path)
            enrol(survey_file, request.public_key, request.team)


def _work(laptop: Laptop, lead: Workspace, day: date, stick: Path, *, is_first: bool) -> Path:
    """Let a team do its villages of a day and hand over; return the folder it handed over to."""
    place = stick / f"team-{laptop.team}"
    place.mkdir(parents=True)
    team, nth, wrong_by = WRONG_CLOCK
    is_wrong = laptop.team == team and day == lead.campaign.days[nth]
    laptop.clock.start(_moment(lead, day, MORNING), wrong_by if is_wrong else timedelta())
    rounds = rounds_of_day(laptop.workspace.schedule, laptop.workspace.sample, day, laptop.team)
    with laptop.open() as survey_file:
        early: Sequence[VillageRound] = rounds
        late: Sequence[VillageRound] = ()
        if is_first and laptop.team == LATE_TEAM:
            early, late = rounds[:1], rounds[1:]
        laptop.visit(survey_file, early)
        _hand_over(laptop, survey_file, place)
        laptop.visit(survey_file, late)
    return place


def _hand_over(laptop: Laptop, survey_file: SurveyFile, stick: Path) -> None:
    workspace = laptop.workspace
    hand_over(
        survey_file,
        load_key(workspace),
        outbox=workspace.outbox,
        stick=stick,
        recipients=recipients_of(workspace),
    )
    pictures = seal_photos(workspace, survey_file)
    hand_over_pictures(pictures.names, outbox=workspace.outbox, stick=stick)


def _evening(
    lead: Workspace, seed: str, day: date, sticks: Sequence[Path], *, with_ranking: bool
) -> Tonight:
    clock = Clockwork(Draws(seed, f"evening of {day}"), "lead")
    clock.start(_moment(lead, day, EVENING))
    with SurveyFile.open(
        lead.survey_db, clock=clock, random_bytes=seeded_bytes(seed, f"lead on {day}")
    ) as survey_file:
        return make_edition(
            lead,
            survey_file,
            day,
            sticks,
            with_ranking=with_ranking,
            languages=("zh", "en"),
        )


def _moment(workspace: Workspace, day: date, at: time) -> datetime:
    return datetime.combine(day, at, tzinfo=workspace.campaign.zone)
