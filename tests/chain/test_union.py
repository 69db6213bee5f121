import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.register import devices
from fieldsurvey.chain.forks.branches import Shape
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines, rebuild_views
from fieldsurvey.errors import ChainError

MakeChain = Callable[..., Any]


def interviewed(made: Any, answers: int = 5) -> str:
    """Say one interview in a chain, and return its id."""
    interview: str = made.start()
    made.say(*(Entry(Kind.ANSWER, interview, f"q{n}", str(n)) for n in range(answers)))
    return interview


def test_lines_of_another_laptop_tell_their_interviews_here(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """After the union the interview stands as it did on its own laptop."""
    made = chain()
    interview = interviewed(made)

    added = add_lines(survey_file, made.key.device, made.lines)

    assert (added.new, added.had, added.shape) == (6, 0, Shape())
    told = survey_file.interview(interview)
    assert told is not None
    assert list(told.answers.values()) == ["0", "1", "2", "3", "4"]


def test_what_is_here_already_is_not_added_again(survey_file: SurveyFile, chain: MakeChain) -> None:
    """Overlapping runs bring only what is new, and the digest stays when nothing is."""
    made = chain()
    interviewed(made)
    add_lines(survey_file, made.key.device, made.lines[:4])
    overlap = add_lines(survey_file, made.key.device, made.lines[2:])
    digest = state_digest(survey_file)
    again = add_lines(survey_file, made.key.device, made.lines)

    assert (overlap.new, overlap.had) == (2, 2)
    assert (again.new, again.had) == (0, 6)
    assert state_digest(survey_file) == digest


def test_a_late_middle_closes_the_gap(survey_file: SurveyFile, chain: MakeChain) -> None:
    """Lines after a gap are kept; once the middle comes, the interview is whole."""
    made = chain()
    interview = interviewed(made)
    made.hand_in(survey_file, 1, 2)
    late = made.hand_in(survey_file, 5)
    whole = made.hand_in(survey_file, 3, 4)

    assert (late.shape.gaps, whole.shape.gaps) == (((3, 4),), ())
    told = survey_file.interview(interview)
    assert told is not None
    assert list(told.answers) == ["q0", "q1", "q2", "q3", "q4"]
    assert verify(survey_file).is_sound


def test_an_interview_whose_start_is_missing_waits_for_it(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """Answers without their start are kept as lines, and become an interview when it comes."""
    made = chain()
    interview = interviewed(made)
    add_lines(survey_file, made.key.device, made.lines[3:])
    before = survey_file.interview(interview)
    add_lines(survey_file, made.key.device, made.lines[:3])
    after = survey_file.interview(interview)

    assert before is None
    assert after is not None
    assert len(after.answers) == 5


def test_both_branches_of_a_fork_are_kept_in_any_order(tmp_path: Path, chain: MakeChain) -> None:
    """A clone's interviews are marked, and it does not matter which laptop came first."""
    made = chain()
    interviewed(made)
    copy = made.clone(seed=9)
    one, other = interviewed(made), interviewed(copy, answers=2)
    digests = set()
    for number, order in enumerate([(made, copy), (copy, made), (copy, made, copy)]):
        with SurveyFile.create(tmp_path / f"{number}.db", device="d0000000f") as lead:
            for branch in order:
                add_lines(lead, made.key.device, branch.lines)
            digests.add(state_digest(lead))
            marks = [(told.id.split("~")[0], told.forked) for told in lead.interviews()]
            (forked, _own) = devices(lead)[::-1]

    assert one == other
    assert len(digests) == 1
    assert sorted(marks) == [(f"{made.key.device}-1", False), (one, True), (one, True)]
    assert forked.forked_at == 7


def test_a_laptop_whose_own_chain_forked_says_no_more(
    survey_file: SurveyFile, tmp_path: Path
) -> None:
    """Going on would grow a second truth: the laptop hands over and joins anew."""
    copy = tmp_path / "copy.db"
    copy.write_bytes(survey_file.path.read_bytes())
    survey_file.append([Entry(Kind.SESSION)])
    with SurveyFile.open(copy, random_bytes=random.Random(5).randbytes) as other:
        other.append([Entry(Kind.SESSION)])
        add_lines(other, survey_file.device, list(survey_file.lines()))

        with pytest.raises(ChainError, match="two ends"):
            other.append([Entry(Kind.SESSION)])


def test_rebuilding_tells_the_same_story(survey_file: SurveyFile, chain: MakeChain) -> None:
    """Views are thrown away and folded again from the lines: nothing changes."""
    made = chain()
    interviewed(made)
    add_lines(survey_file, made.key.device, made.lines)
    digest = state_digest(survey_file)
    survey_file.connection.execute("UPDATE interview SET answers = '{}'")

    assert state_digest(survey_file) != digest
    rebuild_views(survey_file)
    assert state_digest(survey_file) == digest


def test_the_books_of_one_machine_do_not_change_what_two_agree_on(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """Sessions, receipts and editions leave the digest as it is; a decision does not."""
    made = chain()
    interviewed(made)
    add_lines(survey_file, made.key.device, made.lines)
    digest = state_digest(survey_file)
    survey_file.append([Entry(Kind.SESSION), Entry(Kind.RECEIPT), Entry(Kind.EDITION)])

    assert state_digest(survey_file) == digest
    survey_file.append([Entry(Kind.DECISION, value={"problem": "1", "state": "confirmed"})])
    assert state_digest(survey_file) != digest


def test_a_union_with_nothing_brings_nothing(survey_file: SurveyFile, chain: MakeChain) -> None:
    """What was known of the laptop stays as it is, with its gaps."""
    made = chain()
    interview = interviewed(made)
    made.hand_in(survey_file, 1, 2)
    made.hand_in(survey_file, 4)
    before = survey_file.interview(interview)

    added = add_lines(survey_file, made.key.device, [])

    assert (added.new, added.had, added.shape.gaps) == (0, 0, ((3, 3),))
    assert survey_file.interview(interview) == before
