"""Values worked out once: `once()`, defaults of hidden questions, triggers; saved with answers."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.questionnaire.model import Questionnaire

Fold = Callable[[Interview, Sequence[Entry]], Interview]
MORNING = datetime(2020, 6, 15, 9, tzinfo=UTC)
EVENING = datetime(2020, 6, 15, 18, tzinfo=UTC)


def form_of(*survey: dict[str, Any]) -> Questionnaire:
    """Return a form of questions whose label is their name."""
    head = {"form_id": "small", "form_title": "F", "version": "1", "subject": "household"}
    named = [{"label": item["name"], **item} for item in survey]
    return Questionnaire.model_validate({"settings": head, "survey": named})


def said(conversation: Conversation, path: str, answer: str) -> Taken:
    """Answer one question, wherever it is."""
    taken = conversation.jump(path).answer(answer)
    assert isinstance(taken, Taken), taken
    return taken


def saved(taken: Taken) -> list[tuple[str, object]]:
    """Return what is to be saved, as question and value."""
    return [(entry.question, entry.value) for entry in taken.entries]


A, B = {"name": "a", "type": "text"}, {"name": "b", "type": "text"}


def test_once_keeps_its_first_value(interview: Interview, fold: Fold) -> None:
    """It is saved with the next answer, and holds on another day, whatever it reads by then."""
    form = form_of(A, B, {"name": "c", "type": "calculate", "calculation": "once(${a})"})
    first = said(Conversation.resume(form, interview), "a", "one")
    assert saved(first) == [("c", "one"), ("a", "one")]

    second = said(first.conversation, "a", "two")
    assert saved(second) == [("a", "two")]
    assert second.conversation.evaluation.values["c"] == "one"

    kept = fold(interview, [*first.entries, *second.entries])
    assert kept.answered_last == "a"
    assert Conversation.resume(form, kept).evaluation.values["c"] == "one"


@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("once", {"type": "calculate", "calculation": "once(now())"}),
        ("drawn", {"type": "calculate", "calculation": "once(concat(random(), now()))"}),
        ("default", {"type": "hidden", "default": "now()"}),
        ("calculated default", {"type": "calculate", "default": "string(now())"}),
    ],
)
def test_the_moment_an_interview_begins_stays(
    interview: Interview, fold: Fold, name: str, keys: dict[str, Any]
) -> None:
    """What looked at the clock in the morning says the same in the evening."""
    form = form_of({"name": "at", **keys}, A, B)
    morning = Conversation.resume(form, interview, MORNING)
    began = morning.evaluation.values["at"]
    taken = said(morning, "a", "x")
    evening = Conversation.resume(form, fold(interview, taken.entries), EVENING)

    assert began
    assert evening.evaluation.values["at"] == began
    assert saved(said(evening, "b", "y")) == [("b", "y")]


def test_a_default_is_worked_out_when_the_row_begins(interview: Interview) -> None:
    """Each row keeps what stood when it was made, even a blank; later answers change nothing."""
    hidden = {"name": "then", "type": "hidden", "default": "${a}"}
    rows = {"name": "row", "type": "repeat", "children": [hidden]}
    conversation = Conversation.resume(form_of(A, hidden | {"name": "first"}, rows), interview)
    for path, answer in (("a", "one"), ("row", "1"), ("a", "two"), ("row", "2")):
        conversation = said(conversation, path, answer).conversation

    values = conversation.evaluation.values
    assert (values["first"], values["row[1]/then"], values["row[2]/then"]) == ("", "one", "two")


def test_a_row_that_goes_takes_along_what_it_kept(interview: Interview, fold: Fold) -> None:
    """The row made anew begins anew."""
    hidden = {"name": "then", "type": "hidden", "default": "${a}"}
    form = form_of(A, {"name": "row", "type": "repeat", "children": [hidden]})
    conversation, entries = Conversation.resume(form, interview), []
    for path, answer in (("a", "one"), ("row", "1"), ("row", "0"), ("a", "two"), ("row", "1")):
        taken = said(conversation, path, answer)
        conversation, entries = taken.conversation, [*entries, *taken.entries]

    assert conversation.evaluation.values["row[1]/then"] == "two"
    assert dict(fold(interview, entries).answers) == dict(conversation.evaluation.answers)


def test_a_trigger_works_out_a_value_when_its_answer_changes(
    interview: Interview, fold: Fold
) -> None:
    """A question counts how often another was answered anew; confirming the same counts nothing."""
    count = {"name": "times", "type": "calculate", "calculation": "coalesce(${times}, 0) + 1"}
    form = form_of(A, B, {**count, "trigger": "${a}"})
    conversation, entries = Conversation.resume(form, interview), []
    for path, answer in (("b", "x"), ("a", "1"), ("a", "1"), ("a", "2"), ("b", "y")):
        taken = said(conversation, path, answer)
        conversation, entries = taken.conversation, [*entries, *taken.entries]

    assert conversation.evaluation.values["times"] == "2"
    resumed = Conversation.resume(form, fold(interview, entries))
    assert resumed.evaluation.values["times"] == "2"
    assert resumed.at == conversation.at


def test_one_of_several_triggers_is_enough(interview: Interview) -> None:
    """`${a}, ${b}` fires at either."""
    at = {"name": "at", "type": "calculate", "calculation": "concat(${a}, ${b})"}
    conversation = Conversation.resume(form_of(A, B, {**at, "trigger": "${a}, ${b}"}), interview)
    heard = []
    for path, answer in (("b", "x"), ("a", "y")):
        conversation = said(conversation, path, answer).conversation
        heard.append(conversation.evaluation.values["at"])

    assert heard == ["x", "yx"]


def test_what_a_trigger_works_out_goes_on_to_whoever_reads_it(interview: Interview) -> None:
    """Conditions and other triggers follow in the same step, and each fires once."""
    form = form_of(
        A,
        {"name": "b", "type": "calculate", "calculation": "concat(${a}, '!')", "trigger": "${a}"},
        {"name": "c", "type": "calculate", "calculation": "concat(${b}, '?')", "trigger": "${b}"},
        {"name": "d", "type": "text", "relevant": "${c} = 'x!?'"},
    )
    taken = said(Conversation.resume(form, interview), "a", "x")

    assert saved(taken) == [("b", "x!"), ("c", "x!?"), ("a", "x")]
    assert taken.conversation.at == "d"


def test_an_answer_is_asked_for_again_when_its_trigger_fires(interview: Interview) -> None:
    """A proposal comes with the trigger's answer; an answer from before is withdrawn by it."""
    b = {"name": "b", "type": "text", "calculation": "concat(${a}, '?')", "trigger": "${a}"}
    start = Conversation.resume(form_of(A, b), interview)
    assert start.jump("b").step().proposal == ""

    asked = said(start, "a", "x").conversation
    assert (asked.at, asked.step().proposal) == ("b", "x?")

    again = said(said(asked, "b", "mine").conversation, "a", "y")
    assert again.withdrawn == ("b",)
    assert (again.conversation.at, again.conversation.step().proposal) == ("b", "y?")


