"""Laws of rows and of moving, whatever is done in whatever order, in every questionnaire."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interview.test_conversation_laws import TYPED, Walk, forms, said_of

from fieldsurvey.chain.interview import Interview, Photo
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.places import is_table
from fieldsurvey.interview.rows.changing import (
    add_row,
    bring_back_row,
    can_bring_back,
    copy_row,
    no_more_rows,
    remove_row,
)
from fieldsurvey.questionnaire.model import Questionnaire

Fold = Callable[[Interview, Sequence[Entry]], Interview]

FAMILY = Questionnaire.model_validate(
    {
        "settings": {
            "form_id": "family",
            "form_title": "Family",
            "version": "1",
            "subject": "household",
        },
        "choices": {"codes": [{"name": code, "label": code} for code in "123"]},
        "survey": [
            {"name": "q0", "type": "integer", "label": "?"},
            {
                "name": "member",
                "type": "repeat",
                "label": "Member",
                "children": [
                    {"name": "place", "type": "calculate", "calculation": "position(..)"},
                    {"name": "lot", "type": "calculate", "calculation": "once(random())"},
                    {"name": "q1", "type": "integer", "label": "?", "constraint": ". != 5 or "
                     "position(..) = 1", "warning": ". != 12"},
                    {"name": "told", "type": "calculate", "calculation": "concat('a', ${q1})",
                     "trigger": "${q1}"},
                    {"name": "q2", "type": "select_one codes", "label": "?",
                     "relevant": "position(..) > 1 or ${q1} = 2", "special": ["refused"],
                     "problem": [{"name": "bad", "when": ". = '2'", "severity": "major",
                                  "text": "!"}]},
                    {"name": "loan", "type": "repeat", "label": "Loan", "children": [
                        {"name": "q3", "type": "integer", "label": "?"},
                        {"name": "each", "type": "calculate",
                         "calculation": "${q3} * position(../..)"},
                    ]},
                    {"name": "job", "type": "repeat", "label": "Job", "repeat_count": "${q1}",
                     "relevant": "${q1} < 4",
                     "children": [{"name": "q4", "type": "text", "label": "?"}]},
                ],
            },
            {"name": "all", "type": "calculate", "calculation": "sum(${each}) + count(${member})"},
            {"name": "second", "type": "calculate",
             "calculation": "indexed-repeat(${q1}, ${member}, 2)"},
            {"name": "changed", "type": "calculate", "calculation": "${second}",
             "trigger": "${second}"},
            {"name": "q5", "type": "select_one ${q1}", "label": "?", "relevant": "${all} > 0"},
        ],
    }
)  # fmt: skip
"""Rows that know their place, keep chance, hang on each other, and are chosen from."""

DEEDS = ("add", "copy", "remove", "undo", "open", "row", "table", "done")
MOVES = st.lists(
    st.tuples(
        st.sampled_from(["answer"] * 8 + [*DEEDS] * 2 + ["jump", "back", "forward", "remark"]),
        st.integers(0, 20),
        TYPED,
    ),
    min_size=10,
    max_size=35,
)
PHOTO = Photo("0" * 64, "1.jpg", 5)


class Rowing(Walk):
    """A random way that does with rows whatever can be done."""

    def go(self, move: str, pick: int, typed: Any) -> None:
        """Make one move; what is refused changes nothing."""
        conversation = self.conversation
        if move in DEEDS:
            self.act(move, pick)
        elif move == "remark" and conversation.at:
            self.keep(conversation.remark(conversation.at, f"remark {pick}"))
        else:
            super().go(move, pick, typed)

    def act(self, deed: str, pick: int) -> None:
        """Do one thing with rows."""
        conversation = self.conversation
        tables = [p for p in conversation.evaluation.order if is_table(conversation.evaluation, p)]
        if deed == "table" and tables:
            self.conversation = conversation.jump(tables[pick % len(tables)])
        elif deed == "open":
            self.conversation = conversation.open_row(1 + pick % 3)
        elif deed == "row":
            self.conversation = conversation.to_row((1, -1)[pick % 2])
        elif is_table(conversation.evaluation, conversation.at) and conversation.row_count < 5:
            number = 1 + pick % max(1, conversation.row_count)
            done: Mapping[str, Callable[[], object]] = {
                "add": lambda: add_row(conversation),
                "copy": lambda: copy_row(conversation, number),
                "remove": lambda: remove_row(conversation, number),
                "undo": lambda: bring_back_row(conversation),
                "done": lambda: no_more_rows(conversation),
            }
            if deed in done:
                self.keep(done[deed]())


def rowed(form: Questionnaire, interview: Interview, moves: list[tuple[str, int, Any]]) -> Rowing:
    """Walk through a form."""
    way = Rowing(Conversation.resume(form, interview))
    for move in moves:
        way.go(*move)
    return way


FORMS = st.one_of(forms(), st.just(FAMILY))


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES)
def test_rows_that_come_and_go_leave_what_a_fresh_look_says(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """After every move, the evaluation equals the one of its answers from scratch."""
    way = Rowing(Conversation.resume(form, interview))
    for move in moves:
        way.go(*move)
        now = way.conversation.evaluation
        fresh = evaluate_interview(form, interview._replace(answers=now.answers))
        assert said_of(now) == said_of(fresh)


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES)
def test_folding_the_lines_of_rows_gives_the_same_interview(
    interview: Interview, fold: Fold, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """Answers in their order, remarks and descriptions; nothing is left behind in rows gone."""
    way = rowed(form, interview, moves)
    kept, now = fold(interview, way.saved), way.conversation
    said = {p: a for p, a in now.evaluation.answers.items() if p not in now.unsaved}

    assert kept.answers == said
    assert _asked(now, kept.answers) == _asked(now, said)
    assert kept.remarks == now.remarks
    assert kept.descriptions == now.descriptions
    assert said_of(Conversation.resume(form, kept).evaluation) == said_of(now.evaluation)


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES, st.integers(0, 20))
def test_a_row_added_or_copied_and_removed_again_leaves_no_trace(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]], pick: int
) -> None:
    """Where it made no answer moot: those are withdrawn for good."""
    now = _at_a_table(rowed(form, interview, moves).conversation, pick)
    more = [add_row(now)]
    if now.row_count:
        more.append(copy_row(now, 1 + pick % now.row_count))
    for taken in more:
        if not isinstance(taken, Taken) or taken.withdrawn or not now.row_count:
            continue
        back = remove_row(taken.conversation.jump(now.at), now.row_count + 1)
        assert isinstance(back, Taken)
        assert _without_triggered(back.conversation.evaluation) == _without_triggered(
            now.evaluation
        )


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES, st.integers(0, 20))
def test_a_removed_row_can_be_brought_back_whole(
    interview: Interview, fold: Fold, form: Questionnaire, moves: list[tuple[str, int, Any]],
    pick: int,
) -> None:  # fmt: skip
    """With remarks, descriptions, pictures, and whatever became moot by it."""
    way = rowed(form, interview, moves)
    table = _at_a_table(way.conversation, pick)
    if not table.row_count or not table.evaluation.is_asked(table.at):
        return
    table = _with_photos(table)
    removed = remove_row(table, 1 + pick % table.row_count)
    assert isinstance(removed, Taken)
    assert can_bring_back(removed.conversation)
    back = bring_back_row(removed.conversation)
    assert isinstance(back, Taken)

    assert back.conversation.said() == table.said()
    assert {**said_of(back.conversation.evaluation), "order": ()} == {
        **said_of(table.evaluation),
        "order": (),
    }
    assert back.conversation.step("en") == table.step("en")
    unsaved = dict.fromkeys(table.unsaved)
    begun = _kept(interview, table)
    begun = begun._replace(answers={p: a for p, a in begun.answers.items() if p not in unsaved})
    folded = fold(begun, [*removed.entries, *back.entries])
    assert (folded.photos, folded.photos_absent) == (begun.photos, begun.photos_absent)
    assert (folded.remarks, folded.descriptions) == (table.remarks, table.descriptions)
    assert dict(folded.answers) == dict(table.evaluation.answers)


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES, st.integers(1, 12))
def test_forward_again_leads_to_where_one_was(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]], often: int
) -> None:
    """Back so often and forward as often: the same is asked, described, explained or reviewed."""
    here = rowed(form, interview, moves).conversation
    there, steps = here, 0
    for _nth in range(often):
        back = there.back()
        steps += back.step("en") != there.step("en")
        there = back
    for _nth in range(steps):
        there = there.forward()

    assert there.step("en") == here.step("en")


@settings(deadline=None, max_examples=60)
@given(FORMS, MOVES)
def test_back_leads_to_the_first_question_in_the_end(
    interview: Interview, form: Questionnaire, moves: list[tuple[str, int, Any]]
) -> None:
    """However one came, the way back ends, and everything on it is asked as things stand."""
    there = rowed(form, interview, moves).conversation
    for _nth in range(3 * len(moves) + 3):
        there = there.back()
        assert not there.at or there.at in there.evaluation.relevant

    assert there.back().step("en") == there.step("en")


def _asked(conversation: Conversation, answers: Mapping[str, object]) -> list[str]:
    """Return what was said by a person, in the order first said."""
    return [path for path in answers if conversation.evaluation.is_asked(path)]


def _at_a_table(conversation: Conversation, pick: int) -> Conversation:
    tables = [
        path
        for path in conversation.evaluation.order
        if is_table(conversation.evaluation, path) and conversation.evaluation.is_asked(path)
    ]
    return conversation.jump(tables[pick % len(tables)]) if tables else conversation


def _with_photos(conversation: Conversation) -> Conversation:
    paths = list(conversation.evaluation.answers)
    photos = {path: (PHOTO, replace(PHOTO, sha256="1" * 64)) for path in paths[::2]}
    absent = dict.fromkeys(paths[1::2], "too dark")
    return replace(conversation, photos=photos, photos_absent=absent)


def _kept(interview: Interview, conversation: Conversation) -> Interview:
    said = conversation.said()
    return interview._replace(
        answers=dict(conversation.evaluation.answers),
        remarks=dict(conversation.remarks),
        descriptions=dict(conversation.descriptions),
        photos={path: what.photos for path, what in said.items() if what.photos},
        photos_absent={p: what.photos_absent for p, what in said.items() if what.photos_absent},
    )


def _without_triggered(evaluation: Evaluation) -> dict[str, object]:
    said = said_of(evaluation)
    for key in ("answers", "values"):
        values = said[key]
        assert isinstance(values, dict)
        said[key] = {path: value for path, value in values.items() if path != "changed"}
    return said
