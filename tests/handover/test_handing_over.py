import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.handover.new_files import new_file

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import QuestionnaireVersion, bundles, keep_version
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover import handing_over
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.handing_over import (
    HandoverReport,
    hand_over,
    seal_missing,
    seal_pending,
    unsealed_finishes,
)

KEY = DeviceKey.of_seed(bytes(31) + b"1")
SOURCE = "settings: {form_id: registered-household}"
DIGEST = hashlib.sha256(SOURCE.encode()).hexdigest()
START = Entry(Kind.INTERVIEW_START, value={"subject": "0103-07"}, questionnaire=DIGEST)


@pytest.fixture
def survey_file(tmp_path: Path) -> Iterator[SurveyFile]:
    """A laptop with one interview on it."""
    with new_file(tmp_path / "laptop.db", KEY) as opened:
        opened.append([START, Entry(Kind.ANSWER, question="a", value="1")])
        yield opened


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    """The outbox, which the first sealing makes."""
    return tmp_path / "outbox"


def names(folder: Path) -> list[str]:
    """Return what lies in a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_everything_said_is_on_the_stick_and_in_the_outbox(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """One bundle holds all lines; the stick has the same bytes under the same name."""
    report = hand_over(survey_file, KEY, outbox=outbox, stick=stick)

    name = f"{KEY.device}-000001-000003.fsb"
    assert report == HandoverReport(stick, KEY.device, 3, copied=(name,))
    assert names(stick) == names(outbox) == [name]
    bundle = read_bundle((stick / name).read_bytes())
    assert bundle.lines == tuple(survey_file.lines())
    assert (bundle.header.campaign, bundle.header.team) == ("dongshan-2026", "2")


def test_the_next_evening_brings_only_what_is_new(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """A second hand-over seals the lines since the first, and leaves the first as it is."""
    hand_over(survey_file, KEY, outbox=outbox, stick=stick)
    survey_file.append([Entry(Kind.PAUSE)])
    second = hand_over(survey_file, KEY, outbox=outbox, stick=stick)
    third = hand_over(survey_file, KEY, outbox=outbox, stick=stick)

    assert second.copied == (f"{KEY.device}-000004-000004.fsb",)
    assert (len(second.there_already), len(third.there_already), third.copied) == (1, 2, ())
    heads = [read_bundle((stick / name).read_bytes()).header for name in names(stick)]
    assert heads[1].previous == heads[0].head


def test_another_stick_gets_everything_without_a_receipt(
    survey_file: SurveyFile, outbox: Path, stick: Path, tmp_path: Path
) -> None:
    """Nobody has signed for it yet, so a lost stick is replaced by handing over again."""
    hand_over(survey_file, KEY, outbox=outbox, stick=stick)
    shutil.rmtree(stick)
    other = tmp_path / "other"
    other.mkdir()

    assert hand_over(survey_file, KEY, outbox=outbox, stick=other).is_complete
    assert names(other) == names(outbox)


def test_a_questionnaire_travels_with_the_first_interview_made_with_it(
    survey_file: SurveyFile, outbox: Path
) -> None:
    """The bundle with the start of an interview carries the version it names."""
    version = QuestionnaireVersion(DIGEST, "registered-household", "1", SOURCE)
    keep_version(survey_file, version)
    (with_start,) = seal_pending(survey_file, KEY, outbox)
    survey_file.append([Entry(Kind.PAUSE)])
    (without,) = seal_pending(survey_file, KEY, outbox)

    assert read_bundle((outbox / with_start).read_bytes()).questionnaires == (version,)
    assert read_bundle((outbox / without).read_bytes()).questionnaires == ()


@pytest.mark.parametrize("damage", ["gone", "cut", "flipped"])
def test_a_bundle_lost_from_the_outbox_is_sealed_again(
    survey_file: SurveyFile, outbox: Path, damage: str
) -> None:
    """The same lines under the same signature come back to the byte."""
    version = QuestionnaireVersion(DIGEST, "registered-household", "1", SOURCE)
    keep_version(survey_file, version)
    (name,) = seal_pending(survey_file, KEY, outbox)
    content = (outbox / name).read_bytes()
    if damage == "gone":
        (outbox / name).unlink()
    else:
        (outbox / name).write_bytes(content[:-9] if damage == "cut" else content[::-1])

    assert seal_pending(survey_file, KEY, outbox) == [name]
    assert (outbox / name).read_bytes() == content
    assert seal_pending(survey_file, KEY, outbox) == []


def test_another_zlib_makes_other_bytes_of_the_same_lines(
    survey_file: SurveyFile, outbox: Path
) -> None:
    """After an update a lost bundle may come back packed otherwise; the ledger follows."""
    (name,) = seal_pending(survey_file, KEY, outbox)
    survey_file.connection.execute("UPDATE bundle SET sha256 = 'packed otherwise'")
    (outbox / name).unlink()

    assert seal_pending(survey_file, KEY, outbox) == [name]
    (record,) = bundles(survey_file, "out")
    assert record.sha256 == hashlib.sha256((outbox / name).read_bytes()).hexdigest()


def test_many_lines_make_several_bundles(
    survey_file: SurveyFile, outbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No bundle grows beyond what can be read; together they hold every line once."""
    monkeypatch.setattr(handing_over, "_LINES_A_BUNDLE", 2)
    survey_file.append([Entry(Kind.PAUSE)] * 2)

    made = [
        read_bundle((outbox / name).read_bytes()) for name in seal_pending(survey_file, KEY, outbox)
    ]

    assert [(one.header.first, one.header.last) for one in made] == [(1, 2), (3, 4), (5, 5)]


