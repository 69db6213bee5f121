"""A form that cannot be used is refused with every fault, its line, and what to do about it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict, Field
from tests.questionnaire.conftest import HEAD

from fieldsurvey.errors import CampaignError, QuestionnaireError
from fieldsurvey.questionnaire import (
    check_file,
    load_questionnaires,
    read_questionnaire,
    read_yaml_model,
    shipped_folder,
)

Write = Callable[..., Path]

GOOD = (
    HEAD
    + """\
- name: water_safe
  type: select_one yes_no
  label: {zh: 饮水安全吗?, en: Is the water safe?}
- name: water_gap
  type: text
  label: {zh: 缺什么?, en: What is missing?}
  relevant: "${water_safe} = '2'"
"""
)

BROKEN = """\
settings: {form_id: water, form_title: {zh: 饮水, en: Water}, version: "1", subject: household}
choices:
  yes_no:
  - {name: "1", label: {zh: 是, en: "Yes"}}
  - {name: "2", label: {zh: 否, en: no}}
survey:
- name: water_safe
  type: select_one yes_no
  labell: {zh: 饮水安全吗?, en: Is the water safe?}
  label: {zh: 饮水安全吗?, en: Is the water safe?}
  required: true
  required: false
- name: water_gap
  type: select_one gaps
  label:\t{zh: 缺什么?, en: What is missing?}
  relevant: "${water_saef} = '2'"
