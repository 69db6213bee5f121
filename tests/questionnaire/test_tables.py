"""CSV files beside a form: read as strictly as the form, part of its version, packed with it."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from fieldsurvey.questionnaire import check_file, load_questionnaires, read_questionnaire
from fieldsurvey.questionnaire.choices.lists import choice_lists
from fieldsurvey.questionnaire.packing import pack, packed_source, unpack, unpack_into

Write = Callable[..., Path]

HEAD = """\
settings: {form_id: water, form_title: 饮水, version: "1", subject: household}
survey:
"""
VILLAGE = """\
- name: village
  type: select_one_from_file villages.csv
  label: 村
"""
VILLAGES = "name,label,label::en,town\n0101,东沟,Donggou,01\n0102,西坪,Xiping,01\n"


@pytest.fixture
def form(write: Write) -> Path:
    """A form that chooses from villages.csv, which lies beside it."""
    write(VILLAGES, "villages.csv")
    return write(HEAD + VILLAGE)


def told(path: Path) -> list[tuple[str, str]]:
    """Return where and code of what is wrong with a form."""
    return [(finding.where, finding.code) for finding in check_file(path)]


def test_choices_come_from_the_file_in_every_language_it_has(form: Path) -> None:
    """`label` is for all languages, `label::en` for one; other columns are for filters."""
    questionnaire = read_questionnaire(form)
    village = choice_lists(questionnaire).of(questionnaire.questions["village"])

    assert [choice.name for choice in village.all] == ["0101", "0102"]
    assert village.all[1].label == {"": "西坪", "en": "Xiping"}
    assert village.rows.where("town", "01")[0]["name"] == "0101"
    assert village.named("0102") == village.all[1]
    assert village.named("0103") is None


def test_code_and_label_may_be_other_columns(write: Write) -> None:
    """`parameters: value=… label=…` names them; expressions still see the columns as they are."""
    write("code,title\n7,甲村\n", "villages.csv")
    questionnaire = read_questionnaire(
        write(HEAD + VILLAGE + "  parameters: value=code label=title\n")
    )
    (choice,) = choice_lists(questionnaire).of(questionnaire.questions["village"]).all

    assert (choice.name, choice.label) == ("7", {"": "甲村"})
    assert questionnaire.tables["villages.csv"].rows[0] == {"code": "7", "title": "甲村"}


def test_a_file_may_lie_in_media(form: Path, write: Write) -> None:
    """The folder that phones keep files in does as well; beside the form goes first."""
    (form.parent / "media").mkdir()
    (form.parent / "villages.csv").rename(form.parent / "media" / "villages.csv")
    assert list(read_questionnaire(form).tables) == ["villages.csv"]

    write(VILLAGES.replace("西坪", "北坪"), "villages.csv")
    assert read_questionnaire(form).tables["villages.csv"].rows[1]["label"] == "北坪"


@pytest.mark.parametrize(
    "question",
    [
        "- {name: km, type: calculate,"
        " calculation: \"pulldata('villages', 'label', 'name', '1')\"}",
        "- {name: km, type: calculate,"
        " calculation: \"instance('villages')/root/item[name = '1']/label\"}",
        "- {name: villages, type: csv-external}",
        "- {name: v, type: select_multiple_from_file villages.csv, label: 村}",
    ],
)
def test_whatever_asks_for_a_file_has_it_read(write: Write, question: str) -> None:
    """`pulldata`, `instance`, `csv-external` and both selects; without the file it is a fault."""
    path = write(f"{HEAD}{question}\n")
    assert told(path) == [("water.yaml:3", "Q080")]

    write(VILLAGES, "villages.csv")
    assert told(path) == []
    assert list(read_questionnaire(path).tables) == ["villages.csv"]


def test_a_list_of_the_form_needs_no_file(write: Write) -> None:
    """`pulldata` and `instance` look among the form's own lists first."""
    head = HEAD.replace("survey:", "choices: {villages: [{name: '1', label: 甲}]}\nsurvey:")
    asks = "- {name: k, type: calculate, calculation: \"pulldata('villages', 'label', 'name', 1)\"}"
    path = write(f"{head}- {{name: v, type: select_one villages, label: 村}}\n{asks}\n")

    assert told(path) == []


