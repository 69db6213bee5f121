"""The shipped questionnaires hold the whole plan: each row, each option, word for word.

`tests/data/plan_rows/questions.yaml` is the inventory of the plan's annexes 1 to 4, made apart from
the questionnaires; `where.yaml` says which question holds which row.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from fieldsurvey.expressions import compile_expression
from fieldsurvey.questionnaire import Questionnaire, check_file, load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import Choice, Group, ProblemRule, Question, Repeat

PLAN_ROWS = Path(__file__).parents[1] / "data" / "plan_rows"

REVERSED = {
    "registered-household": (
        "dropout medical_gap idle_worker loan_overdue dibao_missed tekun_missed relief_missed "
        "disability_card disability_policy team_weaker covid_impact"
    ),
    "unregistered-household": (
        "food_clothing dropout medical_burden overall_problem missed covid_impact"
    ),
}
"""Questions whose first answer is the problem, by form_id."""

OUR_CHOICES = {"a1_08_rooms": ["5"]}
"""None of these: a clinic without any room must be an answer, and a blank is none."""

OUR_QUESTIONS = {
    "registered-household": {"dropout_proof", "planned_type"},
    "unregistered-household": set(),
}
"""Questions that no row asks for, each with its reason in the file; hidden facts aside."""


@cache
def forms() -> Mapping[str, Questionnaire]:
    """Return the shipped questionnaires by form_id."""
    return load_questionnaires(shipped_folder())


@cache
def plan() -> Mapping[str, Any]:
    """Return the inventory of the plan."""
    return yaml.safe_load((PLAN_ROWS / "questions.yaml").read_text(encoding="utf-8"))


@cache
def where() -> Mapping[str, tuple[str, str]]:
    """Return form_id and question of each row by its id."""
    map_of_forms = yaml.safe_load((PLAN_ROWS / "where.yaml").read_text(encoding="utf-8"))
    return {row: (form, name) for form, rows in map_of_forms.items() for row, name in rows.items()}


def sections() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield form_id and section of the inventory."""
    for annex in plan()["questionnaires"]:
        form_id = where()[annex["sections"][0]["items"][0]["id"]][0]
        for section in annex["sections"]:
            yield form_id, section


def all_rows() -> list[Mapping[str, Any]]:
    """Return the rows of the inventory in the order of the plan."""
    return [row for _, section in sections() for row in section["items"]]


def asked_as(row: Mapping[str, Any]) -> Question:
    """Return the question that holds a row."""
    form_id, name = where()[row["id"]]
    return forms()[form_id].questions[name]


def choices_of(row: Mapping[str, Any]) -> tuple[Choice, ...]:
    """Return the choices of the question that holds a row."""
    return forms()[where()[row["id"]][0]].choice_list(asked_as(row))


def numbers_and_type(row: Mapping[str, Any]) -> tuple[str, str, str | None]:
    """Return the number, type and unit of a row's question; people are counted whole."""
    types = {
        "single": "select_one",
        "multi": "select_multiple",
        "text": "text",
        "number": "integer" if row.get("unit") in {"人", "名"} else "decimal",
        "computed": "calculate",
    }
    return row["item_no"], types[row["type"]], row.get("unit")


each_form = pytest.mark.parametrize("form_id", sorted(forms()))


def test_the_inventory_is_whole_and_every_row_has_its_place() -> None:
    """All 194 rows and the two extra items are mapped, each to a question of its own."""
    rows = [row["id"] for row in all_rows()]
    ours = [item["id"] for item in plan()["meta"]["our_extra_items"]]

    assert len(rows) == plan()["counts"]["total_rows"] == 194
    assert set(where()) == {*rows, *ours}
    assert len(set(where().values())) == len(where())


def test_rows_keep_the_words_of_the_plan() -> None:
    """The plan's own words stand in the label, the hint or a choice, and are put in English."""
    for row in all_rows():
        question = asked_as(row)
        words = [question.label["zh"], question.hint.get("zh", "")]
        words += [choice.label["zh"] for choice in choices_of(row)]

        assert any(row["zh"] in text for text in words), row["id"]
        assert question.label["en"], row["id"]


def test_rows_keep_their_numbers_types_and_units() -> None:
    """Each question has the paper's number, the type of its row and its unit."""
    found = {
        row["id"]: (asked_as(row).number, asked_as(row).base_type, asked_as(row).unit.get("zh"))
        for row in all_rows()
    }

    assert found == {row["id"]: numbers_and_type(row) for row in all_rows()}


def test_rows_keep_their_options() -> None:
    """Every option has the paper's code and the paper's words, in the paper's order."""
    for row in all_rows():
        ours = OUR_CHOICES.get(row["id"], [])
        found = [(choice.name, choice.label["zh"]) for choice in choices_of(row)]
        exclusive = [choice.name for choice in choices_of(row) if choice.exclusive]

        assert [choice for choice in found if choice[0] not in ours] == [
            (str(option["code"]), option["zh"]) for option in row.get("options", [])
        ], row["id"]
        assert exclusive == [*(str(code) for code in row.get("exclusive", [])), *ours], row["id"]


def test_rows_keep_what_they_are_about_and_who_is_responsible() -> None:
    """Category, responsible bureau and helpers are those of the inventory."""
    for row in all_rows():
        question = asked_as(row)
        found = (question.category, question.sector, list(question.support))

        assert found == (row["domain"], row["sector"], row.get("sector_support", [])), row["id"]


