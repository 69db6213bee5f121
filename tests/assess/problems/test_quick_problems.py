"""Laws: the quick way to the problems of an interview leads to those of a whole evaluation."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.problems.finding import evaluate_problems, find_problems
from fieldsurvey.chain.interview import Interview
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.on_demand import is_on_demand
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.interview.logic.screening import screen_of
from fieldsurvey.questionnaire import load_questionnaires, read_questionnaire
from fieldsurvey.questionnaire.model import Question, Questionnaire

from ..conftest import SHIPPED

FORMS = load_questionnaires(SHIPPED)
FACTS = {
    "campaign.poverty_line": st.sampled_from(["4000", "", "0", "x"]),
    "campaign.monitor_line": st.sampled_from(["6000", ""]),
    "household.category": st.sampled_from(["poor", "lifted", "unregistered", ""]),
    "household.flags": st.sampled_from(["normal", "relapsed monitored"]),
    "village.population": st.sampled_from(["1200", "1.5"]),
    "start": st.just("4000"),
    "interview.seed": st.sampled_from(["1", "2", "3", "4"]),
}
TEXTS = st.sampled_from(["", "无", " 没有 ", "refused", "漏雨", "2020-03-01", "1 2", "nan", "-0"])
NUMBERS = st.one_of(
    st.integers(-2, 7000).map(str), st.sampled_from(["0", "1", "2", "3.5", "4000", "1e3"])
)
SPECIALS = st.sampled_from(SpecialAnswer)
MOOT = """
settings: {form_id: moot, form_title: Moot, version: "1", subject: household}
choices:
  yes_no: [{name: "1", label: "yes"}, {name: "2", label: "no"}]
survey:
  - name: since
    type: text
    label: Since
    relevant: "'1' = '2'"
    default: today()
    read_only: true
  - name: dry
    type: select_one yes_no
    label: Dry?
    detail: since
    problem: [{name: wet, when: ". = '2'", severity: major, text: "Wet."}]
