"""What the pages show as examples is true."""

import re
import sqlite3
from pathlib import Path

import pytest

from fieldsurvey.chain.storage.schema import bring_up_to_date
from fieldsurvey.chain.views import create_view
from fieldsurvey.expressions import evaluate
from fieldsurvey.interview.logic.evaluation import evaluate as evaluate_form
from fieldsurvey.interview.trials.answers_file import read_answers
from fieldsurvey.interview.trials.form_tests import read_form_tests
from fieldsurvey.interview.trials.running_form_tests import run_form_tests
from fieldsurvey.questionnaire import (
    check_questionnaire,
    load_questionnaires,
    read_questionnaire,
    shipped_folder,
)

DOCS = Path(__file__).parents[2] / "docs"


def blocks(page: str, language: str) -> list[str]:
    """Return the blocks of code of a page that are in one language."""
    text = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_whole_questionnaire_has_no_fault(tmp_path: Path) -> None:
    """The questionnaire of questionnaires.md is taken as it stands."""
    file = tmp_path / "well-visit.yaml"
    file.write_text(blocks("questionnaires.md", "yaml")[0], encoding="utf-8")

    assert check_questionnaire(read_questionnaire(file)) == []


def test_the_answers_and_the_tests_of_the_page_are_taken(tmp_path: Path) -> None:
    """The answers of questionnaires.md are read, and its questionnaire passes its tests."""
    names = ("well-visit.yaml", "answers.yaml", "well-visit.test.yaml")
    form, answers, tests = (tmp_path / name for name in names)
    whole, _cascade, *others = blocks("questionnaires.md", "yaml")
    for file, example in zip((form, answers, tests), (whole, *others), strict=True):
        file.write_text(example, encoding="utf-8")

    results = list(run_form_tests(read_questionnaire(form), read_form_tests(tests)))

    assert "member[2]/age" in read_answers(answers)
    assert [result.differences for result in results] == [()]


def test_the_question_that_chooses_from_a_file_is_taken(tmp_path: Path) -> None:
    """The village of questionnaires.md is chosen from villages.csv, in the township answered."""
    whole, cascade, *_others = blocks("questionnaires.md", "yaml")
    head = whole.partition("survey:")[0].partition("choices:")[0]
    town = "  - {name: township, type: text, label: {zh: 乡, en: Township}}\n"
    file = tmp_path / "well-visit.yaml"
    file.write_text(f"{head}survey:\n{town}{cascade}", encoding="utf-8")
    (tmp_path / "villages.csv").write_text("name,label,township\n01,甲,1\n", encoding="utf-8")

    offered = evaluate_form(read_questionnaire(file), {"township": "1"}).choices("village")
    assert [choice.name for choice in offered] == ["01"]


def test_expressions_give_what_the_page_says() -> None:
    """Each row of the table of expressions evaluates to its second column."""
    page = (DOCS / "questionnaires.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` \| (true|false|NaN) \|", page, re.MULTILINE)

    assert len(rows) >= 6
    for expression, said in rows:
        given = evaluate(expression, {})
        assert {True: "true", False: "false"}.get(given, "NaN") == said, expression


@pytest.fixture
def survey() -> sqlite3.Connection:
    """An empty survey file with the views of the shipped questionnaires."""
    connection = sqlite3.connect(":memory:", isolation_level=None)
    bring_up_to_date(connection)
    for questionnaire in load_questionnaires(shipped_folder()).values():
        create_view(connection, questionnaire)
    return connection


@pytest.mark.parametrize("query", blocks("database.md", "sql"))
def test_the_queries_of_the_database_page_run(query: str, survey: sqlite3.Connection) -> None:
    """Each query of database.md names tables, views and columns that are there."""
    survey.execute(
        "INSERT INTO interview (id, subject, form_id, questionnaire, device, team, inspectors,"
        " status, started_at, finished_at, preload, answers, descriptions, remarks,"
        " answered_last, signatures, finish_code, first_seq, last_seq, head, forked)"
        " SELECT 'd-1', '0101-01', 'registered-household', 'x', 'd', '1',"
        " '[]', 'finished', '2020-06-28T09:00:00+08:00', '2020-06-28T09:30:00+08:00', '{}',"
        """ '{"water_safe": "2", "insured": {"special": "refused"}}', '{}', '{}', '', '[]', '',"""
        " 1, 2, '', 0"
    )
    line = '{"at": "2020-06-28T09:10:00+08:00", "question": "water_safe", "value": "2"}'
    survey.execute(
        "INSERT INTO line VALUES ('d', 1, zeroblob(32), zeroblob(32), zeroblob(32), ?, 'answer',"
        " 'd-1')",
        (line,),
    )

    rows = survey.execute(query).fetchall()
    survey.close()

    assert len(rows) == 1
    assert None not in rows[0]
