"""Laws that hold in every questionnaire, whatever is answered in whatever order."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate
from fieldsurvey.interview.logic.paths import code_of
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.trials.replaying import GivenAnswer, attempt
from fieldsurvey.questionnaire.model import Questionnaire

Fold = Callable[[Interview, Sequence[Entry]], Interview]

CODES = ("1", "2", "3")
TYPED = st.sampled_from(["1", "2", "3", "1 3", "12", "0", "", "5", "x", SpecialAnswer.REFUSED])


@st.composite
def forms(draw: st.DrawFn, *, repeats: bool = True) -> Questionnaire:
    """Draw a questionnaire of up to a dozen questions whose logic looks back, and in groups."""
    names: list[str] = []
    survey = draw(_items(names, depth=2, repeats=repeats))
    checks = [
        {"code": f"C-{nth}", "kind": draw(st.sampled_from("EWWR")), "text": "!", "when": when}
        for nth, when in enumerate(draw(_checks(names)))
    ]
    return Questionnaire.model_validate(
        {
            "settings": {
                "form_id": "small",
                "form_title": "F",
                "version": "1",
                "subject": "household",
            },
            "choices": {
                "codes": [
                    {"name": code, "label": f"L{code}", "filter": {"kind": str(int(code) % 2)}}
                    for code in CODES
                ]
            },
            "survey": survey,
            "checks": checks,
        }
    )


@st.composite
def _checks(draw: st.DrawFn, names: list[str]) -> list[str]:
    """Draw conditions over two things each; what names no question is no check."""
    pairs = [
        (draw(_condition(names)), draw(_condition(names)))
        for _nth in range(draw(st.integers(0, 3)))
    ]
    return [f"{one} and {two}" for one, two in pairs if "${" in one + two]


@st.composite
def _items(draw: st.DrawFn, names: list[str], depth: int, repeats: bool) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    for _turn in range(draw(st.integers(2, 5))):
        kind = draw(st.sampled_from(["question"] * 5 + ["group"] + ["repeat"] * repeats))
        if kind == "question" or depth == 0:
            items.append(draw(_question(names)))
            continue
        name = f"g{len(names)}"
        names.append(name)
        item: dict[str, Any] = {"name": name, "type": kind, "label": name}
        if draw(st.booleans()):
            item["relevant"] = draw(_condition(names))
        if kind == "repeat" and draw(st.booleans()):
            item["repeat_count"] = draw(st.sampled_from(["2", _value(draw, names)]))
        item["children"] = draw(_items(names, depth - 1, repeats))
        items.append(item)
    return items


@st.composite
def _question(draw: st.DrawFn, names: list[str]) -> dict[str, Any]:
    kind = draw(
        st.sampled_from(
            [
                *("integer", "select_one codes", "select_multiple codes", "text", "calculate"),
                "select_multiple codes or_other",
            ]
        )
    )
    item: dict[str, Any] = {"name": f"q{len(names)}", "type": kind, "label": "?"}
    if draw(st.booleans()):
        item["relevant"] = draw(_condition(names))
    if kind == "calculate":
        item["calculation"] = f"{_value(draw, names)} + 1"
    elif draw(st.integers(0, 3)) == 0:
        item["required"] = True
    elif draw(st.integers(0, 5)) == 0:
        item["read_only"] = draw(_condition(names))
    if kind == "select_one codes" and draw(st.integers(0, 2)) == 0:
        item["choice_filter"] = f"kind = {_value(draw, names)} mod 2"
    if kind == "integer" and draw(st.integers(0, 2)) == 0:
        item["constraint"] = f". <= {_value(draw, names)} + 5 or {_value(draw, names)} = ''"
    if kind == "integer" and draw(st.integers(0, 2)) == 0:
        item["warning"] = ". < 5"
    if draw(st.booleans()):
        item["special"] = ["refused"]
    if draw(st.booleans()):
        item["problem"] = [
            {
                "name": f"r{len(names)}",
                "when": draw(st.sampled_from([". = '2'", f". = {_value(draw, names)}"])),
                "severity": draw(st.sampled_from(["major", "watch"])),
                "text": "!",
            }
        ]
    names.append(item["name"])
    return item


@st.composite
def _condition(draw: st.DrawFn, names: list[str]) -> str:
    value = _value(draw, names)
    return draw(
        st.sampled_from(
            [f"{value} = '1'", f"{value} != ''", f"not({value} > 2)", f"selected({value}, '3')"]
        )
    )


def _value(draw: st.DrawFn, names: list[str]) -> str:
    """Draw something an expression may stand on: an earlier answer, or how many rows there are."""
    earlier = [name for name in names if name.startswith("q")]
    if not earlier:
        return "1"
    name = draw(st.sampled_from(earlier))
    return draw(st.sampled_from([f"${{{name}}}", f"sum(${{{name}}})", f"count(${{{name}}})"]))


@dataclass
class Walk:
    """A random way through a conversation, with everything it saved."""

    conversation: Conversation
    saved: list[Entry] = field(default_factory=list)
    ticks: list[tuple[Conversation, int]] = field(default_factory=list)
    """As it stood right after each answer ticked, and how many entries were saved by then."""

    def go(self, move: str, pick: int, typed: Any) -> None:
        """Make one move; what is refused changes nothing."""
        conversation = self.conversation
        step = conversation.step("en")
        asked = list(conversation.evaluation.asked())
        if move == "jump" and asked:
            self.conversation = conversation.jump(asked[pick % len(asked)])
        elif move == "back":
            self.conversation = conversation.back()
        elif move == "forward":
            self.conversation = conversation.forward()
        elif step.kind is StepKind.DESCRIPTION:
            self.keep(conversation.describe(step.path, "described"))
        elif step.kind is StepKind.CHECK:
            self.keep(conversation.explain(step.path, "because" if pick % 2 else ""))
        elif step.kind is StepKind.QUESTION:
            if step.choices and pick % 4:
                typed = step.choices[pick % len(step.choices)].name
            self.keep(conversation.answer(typed, "because" if pick % 2 else ""))

    def keep(self, taken: object) -> None:
        """Go on with what was taken."""
        if isinstance(taken, Taken):
            self.saved += taken.entries
            self.conversation = taken.conversation
            if any(entry.kind is Kind.ANSWER for entry in taken.entries):
                self.ticks.append((taken.conversation, len(self.saved)))


MOVES = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 6 + ["jump"] * 3 + ["back", "forward"]),
        st.integers(0, 20),
        TYPED,
    ),
    min_size=16,
    max_size=40,
)


def walk(form: Questionnaire, interview: Interview, moves: list[tuple[str, int, Any]]) -> Walk:
    """Walk through a form."""
    way = Walk(Conversation.resume(form, interview))
    for move in moves:
        way.go(*move)
    return way


def said_of(evaluation: Evaluation) -> dict[str, object]:
    """Return everything that an evaluation says."""
    return {
        "answers": dict(evaluation.answers),
        "values": dict(evaluation.values),
        "relevant": set(evaluation.relevant),
        "rows": dict(evaluation.rows),
        "problems": {path: rule.name for path, rule in evaluation.problems.items()},
        "checks": list(evaluation.checks),
        "fired": list(evaluation.fired),
        "order": evaluation.order,
    }


@settings(deadline=None, max_examples=80)
@given(forms(), MOVES)
def test_evaluating_what_is_touched_says_the_same_as_evaluating_all(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """After every move, the incremental evaluation equals the one from scratch."""
    way = Walk(Conversation.resume(form, interview))
    for move in moves:
        way.go(*move)
        now = way.conversation.evaluation
        assert said_of(now) == said_of(evaluate(form, now.answers, interview.preload, now.now))


@settings(deadline=None, max_examples=80)
@given(forms(), MOVES)
def test_no_answer_is_kept_that_is_not_asked_for(
    interview: Interview, fold: Fold, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """What the chain folds is what the conversation holds, and all of it is asked for."""
    way = walk(form, interview, moves)
    kept = fold(interview, way.saved)

    assert kept.answers == way.conversation.evaluation.answers
    assert list(kept.answers) == list(way.conversation.evaluation.answers)
    assert all(way.conversation.evaluation.is_asked(path) for path in kept.answers)
    assert kept.remarks == way.conversation.remarks
    assert kept.descriptions == way.conversation.descriptions


@settings(deadline=None, max_examples=80)
@given(forms(), MOVES)
def test_resuming_is_as_if_never_having_left(
    interview: Interview, fold: Fold, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """Killed right after any tick, it goes on where it would have gone on."""
    way = walk(form, interview, moves)
    for ticked, count in way.ticks[-3:]:
        resumed = Conversation.resume(form, fold(interview, way.saved[:count]))

        assert said_of(resumed.evaluation) == said_of(ticked.evaluation)
        assert resumed.step("en") == ticked.step("en")


@settings(deadline=None, max_examples=80)
@given(forms(), MOVES)
def test_replaying_an_interview_gives_its_own_answers(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """What a person could enter, a file of answers can."""
    way = walk(form, interview, moves)
    conversation = way.conversation
    if not review(conversation).is_complete:
        return
    answers: dict[str, GivenAnswer] = {
        path: GivenAnswer(
            conversation.evaluation.answers.get(path),
            conversation.remarks.get(path, ""),
            conversation.descriptions.get(path, "") if path in conversation.problems else "",
        )
        for path in {**conversation.evaluation.answers, **conversation.problems}
    }
    reasons = {
        path: GivenAnswer(None, conversation.remarks.get(path, ""))
        for path in conversation.evaluation.checks
    }
    tried = attempt(Conversation.resume(form, interview), {**answers, **reasons})
    again = tried.conversation
    assert not tried.not_taken
    # What was never asked for is blank in the file, and blanks may disagree.
    assert all(code_of(path) for path in tried.to_mend)

    left_open = {p for p, said in again.evaluation.answers.items() if said == ""}
    assert {**dict.fromkeys(left_open, ""), **conversation.evaluation.answers} == dict(
        again.evaluation.answers
    )
    assert said_of(again.evaluation)["problems"] == said_of(conversation.evaluation)["problems"]
    at_end = replace(again, undescribed=(), unexplained=())
    assert at_end.step("en").kind is StepKind.REVIEW
