"""Text that is safe on any page, sheet and screen."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.page.rendering import render_page
from fieldsurvey.report.text import clean_text
from fieldsurvey.report.workbook import render_workbook

UNSEEN = "\x00\x07\x1b[31m\x7f\x9b\u200b\u200e\u202a\u202e\u2066\u2069\u2028\ufeff\uffff\ud800\r"
GONE = set(UNSEEN) - set("[31m")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("好\u202egnp.exe\u202c", "好gnp.exe"),
        ("a\x00b\tc", "ab\tc"),
        ("\ud83d", "\ufffd"),
        ("👨‍👩‍👧 é ñ 组", "👨‍👩‍👧 é ñ 组"),
    ],
)
def test_only_what_cannot_be_seen_goes(typed: str, read: str) -> None:
    """Letters of every script, joined emoji, tabs and line feeds stay."""
    assert clean_text(typed) == read


@settings(deadline=None, max_examples=80)
@given(st.text())
def test_clean_text_is_clean_and_stays(text: str) -> None:
    """It can be written as UTF-8, and cleaning it again changes nothing."""
    once = clean_text(text)

    assert once.encode().decode() == once == clean_text(once)


def test_no_hidden_sign_reaches_any_format(edition: Edition) -> None:
    """Put into every text of a row, it is gone from JSON, page and workbook."""
    texts = {
        name: f"前{UNSEEN}后"
        for name in (field.name for field in fields(ProblemRow))
        if isinstance(edition.rows[0].model_dump()[name], str) and name not in ("severity", "state")
    }
    row = ProblemRow(
        **{
            **edition.rows[0].model_dump(),
            **texts,
            "inspectors": (UNSEEN,),
            "statement": {"zh": UNSEEN, "en": UNSEEN},
        }
    )
    hostile = edition.model_copy(update={"rows": (row,)})

    assert not GONE & set(edition_json(hostile).decode())
    assert not GONE & set(render_page(hostile, "zh").decode())
    assert render_workbook(hostile, "zh")
    assert not any(GONE & set(str(getattr(row, name))) for name in texts)