def test_a_trigger_in_a_repeat_fires_in_its_own_row(interview: Interview) -> None:
    """What is answered in one row leaves the other rows alone."""
    seen = {"name": "seen", "type": "calculate", "calculation": "${a}", "trigger": "${a}"}
    rows = {"name": "row", "type": "repeat", "children": [{"name": "a", "type": "text",
            "label": "?"}, {"label": "?", **seen}]}  # fmt: skip
    conversation = Conversation.resume(form_of(rows), interview)
    for path, answer in (("row", "2"), ("row[1]/a", "x"), ("row[2]/a", "y")):
        taken = said(conversation, path, answer)
        conversation = taken.conversation

    assert saved(taken) == [("row[2]/seen", "y"), ("row[2]/a", "y")]
    assert conversation.evaluation.values["row[1]/seen"] == "x"


def test_a_kept_value_that_is_not_relevant_reads_as_blank_and_comes_back(
    interview: Interview,
) -> None:
    """It is hidden with its condition, and is the same when that holds again."""
    once = {"name": "c", "type": "calculate", "calculation": "once(${b})", "relevant": "${a} = '1'"}
    conversation = Conversation.resume(form_of(A, B, once), interview)
    heard = []
    for path, answer in (("b", "x"), ("a", "1"), ("b", "y"), ("a", "2"), ("a", "1")):
        conversation = said(conversation, path, answer).conversation
        heard.append(conversation.evaluation.values["c"])

    assert heard == ["", "x", "x", "", "x"]


ROW = {
    "name": "row",
    "type": "repeat",
    "children": [
        {"name": "ra", "type": "text", "label": "?", "relevant": "${b} != 'x'"},
        {"name": "rt", "type": "calculate", "calculation": "concat(${rt}, ${ra})",
         "trigger": "${ra}, ${a}"},
        {"name": "rd", "type": "hidden", "default": "concat(${a}, position(..))"},
        {"name": "ro", "type": "calculate", "calculation": "once(${ra})"},
    ],
}  # fmt: skip
EVERYTHING = form_of(
    {"name": "d", "type": "hidden", "default": "concat(now(), ${t})"},
    A,
    {"name": "t", "type": "calculate", "calculation": "concat(${b}, ${a})", "trigger": "${a}"},
    B,
    {"name": "o", "type": "calculate", "calculation": "once(${t})", "relevant": "${b} != 'y'"},
    {"name": "e", "type": "text", "relevant": "${o} != ''", "trigger": "${b}", "calculation": "1"},
    ROW,
    {"name": "u", "type": "calculate", "calculation": "concat(${o}, '/', ${u})", "trigger": "${o}"},
    {"name": "all", "type": "calculate", "calculation": "join('-', ${rt})"},
)
PATHS = ["a", "b", "e", "row", *(f"row[{n}]/ra" for n in (1, 2))]


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PATHS), st.sampled_from("012xy")), max_size=14))
def test_what_is_kept_is_the_same_after_any_way_through(
    interview: Interview, fold: Fold, moves: list[tuple[str, str]]
) -> None:
    """Killed after any answer it stands as it stood; from scratch it says the same."""
    conversation = Conversation.resume(EVERYTHING, interview, MORNING)
    entries: list[Entry] = []
    for path, answer in moves:
        taken = conversation.jump(path).answer(answer)
        if conversation.jump(path).at != path or not isinstance(taken, Taken):
            continue
        conversation, entries = taken.conversation, [*entries, *taken.entries]
        resumed = Conversation.resume(EVERYTHING, fold(interview, entries), EVENING).evaluation

        assert dict(resumed.answers) == dict(conversation.evaluation.answers)
        assert dict(resumed.values) == dict(conversation.evaluation.values)
        assert set(resumed.relevant) == set(conversation.evaluation.relevant)