"""


def test_a_good_form_is_read_whole(write: Write) -> None:
    """A good form gives its questions in order, and is tied to the bytes of its file."""
    path = write(GOOD)

    form = read_questionnaire(path)

    assert list(form.questions) == ["water_safe", "water_gap"]
    assert form.digest == hashlib.sha256(path.read_bytes()).hexdigest()
    assert check_file(path) == []


def test_bom_and_windows_line_ends_are_fine(write: Write) -> None:
    """A byte order mark and CRLF change neither the form nor the line numbers."""
    saved_on_windows = GOOD.replace("\n", "\r\n")
    broken = saved_on_windows.replace("relevant", "relevnat")

    assert read_questionnaire(write(b"\xef\xbb\xbf" + saved_on_windows.encode())).questions
    assert [f.where for f in check_file(write(b"\xef\xbb\xbf" + broken.encode()))] == [
        "water.yaml:13"
    ]


def test_every_fault_comes_at_once(write: Write) -> None:
    """Seven kinds of fault in one file are all told in one go, each with line and remedy."""
    told = [(f.where, f.code, f.what, f.to_do) for f in check_file(write(BROKEN))]

    assert told == [
        (
            "water.yaml:5",
            "Q015",
            "YAML may read no as false.",
            'Put it in quotes: "no". If false is meant, write false.',
        ),
        (
            "water.yaml:9",
            "Q020",
            "The key 'labell' is not known here.",
            "Did you mean 'label'?",
        ),
        (
            "water.yaml:12",
            "Q012",
            "The key 'required' is there twice; the first is on line 11.",
            "Keep one of the two.",
        ),
        (
            "water.yaml:14",
            "Q040",
            "There is no choice list 'gaps'.",
            "Known are: yes_no.",
        ),
        (
            "water.yaml:15",
            "Q010",
            "A tab stands in this line; YAML takes blanks only.",
            'Replace each tab with blanks; within a text write "\\t".',
        ),
        (
            "water.yaml:16",
            "Q051",
            "There is no question 'water_saef'.\n    ${water_saef} = '2'\n      ^",
            "Did you mean 'water_safe'?",
        ),
    ]


def test_a_gbk_file_is_recognised_and_its_other_faults_are_told_too(write: Write) -> None:
    """A file saved as GBK is named as such, and does not hide what else is wrong."""
    findings = check_file(write(BROKEN.encode("gbk")))

    assert findings[0].where == "water.yaml:1"
    assert findings[0].what == "The file is not saved as UTF-8, it looks like GBK."
    assert findings[0].to_do == "In your editor, save the file as UTF-8."
    assert len(findings) == 7


def test_the_error_carries_every_fault(write: Write) -> None:
    """Reading a broken form raises one error that says how many faults there are, and all."""
    path = write(BROKEN)

    with pytest.raises(QuestionnaireError) as refused:
        read_questionnaire(path)

    assert refused.value.what == "6 faults were found."
    assert refused.value.where == str(path)
    assert list(refused.value.findings) == check_file(path)


def test_subjects_are_named_as_people_name_them(write: Write) -> None:
    """A finding says which question and which of its keys, not only a line."""
    subjects = [f.subject for f in check_file(write(BROKEN))]

    assert "question 'water_safe', labell" in subjects
    assert "question 'water_gap', relevant" in subjects


@pytest.mark.parametrize(
    ("name", "code", "what"),
    [
        ("missing.yaml", "Q001", "There is no such file."),
        ("a\0b.yaml", "Q001", "There is no such file."),
        ("folder", "Q002", "This is a folder, not a file."),
        ("empty.yaml", "Q005", "The file is empty."),
        ("comment.yaml", "Q005", "The file is empty."),
        ("list.yaml", "Q024", "The file does not begin with 'key: value'."),
        ("huge.yaml", "Q004", "The file is larger than 16 MB."),
    ],
)
def test_what_is_no_form_at_all_is_said(
    tmp_path: Path, write: Write, name: str, code: str, what: str
) -> None:
    """A missing file, a folder, an empty or a far too large file are told in words."""
    (tmp_path / "folder").mkdir()
    write("", "empty.yaml")
    write("# nothing yet\n", "comment.yaml")
    write("- a\n- b\n", "list.yaml")
    write("#" * 16_000_001, "huge.yaml")

    (finding,) = check_file(tmp_path / name)

    assert (finding.code, finding.what) == (code, what)
    assert finding.to_do


def test_what_the_program_fills_in_cannot_be_written(write: Write) -> None:
    """The digest of a form is never taken from the form itself."""
    (finding,) = check_file(write(GOOD + "digest: abc\n"))

    assert (finding.where, finding.what) == (
        "water.yaml:14",
        "The key 'digest' is not known here.",
    )


def test_a_folder_of_forms_is_read_whole(write: Write) -> None:
    """All forms of a folder come by form_id; what lies beside them is left alone."""
    folder = write(GOOD).parent
    write(GOOD.replace("form_id: water", "form_id: well"), "well.yaml")
    write("blocks: []", "scoring.yaml")
    write("\0", "._water.yaml")

    assert list(load_questionnaires(folder)) == ["water", "well"]


def test_faults_of_all_forms_of_a_folder_come_together(write: Write) -> None:
    """Two broken forms are told in one error, and so is a form_id given twice."""
    folder = write(BROKEN).parent
    write(GOOD, "copy.yaml")
    write(GOOD, "again.yaml")
    write(GOOD.replace("relevant", "relevnat"), "other.yaml")

    with pytest.raises(QuestionnaireError) as refused:
        load_questionnaires(folder)

    told = [(f.where, f.code) for f in refused.value.findings]
    assert ("copy.yaml", "Q009") in told
    assert ("other.yaml:13", "Q020") in told
    assert ("water.yaml:14", "Q040") in told


@pytest.mark.parametrize("name", ["empty", "missing"])
def test_a_folder_without_forms_is_refused(tmp_path: Path, name: str) -> None:
    """An empty folder and one that is not there are told apart from a good one."""
    (tmp_path / "empty").mkdir()

    with pytest.raises(QuestionnaireError) as refused:
        load_questionnaires(tmp_path / name)

    assert refused.value.findings[0].where == str(tmp_path / name)


def test_the_shipped_folder_holds_the_shipped_forms() -> None:
    """The folder that comes with the program holds forms."""
    assert list(shipped_folder().glob("*.yaml"))


class _Team(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    name: str
    size: int


class _Teams(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    teams: tuple[_Team, ...] = Field(strict=False)
    digest: str = ""


def test_other_files_are_read_as_strictly(write: Write) -> None:
    """Any model is read with the same findings, raised as the error its stage asks for."""
    path = write("teams:\n- {name: 1, size: many}\n- {nmae: b, size: 7}\n", "teams.yaml")

    with pytest.raises(CampaignError) as refused:
        read_yaml_model(path, _Teams, error=CampaignError)

    assert [(f.where, f.subject, f.code) for f in refused.value.findings] == [
        ("teams.yaml:2", "teams 1, name", "Q023"),
        ("teams.yaml:2", "teams 1, size", "Q024"),
        ("teams.yaml:3", "teams 2", "Q021"),
        ("teams.yaml:3", "teams 2, nmae", "Q020"),
    ]


def test_a_model_that_wants_the_digest_of_its_file_gets_it(write: Write) -> None:
    """A field called digest is filled with the SHA-256 of the file."""
    path = write("teams: [{name: a, size: 7}]")

    teams = read_yaml_model(path, _Teams)

    assert teams.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_form_indented_with_tabs_is_told_for_its_tabs_only(write: Write) -> None:
    """Tabs are told line by line; nothing else is made up from the shape they give the file."""
    tabbed = GOOD.replace("  yes_no:\n  -", "\tyes_no:\n\t-").replace(
        "\n  - {name: ", "\n\t- {name: "
    )

    assert [(f.where, f.code) for f in check_file(write(tabbed))] == [
        ("water.yaml:3", "Q010"),
        ("water.yaml:4", "Q010"),
        ("water.yaml:5", "Q010"),
    ]


def test_the_width_of_a_tab_is_guessed_from_the_lines_around_it(write: Write) -> None:
    """One tab among lines indented by eight blanks is read as eight."""
    text = "settings:\n        form_id: f\n\tform_idd: g\n"

    assert ("water.yaml:3", "Did you mean 'form_id'?") in [
        (f.where, f.to_do) for f in check_file(write(text))
    ]
