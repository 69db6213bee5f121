"""The message says what is missing first, then the figures, and carries the files."""

from email import message_from_bytes
from email.policy import SMTP

import pytest
from tests.report.mailing.conftest import make_plan

from fieldsurvey.errors import ReportError
from fieldsurvey.report.keeping.writing import FORMATS, MAIN, each_file
from fieldsurvey.report.mailing.message import render_message, write_letter
from fieldsurvey.report.mailing.reading import in_words

DIGEST = "ab" * 32


def seal(content: bytes, recipients) -> bytes:
    """Stand in for age: what is sealed can be told from what is not."""
    return b"sealed to " + ",".join(recipients).encode() + b":" + content


def contents_of(edition, formats):
    """Write the files of an edition, in the campaign's language."""
    files = each_file(edition, MAIN, [edition.language], formats)
    return {name: b"".join(pieces) for name, pieces in files}


def letter_of(edition, plan=None, formats=("xlsx", "html")):
    """Write the letter of an edition."""
    files = contents_of(edition, formats)
    return write_letter(edition, plan or make_plan(), files, seal)


def message_of(edition, plan=None) -> bytes:
    """Write the message of an edition."""
    plan = plan or make_plan()
    return render_message(letter_of(edition, plan), plan, DIGEST, edition.made_at)


def test_what_is_missing_stands_before_the_figures(edition):
    """A reader who stops after five lines knows that the list is not whole."""
    letter = letter_of(edition.model_copy(update={"language": "en"}))

    assert letter.subject.endswith("problem list No. 1 · 2020-06-29 · 4 missing")
    body = letter.body
    assert body.index("Team 3 has not reported") < body.index("problems:")
    assert body.index("0201-16") < body.index("Households visited: 26 of 420.")
    assert "bad signature" in body


def test_it_is_in_the_editions_language_whatever_the_screen_speaks(edition):
    """Lists and mail follow the campaign."""
    letter = letter_of(edition)

    assert "问题清单" in letter.subject
    assert "第3组" in letter.body or "3组" in letter.body


def test_a_day_without_problems_says_so(quiet_edition):
    """Nothing found, nothing missing: it still goes out."""
    letter = letter_of(quiet_edition.model_copy(update={"language": "en"}))

    assert "missing" not in letter.subject
    assert "No problems today." in letter.body
    assert "Everything that was due is in." in letter.body


def test_the_same_edition_makes_the_same_bytes(edition):
    """Its name, its date and its parts come from the edition, not from the moment."""
    message = message_of(edition)
    read = message_from_bytes(message, policy=SMTP)

    assert message == message_of(edition)
    assert read["Message-ID"] == f"<{DIGEST[:40]}@example.org>"
    assert read["Date"] == "Mon, 29 Jun 2020 19:42:10 +0800"
    assert message.isascii()
    assert all(len(line) <= 998 for line in message.split(b"\r\n"))


def test_every_file_arrives_as_it_was_made(edition):
    """Byte for byte, under a name that says which list it is."""
    files = contents_of(edition, FORMATS)
    plan = make_plan(attach=["workbook", "page", "document", "table", "data"])
    letter = write_letter(edition, plan, files, seal)
    read = message_from_bytes(render_message(letter, plan, DIGEST, edition.made_at), policy=SMTP)
    attached = {part.get_filename(): part.get_payload(decode=True) for part in read.walk()}

    for name in FORMATS:
        assert attached[f"problem-list-0001-2020-06-29.{name}"] == files[f"problem-list.{name}"]


def test_sealed_nothing_but_the_title_goes_in_the_clear(edition):
    """Neither a village, nor a household, nor a figure."""
    key = "age1" + "q" * 58
    letter = letter_of(edition, make_plan(seal_to=[key]))

    clear = letter.subject + letter.body
    assert letter.subject.endswith(edition.date)
    assert not [word for word in ("石桥村", "0201-16", "420", "4 ") if word in clear]
    assert all(
        content.startswith(f"sealed to {key}:".encode()) for content in letter.attachments.values()
    )
    assert "0201-16" in letter.attachments["problem-list-0001-2020-06-29.txt.age"].decode()


def test_a_hostile_title_adds_no_header(edition):
    """Whatever somebody wrote into the campaign's name stays on one line."""
    title = {"zh": "清单\r\nBcc: everybody@example.org\n\nhello", "en": "x"}
    read = message_from_bytes(message_of(edition.model_copy(update={"title": title})), policy=SMTP)

    assert read["Bcc"] is None
    assert "Bcc: everybody@example.org hello" in read["Subject"]


def test_a_file_that_was_not_made_is_missed_aloud(edition):
    """The plan wants it: nobody should wait for it in vain."""
    with pytest.raises(ReportError, match="workbook"):
        letter_of(edition, formats=("html",))


def test_a_message_can_be_read_on_a_screen(edition):
    """Headers, text, names of the files; no bytes of theirs."""
    words = in_words(message_of(edition))

    assert words.startswith("From: lead@example.org\nTo: gao@example.org, lin@example.org\n")
    assert "problem-list-0001-2020-06-29.xlsx" in words
