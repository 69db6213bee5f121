"""What was said since a line: about whom, or that it may be anybody."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.since import LastLine, last_line, subjects_since
from fieldsurvey.chain.storage.rows import SUBJECT_COLUMN
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines

MakeChain = Callable[..., Any]
ELSEWHERE = LastLine(1, "0" * 64)


def since(lead: SurveyFile, *entries: Entry) -> frozenset[str] | None:
    """Let the lead say something; return about whom it was."""
    last = last_line(lead)
    lead.append(list(entries))
    return subjects_since(lead, last)


def test_where_nothing_was_said_it_is_about_nobody(lead: SurveyFile) -> None:
    """Not even where a file was closed and opened again, or written anew."""
    last = last_line(lead)
    lead.write_anew()
    lead.close()

    with SurveyFile.open(lead.path) as again:
        assert (last.place, last.hash) == (1, again.head.hex())
        assert subjects_since(again, last) == frozenset()


def test_of_interviews_it_is_their_subjects_whoever_hands_them_in(
    lead: SurveyFile, chain: MakeChain
) -> None:
    """Begun or gone on with, of one laptop or another; not those of before."""
    one, other = chain(1), chain(2)
    first = one.start("0103-07")
    other.start("0104-01")
    for laptop in (one, other):
        laptop.hand_in(lead)
    last = last_line(lead)
    one.say(Entry(Kind.ANSWER, first, "water_safe", "1"))
    one.start("0103-09")

    one.hand_in(lead)

    assert subjects_since(lead, last) == {"0103-07", "0103-09"}


@pytest.mark.parametrize(
    "entry",
    [
        Entry(Kind.SESSION, value={"event": "looked"}),
        Entry(Kind.ABSENT, value={"subject": "0103-07", "reason": "away"}),
        Entry(Kind.RECEIPT, value={"device": "d1"}),
        Entry(Kind.EDITION),
        Entry(Kind.CLOCK_ANOMALY),
        Entry(Kind.DECISION, value={"check": "X-06", "where": "0103", "why": "a team came"}),
    ],
)
def test_what_is_about_no_interview_is_about_nobody(lead: SurveyFile, entry: Entry) -> None:
    """A look, a household that is away, a receipt, tonight's list, a clock, a check."""
    assert since(lead, entry) == frozenset()


def test_a_decision_about_a_problem_is_about_its_number(lead: SurveyFile) -> None:
    """And about nothing else, however many there are."""
    decided = [Entry(Kind.DECISION, value={"problem": f"0103-0{n}-P1"}) for n in (1, 2)]

    assert since(lead, *decided, Entry(Kind.SESSION)) == {"0103-01-P1", "0103-02-P1"}


@pytest.mark.parametrize(
    "entry",
    [
        Entry(Kind.DECISION, value={"about": "conflict", "keep": "d1-2"}),
        Entry(Kind.DECISION, value={"problem": ["0103-01-P1"]}),
        Entry(Kind.DECISION, value="0103-01-P1"),
        Entry(Kind.ERASE, value={"device": "d1", "seq": 2, "hash": "0" * 64}),
        Entry(Kind.KEY, value={}),
    ],
)
def test_some_words_may_be_about_anybody(lead: SurveyFile, entry: Entry) -> None:
    """A ruling, a decision nobody understands, an erasure, a key; beside a plain one, too."""
    plain = Entry(Kind.DECISION, value={"problem": "0103-01-P1"})

    assert since(lead, entry) is None
    assert since(lead, plain, entry) is None
    assert since(lead, plain) == {"0103-01-P1"}


def test_another_file_or_an_older_copy_is_noticed(
    lead: SurveyFile, survey_file: SurveyFile, tmp_path: Path
) -> None:
    """The line at that place is another one, or none: anything may have been said."""
    older = lead.path.read_bytes()
    lead.append([Entry(Kind.SESSION)])
    last = last_line(lead)
    (tmp_path / "older.db").write_bytes(older)

    with SurveyFile.open(tmp_path / "older.db") as copy:
        assert subjects_since(copy, last) is None
        copy.append([Entry(Kind.SESSION, value="another word")])
        assert subjects_since(copy, last) is None
    assert subjects_since(survey_file, last_line(lead)) is None
    assert subjects_since(lead, ELSEWHERE) is None
    assert subjects_since(lead, LastLine(0, "")) is None
    assert subjects_since(lead, last) == frozenset()


