"""What somebody who rescued a file is told, in words and for a program."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.secrets.key_file import KeyFile
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.register import (
    QuestionnaireVersion,
    Receipt,
    bundles,
    receipts,
    versions,
)
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.rescue.carving import Carved
from fieldsurvey.handover.rescue.decrypting import Opened
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.rescue.gathering import Source, SourceKind, gather
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.report import RescueReport
from fieldsurvey.handover.rescue.source_words import source_words
from fieldsurvey.handover.rescue.table import Readability, TableReading
from fieldsurvey.handover.rescue.taking_in import Taken, TakenIn
from fieldsurvey.handover.rescue.writing import write_rescued

MakeLaptop = Callable[..., Any]
LEAD = DeviceKey.of_seed(bytes(32))


@pytest.fixture
def reported(tmp_path: Path) -> Callable[..., RescueReport]:
    """Rescue places into a new folder, and report it."""

    def report(*places: Path, key: DeviceKey | None = None, **facts: Any) -> RescueReport:
        finds, sources = gather(places)
        proof = prove(finds)
        written = write_rescued(proof, finds, tmp_path / "rescued", key=key)
        return RescueReport(tuple(sources), proof, written, **facts)

    return report


def said(report: RescueReport) -> str:
    """Return all of it."""
    return "\n".join(report.words())


def test_a_damaged_file_is_told_with_what_is_missing_and_what_to_do(
    whole: Any, tmp_path: Path, reported: Callable[..., RescueReport]
) -> None:
    """How much was found, who stands for it, which codes to look for on paper, where it lies."""
    path = tmp_path / "survey.db"
    path.write_bytes(whole.content.replace(b'"question":"q3"', b'"question":"q4"', 1))

    report = reported(path)
    words = said(report)

    assert "survey.db: a survey file; its tables can be read to the end." in words
    assert f"{whole.key.device} (team 2): 86 lines found, 85 provable." in words
    assert "nobody stands for: 14." in words
    assert "Missing: lines" in words
    assert f"Finish codes to compare with the paper forms: {whole.code}." in words
    assert "Not provable: 1 lines that fit into no chain, 0 texts" in words
    assert f"Fresh survey file: {tmp_path / 'rescued' / 'survey.db'}" in words
    assert f"Kept as text: {tmp_path / 'rescued' / 'unproven.txt'}" in words
    assert f"rescue {tmp_path / 'rescued'} --by NAME" in words
    assert not report.is_whole


def test_a_program_is_told_the_same(whole: Any, reported: Callable[..., RescueReport]) -> None:
    """In fields."""
    told = reported(whole.path).as_json()

    (device,) = told["devices"]
    assert [source["kind"] for source in told["sources"]] == ["survey_file", "bundle"]
    assert (device["found"], device["provable"], device["unwitnessed"]) == (86, 86, 14)
    assert device["witnessed"] == {"signature": 72, "receipt": 0, "code": 0}
    assert device["codes_to_compare"] == [whole.code]
    assert (told["unproven"], told["is_encrypted"], told["is_whole"]) == ("", False, False)


def test_with_the_laptops_key_it_goes_on_like_a_hand_over(
    whole: Any, reported: Callable[..., RescueReport]
) -> None:
    """The lead just merges the new folder."""
    words = said(reported(whole.path, key=whole.key))

    assert "Sealed again with the laptop's key: 1 bundle, in" in words
    assert "What now: give the new folder to the lead, to merge it." in words
    assert "--by NAME" not in words


def test_why_nothing_was_sealed_is_said(whole: Any, reported: Callable[..., RescueReport]) -> None:
    """The key does not lie beside the file."""
    words = said(reported(whole.path, not_sealed="its key is gone"))

    assert "Nothing was sealed again: its key is gone." in words


def test_a_laptop_whose_every_line_somebody_stands_for_is_whole(
    laptop: MakeLaptop, tmp_path: Path, reported: Callable[..., RescueReport]
) -> None:
    """Nothing is asked for, and no code is to be compared; its team is not known."""
    team = laptop().interview()
    team.team = ""
    (tmp_path / "a.fsb").write_bytes(team.bundle())

    report = reported(tmp_path / "a.fsb")

    assert report.is_whole
    assert f"{team.key.device}: 4 lines found, 4 provable." in said(report)
    assert "Missing" not in said(report)
    assert "Finish codes" not in said(report)


def test_one_line_that_is_missing_is_said_by_its_number(
    laptop: MakeLaptop, tmp_path: Path, reported: Callable[..., RescueReport]
) -> None:
    """And a run of them from the first to the last."""
    team = laptop().interview().interview("0103-08")
    for name, run in (("a", (2, 3)), ("b", (7, 8))):
        (tmp_path / f"{name}.fsb").write_bytes(team.bundle(*run))

    words = said(reported(tmp_path))

    assert "Missing: lines 1, 4–6." in words.replace(" and", ",")


def test_nothing_is_left_is_said_too(tmp_path: Path, reported: Callable[..., RescueReport]) -> None:
    """What can be read by a person only is kept; there is no next step to take."""
    path = tmp_path / "x.txt"
    path.write_bytes(b'{"at":"2026-03-02, and then it is cut')

    report = reported(path)

    assert "No line is provable; no survey file was made." in said(report)
    assert "What now" not in said(report)
    assert report.as_json()["survey_file"] == ""
    assert (tmp_path / "rescued" / "unproven.txt").read_text(encoding="utf-8").startswith('{"at"')
    assert not report.is_whole


def source(kind: SourceKind, **facts: Any) -> Source:
    """Return a file that turned out to be something."""
    reading = facts.pop("reading", TableReading(Readability.NOTHING))
    carved = facts.pop("carved", Carved())
    facts = {"sha256": "", "texts": 0, "lost_bytes": 0} | facts
    return Source(Path("x.db"), kind, reading=reading, carved=carved, **facts)


@pytest.mark.parametrize(
    ("looked_at", "words"),
    [
        (source(SourceKind.SURVEY_FILE), "its bytes were searched for lines"),
        (
            source(SourceKind.SURVEY_FILE, reading=TableReading(Readability.PART)),
            "a damaged survey file; a part of its tables can be read",
        ),
        (
            source(SourceKind.SURVEY_FILE, reading=TableReading(Readability.STRANGE, ("evil",))),
            "SQLite did not read it, because it holds what this program never makes: evil.",
        ),
        (source(SourceKind.BUNDLE), "x.db: a bundle."),
        (source(SourceKind.BUNDLE, carved=Carved(sealed=1)), "1 bundle in it is sealed"),
        (source(SourceKind.BUNDLE, carved=Carved(damaged=2)), "2 bundles in it are damaged"),
        (source(SourceKind.RECEIPT), "a receipt or a line."),
        (source(SourceKind.NEWER), "update the program"),
        (source(SourceKind.OTHER_DATABASE), "a database of another program"),
        (source(SourceKind.EMPTY), "empty (0 bytes)"),
        (source(SourceKind.NOTHING), "nothing in it is a survey's."),
        (source(SourceKind.UNREADABLE), "it cannot be opened: nothing of it was looked at."),
        (source(SourceKind.SURVEY_FILE, lost_bytes=4096), "The disk did not give 4096 bytes."),
        (source(SourceKind.ENCRYPTED), "nothing can be read without its key"),
        (
            source(
                SourceKind.ENCRYPTED, opened=Opened(TableReading(Readability.NOTHING), Carved())
            ),
            "another key than the one at hand",
        ),
        (
            source(
                SourceKind.SURVEY_FILE,
                opened=Opened(TableReading(Readability.WHOLE), Carved(), page_count=9),
            ),
            "It was encrypted, and opened with its key.",
        ),
        (
            source(
                SourceKind.SURVEY_FILE,
                opened=Opened(TableReading(Readability.PART), Carved(), 9, damaged_pages=1),
            ),
            "1 of its 9 pages is damaged",
        ),
    ],
)
def test_what_a_file_turned_out_to_be_is_said(looked_at: Source, words: str) -> None:
    """With its name, and what it did not give."""
    assert words in source_words(looked_at)
    assert source_words(looked_at).startswith("x.db: ")


def test_a_page_without_damage_is_not_spoken_of() -> None:
    """Nobody is made afraid of nothing."""
    opened = Opened(TableReading(Readability.WHOLE), Carved(), page_count=9)

    assert "damaged" not in source_words(source(SourceKind.SURVEY_FILE, opened=opened))


@pytest.mark.parametrize(
    ("result", "words", "is_held_back"),
    [
        (TakenIn("d1", Taken.TAKEN, 5), "d1: 5 lines taken in, said in your chain.", False),
        (TakenIn("d1", Taken.TAKEN, 5, left=1), "1 line was left, because nobody stands", False),
        (TakenIn("d1", Taken.TAKEN, 5, revoked=2), "2 lines were left, because you had", True),
        (TakenIn("d1", Taken.NOTHING_NEW), "nothing that was not here already", False),
        (TakenIn("d1", Taken.OWN), "your own chain", False),
        (TakenIn("d1", Taken.OTHER_CAMPAIGN), "of another campaign, not taken in", True),
        (TakenIn("d1", Taken.UNKNOWN), "not known here, or by another key", True),
        (
            TakenIn("d1", Taken.WAITING, fingerprint="ABCD-EFGH"),
            "fingerprint is ABCD-EFGH. Compare it with the laptop, then: fieldsurvey devices enrol",
            True,
        ),
    ],
)
def test_what_the_lead_took_in_is_said(
    whole: Any,
    reported: Callable[..., RescueReport],
    result: TakenIn,
    words: str,
    is_held_back: bool,
) -> None:
    """And what was not, and why; the next step is the lead's own."""
    report = reported(whole.path, taken_in=(result,), by="王芳")

    assert words in said(report)
    assert "What now" not in said(report)
    assert report.is_held_back is is_held_back
    assert report.as_json()["taken_in"][0]["taken"] == result.taken.value


