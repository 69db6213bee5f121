"""The paper form holds everything the questionnaire asks, and can be read back."""

from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

from fieldsurvey.i18n import language, set_language
from fieldsurvey.questionnaire import (
    Questionnaire,
    load_questionnaires,
    read_questionnaire,
    shipped_folder,
)
from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.report.paper import Sheet, lay_out, render_paper
from fieldsurvey.report.paper.sheet import Entry, Rows

SHIPPED = load_questionnaires(shipped_folder())
VOID = {"meta", "br"}

HEAD = """\
settings: {form_id: f, form_title: F, version: "1", subject: household}
choices:
  yes_no: [{name: "1", label: "Yes"}, {name: "2", label: "No"}]
  kin: [{name: "1", label: Child}, {name: "2", label: Parent}, {name: "3", label: None}]
survey:
"""

Lay = Callable[[str], Sheet]


class Page(HTMLParser):
    """Reads a paper form back: its questions with their codes, and whether it is well formed."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.codes: dict[str, list[str]] = {}
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(page.decode())
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a question, and the codes that follow it."""
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if name := attributes.get("data-question"):
            assert name not in self.codes
            self.codes[name] = []
        if code := attributes.get("data-code"):
            self.codes[list(self.codes)[-1]].append(code)
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last; any other is a fault of the page."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data


def asked(questionnaire: Questionnaire) -> dict[str, list[str]]:
    """Return every question that a person sees, with the codes it can be answered by."""
    return {
        question.name: [choice.name for choice in questionnaire.choice_list(question)]
        + (["other"] if question.or_other else [])
        for question in questionnaire.questions.values()
        if question.base_type in types.SHOWN
    }


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """Lay out a form that holds the questions given, in English."""

    def laid_out(survey: str) -> Sheet:
        return lay_out(_read(tmp_path, survey))

    set_language("en")
    return laid_out


def _read(folder: Path, survey: str) -> Questionnaire:
    path = folder / "f.yaml"
    path.write_text(HEAD + survey, encoding="utf-8")
    return read_questionnaire(path)


def _entries(sheet: Sheet) -> dict[str, Entry]:
    parts = [part for section in sheet.sections for part in section.parts]
    inside = [entry for part in parts if isinstance(part, Rows) for entry in part.columns]
    return {part.name: part for part in [*parts, *inside] if isinstance(part, Entry)}


@pytest.mark.parametrize("of_language", ["zh", "en"])
@pytest.mark.parametrize("form_id", SHIPPED)
def test_every_question_and_every_code_is_on_paper_once(form_id: str, of_language: str) -> None:
    """Read back, the page holds what the form asks and nothing else, in both languages."""
    page = Page(render_paper(SHIPPED[form_id], of_language))

    assert page.open == []
    assert {name: page.codes[name] for name in asked(SHIPPED[form_id])} == asked(SHIPPED[form_id])
    assert page.codes.keys() == asked(SHIPPED[form_id]).keys()


@pytest.mark.parametrize("form_id", SHIPPED)
def test_a_page_needs_nothing_from_outside(form_id: str) -> None:
    """No link, no script, no picture: it prints on a computer that was never online."""
    page = Page(render_paper(SHIPPED[form_id], "zh"))

    assert {"script", "link", "img", "iframe"}.isdisjoint(tag for tag, _ in page.tags)
    assert all("src" not in attributes and "href" not in attributes for _, attributes in page.tags)


def test_the_language_of_the_page_is_not_that_of_the_user() -> None:
    """A page in Chinese leaves the user's English as it was."""
    set_language("en")
    page = render_paper(SHIPPED["registered-household"], "zh")

    assert b'lang="zh-Hans"' in page
    assert language() == "en"


def test_every_question_in_the_body_has_a_mark_of_its_own() -> None:
    """Where a number is shared a letter tells its questions apart, so arrows lead to one place."""
    for form in SHIPPED.values():
        marks = [entry.mark for entry in _entries(lay_out(form)).values()]

        assert "" not in marks
        assert len(set(marks)) == len(marks)


def test_hostile_texts_stay_texts(tmp_path: Path) -> None:
    """What looks like a tag, a quote or a template is printed as it was written."""
    hostile = '<script>alert(1)</script> \\" onload= {{ 7 * 7 }} {% raw %}'
    form = _read(tmp_path, f'- {{name: a, type: text, label: "{hostile}", hint: "{hostile}"}}\n')
    page = Page(render_paper(form, "en"))

    assert "script" not in [tag for tag, _ in page.tags]
    assert page.text.count("<script>alert(1)</script>") == 2
    assert "{{ 7 * 7 }} {% raw %}" in page.text


def test_a_choice_leads_past_what_it_makes_needless(lay: Lay) -> None:
    """Arrows say where to go on; what hangs on a question passed over is passed over, too."""
    entries = _entries(
        lay(
            "- {name: water, type: select_one yes_no, label: Water?}\n"
            "- {name: gap, type: select_one kin, label: Gap?, relevant: \"${water} = '2'\"}\n"
            "- {name: other, type: text, label: Which?, relevant: \"selected(${gap}, '3')\"}\n"
            "- name: house\n"
            "  type: group\n"
            "  label: House\n"
            "  relevant: \"not(${water} = '1')\"\n"
            "  children:\n"
            "  - {name: roof, type: text, label: Roof?}\n"
            "- {name: size, type: integer, label: Size?}\n"
        )
    )

    arrows = {e.name: [choice.go_to for choice in e.choices] for e in entries.values() if e.choices}
    assert arrows == {"water": ["go to 5", ""], "gap": ["go to 4", "go to 4", ""]}


