import gc
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.keys import Purpose, sign_text
from fieldsurvey.chain.devices.register import QuestionnaireVersion, device, versions
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import BUNDLE_BYTES_MAX, write_bundle
from fieldsurvey.handover.merging import REFUSED, merge
from fieldsurvey.handover.verdict import Verdict, VerdictKind

MakeLaptop = Callable[..., Any]


def put(stick: Path, content: bytes, name: str = "a.fsb") -> Path:
    """Put a file on the stick, and return its path."""
    (stick / name).write_bytes(content)
    return stick / name


def only(lead: SurveyFile, source: Path, inbox: Path) -> Verdict:
    """Merge one source and return its only verdict; it has words in every case."""
    (verdict,) = merge(lead, [source], inbox=inbox).verdicts
    assert verdict.words()
    assert verdict.source
    return verdict


def test_a_new_bundle_is_taken_in_and_kept(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Its interviews are here, its bytes lie in the inbox, its device is introduced."""
    team = laptop().interview()
    verdict = only(lead, put(stick, team.bundle()), inbox)

    assert (verdict.kind, verdict.new, verdict.team) == (VerdictKind.NEW, 4, "2")
    assert verdict.first_seen in verdict.words()
    assert [one.subject for one in lead.interviews()] == ["0103-07"]
    assert [path.read_bytes() for path in inbox.iterdir()] == [team.bundle()]
    assert verify(lead).is_sound


@pytest.fixture(params=[True, False], ids=["collecting", "not collecting"])
def is_collecting(request: pytest.FixtureRequest) -> Iterator[bool]:
    """Whether whoever merges lets the garbage be collected."""
    was_enabled = gc.isenabled()
    (gc.enable if request.param else gc.disable)()
    yield request.param
    (gc.enable if was_enabled else gc.disable)()


def test_merging_leaves_the_collecting_of_garbage_as_it_was(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path, is_collecting: bool
) -> None:
    """It is off while a bundle is taken in, and afterwards as the caller wants it."""
    put(stick, laptop().interview().bundle())
    told = []

    merge(lead, [stick], inbox=inbox, on_verdict=lambda verdict: told.append(gc.isenabled()))

    assert told == [is_collecting]
    assert gc.isenabled() is is_collecting
    assert len(lead.interviews()) == 1


def test_the_same_bundle_twice_changes_nothing(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """By the same bytes, by other bytes of the same lines, or from the inbox itself."""
    team = laptop().interview()
    only(lead, put(stick, team.bundle()), inbox)
    digest = state_digest(lead)

    again = merge(lead, [put(stick, team.bundle(2, 3), "part.fsb"), stick, inbox], inbox=inbox)

    assert {verdict.kind for verdict in again.verdicts} == {VerdictKind.ALREADY_HAD}
    assert (again.new_lines, again.refused) == (0, ())
    assert state_digest(lead) == digest


def test_a_gap_is_named_and_what_came_is_kept(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """The verdict says which lines are missing; with them the next one is whole."""
    team = laptop().interview().interview("0103-08")
    only(lead, put(stick, team.bundle(1, 2)), inbox)
    gap = only(lead, put(stick, team.bundle(5, 8)), inbox)
    closing = only(lead, put(stick, team.bundle(3, 4)), inbox)

    assert (gap.kind, gap.gaps, gap.new) == (VerdictKind.GAP, ((3, 4),), 4)
    assert "3–4" in gap.words()
    assert (closing.kind, closing.gaps) == (VerdictKind.NEW, ())
    assert len(lead.interviews()) == 2


def test_a_fork_is_kept_marked_and_named(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Both branches are here; what was said before the fork stands as it did."""
    team = laptop().interview()
    copy = team.clone()
    team.interview("0103-08")
    copy.interview("0103-09")
    only(lead, put(stick, team.bundle()), inbox)
    fork = only(lead, put(stick, copy.bundle()), inbox)

    assert (fork.kind, fork.forked_at, fork.new) == (VerdictKind.FORK, 5, 4)
    assert [(one.subject, one.forked) for one in lead.interviews()] == [
        ("0103-07", False),
        ("0103-08", True),
        ("0103-09", True),
    ]


@pytest.mark.parametrize(
    ("spoil", "kind"),
    [
        (lambda content: content[:-5], VerdictKind.UNREADABLE),
        (lambda content: b"", VerdictKind.UNREADABLE),
        (lambda content: b"FSB9\n" + content[5:], VerdictKind.NEWER_FORMAT),
    ],
)
def test_a_bad_bundle_is_kept_apart_and_never_stops_the_others(
    lead: SurveyFile,
    laptop: MakeLaptop,
    stick: Path,
    inbox: Path,
    spoil: Callable[[bytes], bytes],
    kind: VerdictKind,
) -> None:
    """The good ones around it are taken in; the bad one waits in the inbox under `refused`."""
    put(stick, laptop(1).interview().bundle(), "1.fsb")
    bad = spoil(laptop(2).interview().bundle())
    put(stick, bad, "2.fsb")
    put(stick, laptop(3).interview("0103-08").bundle(), "3.fsb")

    report = merge(lead, [stick], inbox=inbox)

    assert [verdict.kind for verdict in report.verdicts] == [VerdictKind.NEW, kind, VerdictKind.NEW]
    assert report.refused == report.of_kind(kind)
    assert len(lead.interviews()) == 2
    assert [path.read_bytes() for path in (inbox / REFUSED).iterdir()] == [bad]
    again = merge(lead, [inbox], inbox=inbox)
    assert {verdict.kind for verdict in again.verdicts} == {VerdictKind.ALREADY_HAD}
    assert only(lead, inbox / REFUSED, inbox).kind is kind


def test_a_bundle_of_another_campaign_is_not_taken_in(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A stick that went round two counties brings its own campaign only."""
    verdict = only(lead, put(stick, laptop().interview().bundle(campaign="xishan")), inbox)

    assert verdict.kind is VerdictKind.UNKNOWN_DEVICE
    assert "xishan" in verdict.words()
    assert lead.interviews() == []


def test_a_device_that_changed_its_key_is_not_taken_in(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """The key first seen stays; another one under the same id waits for the lead."""
    team = laptop().interview()
    only(lead, put(stick, team.bundle(1, 2)), inbox)
    lead.connection.execute(
        "UPDATE device SET public_key = ? WHERE device = ?", ("ab" * 32, team.key.device)
    )

    assert only(lead, put(stick, team.bundle()), inbox).kind is VerdictKind.UNKNOWN_DEVICE
    seen = device(lead, team.key.device)
    assert seen is not None
    assert seen.public_key == "ab" * 32


def test_what_is_no_file_is_a_verdict_as_well(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A stick pulled out, a folder named like a bundle, another program's file."""
    (stick / "folder.fsb").mkdir()
    (stick / "._1.fsb").write_bytes(b"left by another system")
    (stick / "notes.txt").write_text("not looked at")
    report = merge(lead, [stick, stick / "gone", stick / "notes.txt"], inbox=inbox)

    assert [verdict.kind for verdict in report.verdicts] == [VerdictKind.UNREADABLE] * 3


def test_a_file_that_may_not_be_read_is_a_verdict_and_is_not_kept(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path, obeyed_permissions: None
) -> None:
    """The good one beside it is taken in; what cannot be read cannot lie in the inbox."""
    put(stick, laptop(1).interview().bundle()).chmod(0)
    put(stick, laptop(2).interview().bundle(), "b.fsb")

    closed, taken = merge(lead, [stick], inbox=inbox).verdicts

    assert (closed.kind, closed.is_kept) == (VerdictKind.UNREADABLE, False)
    assert "it cannot be read, its permissions forbid it" in closed.words()
    assert "The file is kept" not in closed.words()
    assert taken.kind is VerdictKind.NEW


def test_a_file_larger_than_any_bundle_is_not_read(
    lead: SurveyFile, stick: Path, inbox: Path
) -> None:
    """Nor kept: it would fill the disk of the lead."""
    with put(stick, b"FSB1\n").open("r+b") as file:
        file.truncate(BUNDLE_BYTES_MAX + 1)

    verdict = only(lead, stick / "a.fsb", inbox)

    assert (verdict.kind, verdict.is_kept) == (VerdictKind.UNREADABLE, False)
    assert "larger than any bundle" in verdict.words()
    assert not inbox.exists()


def test_the_questionnaires_of_a_bundle_are_kept_with_its_lines(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Without them nobody could tell what was asked."""
    team = laptop().interview()
    source = "settings: {form_id: f}"
    digest = hashlib.sha256(source.encode()).hexdigest()
    header = replace(team.header(), questionnaires=((digest, "f", "1"),)).text()
    version = QuestionnaireVersion(digest, "f", "1", source)
    signature = sign_text(team.key, Purpose.BUNDLE, header)
    content = write_bundle(header, signature, team.lines, [version])

    assert only(lead, put(stick, content), inbox).kind is VerdictKind.NEW
    assert versions(lead) == [version]


def test_an_inbox_that_cannot_be_written_stops_before_anything_is_added(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, tmp_path: Path
) -> None:
    """No line is added whose bundle could not be kept first."""
    (tmp_path / "file").write_text("")
    put(stick, laptop().interview().bundle())

    with pytest.raises(HandoverError, match="inbox"):
        merge(lead, [stick], inbox=tmp_path / "file" / "inbox")

    assert lead.interviews() == []


def test_each_verdict_is_told_as_soon_as_it_is_known(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A long merge can show its progress."""
    told: list[Verdict] = []
    for number in range(1, 4):
        put(stick, laptop(number).interview().bundle(), f"{number}.fsb")

    report = merge(lead, [stick], inbox=inbox, on_verdict=told.append)

    assert tuple(told) == report.verdicts


def test_an_altered_ledger_signature_is_found_by_verify(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """What was signed is checked again at every verification."""
    only(lead, put(stick, laptop().interview().bundle()), inbox)
    (report,) = [seen for seen in verify(lead).devices if seen.signed_seq]
    lead.connection.execute("UPDATE bundle SET signature = zeroblob(64)")

    assert (report.signed_seq, report.last_seq) == (4, 4)
    assert {finding.code for finding in verify(lead).findings} == {"V022"}
