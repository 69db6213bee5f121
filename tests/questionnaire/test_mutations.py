"""Whatever a hand or a broken stick does to a form, it is read or refused with file and line."""

import re
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.errors import QuestionnaireError
from fieldsurvey.questionnaire import read_questionnaire

FORM = """\
settings: {form_id: water, form_title: {zh: 饮水, en: Water}, version: "1", subject: household}
choices:
  yes_no:
  - {name: "1", label: {zh: 是, en: "Yes"}, exclusive: false}
  - {name: "2", label: {zh: 否, en: "No"}, filter: {town: a}}
survey:
- name: household
  type: group
  label: {zh: 户, en: Household}
  relevant: "${consent} = '1' and true()"
  children:
  - name: water_safe
    number: "1"
    type: select_one yes_no
    label: {zh: 饮水安全吗?, en: Is the water safe?}
    required: true
    special: [refused, dont_know]
    problem:
    - name: water_unsafe
      when: ". = '2'"
      severity: critical
      text: {zh: "无保障: {water_gap}", en: "Not secured: {water_gap}"}
  - name: member
    type: repeat
    repeat_count: "${size} + 1"
    children:
    - {name: age, type: integer, label: 年龄, constraint: ". >= 0 and . < 130"}
- {name: water_gap, type: text, label: 缺什么, relevant: "${water_safe} = '2'"}
- {name: consent, type: select_one yes_no, label: 同意}
- {name: size, type: calculate, calculation: "count(${member}) * 2"}
"""

pieces = st.one_of(
    st.sampled_from(
        [
            *(
                "\t",
                "\r",
                "\n",
                "- ",
                ": ",
                "{",
                "}",
                "[",
                "]",
                "'",
                '"',
                "&a ",
                "*a",
                "!!str ",
                "#",
            ),
            *("no", "null", "~", "<<: ", "? ", "|", ">", "---", "...", "%", "@", "`", "${", "\0"),
            *("是", "\ufeff", "\u2028", "\x85", "\U0001f600", "\ud7ff", "0x1", "1e999", "9" * 400),
            *("${age}", "survey:", "choices:", "children:", "  ", "problem:", "name", "."),
        ]
    ),
    st.text(max_size=6),
)


@st.composite
def broken_forms(draw: st.DrawFn) -> bytes:
    """A form with pieces cut out, put in and doubled, and perhaps a few bytes turned."""
    text = FORM
    for _cut in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.integers(0, 30)))
        text = text[:start] + draw(st.one_of(pieces, st.just(text[start:end] * 2))) + text[end:]
    content = bytearray(text.encode("utf-8", "surrogatepass"))
    for _turn in range(draw(st.integers(0, 1)) * draw(st.integers(0, 3))):
        if content:
            content[draw(st.integers(0, len(content) - 1))] = draw(st.integers(0, 255))
    return bytes(content)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all forms: each example writes its own over the last."""
    return tmp_path_factory.mktemp("mutations")


@given(content=st.one_of(broken_forms(), st.binary(max_size=200)))
@settings(max_examples=300, deadline=None)
def test_a_mutated_form_is_read_or_refused_with_file_and_line(folder: Path, content: bytes) -> None:
    """Nothing but the documented error is raised; each of its findings has file, line, words."""
    path = folder / "form.yaml"
    path.write_bytes(content)
    started = time.process_time()

    try:
        read_questionnaire(path)
    except QuestionnaireError as error:
        assert error.findings
        for finding in error.findings:
            assert re.fullmatch(r"form\.yaml:[1-9][0-9]*", finding.where), finding
            assert finding.what
            assert finding.to_do
            assert re.fullmatch(r"Q\d\d\d", finding.code)

    assert time.process_time() - started < 2
