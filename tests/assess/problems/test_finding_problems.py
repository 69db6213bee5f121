"""From answers to problems: which are found, what they say, and that none is hidden."""

from typing import Any

import pytest

from fieldsurvey.assess.problems.finding import find_problems, listed
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.chain.interview import Status
from fieldsurvey.errors import AssessmentError
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.questionnaire.model import Questionnaire, Severity

YES_NO = [
    {"name": "1", "label": {"zh": "是", "en": "Yes"}},
    {"name": "2", "label": {"zh": "否", "en": "No"}},
]
GAPS = [
    {"name": "1", "label": {"zh": "水量不足", "en": "too little"}},
    {"name": "2", "label": {"zh": "水质差", "en": "bad water"}},
    {"name": "3", "label": {"zh": "路远", "en": "far away"}},
]


def form(*survey: dict[str, Any], **settings: Any) -> Questionnaire:
    """Make a questionnaire of a few questions."""
    return Questionnaire.model_validate(
        {
            "settings": {
                "form_id": "water",
                "form_title": "Water",
                "version": "1",
                "subject": "household",
                **settings,
            },
            "choices": {"yes_no": YES_NO, "gap": GAPS},
            "survey": list(survey),
        }
    )


def rule(name: str, when: str, **more: Any) -> dict[str, Any]:
    """Make a problem rule; major unless said otherwise."""
    return {"name": name, "when": when, "severity": "major", "text": name, **more}


SAFE = {
    "name": "water_safe",
    "number": "1",
    "type": "select_one yes_no",
    "label": "Safe?",
    "category": "water",
    "sector": "water_bureau",
    "support": ["health", "township"],
    "problem": [
        rule(
            "unsafe",
            ". = '2'",
            severity="critical",
            indicator="B4",
            text={"zh": "饮水无保障:{water_gap}", "en": "Water not secured: {water_gap}"},
        )
    ],
}
GAP = {
    "name": "water_gap",
    "type": "select_multiple gap",
    "label": "What is lacking?",
    "relevant": "${water_safe} = '2'",
}


@pytest.fixture
def found(interview: Any) -> Any:
    """Find the problems of answers to a questionnaire."""

    def find(questionnaire: Questionnaire, answers: dict[str, Any], **more: Any) -> list[Problem]:
        return find_problems(questionnaire, interview("0103-07", "water", answers, **more))

    return find


def test_a_problem_answer_is_found_with_all_that_the_list_needs(found: Any) -> None:
    """Rule, question, severity, what it is about, who is responsible, who helps."""
    [problem] = found(form(SAFE, GAP), {"water_safe": "2", "water_gap": "1 3"}, head="ab12")

    assert problem.rule == "water.unsafe"
    assert (problem.question, problem.question_number) == ("water_safe", "1")
    assert problem.severity is Severity.CRITICAL
    assert (problem.category, problem.indicator) == ("water", "B4")
    assert (problem.sector, problem.support) == ("water_bureau", ("health", "township"))
    assert (problem.subject, problem.form_id) == ("0103-07", "water")
    assert (problem.interview, problem.head) == ("0103-07 water", "ab12")
    assert problem.number.startswith("0103-07-")


def test_the_text_holds_answers_in_words_of_each_language(found: Any) -> None:
    """Labels, not codes; several joined as the language does."""
    [problem] = found(form(SAFE, GAP), {"water_safe": "2", "water_gap": "1 3"})

    assert problem.text == {
        "zh": "饮水无保障:水量不足、路远",
        "en": "Water not secured: too little, far away",
    }


@pytest.mark.parametrize(
    ("gap", "said"),
    [
        pytest.param("", "—", id="blank"),
        pytest.param(SpecialAnswer.DONT_KNOW, "does not know", id="special"),
        pytest.param("9", "9", id="a choice no more in the list"),
    ],
)
def test_what_stands_where_there_is_no_answer(found: Any, gap: Any, said: str) -> None:
    """A sentence never ends in nothing."""
    [problem] = found(form(SAFE, GAP), {"water_safe": "2", "water_gap": gap})

    assert problem.text["en"] == f"Water not secured: {said}"


def test_braces_that_name_no_question_stay(found: Any) -> None:
    """Text is text; an answer is not looked into for more places to fill."""
    told = {**SAFE, "problem": [rule("unsafe", ". = '2'", text="{nobody} {name} {{x}}")]}
    name = {"name": "name", "type": "text", "label": "Name"}

    [problem] = found(form(told, name), {"water_safe": "2", "name": "{water_safe}"})

    assert problem.text == {"": "{nobody} {water_safe} {{x}}"}


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param({"water_safe": "1"}, id="no problem"),
        pytest.param({}, id="not asked yet"),
        pytest.param({"water_safe": ""}, id="blank"),
        pytest.param({"water_safe": SpecialAnswer.REFUSED}, id="refused"),
        pytest.param({"gone": "2"}, id="a question the form does not have"),
    ],
)
def test_what_is_no_problem(found: Any, answers: dict[str, Any]) -> None:
    """Only a real answer can be one."""
    assert found(form(SAFE, GAP), answers) == []


