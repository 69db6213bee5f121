"""Rows of the problem list: annex 6, one row a problem, each leading back to its answer."""

import json
from collections.abc import Callable
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.chain.interview import Interview
from fieldsurvey.errors import ReportError
from fieldsurvey.report.freezing.problem_list import ListFacts, list_problem_rows
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow, is_hint, problem_list_schema

SCHEMA = Path(__file__).parents[3] / "docs" / "problem-list.schema.json"

ANNEX_6 = [
    "sequence",
    "number",
    "date",
    "team",
    "township",
    "village",
    "group",
    "head",
    "household_type",
    "level",
    "block",
    "category",
    "severity",
    "description",
    "source",
    "evidence",
    "state",
    "inspectors",
    "sector",
    "responsible_township",
]


def test_the_columns_are_those_of_annex_6_in_its_order() -> None:
    """Twenty columns, and a row's JSON begins with them."""
    assert list(COLUMNS) == ANNEX_6
    assert [field.name for field in fields(ProblemRow)][:20] == ANNEX_6


def test_one_row_says_everything_annex_6_asks(rows: list[ProblemRow]) -> None:
    """The row of the unsafe well, column by column."""
    row = rows[0].model_dump(mode="json")
    source, evidence = row.pop("source"), row.pop("evidence")

    assert source.startswith("附件2")
    assert "1" in source
    assert "2" in evidence
    assert evidence.endswith("3fa9c1d2、77b0e4a1")
    assert {column: row[column] for column in COLUMNS if column in row} == {
        "sequence": 1,
        "number": "0103-07-AAAAA",
        "date": "2020-06-29",
        "team": "1",
        "township": "河湾镇",
        "village": "柳林村",
        "group": "3组",
        "head": "王**",
        "household_type": "lifted",
        "level": "household",
        "block": "B",
        "category": "water",
        "severity": "critical",
        "description": "饮水安全无保障；水井旱季断水，自5月起",
        "state": "suspected",
        "inspectors": ["周一", "吴二"],
        "sector": "water_bureau",
        "responsible_township": "河湾镇",
    }


def test_a_row_leads_back_to_its_answer(rows: list[ProblemRow]) -> None:
    """Subject, form, question, rule and interview are there for a program."""
    row = rows[0]

    assert (row.subject, row.form_id, row.question) == (
        "0103-07",
        "registered-household",
        "water_safe",
    )
    assert row.rule == "registered-household.water_safe_rule"
    assert (row.interview, row.indicator, row.support) == ("d1-1", "B4", ("township",))
    assert row.household_marks == ("monitored",)
    assert (row.township_code, row.village_code) == ("01", "0103")


def test_a_village_problem_names_no_household(rows: list[ProblemRow]) -> None:
    """Its household columns are empty and its level is the village."""
    [row] = [row for row in rows if row.subject == "0201"]

    assert (row.level, row.group, row.head, row.household_type) == ("village", "", "", "")
    assert (row.township, row.responsible_township, row.block) == ("青石乡", "青石乡", "D")


def test_rows_go_by_village_household_and_form_whatever_the_order(
    problems: list[Problem], interviews: list[Interview], facts: ListFacts
) -> None:
    """The order that problems come in changes nothing."""
    forth = list_problem_rows(problems, interviews, facts)
    back = list_problem_rows(problems[::-1], interviews[::-1], facts)

    assert forth == back
    assert [row.number for row in forth] == [
        "0103-07-AAAAA",
        "0103-07-CCCCC",
        "0103-08-BBBBB",
        "0201-XXXXX",
        "0201-01-HHHHH",
    ]
    assert [row.sequence for row in forth] == [1, 2, 3, 4, 5]


def test_members_of_a_repeat_go_by_number_not_by_spelling(
    interviews: list[Interview], facts: ListFacts, problem: Callable[..., Problem]
) -> None:
    """The tenth child comes after the second."""
    found = [problem(f"0103-07-{place:05}", "d1-1", f"child[{place}]/dropout") for place in (10, 2)]

    assert [row.question for row in list_problem_rows(found, interviews, facts)] == [
        "child[2]/dropout",
        "child[10]/dropout",
    ]


def test_every_problem_has_exactly_one_row_dismissed_ones_too(
    interviews: list[Interview], facts: ListFacts, problem: Callable[..., Problem]
) -> None:
    """Nothing is hidden: a dismissed problem stays, marked."""
    found = [
        problem(f"0103-07-{state}", "d1-1", "water_safe", state=state) for state in ProblemState
    ]
    rows = list_problem_rows(found, interviews, facts)

    assert sorted(row.number for row in rows) == sorted(p.number for p in found)
    assert {row.state for row in rows} == set(ProblemState)


