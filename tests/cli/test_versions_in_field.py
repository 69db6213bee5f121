"""A new version of a form comes in the middle of a campaign: each interview keeps its own."""

import json
import re
from pathlib import Path

from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.kept_versions import kept_version, kept_versions
from fieldsurvey.questionnaire import read_questionnaire

FORM = "document-review"


def renew(workspace: Path) -> Path:
    """Let every rule of the form find critical problems from here on; return the file."""
    path = workspace / "questionnaires" / f"{FORM}.yaml"
    text = path.read_text(encoding="utf-8").replace("2020061201", "2020063001")
    path.write_text(re.sub(r"severity: \w+", "severity: critical", text), encoding="utf-8")
    return path


def problems(command, lead: Path) -> dict[str, tuple[str, str]]:
    """Return village and severity of each problem found with the form, by its number."""
    listed = json.loads(command("--workspace", lead, "problems", "list", "--json").out)
    return {
        row["number"]: (row["village_code"], row["severity"])
        for row in listed
        if row["form_id"] == FORM
    }


def test_old_interviews_are_judged_by_their_own_version(
    command, lead, laptop, tmp_path, monkeypatch
):
    """A new version changes nothing about what was found, and judges what comes after it."""
    slips = json.loads((lead / "keys" / "codes.json").read_text(encoding="utf-8"))["codes"]["1"]
    before = problems(command, lead)
    renew(lead)

    assert problems(command, lead) == before
    assert {severity for _village, severity in before.values()} == {"minor"}

    monkeypatch.setenv("FIELDSURVEY_CODES", ",".join(slips[name] for name in pair(laptop)))
    visited = interview_again(command, laptop, tmp_path)
    (stick := tmp_path / "stick").mkdir()
    assert command("--workspace", laptop, "hand-over", stick).exit_code == 0
    assert command("--workspace", lead, "merge", stick).exit_code == 0
    after = problems(command, lead)

    assert {number: row for number, row in after.items() if number in before} == before
    assert [row for number, row in after.items() if number not in before] == [(visited, "critical")]


def pair(laptop: Path) -> tuple[str, ...]:
    """Return who reviewed the papers before."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        return next(i for i in survey_file.interviews() if i.form_id == FORM).inspectors


def interview_again(command, laptop: Path, folder: Path) -> str:
    """Review the papers of a village with the new version, and find one problem more."""
    renew(laptop)
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        made = next(i for i in survey_file.interviews() if i.form_id == FORM)
        clean = {path: value for path, value in made.answers.items() if isinstance(value, str)}
    found = {"value": "2", "description": "分工表缺", "no_photo": "已查看纸质材料"}
    answers = folder / "answers.json"
    answers.write_text(json.dumps(clean | {"duty_division": found}), encoding="utf-8")
    ran = command(
        *("--workspace", laptop, "interview", made.subject, "--form", FORM, "--another"),
        *("--inspectors", ",".join(made.inspectors), "--answers", answers),
    )
    assert ran.exit_code == 0, ran.said
    return made.subject


def test_an_old_interview_is_shown_with_its_own_words(command, laptop):
    """`show` says what was asked, not what would be asked now."""
    path = laptop / "questionnaires" / f"{FORM}.yaml"
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        made = next(i for i in survey_file.interviews() if i.form_id == FORM)
    before = command("--workspace", laptop, "show", made.subject, "--form", FORM)
    label = read_questionnaire(path).questions["duty_division"].label["en"]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(label, "Changed"), encoding="utf-8")

    assert command("--workspace", laptop, "show", made.subject, "--form", FORM) == before


def test_a_version_is_kept_by_its_digest(laptop):
    """What was kept is read back as it was; an unknown digest is no version."""
    current = read_questionnaire(laptop / "questionnaires" / f"{FORM}.yaml")
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        assert kept_version(survey_file, current.digest) == current
        assert kept_version(survey_file, "0" * 64) is None
        assert list(kept_versions(survey_file, [current.digest, "0" * 64])) == [current.digest]