def test_while_a_chain_has_forked_it_may_be_anybody(lead: SurveyFile, chain: MakeChain) -> None:
    """What counts of a copied laptop hangs together over more than one interview."""
    laptop = chain(1)
    laptop.start()
    copy = laptop.clone(1)
    laptop.say(Entry(Kind.SESSION))
    laptop.hand_in(lead)
    copy.start("0103-09")
    copy.hand_in(lead)
    last = last_line(lead)

    assert subjects_since(lead, last) is None


def without_text(line: Line) -> Line:
    """Return what is left of a line whose text was cut out."""
    return line._replace(text="", erased=line.digest)


@pytest.mark.parametrize(
    ("cut", "named"),
    [(3, {"0103-07"}), (4, None)],
    ids=["in the middle", "the one that was the last"],
)
def test_a_text_that_comes_later_was_said_later(
    lead: SurveyFile, chain: MakeChain, cut: int, named: set[str] | None
) -> None:
    """Only its digest was here: what it is about changes when the text comes."""
    laptop = chain(1)
    first = laptop.start("0103-07")
    laptop.start("0103-09")
    laptop.say(*(Entry(Kind.ANSWER, first, question, "1") for question in "ab"))
    hollow = [without_text(line) if line.seq == cut else line for line in laptop.lines]
    add_lines(lead, laptop.key.device, hollow)
    last, before = last_line(lead), lead.interview(first)

    laptop.hand_in(lead)

    assert lead.interview(first) != before
    assert subjects_since(lead, last) == named
    assert subjects_since(lead, last_line(lead)) == frozenset()
    assert verify(lead).findings == ()


@st.composite
def words(draw: st.DrawFn) -> list[tuple[str, int, int]]:
    """Draw what two laptops do, one after the other: say, finish, or hand in a run of lines."""
    doing = st.sampled_from(["start", "answer", "finish", "withdraw", "hand in", "hollow"])
    return draw(
        st.lists(st.tuples(doing, st.integers(1, 2), st.integers(0, 30)), min_size=4, max_size=25)
    )


@settings(deadline=None, max_examples=40)
@given(said=words())
def test_nobody_changes_about_whom_nothing_was_said(
    tmp_path_factory: pytest.TempPathFactory, chain: MakeChain, said: list[tuple[str, int, int]]
) -> None:
    """In any order, with gaps that close and texts that come later: whoever changes is named."""
    laptops = {number: chain(number) for number in (1, 2)}
    key = chain(3).key
    with SurveyFile.create(
        tmp_path_factory.mktemp("lead") / "survey.db",
        device=key.device,
        public_key=key.public,
        campaign="dongshan-2026",
    ) as lead:
        for what, number, which in said:
            last, before = last_line(lead), by_subject(lead)
            act(lead, laptops[number], what, which)
            named, after = subjects_since(lead, last), by_subject(lead)
            changed = {s for s in before | after if before.get(s) != after.get(s)}
            assert named is None or changed <= named


def by_subject(lead: SurveyFile) -> dict[str, list[tuple[Any, ...]]]:
    """Return the interviews as they lie in their table, by subject."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for row in lead.each_interview_row():
        found.setdefault(row[SUBJECT_COLUMN], []).append(row)
    return found


def act(lead: SurveyFile, laptop: Any, what: str, which: int) -> None:
    """Let a laptop say something, or hand in a run of what it has said."""
    begun = [line.entry.interview for line in laptop.lines if line.entry.kind is _START]
    if what == "start":
        laptop.start(f"0103-{which % 4:02}")
    elif what in ("hand in", "hollow") and laptop.lines:
        first = which % len(laptop.lines)
        run = laptop.lines[first : first + 1 + which % 5]
        if what == "hollow":
            run = [without_text(line) if line.entry.interview else line for line in run]
        add_lines(lead, laptop.key.device, run)
    elif begun:
        kinds = {"answer": Kind.ANSWER, "finish": Kind.FINISH, "withdraw": Kind.WITHDRAW}
        interview = begun[which % len(begun)]
        question = f"q{which % 3}" if what == "answer" else ""
        laptop.say(Entry(kinds.get(what, Kind.NOTE), interview, question, str(which)))


_START = Kind.INTERVIEW_START
