"""Advice to the designer: told by `check`, and never in the way of using a form."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.errors import FindingKind
from fieldsurvey.questionnaire import check_file

Write = Callable[..., Path]


def _advised(write: Write, survey: str, choices: str = "") -> list[tuple[str, str, FindingKind]]:
    head = f"""\
settings: {{form_id: water, form_title: Water, version: "1", subject: household}}
choices:
  yes_no: [{{name: "1", label: {{zh: 是, en: "Yes"}}}}, {{name: "2", label: {{zh: 否, en: "No"}}}}]
{choices}survey:
"""
    found = [f for f in check_file(write(head + survey), advise=True) if f.code != "Q044"]
    return [(f.where.rpartition(":")[2], f.code, f.kind) for f in found]


@pytest.mark.parametrize("of_type", ["text", "image", "geopoint", "barcode"])
def test_words_and_pictures_need_a_privacy_class(write: Write, of_type: str) -> None:
    """What may name or show a person says who may see it, `plain` included."""
    question = f"- {{name: a, type: {of_type}, label: {{zh: 甲, en: A}}"

    assert ("5", "Q090", FindingKind.WARNING) in _advised(write, question + "}\n")
    assert not [f for f in _advised(write, f"{question}, privacy: plain}}\n") if f[1] == "Q090"]


@pytest.mark.parametrize("of_type", ["integer", "date", "select_one yes_no", "note"])
def test_numbers_dates_and_codes_are_plain_unless_said(write: Write, of_type: str) -> None:
    """A form of two hundred codes is not told two hundred times."""
    assert not _advised(write, f"- {{name: a, type: {of_type}, label: {{zh: 甲, en: A}}}}\n")


def test_two_choices_that_say_the_same_are_told(write: Write) -> None:
    """In the language in which they do, at the second of them."""
    twins = """\
  gap:
  - {name: "1", label: {zh: 水, en: Far}}
  - {name: "2", label: {zh: 远, en: Far}}
"""

    assert _advised(
        write, "- {name: a, type: select_one gap, label: {zh: 甲, en: A}}\n", twins
    ) == [("6", "Q091", FindingKind.WARNING)]


def test_two_questions_that_say_the_same_are_told_within_their_group(write: Write) -> None:
    """In another group the heading tells them apart."""
    same = "{name: %s, type: integer, label: {zh: 数, en: How many?}}\n"
    group = "- name: g\n  type: group\n  label: {zh: 组, en: Group}\n  children:\n"

    assert _advised(write, f"- {same % 'a'}{group}  - {same % 'b'}") == []
    assert (
        _advised(write, f"{group}  - {same % 'a'}  - {same % 'b'}")
        == [("10", "Q092", FindingKind.WARNING)] * 2
    )


def test_advice_is_not_told_where_it_is_not_asked_for(write: Write) -> None:
    """Reading a form looks for what keeps it from being used, and takes no time for the rest."""
    path = write(
        'settings: {form_id: f, form_title: F, version: "1", subject: household}\n'
        "survey:\n- {name: a, type: text, label: A}\n- {name: b, type: text, label: A}\n"
    )

    assert check_file(path) == []
    assert [finding.code for finding in check_file(path, advise=True)] == ["Q090", "Q092", "Q090"]