@pytest.mark.parametrize(
    ("content", "places"),
    [
        ("", [("villages.csv:1", "Q005")]),
        ("\n\n", [("villages.csv:1", "Q005")]),
        ("name,,town\n1,甲,2\n", [("villages.csv:1", "Q082"), ("water.yaml:4", "Q083")]),
        ("name,label,label\n1,甲,乙\n", [("villages.csv:1", "Q082")]),
        ("name;label\n1;甲\n", [("villages.csv:1", "Q082"), *[("water.yaml:4", "Q083")] * 2]),
        ("name,label\n1,甲,乙\n2\n", [("villages.csv:2", "Q084"), ("villages.csv:3", "Q084")]),
        ('name,label\n1,"甲\n', [("villages.csv:2", "Q085")]),
        ('name,label\n1,"甲\n乙"\n2,"丙"x\n', [("villages.csv:4", "Q085")]),
        ("name,label\n1,甲\n,乙\n1 2,丙\n1,丁\n", [(f"villages.csv:{n}", c) for n, c in
         ((3, "Q042"), (4, "Q042"), (5, "Q041"))]),
        ("name,town\n1,甲\n", [("water.yaml:4", "Q083")]),
        ("name,label\n1,\x07\n", [("villages.csv:2", "Q007")]),
        ("name,label\n1,甲\n".encode("gbk"), [("villages.csv:2", "Q006")]),
    ],
)  # fmt: skip
def test_a_file_is_read_strictly(
    write: Write, content: str | bytes, places: list[tuple[str, str]]
) -> None:
    """Every fault has the line of the CSV file, or that of the form where the form is at fault."""
    write(content, "villages.csv")
    found = told(write(HEAD + VILLAGE))

    assert [place for place in found if place in places] == places


def test_empty_rows_are_passed_over(write: Write) -> None:
    """Excel leaves rows of commas at the end."""
    write("name,label\r\n\r\n1,甲\r\n,\r\n", "villages.csv")

    assert len(read_questionnaire(write(HEAD + VILLAGE)).tables["villages.csv"].rows) == 1


@pytest.mark.parametrize(
    "name", ["../villages.csv", "/etc/passwd", "C:\\villages.csv", ".csv", "a.xml", "villages"]
)
def test_only_names_of_files_beside_the_form_are_followed(write: Write, name: str) -> None:
    """A form reaches nothing outside its own folder."""
    (write(VILLAGES, "outside.csv").parent.parent / "villages.csv").write_text(VILLAGES)
    question = f"- {{name: v, type: 'select_one_from_file {name}', label: 村}}\n"

    assert told(write(HEAD + question)) == [("water.yaml:3", "Q081")]


def test_a_filter_may_ask_only_for_columns_of_the_file(form: Path) -> None:
    """A slip in a column would offer nothing, without a word."""
    form.write_text(HEAD + VILLAGE + '  choice_filter: "twon = 1"\n')

    (finding,) = check_file(form)
    assert (finding.where, finding.code) == ("water.yaml:6", "Q083")
    assert "'town'" in finding.to_do


def test_the_version_of_a_form_is_that_of_its_files_too(form: Path, write: Write) -> None:
    """Another village is another version; a form without files keeps the digest of its bytes."""
    before = read_questionnaire(form).digest
    write(VILLAGES + "0103,石门,Shimen,01\n", "villages.csv")
    assert read_questionnaire(form).digest != before

    plain = write(HEAD + "- {name: a, type: text, label: 甲}\n", "plain.yaml")
    assert read_questionnaire(plain).digest == hashlib.sha256(plain.read_bytes()).hexdigest()


def test_a_form_is_packed_with_its_files_and_unpacked_again(form: Path, tmp_path: Path) -> None:
    """The packed text is what the version is the SHA-256 of; unpacked it is the same version."""
    questionnaire = read_questionnaire(form)
    source = packed_source(questionnaire, form)
    assert hashlib.sha256(source).hexdigest() == questionnaire.digest

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = read_questionnaire(unpack_into(elsewhere, "water", source.decode()))
    assert again == questionnaire
    assert again.tables == questionnaire.tables


def test_any_text_comes_back_from_a_pack() -> None:
    """Files that look like a separator, end without a line feed, or are empty."""
    files = {"a.csv": "x\r\n--- !table b.csv 3\n", "b.csv": "", "c.csv": "是\n\n---"}

    packed = pack(b"survey: []\n", {name: text.encode() for name, text in files.items()}).decode()
    assert unpack(packed) == ("survey: []\n", files)
    assert unpack("survey: []\n") == ("survey: []\n", {})


@pytest.mark.parametrize("text", ["a\n--- !table a.csv 1\nxyz", "a\n--- !table ../a.csv 1\nx"])
def test_a_pack_that_was_tampered_with_is_refused(tmp_path: Path, text: str) -> None:
    """Nothing is written outside the folder given, and nothing is left over."""
    with pytest.raises(ValueError, match="file"):
        unpack_into(tmp_path / ".", "water", text)
    assert not (tmp_path.parent / "a.csv").exists()


def test_a_folder_of_forms_shares_one_file(form: Path, write: Write) -> None:
    """Two forms of a folder may choose from the same villages."""
    write((HEAD + VILLAGE).replace("form_id: water", "form_id: road"), "road.yaml")

    forms = load_questionnaires(form.parent)
    assert forms["road"].tables == forms["water"].tables