"""
ASKED = "2020-06-22T23:30:00+08:00"


def an_interview(form: Questionnaire, answers: dict[str, Any], facts: dict[str, str]) -> Interview:
    """Return a finished interview, with something said of every answer."""
    return Interview(
        id="d1-1",
        subject="0103-07",
        form_id=form.form_id,
        questionnaire=form.digest,
        device="d1",
        team="1",
        inspectors=("Shen Yue",),
        status="finished",  # type: ignore[arg-type]
        started_at=ASKED,
        finished_at=ASKED,
        preload=facts,
        answers=answers,
        descriptions=dict.fromkeys(list(answers)[::2], "since May"),
        head="h",
    )


def answers_to(question: Question, form: Questionnaire) -> st.SearchStrategy[AnswerValue]:
    """Draw an answer to a question, most of them possible ones."""
    codes = [choice.name for choice in form.choice_list(question)]
    if not codes:
        return st.one_of(NUMBERS, TEXTS, SPECIALS)
    return st.one_of(
        st.sampled_from(codes),
        st.sampled_from(codes),
        st.lists(st.sampled_from(codes), max_size=3).map(" ".join),
        SPECIALS,
        TEXTS,
    )


@st.composite
def shipped_interviews(draw: st.DrawFn) -> tuple[Questionnaire, Interview]:
    """Draw a shipped questionnaire and answers to any of its questions, moot or not."""
    form = draw(st.sampled_from(list(FORMS.values())))
    names = draw(st.sets(st.sampled_from(list(form.questions)), max_size=40))
    answers = {n: draw(answers_to(q, form)) for n, q in form.questions.items() if n in names}
    facts = {name: draw(values) for name, values in FACTS.items() if draw(st.booleans())}
    return form, an_interview(form, answers, facts)


@settings(deadline=None, max_examples=150)
@given(shipped_interviews())
def test_the_shipped_questionnaires_say_the_same(
    made: tuple[Questionnaire, Interview],
) -> None:
    """Whatever was answered, every problem is found, word for word, and no other."""
    form, interview = made
    assert find_problems(form, interview) == evaluate_problems(form, interview)


@st.composite
def _parts(draw: st.DrawFn, earlier: list[str], own: str) -> str:
    """Draw a condition over the answer, earlier questions, facts, the clock and chance."""
    name = draw(st.sampled_from([own, *(f"${{{each}}}" for each in earlier)]))
    other = draw(st.sampled_from([own, *(f"${{{each}}}" for each in earlier)]))
    return draw(
        st.sampled_from(
            [
                *(f"{name} = '2'", f"{name} != '1'", f"{name} > 2", f"{name} <= {other}"),
                *(f"selected({name}, '1')", f"not({name} = {other})", f"{name} = ''"),
                *(f"string-length({name}) > 1", f"count-selected({name}) < 2"),
                *(f"regex(normalize-space({name}), '^(|无|没有)$')", f"{name} < '2020-06-01'"),
                *(f"{name} < today()", f"number({name}) = 18343", f"{name} + 1 > {other}"),
                *(f"../{name.strip('${}')} = '2'" if "$" in name else f"{own} * 2 = 4", "true()"),
                *(f"jr:choice-name({name}, \"{name}\") = 'L2'", "random() < 0.5"),
            ]
        )
    )


@st.composite
def _conditions(draw: st.DrawFn, earlier: list[str], own: str = ".") -> str:
    parts = [draw(_parts(earlier, own)) for _turn in range(draw(st.integers(1, 3)))]
    joined = f" {draw(st.sampled_from(['and', 'or']))} ".join(parts)
    return draw(st.sampled_from([joined, joined, f"not({joined})"]))


@st.composite
def _questions(draw: st.DrawFn, earlier: list[str]) -> dict[str, Any]:
    name = f"q{len(earlier)}"
    kinds = ["integer", "text", "select_one codes", "select_multiple codes", "calculate", "hidden"]
    kind = draw(st.sampled_from([*kinds, "select_one codes or_other", "date"]))
    item: dict[str, Any] = {"name": name, "type": kind, "label": "?"}
    if kind == "calculate":
        item["calculation"] = draw(
            st.sampled_from([*(f"${{{each}}} + 1" for each in earlier), "now()", "once('2')"])
        )
    elif kind == "hidden":
        item["preload"] = draw(st.sampled_from(list(FACTS)))
    elif draw(st.integers(0, 5)) == 0:
        item["read_only"] = draw(st.sampled_from([True, *(f"${{{e}}} = '1'" for e in earlier)]))
        item["default"] = draw(st.sampled_from(["2", "", "today()"]))
    if earlier and draw(st.booleans()):
        item["relevant"] = draw(_conditions(earlier, "'1'"))
    if kind.startswith("select_one codes") and earlier and draw(st.booleans()):
        item["choice_filter"] = f"kind = ${{{draw(st.sampled_from(earlier))}}} mod 2"
    item["problem"] = [
        {
            "name": f"r{name}{nth}",
            "when": draw(_conditions(earlier)),
            "severity": draw(st.sampled_from(["major", "watch"])),
            "text": draw(st.sampled_from(["!", f"a {{{name}}}", "{q0} {nobody}"])),
            "quantity": draw(
                st.sampled_from(["", ".", "random() * 9", "${q0} + 1" if earlier else "3"])
            ),
        }
        for nth in range(draw(st.integers(0, 3)))
    ]
    if earlier and draw(st.booleans()):
        item["detail"] = draw(st.sampled_from(earlier))
    return item


@st.composite
def _forms(draw: st.DrawFn) -> Questionnaire:
    """Draw a questionnaire of a few questions, groups of them, and sometimes a repeat."""
    names: list[str] = []
    survey: list[dict[str, Any]] = []
    for nth in range(draw(st.integers(1, 3))):
        group: dict[str, Any] = {"name": f"g{nth}", "type": "group", "label": "?", "children": []}
        if draw(st.integers(0, 7)) == 0:
            group |= {"type": "repeat", "repeat_count": "2"}
        elif names and draw(st.booleans()):
            group["relevant"] = f"${{{draw(st.sampled_from(names))}}} != '1'"
        for _turn in range(draw(st.integers(1, 4))):
            item = draw(_questions(names))
            group["children"].append(item)
            names.append(item["name"])
        survey.append(group)
    return Questionnaire.model_validate(
        {
            "settings": {
                "form_id": "small",
                "form_title": "F",
                "version": "1",
                "subject": "household",
                "instance_key": ["q0"],
            },
            "choices": {
                "codes": [
                    {"name": code, "label": f"L{code}", "filter": {"kind": str(int(code) % 2)}}
                    for code in "123"
                ]
            },
            "survey": survey,
        }
    )


@st.composite
def small_interviews(draw: st.DrawFn) -> tuple[Questionnaire, Interview]:
    """Draw a small questionnaire and answers at any of its places."""
    form = draw(_forms())
    plan = plan_of(form)
    paths = {
        f"{outer}{name}": question
        for name, question in form.questions.items()
        for outer in [f"{r}[{row}]/" for r in plan.nodes[name].repeats for row in (1, 2)] or [""]
    }
    answers = {
        path: draw(answers_to(question, form))
        for path, question in paths.items()
        if draw(st.booleans())
    }
    facts = {name: draw(values) for name, values in FACTS.items() if draw(st.booleans())}
    return form, an_interview(form, answers, facts)


@settings(deadline=None, max_examples=200)
@given(small_interviews())
def test_any_questionnaire_says_the_same(made: tuple[Questionnaire, Interview]) -> None:
    """Whatever the logic, the quick way and the whole evaluation find the same problems."""
    form, interview = made
    assert find_problems(form, interview) == evaluate_problems(form, interview)


def test_what_a_moot_question_keeps_is_not_told_either_way(tmp_path: Path) -> None:
    """A dynamic default keeps its value; where its question is not relevant it says nothing."""
    path = tmp_path / "moot.yaml"
    path.write_text(MOOT, encoding="utf-8")
    form = read_questionnaire(path)
    interview = an_interview(form, {"dry": "2", "since": "2020-01-01"}, {})

    quick, whole = find_problems(form, interview), evaluate_problems(form, interview)

    assert quick == whole
    assert [problem.description for problem in whole] == ["since May"]


@pytest.mark.parametrize("form_id", FORMS)
def test_shipped_questionnaires_need_no_whole_evaluation(form_id: str) -> None:
    """All of them can be worked out answer by answer; most answers tell by themselves."""
    plan = plan_of(FORMS[form_id])
    screen = screen_of(plan)
    assert is_on_demand(plan)
    assert len(screen.computed) <= 1
    clean = {name: "1" for name in screen.verdicts if FORMS[form_id].questions[name].list_name}
    assert len(screen.suspects(clean)) < len(clean) / 2 + 2


def test_an_answer_of_a_moot_question_is_no_problem(
    interview: Callable[..., Interview],
) -> None:
    """What was answered before the question became moot finds nothing, however sure its rule."""
    form = FORMS["unregistered-household"]
    asked = interview("0103-07", form.form_id, {"dropout": "1", "dropout_reason": "1"})
    moot = asked._replace(answers={**asked.answers, "dropout": "2"})
    assert [p.question for p in find_problems(form, asked)] == ["dropout"]
    assert find_problems(form, moot) == []