def test_an_answer_that_is_not_relevant_is_no_problem(found: Any) -> None:
    """Paper forms and imports may hold what the conditions skip; so may a group's."""
    gate = {"name": "has_tap", "type": "select_one yes_no", "label": "Tap?"}
    group = {
        "name": "tap",
        "type": "group",
        "relevant": "${has_tap} = '1'",
        "children": [SAFE],
    }
    answers = {"has_tap": "2", "water_safe": "2"}

    assert found(form(gate, group), answers) == []
    assert len(found(form(gate, group), {**answers, "has_tap": "1"})) == 1


def test_a_blank_compares_as_blank(found: Any) -> None:
    """`. != '1'` does not make a problem of a question nobody answered."""
    asked = {**SAFE, "problem": [rule("unsafe", ". != '1'")]}

    assert found(form(asked), {}) == []


def test_the_first_rule_that_holds_is_the_problem(found: Any) -> None:
    """One answer, one problem; and its number stays when another rule holds tomorrow."""
    income = {
        "name": "income",
        "type": "integer",
        "label": "Income",
        "problem": [
            rule("below_line", ". <= 4000", severity="critical"),
            rule("near_line", ". < 6000", severity="watch"),
        ],
    }

    [worse] = found(form(income), {"income": "3000"})
    [milder] = found(form(income), {"income": "5000"})

    assert (worse.rule, milder.rule) == ("water.below_line", "water.near_line")
    assert worse.number == milder.number
    assert listed([worse, milder]) == [worse]


def test_a_roll_up_speaks_only_where_no_item_does(found: Any) -> None:
    """综合判断有问题 beside a problem already told is not told twice."""
    overall = {
        "name": "overall",
        "type": "select_one yes_no",
        "label": "Any problem?",
        "problem": [rule("other", ". = '1' and ${water_safe} != '2'")],
    }

    both = found(form(SAFE, overall), {"water_safe": "2", "overall": "1"})
    alone = found(form(SAFE, overall), {"water_safe": "1", "overall": "1"})

    assert [problem.rule for problem in both] == ["water.unsafe"]
    assert [problem.rule for problem in alone] == ["water.other"]


def test_a_computed_value_can_be_a_problem(found: Any) -> None:
    """3 of 100 persons are above 2 %; exactly 2 of 100 are not."""
    survey = [
        {"name": "poor", "type": "integer", "label": "Poor"},
        {"name": "all", "type": "integer", "label": "All"},
        {
            "name": "rate",
            "type": "calculate",
            "calculation": "${poor} * 100 div ${all}",
            "problem": [rule("high", "${poor} * 100 > 2 * ${all}", text="{rate}%")],
        },
    ]

    [problem] = found(form(*survey), {"poor": "3", "all": "100"})

    assert (problem.question, problem.text) == ("rate", {"": "3%"})
    assert found(form(*survey), {"poor": "2", "all": "100"}) == []


def test_members_of_a_household_have_problems_of_their_own(found: Any) -> None:
    """Each row of a repeat is an answer; its text tells of that row, else of the household."""
    survey = [
        {"name": "village", "type": "text", "label": "Village"},
        {
            "name": "member",
            "type": "repeat",
            "repeat_count": "3",
            "children": [
                {"name": "name", "type": "text", "label": "Name"},
                {
                    "name": "insured",
                    "type": "select_one yes_no",
                    "label": "Insured?",
                    "problem": [rule("not_insured", ". = '2'", text="{name}, {village}")],
                },
            ],
        },
    ]
    answers = {
        "village": "Qinghe",
        "member[1]/name": "An",
        "member[1]/insured": "2",
        "member[2]/name": "Bo",
        "member[2]/insured": "1",
        "member[3]/name": "Cai",
        "member[3]/insured": "2",
    }

    problems = found(form(*survey), answers)

    assert [(problem.question, problem.text[""]) for problem in problems] == [
        ("member[1]/insured", "An, Qinghe"),
        ("member[3]/insured", "Cai, Qinghe"),
    ]
    assert len({problem.number for problem in problems}) == 2


