"""The outline shows a form as it stands, in the language asked for."""

from collections.abc import Callable
from pathlib import Path

from fieldsurvey.questionnaire import outline, read_questionnaire
from fieldsurvey.questionnaire.model import Severity


def test_an_outline_has_a_row_for_each_item(write: Callable[..., Path]) -> None:
    """Groups, conditions, choices and rules are seen where they stand."""
    form = read_questionnaire(
        write(
            """\
settings: {form_id: f, form_title: {zh: 表, en: F}, version: "1", subject: household}
choices:
  yes_no: [{name: "1", label: {zh: 是, en: "Yes"}}, {name: "2", label: {zh: 否, en: "No"}}]
survey:
- name: water
  type: group
  number: 一
  label: {zh: 水, en: Water}
  children:
  - name: safe
    number: "1"
    type: select_one yes_no
    label: {zh: 安全吗?, en: Safe?}
    required: true
    problem: [{name: unsafe, when: ". = '2'", severity: critical, text: {zh: 险, en: Not safe}}]
  - {name: gap, type: text, label: {zh: 缺, en: Gap}, relevant: "${safe} = '2'"}
"""
        )
    )

    group, safe, gap = outline(form, "en")

    assert (group.depth, group.number, group.type, group.label) == (0, "一", "group", "Water")
    assert (safe.depth, safe.label, safe.is_required) == (1, "Safe?", True)
    assert safe.choices == (("1", "Yes"), ("2", "No"))
    assert safe.problems == (("unsafe", Severity.CRITICAL, ". = '2'"),)
    assert (gap.condition, gap.is_required) == ("${safe} = '2'", False)
    assert outline(form)[0].label == "水"
