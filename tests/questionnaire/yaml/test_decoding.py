"""However a file was saved, its text is read as far as it can be, and the fault is named."""

import pytest

from fieldsurvey.questionnaire.yaml.decoding import decode


@pytest.mark.parametrize(
    ("content", "line", "what"),
    [
        ("a: 1\nb: 是\n".encode("gbk"), 2, "it looks like GBK"),
        ("a: 是\n".encode("utf-16"), 1, "it looks like UTF-16"),
        (b"a: 1\r\nb: 2\r\nc: \xff\xff\xff\n", 3, "The file is not saved as UTF-8."),
    ],
    ids=["gbk", "utf-16", "neither"],
)
def test_another_encoding_is_named(content: bytes, line: int, what: str) -> None:
    """The first line that is no UTF-8 is named, and the encoding if it can be told."""
    _text, (finding,) = decode(content, "f.yaml")

    assert finding.where == f"f.yaml:{line}"
    assert what in finding.what
    assert finding.to_do == "In your editor, save the file as UTF-8."


def test_the_text_is_read_as_it_was_meant() -> None:
    """Chinese saved as GBK or UTF-16 is read right, so that other faults are found too."""
    assert decode("是".encode("gbk"), "f")[0] == "是"
    assert decode("是".encode("utf-16"), "f")[0] == "是"
    assert decode("是".encode("utf-8-sig"), "f") == ("是", [])


def test_control_characters_are_named_with_their_lines() -> None:
    """Invisible characters are told one by one, and do not stop the reading."""
    text, findings = decode(b"a: 1\nb: \x00\x07\nc: \x1b[31m", "f.yaml")

    assert [f.where for f in findings] == ["f.yaml:2", "f.yaml:2", "f.yaml:3"]
    assert "U+001B" in findings[-1].what
    assert text == "a: 1\nb:   \nc:  [31m"


def test_thousands_of_control_characters_do_not_bury_the_reader() -> None:
    """A binary file is told as what it is, in a list that can be read."""
    assert len(decode(b"\x00" * 100_000, "f")[1]) == 100
