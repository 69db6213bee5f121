"""What a lead erased is gone, stays gone, and is missed by nobody."""

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.handover.new_files import new_file

from fieldsurvey.chain.devices.copies import find_setback, keep_witness
from fieldsurvey.chain.devices.enrolment import Enrolment, Trust, enrolment_entry
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.erasing import known_lines, tombstones
from fieldsurvey.chain.interview import Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import rebuild_views
from fieldsurvey.handover.bundle import write_bundle
from fieldsurvey.handover.erasure import erase_interviews, take_orders, write_orders
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.purging import purge, purgeable
from fieldsurvey.handover.receipts import take_receipts, write_receipts
from fieldsurvey.handover.verdict import VerdictKind

MakeLaptop = Callable[..., Any]
MakeLead = Callable[[Path], SurveyFile]

SECRET = "Wang Er owes the clinic 4200"
LEAD = DeviceKey.of_seed(bytes(32))
KEY = DeviceKey.of_seed(bytes(31) + b"1")
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def with_secret(made: Any, subject: str = "0103-07") -> Any:
    """Say an interview with a remark that nobody may read later."""
    made.interview(subject)
    name = made.lines[-1].entry.interview
    return made.say(
        Entry(Kind.NOTE, name, "q1", {"remark": SECRET}), Entry(Kind.FINISH, name, value={})
    )


def put(stick: Path, content: bytes, name: str = "a.fsb") -> Path:
    """Put a file on the stick."""
    (stick / name).write_bytes(content)
    return stick / name


def erase(lead: SurveyFile, inbox: Path, *ids: str) -> Any:
    """Erase interviews in the lead's file."""
    meant = [one for id_ in ids if (one := lead.interview(id_))]
    photos = lead.path.parent / "photos"
    return erase_interviews(lead, meant, "asked for it", who="Shen Yue", inbox=inbox, photos=photos)


def files_with_secret(folder: Path) -> list[str]:
    """Return the names of the files that hold the secret in the clear."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.name for path in files if SECRET.encode() in path.read_bytes())


def orders(other: Any, *lines: Any) -> Any:
    """Let another lead erase lines."""
    return other.say(
        *(
            Entry(
                Kind.ERASE,
                value={
                    "device": line.device,
                    "seq": line.seq,
                    "hash": line.hash.hex(),
                    "reason": "asked",
                },
            )
            for line in lines
        )
    )


def trust(lead: SurveyFile, other: Any) -> None:
    """Enrol another lead."""
    key = other.key.public.hex()
    lead.append([enrolment_entry(Enrolment(other.key.device, key, "", Trust.ENROLLED, "a lead"))])


def test_what_is_erased_is_gone_and_the_chain_still_verifies(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """The text is in no file of the workspace; digest and hash prove that something was said."""
    team = with_secret(laptop()).interview("0103-08")
    merge(lead, [put(stick, team.bundle())], inbox=inbox)

    done = erase(lead, inbox, team.lines[0].entry.interview)

    assert (done.lines, len(done.bundles)) == (6, 1)
    assert [one.subject for one in lead.interviews()] == ["0103-08"]
    assert verify(lead).findings == ()
    lead.close()
    assert files_with_secret(lead.path.parent / "inbox") == []
    assert SECRET.encode() not in lead.path.read_bytes()
    assert [path.suffix for path in inbox.iterdir()] == [".erased"]


def test_no_stick_brings_it_back(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """The same bytes, other bytes of the same lines, any part: refused, and said so."""
    team = with_secret(laptop()).interview("0103-08")
    merge(lead, [put(stick, team.bundle())], inbox=inbox)
    erase(lead, inbox, team.lines[0].entry.interview)
    state = state_digest(lead)

    put(stick, team.bundle(2, 8), "part.fsb")
    report = merge(lead, [stick], inbox=inbox)

    assert [(one.kind, one.erased) for one in report.verdicts] == [
        (VerdictKind.ALREADY_HAD, 6),
        (VerdictKind.ALREADY_HAD, 5),
    ]
    assert all("do not come back" in one.words() for one in report.verdicts)
    assert list(inbox.glob("*.fsb")) == []
    assert state_digest(lead) == state
    assert verify(lead).is_sound


def test_a_laptop_erases_nothing_at_the_leads(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Nor does a lead whom nobody has enrolled."""
    team, stranger = with_secret(laptop(1)), laptop(3)
    stranger.team = ""
    orders(team, *team.lines)
    orders(stranger, *team.lines)
    put(stick, team.bundle())
    put(stick, stranger.bundle(), "b.fsb")

    merge(lead, [stick], inbox=inbox)

    assert len(lead.interviews()) == 1
    assert tombstones(lead) == []


