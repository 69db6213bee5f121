"""What two readers of YAML could read differently is refused; the rest is read the plain way."""

import time

import pytest

from fieldsurvey.questionnaire.yaml.source import SourceMap
from fieldsurvey.questionnaire.yaml.text import read_yaml_text


def _told(text: str) -> list[tuple[str, str]]:
    return [(f.where, f.code) for f in read_yaml_text(text, "f.yaml").findings]


def test_plain_words_are_text_and_only_decimal_numbers_are_numbers() -> None:
    """Dates, times, octal numbers and exponents stay the text that was typed."""
    text = "[true, false, null, ~, 5, -2, 3.50, 012, 12:30, 1e3, 2026-01-01, 0x10, 1_000, .5, 是]"

    assert read_yaml_text(text, "f").data == [
        *(True, False, None, None, 5, -2, 3.5, "012", "12:30", "1e3", "2026-01-01"),
        *("0x10", "1_000", ".5", "是"),
    ]


def test_quotes_make_text_of_anything() -> None:
    """In quotes, and in blocks, nothing is a number, true or null."""
    text = "a: \"5\"\nb: 'no'\nc: |\n  true\nd: ''"

    assert read_yaml_text(text, "f").data == {"a": "5", "b": "no", "c": "true\n", "d": ""}
    assert _told(text) == []


@pytest.mark.parametrize("word", ["no", "No", "NO", "yes", "on", "OFF", "y", "N", "True", "Null"])
def test_words_that_yaml_1_1_reads_as_true_or_false_need_quotes(word: str) -> None:
    """A bare word that some programs take for a truth value is refused with its line."""
    assert _told(f"a: 1\nb: {word}") == [("f.yaml:2", "Q015")]
    assert _told(f"a: 1\n{word}: b") == [("f.yaml:2", "Q015")]
    assert _told(f'a: "{word}"') == []


def test_a_word_is_told_with_what_it_may_be_taken_for() -> None:
    """The reader learns what other programs make of the word."""
    said = {
        w: read_yaml_text(w, "f").findings[0].what for w in ("no", "n", "on", "off", "y", "NULL")
    }

    assert {word: what.split()[-1] for word, what in said.items()} == {
        "no": "false.",
        "n": "false.",
        "on": "true.",
        "off": "false.",
        "y": "true.",
        "NULL": "null.",
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3", [("f.yaml:3", "Q012")]),
        ("a:\n  b: 1\n  b: 2\n  b: 3", [("f.yaml:3", "Q012"), ("f.yaml:4", "Q012")]),
        ("a: &x 1\nb: *x", [("f.yaml:1", "Q013"), ("f.yaml:2", "Q013")]),
        ("<<: {a: 1}", [("f.yaml:1", "Q013")]),
        ("a: !!str 5", [("f.yaml:1", "Q014")]),
        ("a: !!python/object/apply:os.system [ls]", [("f.yaml:1", "Q014")]),
        ("? [a, b]\n: 1", [("f.yaml:1", "Q018")]),
        ("a: 1\n---\nb: 2", [("f.yaml:2", "Q017")]),
    ],
    ids=["twice", "thrice", "anchor", "merge", "tag", "python", "list as key", "two documents"],
)
def test_what_hides_a_meaning_is_refused(text: str, expected: list[tuple[str, str]]) -> None:
    """Duplicate keys, anchors, tags and second documents are told with their lines."""
    assert _told(text) == expected


def test_of_a_key_given_twice_the_first_is_kept() -> None:
    """What is checked on is what a reader of the file sees first."""
    assert read_yaml_text("a: 1\na: 2", "f").data == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 'b\nc: d\n", 1, "The quotation mark that opens here is not closed"),
        ("a: 1\nb: [1, 2\nc: 3\n", 2, "The bracket that opens here is not closed"),
        ("a: 1\nb: c: d\n", 2, "A colon followed by a blank stands where no key can be."),
        ("a: 1\nb\nc: 2\n", 2, "The line is neither 'key: value' nor an entry of a list."),
        ("a: 1\nb：2\nc: 3\n", 2, "After the key stands the full-width colon '：'"),
        ("- name：是\n  type: text\n", 1, "After the key stands the full-width colon '：'"),
        ("a: @b\n", 1, "A text cannot begin with this character unless it is in quotes."),
        ("a:\n  - b\n c: 1\n", 3, "The line does not fit the lines above it."),
        ('a: "\\q"\n', 1, "The quotation mark that opens here is not closed, or something in it"),
        ("%YAML 3.0\n---\na", 1, "YAML cannot be read from here on."),
    ],
)
def test_broken_yaml_is_told_in_plain_words(text: str, line: int, what: str) -> None:
    """The line where the mistake was made is named, and what to do about it."""
    (finding,) = read_yaml_text(text, "f.yaml").findings

    assert finding.where == f"f.yaml:{line}"
    assert finding.what.startswith(what)
    assert finding.to_do


@pytest.mark.parametrize(
    "text",
    [
        "[" * 1_000_000,
        "- " * 100_000,
        "{a: " * 100_000,
        "? " * 100_000,
        "\n".join(" " * n + "a:" for n in range(2_000)),
        "a: &a [1]\n" + "".join(f"b{n}: [*a,*a,*a]\n" for n in range(10_000)),
    ],
    ids=["brackets", "dashes", "braces", "questions", "indents", "aliases"],
)
def test_bombs_are_refused_at_once(text: str) -> None:
    """Depth without end and aliases of aliases cost no more than ordinary text."""
    started = time.process_time()

    reading = read_yaml_text(text, "f.yaml")

    assert reading.findings
    assert time.process_time() - started < 2


def test_every_value_knows_its_line() -> None:
    """The side table leads from a path in the data to the line of key and value."""
    text = "a:\n  - b: 1\n\n    c: |\n      long\n  - [x,\n     y]\nd:\ne: {f: 1}\n"

    source = read_yaml_text(text, "f.yaml").source

    assert source.place(("a", 0, "b")) == "f.yaml:2"
    assert source.key_place(("a", 0, "c")) == "f.yaml:4"
    assert source.place(("a", 0, "c")) == "f.yaml:5"
    assert source.place(("a", 1, 1)) == "f.yaml:7"
    assert source.place(("d",)) == "f.yaml:8"
    assert source.place(("e", "f")) == "f.yaml:9"


def test_a_path_that_is_not_there_leads_to_what_is_around_it() -> None:
    """A missing key is shown where its mapping begins."""
    source = read_yaml_text("a:\n  - b: 1\n", "f.yaml").source

    assert source.place(("a", 0, "missing", "deeper")) == "f.yaml:2"
    assert source.place(("a", 7)) == "f.yaml:2"
    assert source.place(("missing",)) == "f.yaml:1"
    assert SourceMap("f.yaml").place(("a", 0)) == "f.yaml:1"


def test_what_a_terminal_acts_on_is_refused_behind_a_backslash_too() -> None:
    """Escape sequences and marks that reorder text are no part of a label."""
    for escaped in (r"\e[31m", r"\u202e", r"\u200b", r"\x9b"):
        read = read_yaml_text(f'label: "a{escaped}b"', "form.yaml")

        assert [finding.code for finding in read.findings] == ["Q007"]
