"""Two teams in the field and a third that never comes, made once: what every fault is tried on.

A scene is a folder with::

    waiting/         the team lead's workspace, team 1 not enrolled: its bundles wait in the inbox
    lead/            the same with both laptops enrolled, nothing merged
    merged/          the same after merging stick-1 and stick-2
    kits/ newer/     the kits, and newer ones
    laptop/          team 1: one interview finished and sealed, one open, much not begun
    stick/           empty
    stick-1, stick-2 handed over by team 1 and team 2
    stick-back       stick-1 after the merge: with the lead's receipts
    evening/         the lead's; what team 2 handed over lies in the inbox already
    stick-evening    stick-1, and a bundle that was cut off: refused, and called by its name
    answers.yaml     a whole interview; photo.png a photo
    fresh open done names asking    see `works`

In an encrypted scene the laptops are, and beside all that lie::

    passphrase new-passphrase       what opens them, and what may open them next
"""

import shutil
import struct
import zlib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.faults.works import ASKING, DONE_SUBJECT, FRESH_SUBJECT, OPEN_SUBJECT, PAIR, SECRETS
from tests.locked_laptop import (
    NEW_PASSPHRASE,
    PASSPHRASE,
    make_cheap,
    open_survey,
    workspace_at,
)

from fieldsurvey.campaign.model import Category, Roster
from fieldsurvey.campaign.plan import AtRest, Quotas, SamplePlan
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.campaign.sample.schedule import plan_schedule
from fieldsurvey.campaign.workspace import Workspace, create_workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.app import run
from fieldsurvey.cli.inspector.sitting import sit_down
from fieldsurvey.cli.start.demo.county import make_county
from fieldsurvey.cli.workplace.equipping import equip
from fieldsurvey.cli.workplace.sealing_up import seal_up
from fieldsurvey.cli.workplace.unlocking import PASSPHRASE_FILE
from fieldsurvey.interview.conversation import Taken
from fieldsurvey.interview.evidencing import explain_absence
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.questionnaire import load_questionnaires

OPEN, ENCRYPTED = "open", "encrypted"
"""How the laptops of a scene lie on their disks."""

SEED = "faults"
ALWAYS = ("answers.yaml", "photo.png", FRESH_SUBJECT, OPEN_SUBJECT, DONE_SUBJECT, PAIR, ASKING)
PARTS = {
    "answering": ("laptop",),
    "finishing": ("laptop",),
    "interview": ("laptop",),
    "photo": ("laptop",),
    "absent": ("laptop",),
    "reopen": ("laptop",),
    "hand-over": ("laptop", "stick"),
    "receipts": ("laptop", "stick-back"),
    "join": ("kits",),
    "renew": ("laptop", "newer"),
    "new": (),
    "merge": ("lead", "stick-1", "stick-2"),
    "nightly": ("lead", "stick-1", "stick-2"),
    "evening": ("evening", "stick-evening"),
    "rebuild": ("merged",),
    "enrol": ("waiting",),
}
"""What of a scene a command touches."""
PARTS_OF_OTHERS = {"afternoon": ("laptop",), "saving": ("laptop",), "passphrase": ("laptop",)}
"""The same of works that are no command, or that of encrypted laptops only."""
ON_LAPTOPS = (
    *("answering", "finishing", "interview", "photo", "absent", "reopen", "hand-over"),
    *("receipts", "join", "renew", "passphrase"),
)
CASES = [*((OPEN, work) for work in PARTS), *((ENCRYPTED, work) for work in ON_LAPTOPS)]
"""Every command on open laptops, and those that touch one on encrypted laptops."""


def make_scene(folder: Path, *, encrypted: bool = False) -> Path:
    """Make a scene in a new folder."""
    with pytest.MonkeyPatch.context() as surroundings:
        if encrypted:
            for name, text in zip(SECRETS, (PASSPHRASE, NEW_PASSPHRASE), strict=True):
                (folder / name).write_text(text + "\n", encoding="utf-8")
            surroundings.setenv(PASSPHRASE_FILE, str(folder / SECRETS[0]))
        return _make(folder, encrypted=encrypted)