def test_that_it_is_encrypted_is_said_where_it_lies(
    whole: Any, reported: Callable[..., RescueReport]
) -> None:
    """Its key lies beside it; the texts are shown on demand."""
    report = reported(whole.path)
    unproven = report.written.folder / "unproven.txt"
    encrypted = replace(report.written, is_encrypted=True)
    with_texts = replace(encrypted, unproven=unproven)

    assert "It is encrypted under the key of the file it comes from" in said(
        replace(report, written=encrypted)
    )
    assert "(--texts shows it)" in said(replace(report, written=with_texts))


def finds_of(team: Any) -> Finds:
    """Return the lines of a laptop with their places."""
    finds = Finds()
    for line in team.lines:
        finds.add_text(line.text)
        finds.links.add(Link(line.device, line.seq, line.previous, line.digest, line.hash))
    return finds


def receipt(team: Any, seq: int, head: bytes) -> tuple[str, bytes]:
    """Return a receipt of the lead."""
    about = {"device": team.key.device, "seq": seq, "head": head.hex()}
    text = dump_json({**about, "witness": LEAD.public.hex()})
    return text, sign_text(LEAD, Purpose.RECEIPT, text)


def test_witnesses_come_into_the_fresh_file_where_they_are_true(
    laptop: MakeLaptop, tmp_path: Path
) -> None:
    """A receipt for a line that is there, a bundle as its header says; nothing else."""
    team = laptop().interview()
    finds = finds_of(team)
    finds.receipts |= {receipt(team, 2, team.lines[1].hash), receipt(team, 9, b"?" * 32)}
    (tmp_path / "a.fsb").write_bytes(team.bundle())
    in_bundle, _sources = gather([tmp_path / "a.fsb"])
    finds.headers |= in_bundle.headers
    (true,) = in_bundle.bundles.values()
    finds.bundles = {
        name: replace(true, sha256=name, **changes)
        for name, changes in {
            "true": {},
            "other facts": {"last": 3},
            "no direction": {"direction": "aside"},
            "other header": {"header": "{}"},
        }.items()
    }
    proof = prove(finds, lead_keys=[LEAD.public])

    written = write_rescued(proof, finds, tmp_path / "out")

    assert written.survey_file is not None
    with SurveyFile.open(written.survey_file) as fresh:
        assert [record.sha256 for record in bundles(fresh, "in")] == ["true"]
        assert [each.seq for each in receipts(fresh)] == [2]
        assert isinstance(receipts(fresh)[0], Receipt)
        assert fresh.campaign == "dongshan-2026"