@pytest.mark.parametrize("is_erased_first", [True, False])
def test_another_lead_erases_before_or_after_the_lines_come(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path, *, is_erased_first: bool
) -> None:
    """Either way the text is nowhere, and the interview with it."""
    team, other = with_secret(laptop(1)), laptop(3)
    other.team = ""
    orders(other, *team.lines)
    trust(lead, other)
    steps = [other.bundle(), team.bundle()]

    for content in steps if is_erased_first else steps[::-1]:
        merge(lead, [put(stick, content)], inbox=inbox)

    assert lead.interviews() == []
    assert verify(lead).findings == ()
    assert len(tombstones(lead)) == 6
    assert len(list(inbox.glob("*.fsb"))) == 1
    lead.close()
    assert SECRET.encode() not in lead.path.read_bytes()


def test_what_only_the_digest_came_of_is_missing_until_its_text_comes(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """A bundle out of which lines were cut proves nothing: no receipt, and a finding."""
    team = with_secret(laptop(1))
    whole = team.bundle()
    merge(lead, [put(stick, hollow(team, 3))], inbox=inbox)
    cut = verify(lead)
    (receipt,) = write_receipts(lead, LEAD, stick)
    merge(lead, [put(stick, whole)], inbox=inbox)
    (later,) = [p for p in write_receipts(lead, LEAD, stick) if p != receipt]

    assert [found.code for found in cut.findings] == ["V007"]
    assert (receipt.name[-15:], later.name[-15:]) == ("-000002.receipt", "-000006.receipt")
    assert verify(lead).findings == ()
    assert lead.interviews()[0].remarks == {"q1": SECRET}


def hollow(team: Any, *seqs: int) -> bytes:
    """Return the bundle of a laptop with only the digests of some lines."""
    header = team.header()
    cut = [without_text(line) if line.seq in seqs else line for line in team.lines]
    return write_bundle(header.text(), sign_text(team.key, Purpose.BUNDLE, header.text()), cut)


def without_text(line: Any) -> Any:
    """Return what is left of an erased line."""
    return line._replace(text="", erased=line.digest)


def test_the_tables_guard_what_is_said(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """No text goes without a tombstone, none returns beside one, and a tombstone stays."""
    team = with_secret(laptop(1)).interview("0103-08")
    merge(lead, [put(stick, team.bundle())], inbox=inbox)
    erase(lead, inbox, team.lines[0].entry.interview)

    for sql in (
        "UPDATE line SET line = NULL WHERE seq = 8",
        "UPDATE line SET line = 'x' WHERE line IS NULL",
        "UPDATE line SET seq = 99 WHERE seq = 8",
        "DELETE FROM tombstone",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            lead.connection.execute(sql)


def test_a_tombstone_nobody_spoke_for_is_found(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """Somebody with a database tool made a line look erased, or undid an erasure."""
    team = with_secret(laptop(1))
    merge(lead, [put(stick, team.bundle())], inbox=inbox)
    line = team.lines[3]
    lead.connection.execute(
        "INSERT INTO tombstone VALUES (?, ?, ?, 'erased')", (line.device, line.seq, line.hash)
    )

    assert {found.code for found in verify(lead).findings} == {"V008", "V009"}


def test_a_lead_withdraws_an_interview_of_a_laptop(
    lead: SurveyFile, laptop: MakeLaptop, stick: Path, inbox: Path
) -> None:
    """At once, and whatever the laptop says of it afterwards."""
    team = with_secret(laptop(1))
    name = team.lines[0].entry.interview
    merge(lead, [put(stick, team.bundle())], inbox=inbox)
    lead.append([Entry(Kind.WITHDRAW, name, value={"reason": "wrong house"})])
    rebuild_views(lead)
    team.say(Entry(Kind.REOPEN, name, value={"reason": "late"}))
    merge(lead, [put(stick, team.bundle())], inbox=inbox)

    assert [one.status for one in lead.interviews()] == [Status.WITHDRAWN]
    assert verify(lead).findings == ()


@st.composite
def worlds(draw: st.DrawFn) -> Callable[[MakeLaptop], list[bytes]]:
    """Two laptops, a clone and a second lead, who erases and withdraws; bundles of runs of them."""
    targets = draw(st.lists(st.integers(0, 20), max_size=8, unique=True))
    withdrawn = draw(st.booleans())
    branch_at = draw(st.integers(3, 14))
    picks = draw(
        st.lists(
            st.tuples(st.integers(0, 3), st.integers(0, 99), st.integers(0, 99), st.booleans()),
            max_size=8,
        )
    )

    def make(laptop: MakeLaptop) -> list[bytes]:
        teams = [with_secret(laptop(1)).interview("0103-08"), with_secret(laptop(2), "0103-09")]
        other = laptop(3)
        other.team = ""
        known = [line for team in teams for line in team.lines]
        orders(other, *(known[at % len(known)] for at in targets))
        if withdrawn:
            other.say(Entry(Kind.WITHDRAW, known[0].entry.interview, value={"reason": "wrong"}))
        clone = teams[0].clone(seed=9)
        del clone.lines[branch_at:]
        clone.interview("0103-99")
        chains = [*teams, clone, other]
        contents = [other.bundle()] if other.lines else []
        for which, first, last, is_hollow in picks:
            chain = chains[which]
            if not chain.lines:
                continue
            if is_hollow and chain is not other:
                contents.append(hollow(chain, first % len(chain.lines) + 1))
            else:
                start = first % len(chain.lines) + 1
                contents.append(chain.bundle(start, start + last % (len(chain.lines) - start + 1)))
        return contents

    return make


def state_after(
    empty_lead: MakeLead, other: Any, steps: Sequence[bytes], check: bool = False
) -> str:
    """Merge bundles one by one into an empty file that trusts the other lead."""
    with tempfile.TemporaryDirectory() as folder, empty_lead(Path(folder)) as lead:
        trust(lead, other)
        for content in steps:
            merge(lead, [put(Path(folder), content)], inbox=Path(folder) / "inbox")
        if check:
            codes = {found.code for found in verify(lead).findings}
            assert codes <= {"V007", "V010", "V012"}
            state = state_digest(lead)
            rebuild_views(lead)
            assert state_digest(lead) == state
        return state_digest(lead)


@settings(deadline=None, max_examples=40)
@given(world=worlds(), shuffle=st.randoms(use_true_random=False))
def test_erasing_is_part_of_the_union(
    laptop: MakeLaptop, empty_lead: MakeLead, world: Any, shuffle: random.Random
) -> None:
    """Erased before, between or after, hollow or whole, twice: the state is the same, and sound."""
    bundles = world(laptop)
    other = laptop(3)
    turned = shuffle.sample(bundles, len(bundles))

    state = state_after(empty_lead, other, bundles, check=True)

    assert state_after(empty_lead, other, turned, check=True) == state
    assert state_after(empty_lead, other, [*turned, *bundles]) == state


@pytest.fixture
def team_file(tmp_path: Path) -> Iterator[SurveyFile]:
    """A laptop in a folder of its own, with one finished and one open interview."""
    (tmp_path / "laptop").mkdir()
    with new_file(tmp_path / "laptop" / "survey.db", KEY, at=NOON) as opened:
        said = {"subject": "0103-07", "form": "registered-household"}
        opened.append(
            [
                Entry(Kind.INTERVIEW_START, value=said, who="Lu Ming"),
                Entry(Kind.ANSWER, question="water_safe", value="2"),
                Entry(Kind.NOTE, question="water_safe", value={"description": SECRET}),
                Entry(Kind.FINISH, value={"signatures": ["Lu Ming", "Shen Yue"]}),
            ]
        )
        opened.append([Entry(Kind.INTERVIEW_START, value={**said, "subject": "0103-08"})])
        yield opened


@pytest.fixture
def evening(team_file: SurveyFile, lead: SurveyFile, stick: Path) -> Callable[[], Any]:
    """Hand over, merge, and take the receipts and orders home; return what was erased there."""
    home, inbox = team_file.path.parent, lead.path.parent / "inbox"

    def hand_over_and_back() -> Any:
        hand_over(team_file, KEY, outbox=home / "outbox", stick=stick)
        merge(lead, [stick], inbox=inbox)
        write_receipts(lead, LEAD, stick)
        write_orders(lead, LEAD, stick)
        take_receipts(team_file, stick, LEAD.public)
        places = {"outbox": home / "outbox", "photos": home / "photos"}
        return take_orders(team_file, stick, LEAD.public, **places)

    return hand_over_and_back


def test_an_order_to_erase_reaches_the_laptop(
    team_file: SurveyFile, lead: SurveyFile, evening: Any, stick: Path
) -> None:
    """By the stick: its file and its outbox lose the text, its chain still verifies."""
    home = team_file.path.parent
    evening()
    id_ = lead.interviews()[0].id
    erase(lead, lead.path.parent / "inbox", id_)

    erased, findings = evening()
    again, _findings = evening()

    assert (erased, findings, again) == (4, [], 0)
    assert [one.subject for one in team_file.interviews()] == ["0103-08"]
    assert verify(team_file).findings == ()
    assert verify(lead).findings == ()
    hand_over(team_file, KEY, outbox=home / "outbox", stick=stick)
    team_file.close()
    assert files_with_secret(home) == []


def test_an_order_somebody_else_wrote_erases_nothing(
    team_file: SurveyFile, lead: SurveyFile, evening: Any, stick: Path
) -> None:
    """Signed with another key, altered, or of another campaign."""
    evening()
    erase(lead, lead.path.parent / "inbox", lead.interviews()[0].id)
    (path,) = write_orders(lead, KEY, stick)
    home = team_file.path.parent
    places = {"outbox": home / "outbox", "photos": home / "photos"}

    found = [take_orders(team_file, stick, LEAD.public, **places)]
    (path,) = write_orders(lead, LEAD, stick)
    for spoilt in (b"", path.read_bytes()[:-9], path.read_bytes() + b"x"):
        path.write_bytes(spoilt)
        found.append(take_orders(team_file, stick, LEAD.public, **places))

    assert [(erased, [one.code for one in findings]) for erased, findings in found] == [
        (0, ["V043"])
    ] * 4


def test_only_what_the_lead_has_signed_for_can_be_purged(
    team_file: SurveyFile, evening: Any
) -> None:
    """Before the receipt nothing; after it what is whole and finished; and it is proven gone."""
    home = team_file.path.parent
    places = {"folder": home, "outbox": home / "outbox", "photos": home / "photos"}
    before = purgeable(team_file)
    evening()
    ready, waiting = purgeable(team_file)

    (home / "keys").mkdir()
    last = next(line for line in team_file.lines() if line.entry.kind is Kind.FINISH)
    keep_witness(home / "keys", KEY.device, last.seq, last.hash)
    gone = purge(team_file, ready, **places)

    assert find_setback(team_file, home / "keys", home / "outbox") is None
    assert (before[0], len(before[1])) == ([], 1)
    assert ([one.subject for one in ready], waiting) == (["0103-07"], [])
    assert (gone.lines, gone.bundles, gone.proof.found) == (4, 1, ())
    assert gone.proof.traces >= 4
    assert purgeable(team_file) == ([], [])
    kept = team_file.interview(ready[0].id)
    assert kept is not None
    assert (kept.status, dict(kept.answers), kept.finish_code) == (
        Status.FINISHED,
        {},
        ready[0].finish_code,
    )
    assert verify(team_file).findings == ()
    team_file.close()
    assert files_with_secret(home) == []


def test_what_was_purged_stays_at_the_leads(
    team_file: SurveyFile, lead: SurveyFile, evening: Any, stick: Path
) -> None:
    """The laptop goes on, hands over, and takes nothing away there."""
    home = team_file.path.parent
    evening()
    before = lead.interviews()[0]
    ready, _waiting = purgeable(team_file)
    purge(team_file, ready, folder=home, outbox=home / "outbox", photos=home / "photos")

    evening()

    assert lead.interviews()[0] == before
    assert verify(lead).findings == ()
    assert [line.seq for line in known_lines(team_file, KEY.device)][-1] == team_file.last_seq
    rebuild_views(team_file)
    assert verify(team_file).findings == ()


def test_a_search_that_finds_something_says_where(team_file: SurveyFile, evening: Any) -> None:
    """Somebody copied the description into a note of their own: the purge names the file."""
    home = team_file.path.parent
    evening()
    (home / "my notes.txt").write_text(f"- {SECRET}\n", encoding="utf-8")
    ready, _waiting = purgeable(team_file)

    gone = purge(team_file, ready, folder=home, outbox=home / "outbox", photos=home / "photos")

    assert gone.proof.found == ("my notes.txt",)