def named(fault: str, work: str, scene: Path) -> str:
    """Name a row of figures by what goes wrong in which work of which scene."""
    return f"{fault} {work}" + (" (encrypted)" if (scene / SECRETS[0]).exists() else "")


def _make(folder: Path, *, encrypted: bool) -> Path:
    lead = _make_lead(folder / "lead", encrypted=encrypted)
    for kits in ("kits", "newer"):
        _do("-w", lead.folder, "kit", "make", folder / kits, "--no-codes")
    laptops = []
    for name, team in (("laptop", "1"), ("other", "2")):
        _do("join", folder / "kits" / f"team-{team}", folder / name)
        laptops.append(workspace_at(folder / name))
        if encrypted:
            make_cheap(laptops[-1])
    _work(laptops[0], folder)
    _work(laptops[1], None)
    for laptop, stick in zip(laptops, ("stick-1", "stick-2"), strict=True):
        (folder / stick).mkdir()
        _do("-w", laptop.folder, "hand-over", folder / stick)
    (folder / "stick").mkdir()
    shutil.copytree(lead.folder, folder / "waiting")
    _do("-w", folder / "waiting", "merge", folder / "stick-1", ends=1)
    requests = [next((folder / stick).glob("*.enrol")) for stick in ("stick-1", "stick-2")]
    (folder / ASKING).write_text(requests[0].stem, encoding="utf-8")
    _do("-w", lead.folder, "devices", "enrol", "--yes", *requests)
    _lay_out_evening(lead.folder, folder)
    shutil.copytree(lead.folder, folder / "merged")
    shutil.copytree(folder / "stick-1", folder / "stick-back")
    _do("-w", folder / "merged", "merge", folder / "stick-back", folder / "stick-2")
    for receipt in (folder / "stick-2").glob("*.receipt"):
        receipt.unlink()
    (folder / "photo.png").write_bytes(_picture())
    return folder


