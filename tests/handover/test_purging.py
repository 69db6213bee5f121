"""What may go from a laptop, and the search that proves that it went."""

import random
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import Receipt, keep_receipt
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.handing_over import seal_pending
from fieldsurvey.handover.purging import purge, purgeable, search

KEY = DeviceKey.of_seed(bytes(31) + b"1")
SECRET = "Wang Er owes the clinic 4200"


@pytest.fixture
def team(tmp_path: Path) -> Iterator[SurveyFile]:
    """A laptop with one finished interview, lines 2 to 4, and one that was begun after it."""
    (tmp_path / "laptop").mkdir()
    with SurveyFile.create(
        tmp_path / "laptop" / "survey.db",
        device=KEY.device,
        public_key=KEY.public,
        campaign="dongshan-2026",
        clock=SimulatedClock(datetime(2026, 3, 2, 12, tzinfo=UTC)),
        random_bytes=random.Random(3).randbytes,
        finish_cost_log2=4,
    ) as opened:
        said = {"subject": "0103-07", "form": "registered-household"}
        opened.append(
            [
                Entry(Kind.INTERVIEW_START, value=said),
                Entry(Kind.NOTE, question="q", value={"description": SECRET}),
                Entry(Kind.FINISH, value={}),
            ]
        )
        opened.append([Entry(Kind.INTERVIEW_START, value={**said, "subject": "0103-08"})])
        yield opened


def sign_for(team: SurveyFile, seq: int) -> None:
    """Keep a receipt of the lead up to a line."""
    (line,) = [line for line in team.lines() if line.seq == seq]
    keep_receipt(team, Receipt(KEY.device, seq, line.hash, "00" * 32, "", b""))


def test_a_bundle_that_the_lead_has_in_part_keeps_the_interview(team: SurveyFile) -> None:
    """Its file goes with it, and the lines after it are nowhere else yet."""
    seal_pending(team, KEY, team.path.parent / "outbox")
    sign_for(team, 4)
    ready, (waiting,) = purgeable(team)
    sign_for(team, 5)
    later, _waiting = purgeable(team)

    assert (ready, waiting.interview.subject) == ([], "0103-07")
    assert waiting.why == "it lies in a bundle that the lead has only in part"
    assert [one.subject for one in later] == ["0103-07"]


def test_what_was_never_finished_writing_goes_with_it(team: SurveyFile) -> None:
    """A file that broke off may hold anything."""
    home = team.path.parent
    seal_pending(team, KEY, home / "outbox")
    sign_for(team, 5)
    (home / "outbox" / ".half.fsb.part").write_text(SECRET, encoding="utf-8")
    (home / "outbox" / ".folder.part").mkdir()
    ready, _waiting = purgeable(team)

    gone = purge(team, ready, folder=home, outbox=home / "outbox", photos=home / "photos")

    assert gone.proof.found == ()
    assert not (home / "outbox" / ".half.fsb.part").exists()
    assert not gone.is_empty


def test_a_search_looks_into_what_is_encrypted(tmp_path: Path) -> None:
    """With the laptop's key; what that does not open may hold anything, and is named."""
    pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")
    key, other = (WorkspaceKey.make(secrets.token_bytes) for _nth in range(2))
    clean, dirty = b"nothing of it", f"- {SECRET}".encode()
    for name, content in (("clean", clean), ("dirty", dirty)):
        (tmp_path / name).write_bytes(key.seal(content, name, secrets.token_bytes))
    (tmp_path / "another's").write_bytes(other.seal(clean, "another's", secrets.token_bytes))
    (tmp_path / "open").write_bytes(clean)
    for name, said in (("clean.db", "nothing"), ("dirty.db", SECRET)):
        with SurveyFile.create(
            tmp_path / name, device=KEY.device, database_key=key.database
        ) as survey_file:
            survey_file.append([Entry(Kind.NOTE, value=said)])

    proof = search(tmp_path, [SECRET.encode()], key)

    assert proof.found == ("another's", "dirty", "dirty.db")
    assert search(tmp_path, [SECRET.encode()]).found == ()