def test_a_missing_stick_is_named_and_nothing_is_lost(
    survey_file: SurveyFile, outbox: Path, tmp_path: Path
) -> None:
    """The work is sealed in the outbox before the stick is looked for."""
    with pytest.raises(HandoverError) as refused:
        hand_over(survey_file, KEY, outbox=outbox, stick=tmp_path / "nowhere")

    assert "nowhere" in refused.value.where
    assert len(names(outbox)) == 1


def test_a_damaged_copy_on_the_stick_is_written_again(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """What lies on the stick is compared, not believed."""
    (name,) = hand_over(survey_file, KEY, outbox=outbox, stick=stick).copied
    (stick / name).write_bytes(b"half")

    assert hand_over(survey_file, KEY, outbox=outbox, stick=stick).copied == (name,)
    assert (stick / name).read_bytes() == (outbox / name).read_bytes()


def test_one_bundle_that_cannot_be_copied_does_not_stop_the_others(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """The report names it and says why; a folder in its place stops even root."""
    (first,) = seal_pending(survey_file, KEY, outbox)
    (stick / first).mkdir()
    (stick / first / "occupied").write_text("")
    survey_file.append([Entry(Kind.PAUSE)])

    report = hand_over(survey_file, KEY, outbox=outbox, stick=stick)

    assert [name for name, _why in report.failed] == [first]
    assert report.copied == (f"{KEY.device}-000004-000004.fsb",)
    assert not report.is_complete
    assert any("NOT" in sentence for sentence in report.words())
    assert all(not name.endswith(".part") for name in names(stick))


def test_an_outbox_that_cannot_be_written_means_not_sealed(
    survey_file: SurveyFile, tmp_path: Path, stick: Path
) -> None:
    """Below a file no user can write; the ledger then names no bundle."""
    (tmp_path / "file").write_text("")

    with pytest.raises(HandoverError, match="cannot be sealed"):
        hand_over(survey_file, KEY, outbox=tmp_path / "file" / "outbox", stick=stick)

    assert bundles(survey_file, "out") == []


def test_what_the_lead_has_signed_for_needs_no_copying(stick: Path) -> None:
    """Nothing is left to do, and that is said."""
    report = HandoverReport(stick, KEY.device, 3)

    assert report.words() == [
        "The lead has signed for everything said here; nothing needs copying."
    ]
    assert report.is_complete


def test_what_is_on_the_stick_is_said_without_alarm(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """One sentence, and nothing of another stick."""
    report = hand_over(survey_file, KEY, outbox=outbox, stick=stick)

    assert report.words() == ["1 bundle is on the stick, read back and compared."]


def test_a_finish_that_a_crash_left_without_a_bundle_is_sealed_at_the_next_start(
    survey_file: SurveyFile, outbox: Path
) -> None:
    """What is not finished waits for its finish; a bundle that is lost is made again."""
    (interview,) = survey_file.interviews()
    open_only = (unsealed_finishes(survey_file, outbox), seal_missing(survey_file, KEY, outbox))
    survey_file.append([Entry(Kind.FINISH, interview.id, value={})])
    before = unsealed_finishes(survey_file, outbox)

    made = seal_missing(survey_file, KEY, outbox)

    assert open_only == ([], [])
    assert before == [interview.id]
    assert made == [f"{KEY.device}-000001-000004.fsb"]
    assert unsealed_finishes(survey_file, outbox) == []
    assert seal_missing(survey_file, KEY, outbox) == []
    (outbox / made[0]).write_bytes(b"damaged")
    assert unsealed_finishes(survey_file, outbox) == [interview.id]
    assert seal_missing(survey_file, KEY, outbox) == made


def test_bundles_of_an_earlier_chain_that_was_forgotten_are_handed_over(
    survey_file: SurveyFile, outbox: Path, stick: Path
) -> None:
    """A file that was set back does not know them; what they hold may be nowhere else."""
    outbox.mkdir()
    for name in ("d00000000-000001-000009.fsb", "d11111111-000001-000009.fsb"):
        (outbox / name).write_bytes(b"of an earlier chain")
    (stick / "d11111111-000001-000009.fsb").mkdir()

    report = hand_over(survey_file, KEY, outbox=outbox, stick=stick)

    assert report.copied == (f"{KEY.device}-000001-000003.fsb", "d00000000-000001-000009.fsb")
    assert [name for name, _why in report.failed] == ["d11111111-000001-000009.fsb"]
    assert (stick / "d00000000-000001-000009.fsb").read_bytes() == b"of an earlier chain"