def _lay_out_evening(lead: Path, folder: Path) -> None:
    shutil.copytree(lead, folder / "evening")
    shutil.copytree(folder / "stick-1", folder / "stick-evening")
    for path in (folder / "stick-2").glob("*.fsb"):
        shutil.copy(path, folder / "evening" / "inbox")
    bundle = max((folder / "stick-1").glob("*.fsb"))
    device, _first, last = bundle.stem.split("-")
    cut_off = f"{device}-{int(last) + 1:06d}-{int(last) + 9:06d}.fsb"
    content = bundle.read_bytes()
    (folder / "stick-evening" / cut_off).write_bytes(content[: len(content) // 2])


def copy_scene(scene: Path, work: str, to: Path) -> Path:
    """Copy what a work touches to a place of its own, in place of what lay there."""
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir(parents=True)
    for part in (PARTS | PARTS_OF_OTHERS)[work]:
        shutil.copytree(scene / part, to / part)
    for name in (*ALWAYS, *(name for name in SECRETS if (scene / name).exists())):
        shutil.copyfile(scene / name, to / name)
    return to


def _make_lead(folder: Path, *, encrypted: bool) -> Workspace:
    campaign, roster = make_county(SEED)
    towns = ("01", "02", "03")
    villages = {
        town: next(v for v in roster.villages.values() if v.township == town and v.has_team)
        for town in towns
    }
    codes = {village.code for village in villages.values()}
    small = Roster(
        {town: roster.townships[town] for town in towns},
        {code: roster.villages[code] for code in codes},
        {c: h for c, h in roster.households.items() if h.village in codes},
    )
    plan = SamplePlan(
        villages_per_key_township=1,
        villages_per_other_township=1,
        households=Quotas(poor=2, lifted=2, unregistered=1),
        reserves=1,
    )
    changed = {"teams": campaign.teams[:3], "sample": plan, "villages_per_day": 1}
    changed["enrolment"] = "required"
    changed["at_rest"] = AtRest(encrypted="required" if encrypted else "off")
    campaign = campaign.model_copy(update=changed)
    lead = create_workspace(folder, campaign)
    lead.save_roster(small)
    sample = draw_sample(small, plan, SEED)
    schedule = plan_schedule(
        sample, small, campaign.teams, campaign.days, campaign.villages_per_day
    )
    lead.save_sample(sample, tuple(schedule))
    equip(lead)
    return lead


def _work(laptop: Workspace, scene: Path | None) -> None:
    """Finish one interview, and begin another; tell the scene which."""
    registered = (Category.POOR, Category.LIFTED)
    visits = laptop.sample.visits
    done, begun, fresh = [v.number for v in visits if v.household.category in registered][:3]
    pair = laptop.campaign.teams[int(laptop.team) - 1].members[:2]
    with open_survey(laptop.survey_db) as survey_file:
        said = _interview(laptop, survey_file, done, pair)
        finish = Entry(Kind.FINISH, value={"signatures": list(pair)})
        survey_file.append([*said, finish])
        seal_up(laptop, survey_file)
        survey_file.append(_interview(laptop, survey_file, begun, pair))
        told = _interview(laptop, survey_file, fresh, pair)
    if scene is not None:
        for name, text in (
            (DONE_SUBJECT, done),
            (OPEN_SUBJECT, begun),
            (FRESH_SUBJECT, fresh),
            (PAIR, ",".join(pair)),
        ):
            (scene / name).write_text(text, encoding="utf-8")
        answers = yaml.safe_dump(_answers(told, laptop), allow_unicode=True)
        (scene / "answers.yaml").write_text(answers, encoding="utf-8")


def _interview(
    laptop: Workspace, survey_file: SurveyFile, subject: str, pair: tuple[str, ...]
) -> list[Entry]:
    """Return all that is said in an interview without a problem, up to its review."""
    now = datetime(2020, 6, 28, 9, tzinfo=laptop.campaign.zone)
    sitting = sit_down(laptop, survey_file, subject, "", pair)
    entries, conversation = sitting.begin(survey_file, pair, now)
    while (step := conversation.step()).kind is not StepKind.REVIEW:
        if step.kind is StepKind.EVIDENCE:
            taken = explain_absence(conversation, step.path, "nobody home to ask")
        else:
            replies = (step.proposal, *(c.name for c in step.choices), "9000", "1", "0")
            tried = (conversation.answer(reply) for reply in replies if reply)
            taken = next(t for t in tried if isinstance(t, Taken) and _goes_well(t))
        assert isinstance(taken, Taken)
        conversation = taken.conversation
        entries += taken.entries
    return entries


def _goes_well(taken: Taken) -> bool:
    return not taken.problem and not taken.conversation.unexplained


def _answers(said: Iterable[Entry], laptop: Workspace) -> dict[str, Any]:
    """Return the answers as a file gives them, without what the plan knows by itself."""
    asked: dict[str, Any] = {}
    form = load_questionnaires(laptop.questionnaires)
    for entry in said:
        if entry.kind is Kind.INTERVIEW_START:
            questions = form[entry.value["form"]].questions
        elif entry.kind is Kind.ANSWER:
            question = questions[entry.question]
            if not (question.preload or question.calculation):
                asked[entry.question] = entry.value
        elif entry.kind is Kind.PHOTO:
            said_of = {"value": asked[entry.question], "no_photo": entry.value["absent"]}
            asked[entry.question] = said_of
    return asked


def _do(*words: object, ends: int = 0) -> None:
    code = run(["--lang", "en", *map(str, words)])
    if code != ends:
        raise AssertionError(f"{words} ended with {code}")


def _picture() -> bytes:
    """Return a PNG of a few squares."""
    chunks = (
        (b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(range(193)) * 64, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in chunks
    )