def test_a_laptop_nobody_knows_gives_a_file_without_a_campaign(
    laptop: MakeLaptop, tmp_path: Path
) -> None:
    """Neither a bundle nor its first line names one; its questionnaires come along."""
    team = laptop().interview()
    finds = finds_of(team)
    source_text = "settings: {form_id: f}"
    digest = hashlib.sha256(source_text.encode()).hexdigest()
    version = QuestionnaireVersion(digest, "f", "1", source_text)
    finds.questionnaires[digest] = version

    written = write_rescued(prove(finds), finds, tmp_path / "out", key=LEAD)

    assert written.survey_file is not None
    assert written.bundles == ()
    with SurveyFile.open(written.survey_file) as fresh:
        assert (fresh.device, fresh.campaign) == (team.key.device, "")
        assert versions(fresh) == [version]


def test_a_forked_chain_is_kept_with_both_branches(laptop: MakeLaptop, tmp_path: Path) -> None:
    """A copy of the laptop was used; which branch counts is decided later."""
    team = laptop().interview()
    copy = team.clone()
    team.interview("0103-08")
    copy.interview("0103-09")
    finds = finds_of(team)
    finds.links |= finds_of(copy).links
    finds.texts |= finds_of(copy).texts

    written = write_rescued(prove(finds), finds, tmp_path / "out", key=team.key)

    assert written.survey_file is not None
    with SurveyFile.open(written.survey_file) as fresh:
        assert {made.subject for made in fresh.interviews()} >= {"0103-08", "0103-09"}


