import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.handover.new_files import new_file

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.forks.settlements import ForkRuling, fork_entry
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import write_bundle
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.receipts import take_receipts, write_receipts
from fieldsurvey.handover.signed_text import SignedText

LEAD = DeviceKey.of_seed(bytes(32))
KEY = DeviceKey.of_seed(bytes(31) + b"1")


@pytest.fixture
def team(tmp_path: Path) -> Iterator[SurveyFile]:
    """A laptop with two lines."""
    with new_file(tmp_path / "laptop.db", KEY, team="") as opened:
        opened.append([Entry(Kind.SESSION)])
        yield opened


@pytest.fixture
def handed_over(team: SurveyFile, tmp_path: Path, stick: Path, lead: SurveyFile) -> SurveyFile:
    """The same laptop after the lead has merged its stick."""
    hand_over(team, KEY, outbox=tmp_path / "outbox", stick=stick)
    merge(lead, [stick], inbox=tmp_path / "inbox")
    return team


def test_what_is_receipted_is_not_copied_again(
    handed_over: SurveyFile, lead: SurveyFile, stick: Path, tmp_path: Path
) -> None:
    """The laptop believes the lead's signature, and copies only what came after."""
    (path,) = write_receipts(lead, LEAD, stick)
    report = take_receipts(handed_over, stick, LEAD.public)
    again = hand_over(handed_over, KEY, outbox=tmp_path / "outbox", stick=stick)

    assert path.name == f"{KEY.device}-000002.receipt"
    assert [(one.device, one.seq) for one in report.taken] == [(KEY.device, 2)]
    assert (again.copied, again.there_already, again.is_complete) == ((), (), True)


def test_a_receipt_is_said_once_in_the_leads_chain(
    handed_over: SurveyFile, lead: SurveyFile, stick: Path
) -> None:
    """Writing receipts again says nothing new, and leaves what two leads agree on as it is."""
    digest = state_digest(lead)
    write_receipts(lead, LEAD, stick)
    write_receipts(lead, LEAD, stick)

    (line,) = lead.lines_of_kind(Kind.RECEIPT)
    assert line.entry.value == {
        "device": KEY.device,
        "seq": 2,
        "head": handed_over.head.hex(),
    }
    assert state_digest(lead) == digest


def test_nobody_else_can_give_a_receipt(
    handed_over: SurveyFile, lead: SurveyFile, stick: Path
) -> None:
    """A receipt signed with another key, altered or cut is a finding, and changes nothing."""
    (path,) = write_receipts(lead, KEY, stick)
    forged = take_receipts(handed_over, stick, LEAD.public)
    (path,) = write_receipts(lead, LEAD, stick)
    whole = path.read_bytes()
    findings = list(forged.findings)
    for spoilt in (whole.replace(b'"seq":2', b'"seq":1'), whole[:-20], b"", whole + b"\nmore"):
        path.write_bytes(spoilt)
        findings += take_receipts(handed_over, stick, LEAD.public).findings

    assert [finding.code for finding in findings] == ["V040"] * 5


@pytest.mark.parametrize("signs", [LEAD, KEY])
@pytest.mark.parametrize("seq", ["Infinity", "1e999", "NaN", '"x"', "[]"])
def test_no_number_in_a_receipt_stops_the_hand_over(
    team: SurveyFile, stick: Path, seq: str, signs: DeviceKey
) -> None:
    """Whoever wrote it, and whatever stands for the seq: it is one more finding."""
    text = f'{{"device":"{KEY.device}","head":"00","seq":{seq}}}'
    signed = SignedText.sign(signs, Purpose.RECEIPT, text)
    signed.write(stick / f"{KEY.device}-000001.receipt")

    report = take_receipts(team, stick, LEAD.public)

    assert [finding.code for finding in report.findings] == ["V040"]


def test_a_laptop_set_back_to_an_older_copy_is_told(
    handed_over: SurveyFile, lead: SurveyFile, stick: Path, tmp_path: Path
) -> None:
    """The lead has signed for a line that is gone here: the rollback is seen at once."""
    write_receipts(lead, LEAD, stick)
    with SurveyFile.create(
        tmp_path / "older.db", device=KEY.device, public_key=KEY.public, campaign="dongshan-2026"
    ) as older:
        report = take_receipts(older, stick, LEAD.public)

    assert (report.taken, [finding.code for finding in report.findings]) == ((), ["V041"])


