import hashlib
import sqlite3
from collections.abc import Callable

import pytest

from fieldsurvey.chain.devices.register import (
    Device,
    QuestionnaireVersion,
    device,
    keep_version,
    know_device,
    know_questionnaire,
    questionnaire_version,
)
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.questionnaire.model import Group, Question, Questionnaire, Repeat, Settings

SOURCE = "settings: …\r\n".encode()


def questionnaire(*names: str) -> Questionnaire:
    """Return a questionnaire that asks for those texts, a note, and one thing of each member."""
    asked = tuple(Question(name=name, type="text") for name in names)
    children = (*asked, Question(name="hello", type="note"))
    member = Repeat(name="member", type="repeat", children=(Question(name="age", type="integer"),))
    return Questionnaire(
        settings=Settings(
            form_id="registered-household", form_title={}, version="1", subject="household"
        ),
        survey=(Group(name="water", type="group", children=children), member),
        digest=hashlib.sha256(SOURCE).hexdigest(),
    )


def columns(survey_file: SurveyFile) -> tuple[list[str], list[tuple[object, ...]]]:
    """Read the view as an analyst does, with SQLite's own settings."""
    survey_file.close()
    connection = sqlite3.connect(survey_file.path)
    rows = connection.execute('SELECT * FROM "form registered-household"')
    names = [column[0] for column in rows.description]
    found = rows.fetchall()
    connection.close()
    return names, found


def test_analysts_get_a_column_for_each_question(
    survey_file: SurveyFile, start: Callable[..., Entry]
) -> None:
    """The view has one row an interview; notes and repeats have no column."""
    survey_file.append([start(), Entry(Kind.ANSWER, question="water_safe", value="2")])
    know_questionnaire(survey_file, questionnaire("water_safe", "remark"), SOURCE)
    names, rows = columns(survey_file)

    assert names[-2:] == ["water_safe", "remark"]
    assert "age" not in names
    assert "hello" not in names
    assert [row[-2:] for row in rows] == [("2", None)]
    assert rows[0][names.index("_subject")] == "0103-07"


def test_a_name_made_to_break_out_of_the_view_stays_a_name(survey_file: SurveyFile) -> None:
    """Quotes in a question's name are part of the column's name, nothing else."""
    evil = 'x" FROM meta; DROP TABLE line; --'
    know_questionnaire(survey_file, questionnaire(evil, "it's"), SOURCE)
    names, rows = columns(survey_file)

    assert names[-2:] == [evil, "it's"]
    assert rows == []


def test_a_newer_version_takes_the_place_of_the_view(survey_file: SurveyFile) -> None:
    """Both versions are kept as text; the view has the columns of the one known last."""
    know_questionnaire(survey_file, questionnaire("a"), SOURCE)
    newer = questionnaire("a", "b")
    know_questionnaire(survey_file, newer, SOURCE)
    know_questionnaire(survey_file, newer, SOURCE)
    names, _rows = columns(survey_file)

    assert names[-2:] == ["a", "b"]


def test_the_text_of_a_version_is_kept_to_the_byte(survey_file: SurveyFile) -> None:
    """What comes back has the digest that interviews name; another text is refused."""
    know_questionnaire(survey_file, questionnaire("a"), SOURCE)
    digest = hashlib.sha256(SOURCE).hexdigest()
    version = questionnaire_version(survey_file, digest)

    assert version is not None
    assert version.source.encode() == SOURCE
    assert questionnaire_version(survey_file, "0" * 64) is None
    with pytest.raises(ValueError, match="digest"):
        keep_version(survey_file, QuestionnaireVersion(digest, "f", "1", "another text"))


def test_the_key_first_seen_stays(survey_file: SurveyFile) -> None:
    """A device seen without a key gets one; a device with one keeps it."""
    for key in ("", "aa", "bb"):
        know_device(survey_file, Device("d0000000a", key, "1", "2026-03-02"))

    seen = device(survey_file, "d0000000a")

    assert seen is not None
    assert seen.public_key == "aa"