@pytest.mark.parametrize("place", ["file", "below a file", "closed", "full"])
def test_a_place_that_cannot_be_written_is_named(
    laptop: MakeLaptop, tmp_path: Path, obeyed_permissions: None, small_disk: Any, place: str
) -> None:
    """With what to do; nothing of it is written over."""
    finds = Finds(damaged={'{"at":"' + "x" * 3000})
    proof = prove(finds)
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    (tmp_path / "closed").mkdir(mode=0o500)
    targets = {
        "file": tmp_path / "file",
        "below a file": tmp_path / "file" / "below",
        "closed": tmp_path / "closed" / "new",
        "full": tmp_path / "new",
    }

    with (
        small_disk(1000 if place == "full" else 10**9),
        pytest.raises(HandoverError, match=r"cannot be|already") as refused,
    ):
        write_rescued(proof, finds, targets[place])

    assert refused.value.where.startswith(str(targets[place]))
    assert "--to DIR" in refused.value.to_do
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"


def test_a_key_file_that_cannot_be_kept_is_named(tmp_path: Path, small_disk: Any) -> None:
    """What comes out would be locked for ever: nothing else is written."""
    key = WorkspaceKey(bytes(range(32)))
    key_file = KeyFile.of(
        key, "four words of it", to=(), sealed=b"", random_bytes=bytes, cost_log2=4
    )
    finds = Finds(damaged={'{"at":"x'})

    with small_disk(50), pytest.raises(HandoverError, match="cannot be written"):
        write_rescued(prove(finds), finds, tmp_path / "out", lock=Lock(key, key_file))

    assert not (tmp_path / "out" / "unproven.txt").exists()
