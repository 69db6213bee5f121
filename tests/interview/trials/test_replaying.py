"""A file of answers: taken as a person's would be, refused with every fault at once."""

import json
from pathlib import Path

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.errors import InterviewError
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.trials.answers_file import read_answers
from fieldsurvey.interview.trials.replaying import GivenAnswer, replay
from fieldsurvey.questionnaire.model import Questionnaire

WHOLE = """\
persons: {value: 13, remark: three generations}
safe: {value: 否, description: the well is dry since May}
gap: [1, 2]
far: 2
income: "130,000"
hard: {special: refused}
"""


@pytest.fixture
def start(form: Questionnaire, interview: Interview) -> Conversation:
    """A conversation at its first question."""
    return Conversation.resume(form, interview)


def written(folder: Path, text: str, name: str = "0103-07.yaml") -> Path:
    """Write an answers file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def faults(error: pytest.ExceptionInfo[InterviewError]) -> dict[str, str]:
    """Return the code of each fault by its question."""
    return {finding.subject: finding.code for finding in error.value.findings}


def test_an_answers_file_gives_the_entries_a_person_would(
    start: Conversation, tmp_path: Path
) -> None:
    """Values, remarks, descriptions and special answers; what is proposed is confirmed."""
    text = WHOLE.replace("hard: {special: refused}\n", "")
    text = text.replace("since May}", "since May, no_photo: it was dark}")
    replayed = replay(start, read_answers(written(tmp_path, text)))

    assert [(entry.question, entry.value) for entry in replayed.entries] == [
        ("persons", "13"),
        ("persons", {"remark": "three generations"}),
        ("safe", "2"),
        ("safe", {"description": "the well is dry since May"}),
        ("gap", "1 2"),
        ("far", "2"),
        ("income", "130000"),
        ("hard", ""),
        ("county", ""),
        ("village", ""),
        ("safe", {"absent": "it was dark"}),
    ]
    assert {entry.kind for entry in replayed.entries} == {Kind.ANSWER, Kind.NOTE, Kind.PHOTO}


def test_what_nobody_gives_is_taken_as_proposed(start: Conversation) -> None:
    """Enter on a question that the plan fills in confirms it."""
    replayed = replay(start, {"safe": "1", "income": "80000"})

    assert replayed.conversation.evaluation.answers["persons"] == "4"


def test_every_fault_is_named_with_its_question(start: Conversation, tmp_path: Path) -> None:
    """What a person could not have entered is refused, all of it, and where it stands."""
    text = WHOLE + "gapp: 1\npersons_: 3\nhard_why: x\neach: 7\nvillage: b1\ntown: 东乡\n"
    text = text.replace("[1, 2]", "[1, 9]").replace(", description: the well is dry since May", "")
    with pytest.raises(InterviewError) as refused:
        replay(start, read_answers(written(tmp_path, text)))

    assert faults(refused) == {
        "safe": "A012",
        "gap": "A003",
        "far": "A010",
        "hard": "A006",
        "gapp": "A011",
        "persons_": "A011",
        "hard_why": "A010",
        "each": "A010",
        "village": "A002",
    }
    where = {finding.subject: finding.where for finding in refused.value.findings}
    assert where["gapp"] == "0103-07.yaml:7"
    to_do = {finding.subject: finding.to_do for finding in refused.value.findings}
    assert to_do["gapp"] == "Did you mean gap?"


def test_what_is_missing_is_named(start: Conversation) -> None:
    """A required answer, a remark on what is unusual, a description of a problem."""
    with pytest.raises(InterviewError) as refused:
        replay(start, {"persons": "13", "safe": "2", "gap": "2"})

    assert faults(refused) == {"persons": "A009", "safe": "A012", "income": "A007"}


def test_a_description_of_what_is_no_problem_is_refused(start: Conversation) -> None:
    """Nobody would have been asked for it."""
    with pytest.raises(InterviewError) as refused:
        replay(start, {"safe": GivenAnswer("1", description="?"), "income": "80000"})

    assert faults(refused) == {"safe": "A010"}


def test_special_answers_are_taken_where_allowed(start: Conversation) -> None:
    """Refused counts as answered."""
    replayed = replay(start, {"safe": SpecialAnswer.REFUSED, "income": "80000"})

    assert replayed.conversation.evaluation.answers["safe"] is SpecialAnswer.REFUSED


def test_an_interview_begun_is_gone_on_with(start: Conversation) -> None:
    """What was answered stays unless another answer is given."""
    begun = replay(start, {"safe": "1", "income": "80000"}).conversation
    again = replay(begun, {"income": "90000"})

    assert [(entry.question, entry.value) for entry in again.entries] == [("income", "90000")]


def test_rows_of_a_repeat_are_given_as_a_list(tmp_path: Path) -> None:
    """Each row is a mapping; how many there are follows."""
    given = read_answers(written(tmp_path, "member:\n  - {age: 8}\n  - {age: 40}\n"))

    assert {path: answer.said for path, answer in given.items()} == {
        "member": "2",
        "member[1]/age": "8",
        "member[2]/age": "40",
    }


def test_json_is_read_as_well(tmp_path: Path) -> None:
    """What another program writes is taken as it is."""
    text = json.dumps({"persons": 4, "gap": ["1"], "share": 0.5, "note": None, "why": "甲\n乙"})
    given = read_answers(written(tmp_path, text, "a.json"))

    assert [answer.said for answer in given.values()] == ["4", "1", "0.5", "", "甲\n乙"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("safe: true", "A013"),
        ("safe: {value: 1, special: refused}", "A013"),
        ("safe: {special: maybe}", "A013"),
        ("safe: {answer: 1}", "A013"),
        ("safe: 1\nsafe: 2", "Q012"),
        ("safe: no", "Q015"),
        ("safe: &a 1\ngap: *a", "Q013"),
        ("- 1", "Q024"),
        ("safe: [", "Q011"),
    ],
)
def test_a_file_that_is_none_of_answers_is_refused_in_words(
    tmp_path: Path, text: str, code: str
) -> None:
    """File and line of every fault, no traceback."""
    with pytest.raises(InterviewError) as refused:
        read_answers(written(tmp_path, text))

    assert refused.value.findings[0].code == code
    assert refused.value.findings[0].where.startswith("0103-07.yaml:")


def test_a_file_that_is_not_there_is_refused_in_words(tmp_path: Path) -> None:
    """So is a folder."""
    for path in (tmp_path / "none.yaml", tmp_path):
        with pytest.raises(InterviewError):
            read_answers(path)