def test_a_choice_after_which_nothing_is_left_leads_to_the_end(lay: Lay) -> None:
    """The last questions passed over, there is only the end to go to."""
    entries = _entries(
        lay(
            "- {name: a, type: select_one yes_no, label: A}\n"
            "- {name: b, type: text, label: B, relevant: \"${a} = '1'\"}\n"
        )
    )

    assert [choice.go_to for choice in entries["a"].choices] == ["", "go to the end"]


def test_no_arrow_where_two_answers_decide(lay: Lay) -> None:
    """What hangs on another answer, too, is left to the words at the question."""
    entries = _entries(
        lay(
            "- {name: a, type: select_one yes_no, label: A}\n"
            "- {name: b, type: select_one yes_no, label: B}\n"
            "- {name: c, type: text, label: C, relevant: \"${a} = '1' or ${b} = '1'\"}\n"
            "- {name: d, type: text, label: D}\n"
        )
    )

    assert [choice.go_to for choice in entries["b"].choices] == ["", ""]
    assert entries["c"].condition == "1 is “1 Yes” or 2 is “1 Yes”"


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("${a} = '2'", "1 is “2 No”"),
        ("${a} != '2'", "1 is not “2 No”"),
        ("not(${a} = '2')", "1 is not “2 No”"),
        ("${a} != ''", "1 is answered"),
        ("selected(${k}, '3')", "2 has “3 None”"),
        ("not(selected(${k}, '3'))", "2 does not have “3 None”"),
        ("${num} >= 16", "3 is at least 16"),
        ("${num} < 7 and ${a} = '1'", "3 is less than 7 and 1 is “1 Yes”"),
        ("${num} < 7 and (${a} = 1 or ${k} = 2)",
         "3 is less than 7 and (1 is “1 Yes” or 2 is “2 Parent”)"),
        ("not(${num} > 1 and ${num} < 3)", "not (3 is more than 1 and 3 is less than 3)"),
        ("${team} = '1'", "the village has a resident team"),
        ("${num} + 1 > string-length(${k})", "[3] + 1 > string-length([2])"),
        ("false()", "never"),
        ("true()", ""),
    ],
)  # fmt: skip
def test_conditions_are_said_in_words(lay: Lay, condition: str, words: str) -> None:
    """With marks and codes for names and values; what has no words stands as it is written."""
    entries = _entries(
        lay(
            "- {name: team, type: hidden, preload: village.has_team}\n"
            "- {name: a, type: select_one yes_no, label: A}\n"
            "- {name: k, type: select_multiple kin, label: K}\n"
            "- {name: num, type: integer, label: Count}\n"
            f'- {{name: z, type: text, label: Z, relevant: "{condition}"}}\n'
        )
    )

    assert entries["z"].condition == words


def test_repeats_are_tables_with_a_row_each(lay: Lay) -> None:
    """Columns are the questions; a repeat in a repeat says which outer row it belongs to."""
    sheet = lay(
        "- name: member\n"
        "  type: repeat\n"
        "  label: Members\n"
        '  repeat_count: "3"\n'
        "  children:\n"
        "  - {name: who, type: text, label: Name}\n"
        "  - {name: kin, type: select_one kin, label: Kin}\n"
        "  - name: trip\n"
        "    type: repeat\n"
        "    label: Trips\n"
        "    children:\n"
        "    - {name: place, type: text, label: Place}\n"
    )

    members, trips = sheet.sections[0].parts
    assert isinstance(members, Rows)
    assert isinstance(trips, Rows)
    assert ([column.name for column in members.columns], members.rows) == (["who", "kin"], 3)
    assert ([column.name for column in trips.columns], trips.outer) == (["place"], "Members")


def test_what_the_plan_knows_stands_in_the_head(lay: Lay) -> None:
    """Preloaded questions fill the head of the sheet, inspectors sign at its end."""
    sheet = lay(
        "- {name: village, type: text, label: Village, preload: village.name}\n"
        "- {name: first, type: text, label: First inspector, preload: interview.inspector_1}\n"
        "- {name: a, type: text, label: A}\n"
    )

    assert [entry.name for entry in sheet.header] == ["village"]
    assert [entry.label for entry in sheet.signatures] == [
        "First inspector",
        "Inspector 2, signature",
    ]
    assert list(_entries(sheet)) == ["a"]


def test_an_answer_in_a_label_is_named_by_its_number(lay: Lay) -> None:
    """Paper cannot fill in `${name}`, so it says where the answer stands."""
    entries = _entries(
        lay(
            "- {name: a, type: text, label: Name of the child}\n"
            "- {name: b, type: integer, label: 'How old is ${a}?'}\n"
        )
    )

    assert entries["b"].label == "How old is [1]?"


def test_a_constraint_is_said_where_it_looks_at_this_answer_only(lay: Lay) -> None:
    """What is wrong only beside another answer is not held against this one before it is given."""
    entries = _entries(
        lay(
            "- {name: a, type: integer, label: A, constraint: . > 0, constraint_message: Above}\n"
            "- {name: b, type: integer, label: B, constraint: '. > ${a}', constraint_message: M}\n"
        )
    )

    assert (entries["a"].hints, entries["b"].hints) == (("Above",), ())