def test_rows_keep_their_bounds() -> None:
    """Where the inventory says least or most, the constraint does; N/A is allowed where it is."""
    for row in all_rows():
        question = asked_as(row)
        least = {f">= {row['min']}", "> 0"} if "min" in row else {""}
        most = f"<= {row['max']}" if "max" in row else ""

        assert any(bound in question.constraint for bound in least), row["id"]
        assert most in question.constraint, row["id"]
        assert ("not_applicable" in question.special) == bool(row.get("allow_na")), row["id"]


def test_sections_keep_their_headings() -> None:
    """Each heading of the plan heads a group, or the form, with its number."""
    for form_id, section in sections():
        form = forms()[form_id]
        groups = [item for item, _ in form.walk() if isinstance(item, Group)]
        headings = [form.settings.form_title["zh"], *(group.label["zh"] for group in groups)]
        numbers = {group.number for group in groups} | {
            "表头",
            "签字",
            form.settings.form_title["zh"],
        }

        assert any(section["zh"] in heading for heading in headings), section["zh"]
        assert section["item_no"] in numbers, section["zh"]


def test_nothing_is_invented_where_the_plan_is_silent() -> None:
    """No sections 七 and 八 and no items 15 to 17; what else is ours is listed above."""
    form = forms()["registered-household"]
    numbers = {item.number for item, _ in form.walk()}
    text = (shipped_folder() / "registered-household.yaml").read_text(encoding="utf-8")

    assert numbers.isdisjoint({"七", "八", "15", "16", "17"})
    assert "# The plan has no sections 七 and 八 and no items 15, 16 and 17." in text
    for form_id, ours in OUR_QUESTIONS.items():
        mapped = {name for of_form, name in where().values() if of_form == form_id}
        others = {
            question.name
            for question in forms()[form_id].questions.values()
            if question.base_type != "hidden" and question.name not in mapped
        }
        assert others == ours


def test_reversed_questions_are_these_seventeen() -> None:
    """Where the first answer is the problem, every rule asks for it; elsewhere none does."""
    for_first: dict[str, set[str]] = {form_id: set() for form_id in forms()}
    for form_id, form in forms().items():
        for question in form.questions.values():
            asks = {". = '1'" in rule.when for rule in question.problem}
            if question.base_type == "select_one" and True in asks:
                assert asks == {True}, question.name
                for_first[form_id].add(question.name)

    reversed_ones = {form_id: set(names.split()) for form_id, names in REVERSED.items()}
    assert sum(len(names) for names in reversed_ones.values()) == 17
    assert for_first == {form_id: reversed_ones.get(form_id, set()) for form_id in forms()}


def test_problems_are_described_where_the_plan_asks_for_a_description() -> None:
    """A rule whose sentence quotes a text row of the plan has that question for its detail."""
    for row in all_rows():
        quoted = {
            name
            for rule in row.get("problem", [])
            for name in re.findall(r"\{(a[23]_\w+_d)\}", rule["zh"])
        }
        details = {where()[name][1] for name in quoted}
        assert details <= {asked_as(row).detail}, row["id"]


@each_form
def test_a_shipped_file_has_no_fault(form_id: str) -> None:
    """`questionnaire check` finds nothing to say."""
    assert check_file(shipped_folder() / f"{form_id}.yaml") == []


@each_form
def test_everything_shown_is_in_chinese_and_english(form_id: str) -> None:
    """Labels, hints, messages, units and sentences are in both languages."""
    form = forms()[form_id]
    shown = [form.settings.form_title, form.settings.source]
    shown += [choice.label for choices in form.choices.values() for choice in choices]
    for item, _ in form.walk():
        shown += [item.label, item.hint]
        if isinstance(item, Question):
            shown += [item.unit, item.constraint_message, item.warning_message]
            shown += [rule.text for rule in item.problem]

    for text in shown:
        assert set(text) in ({"zh", "en"}, set())
        assert not re.search("[一-鿿]", text.get("en", "").replace("“无”", ""))


@each_form
def test_whatever_is_asked_says_so(form_id: str) -> None:
    """Every question that a person answers has a label, and a refusal says what is wanted."""
    for question in forms()[form_id].questions.values():
        if question.base_type not in {"hidden", "calculate"}:
            assert question.label, question.name
        assert bool(question.constraint) == bool(question.constraint_message), question.name
        assert bool(question.warning) == bool(question.warning_message), question.name


@each_form
def test_expressions_compile_and_know_their_names(form_id: str) -> None:
    """Every expression compiles, and what it and the sentences refer to is there."""
    form = forms()[form_id]
    known = set(form.questions)
    assert compile_expression(form.settings.instance_name).references <= known
    for item, _ in form.walk():
        for text in expressions_of(item):
            assert compile_expression(text).references <= known, text
        if isinstance(item, Question):
            for rule in item.problem:
                assert names_in(rule) <= known, rule.name


def expressions_of(item: Question | Group | Repeat) -> Iterator[str]:
    """Yield the expressions of an item."""
    texts = [item.relevant]
    if isinstance(item, Question):
        texts += [item.constraint, item.warning, item.calculation, item.choice_filter]
        texts += [text for rule in item.problem for text in (rule.when, rule.quantity)]
        texts += [item.default] if "${" in item.default else []
    return (text for text in texts if text)


def names_in(rule: ProblemRule) -> set[str]:
    """Return the questions that the sentence of a rule quotes; the same in both languages."""
    quoted = [set(re.findall(r"\{(\w+)\}", text)) for text in rule.text.values()]
    assert quoted[0] == quoted[1], rule.name
    return quoted[0]