def test_a_problem_that_leads_nowhere_is_refused(problems: list[Problem], facts: ListFacts) -> None:
    """A row that nobody can look up must not be printed."""
    with pytest.raises(ReportError, match="nobody could look it up"):
        list_problem_rows(problems, [], facts)


def test_names_and_numbers_are_masked_unless_asked_for(
    problems: list[Problem], interviews: list[Interview], facts: ListFacts
) -> None:
    """A telephone, an identity number, the head's and a neighbour's name leave only on purpose."""
    said = "户主王小明，电话13812345678，身份证411302195001011234，邻居赵大海作证"
    named = [p._replace(description=said, text={"zh": said}) for p in problems[-1:]]

    [masked] = list_problem_rows(named, interviews, facts)
    [full] = list_problem_rows(named, interviews, replace(facts, mask_names=False))

    text = json.dumps(masked.model_dump(mode="json"), ensure_ascii=False)
    for secret in ("王小明", "赵大海", "13812345678", "411302195001011234"):
        assert secret not in text
        assert secret in full.description
    assert masked.head == "王**"
    assert full.head == "王小明"


def test_the_inspector_s_words_are_not_said_twice(
    interviews: list[Interview], facts: ListFacts, problem: Callable[..., Problem]
) -> None:
    """Where the rule's sentence already holds them, they are not added."""
    same = problem(
        "0103-07-AAAAA", "d1-1", "water_safe", text={"zh": "无保障: 井干了"}, description="井干了"
    )

    assert list_problem_rows([same], interviews, facts)[0].description == "无保障: 井干了"


def test_an_indicator_without_a_block_takes_the_block_of_its_group(
    interviews: list[Interview], facts: ListFacts, problem: Callable[..., Problem]
) -> None:
    """A problem that takes no points still has its 落实类别."""
    found = problem("0103-07-AAAAA", "d1-1", "water_safe", indicator="", block="C")

    assert list_problem_rows([found], interviews, facts)[0].block == "C"


def test_hints_are_told_from_problems(rows: list[ProblemRow]) -> None:
    """Only what is of severity watch is a hint."""
    assert [row.number for row in rows if is_hint(row)] == ["0201-01-HHHHH"]


@settings(deadline=None, max_examples=60)
@given(text=st.text(max_size=80))
def test_no_text_breaks_a_row(text: str) -> None:
    """Whatever people type, the row is valid UTF-8 JSON without control or bidi characters."""
    row = ProblemRow(
        sequence=1,
        number="n",
        date="2020-06-29",
        team=text,
        township=text,
        village=text,
        level="household",
        severity="minor",
        description=text + "\x00\x1b[31m\u202e\u2066\ud800",
        source=text,
        state="suspected",
        subject="s",
        form_id="f",
        question="q",
        rule="r",
        interview="i",
        interview_head="h",
    )

    read = json.loads(json.dumps(row.model_dump(mode="json"), ensure_ascii=False).encode())
    assert read["description"].isprintable() or set(read["description"]) - set("\t\n")
    assert not set(read["description"]) & set("\x00\x1b\u202e\u2066\ud800\r")


def test_a_row_never_changes_and_knows_its_keys(rows: list[ProblemRow]) -> None:
    """Rows are frozen, and a key nobody knows is refused."""
    with pytest.raises(FrozenInstanceError):
        rows[0].number = "other"
    with pytest.raises(ValidationError):
        ProblemRow(**{**rows[0].model_dump(), "colour": "red"})


def test_the_schema_in_the_docs_is_printed_from_the_model() -> None:
    """docs/problem-list.schema.json says what `problems list --json` gives."""
    printed = json.dumps(problem_list_schema(), ensure_ascii=False, indent=2) + "\n"

    assert SCHEMA.read_text(encoding="utf-8") == printed
    row = problem_list_schema()["$defs"]["ProblemRow"]
    assert list(row["properties"])[:20] == ANNEX_6
    assert set(COLUMNS) <= set(row["required"])


def test_a_problem_without_a_photo_says_why(
    problem: Callable[..., Problem], interviews: list[Interview], facts: ListFacts
) -> None:
    """The reason stands in the column of evidence, names masked like everywhere."""
    [row] = list_problem_rows([problem("0103-07-CCCCC", "d1-1", "dropout")], interviews, facts)

    assert row.evidence.endswith("家长不愿意拍照")