def test_a_rule_may_say_more_than_its_question(found: Any) -> None:
    """Category and sector of the rule go before those of the question."""
    asked = {
        **SAFE,
        "problem": [rule("unsafe", ". = '2'", category="health", sector="medical_insurance")],
    }

    [problem] = found(form(asked), {"water_safe": "2"})

    assert (problem.category, problem.sector) == ("health", "medical_insurance")


@pytest.mark.parametrize(
    ("overdue", "quantity"),
    [("3", 3), ("1", 1), ("0", 1), ("-2", 1), ("", 1), ("2.5", 3)],
)
def test_how_many_cases_it_counts_as(found: Any, overdue: str, quantity: int) -> None:
    """At least one; what is no number of cases counts as one."""
    survey = [
        {
            "name": "ledger",
            "type": "select_one yes_no",
            "label": "Overdue?",
            "problem": [rule("overdue", ". = '1'", quantity="${cases}")],
        },
        {"name": "cases", "type": "decimal", "label": "How many?"},
    ]

    [problem] = found(form(*survey), {"ledger": "1", "cases": overdue})

    assert problem.quantity == quantity


def test_where_it_stands_in_the_form(found: Any) -> None:
    """The outermost group is the standard; the innermost block that is named is the block."""
    inner = {"name": "inner", "type": "group", "children": [SAFE]}
    outer = {
        "name": "outer",
        "type": "group",
        "number": "四",
        "block": "D",
        "children": [inner],
    }

    [problem] = found(form(outer), {"water_safe": "2"})

    assert (problem.section, problem.block) == ("四", "D")


@pytest.mark.parametrize(
    ("told", "added", "description"),
    [
        pytest.param("井干了", "", "井干了", id="the answer kept for it"),
        pytest.param("", "since May", "since May", id="the inspector's words"),
        pytest.param("井干了", "since May", "井干了；since May", id="both"),
        pytest.param("井干了", "井干了", "井干了", id="both the same"),
        pytest.param("", "", "", id="nothing yet"),
    ],
)
def test_the_description(found: Any, told: str, added: str, description: str) -> None:
    """What, who, since when: nothing that was said is lost."""
    asked = {**SAFE, "detail": "what", "problem": [rule("unsafe", ". = '2'")]}
    what = {"name": "what", "type": "text", "label": "What?"}

    [problem] = found(
        form(asked, what),
        {"water_safe": "2", "what": told},
        descriptions={"water_safe": added},
    )

    assert problem.description == description


def test_a_detail_that_the_sentence_holds_is_not_said_again(found: Any) -> None:
    """Where the inspector added something, that is the description."""
    asked = {**SAFE, "detail": "water_gap"}

    [problem] = found(
        form(asked, GAP),
        {"water_safe": "2", "water_gap": "2"},
        descriptions={"water_safe": "since May"},
    )

    assert problem.text["zh"] == "饮水无保障:水质差"
    assert problem.description == "since May"


def test_an_other_answer_brings_its_own_words(found: Any) -> None:
    """`or_other` keeps them in a question beside it."""
    reason = {"name": "reason", "type": "select_one gap or_other", "label": "Why?"}
    other = {"name": "reason_other", "type": "text", "label": "Which?"}
    asked = {**SAFE, "problem": [rule("unsafe", ". = '2'", text="{reason}")]}

    [problem] = found(
        form(asked, reason, other),
        {"water_safe": "2", "reason": "other", "reason_other": "frost"},
    )

    assert problem.text[""].endswith(": frost")


def test_roles_interviewed_in_one_village_have_problems_of_their_own(found: Any) -> None:
    """The instance key is part of the number."""
    role = {"name": "role", "type": "select_one yes_no", "label": "Role"}
    questionnaire = form(role, SAFE, subject="village", instance_key=["role"])

    [one] = found(questionnaire, {"role": "1", "water_safe": "2"})
    [other] = found(questionnaire, {"role": "2", "water_safe": "2"})

    assert (one.instance, other.instance) == (("1",), ("2",))
    assert one.number != other.number


def test_free_text_waits_for_a_person(found: Any) -> None:
    """Whether "the tap drips" is a problem nobody guesses."""
    other = {
        "name": "other",
        "type": "text",
        "label": "Other?",
        "problem": [rule("other", ". != '无'", severity="minor")],
    }

    [problem] = found(form(other), {"other": "the tap drips"})

    assert problem.needs_confirmation


def test_a_withdrawn_interview_has_no_problems(found: Any) -> None:
    """Nobody stands by its answers any more."""
    assert found(form(SAFE), {"water_safe": "2"}, status=Status.WITHDRAWN) == []


def test_another_questionnaires_interview_is_refused(interview: Any) -> None:
    """Codes mean something else there."""
    with pytest.raises(AssessmentError):
        find_problems(form(SAFE), interview("0103-07", "housing", {"water_safe": "2"}))