def test_only_what_is_whole_is_signed_for(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path, tmp_path: Path
) -> None:
    """Up to the first gap of a chain, and not at all for a forked one."""
    gappy, forked = laptop(1).interview(), laptop(2).interview()
    copy = forked.clone()
    forked.say(Entry(Kind.PAUSE))
    copy.say(Entry(Kind.PAUSE))
    for number, content in enumerate(
        [gappy.bundle(1, 2), gappy.bundle(4, 4), forked.bundle(), copy.bundle()]
    ):
        (stick / f"{number}.fsb").write_bytes(content)
    merge(lead, [stick], inbox=tmp_path / "inbox")

    assert [path.name for path in write_receipts(lead, LEAD, stick)] == [
        f"{gappy.key.device}-000002.receipt"
    ]


def test_a_stick_that_cannot_be_written_is_named(
    handed_over: SurveyFile, lead: SurveyFile, tmp_path: Path
) -> None:
    """The refusal says where, and that nothing is lost."""
    with pytest.raises(HandoverError, match="receipt") as refused:
        write_receipts(lead, LEAD, tmp_path / "gone")

    assert "Nothing is lost" in refused.value.to_do


def forked(lead: SurveyFile, laptop: Callable[..., Any], stick: Path, *, sides: int = 2) -> Any:
    """Let a lead take in the branches of a laptop that was copied; return all of them."""
    one = laptop(1).interview()
    branches = [one, *(one.clone(seed) for seed in range(1, sides))]
    for number, branch in enumerate(branches):
        branch.interview("0103-08", answers=number + 1)
        (stick / f"{number}.fsb").write_bytes(branch.bundle())
    merge(lead, [stick], inbox=stick.parent / "inbox")
    return branches


def decide(lead: SurveyFile, branches: Any, *kept: Any) -> None:
    """Let the lead decide which branches count."""
    tips = [branch.lines[-1].hash.hex() for branch in branches]
    chosen = [branch.lines[-1].hash.hex() for branch in kept]
    of = branches[0].key.device
    lead.append([fork_entry(ForkRuling(of, frozenset(tips), frozenset(chosen), "the true one"))])


def heads(lead: SurveyFile, stick: Path) -> list[str]:
    """Return the heads the lead signs for."""
    paths = write_receipts(lead, LEAD, stick)
    return [json.loads(path.read_text().split("\n")[0])["head"] for path in paths]


def test_the_branch_that_counts_gets_a_receipt(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path
) -> None:
    """Nothing before it is decided; then the laptop whose branch was kept, also as it goes on."""
    true, false = forked(lead, laptop, stick)
    before = heads(lead, stick)
    decide(lead, [true, false], true)
    decided = heads(lead, stick)
    true.say(Entry(Kind.SESSION))
    (stick / "later.fsb").write_bytes(true.bundle(len(true.lines)))
    merge(lead, [stick], inbox=stick.parent / "inbox")

    assert (before, decided) == ([], [true.lines[-2].hash.hex()])
    assert heads(lead, stick) == [true.lines[-1].hash.hex()]
    assert {found.code for found in verify(lead).findings} == {"V010"}


def test_a_branch_is_signed_for_as_far_as_it_is_whole(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path
) -> None:
    """Of a line only the digest came: up to the one before it; of the first line: not at all."""
    for number, missing in enumerate((6, 1)):
        one = laptop(number + 5).interview()
        other = one.clone()
        one.interview("0103-08")
        other.say(Entry(Kind.SESSION))
        hollow = [
            line._replace(text="", erased=line.digest) if line.seq == missing else line
            for line in one.lines
        ]
        text = one.header().text()
        content = write_bundle(text, sign_text(one.key, Purpose.BUNDLE, text), hollow)
        (stick / f"{number}-hollow.fsb").write_bytes(content)
        (stick / f"{number}-other.fsb").write_bytes(other.bundle(len(other.lines)))
        merge(lead, [stick], inbox=stick.parent / "inbox")
        decide(lead, [one, other], one)

    (path,) = write_receipts(lead, LEAD, stick)
    assert path.name == f"{laptop(5).key.device}-000005.receipt"


@pytest.mark.parametrize("kept", [0, 2])
def test_without_one_branch_that_counts_nobody_signs(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path, kept: int
) -> None:
    """None counts, or two do; nor once another branch has come that nobody decided about."""
    branches = forked(lead, laptop, stick)
    decide(lead, branches, *branches[:kept])
    assert heads(lead, stick) == []
    decide(lead, branches, branches[0])
    assert len(heads(lead, stick)) == 1
    third = branches[0].clone(9)
    del third.lines[4:]
    (stick / "third.fsb").write_bytes(third.interview("0103-09").bundle())
    merge(lead, [stick], inbox=stick.parent / "inbox")
    assert heads(lead, stick) == []
