"""The rules stand on every page by their hash; a change is told with both hashes and since when."""

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook, SheetVisibleEnum

from fieldsurvey.i18n import set_language
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.freezing.rule_versions import change_lines, hash_rules, rules_used
from fieldsurvey.report.frozen.edition import Edition, Version
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.page.rendering import render_page
from fieldsurvey.report.word_document import render_word_document
from fieldsurvey.report.workbook import render_workbook

FIRST, SECOND, ACROSS = "1a" * 32, "2b" * 32, "9c" * 32


@pytest.fixture(autouse=True)
def _english() -> object:
    set_language("en")
    yield
    set_language(None)


def versions(scoring: str, across: str = ACROSS) -> tuple[Version, ...]:
    """Return what an evening was assessed by."""
    form = Version(name="registered-household", version="2020.1", digest="ab" * 32)
    return (
        form,
        Version(name="rules", digest=across),
        Version(name="scoring", digest=scoring),
    )


def lists(night: Night, cover: Callable[..., Cover], digests: Sequence[str]) -> list[Edition]:
    """Freeze one list a day, each made by a score table."""
    made: list[Edition] = []
    for day, digest in enumerate(digests, start=28):
        tonight = replace(night, versions=versions(digest))
        made.append(freeze_edition(cover(f"2020-06-{day}"), tonight, made))
    return made


def test_one_hash_stands_for_all_rules() -> None:
    """Neither the order of the files nor a questionnaire is part of it; any rule file is."""
    assert hash_rules(versions(FIRST)) == hash_rules(reversed(versions(FIRST)))
    assert hash_rules(versions(FIRST)) == hash_rules(versions(FIRST)[1:])
    assert hash_rules(versions(FIRST)) != hash_rules(versions(SECOND))
    assert hash_rules(versions(FIRST)) != hash_rules(versions(FIRST, "8d" * 32))
    assert hash_rules([]) == ""


def test_a_table_that_never_changed_is_not_told_as_changed(night: Night, cover: Any) -> None:
    """Three evenings by the same rules."""
    *_before, last = lists(night, cover, [FIRST, FIRST, FIRST])

    assert last.rule_hash == hash_rules(versions(FIRST))
    assert last.rule_changes == ()


def test_every_change_is_told_for_ever(night: Night, cover: Any) -> None:
    """Also one that was taken back, and in every list after it."""
    made = lists(night, cover, [FIRST, SECOND, FIRST])

    assert [(c.before, c.after, c.edition, c.date) for c in made[2].rule_changes] == [
        (FIRST, SECOND, 2, "2020-06-29"),
        (SECOND, FIRST, 3, "2020-06-30"),
    ]
    assert made[1].rule_changes == made[2].rule_changes[:1]
    assert made[0].rule_changes == ()


def test_a_change_that_no_list_has_yet_is_told_too(night: Night, cover: Any) -> None:
    """`score` after the table was changed, before tonight's list."""
    made = lists(night, cover, [FIRST, FIRST])
    used = rules_used(versions(SECOND), made, number=None, date="")
    [line] = change_lines(used.changes)

    assert "scoring.yaml" in line and "no list" in line
    assert FIRST[:12] in line and SECOND[:12] in line


def test_a_change_before_the_first_list_is_told(night: Night, cover: Any) -> None:
    """Teams set out with one table, and the first list was made with another."""
    tonight = replace(night, versions=versions(SECOND), rules_at_start={"scoring": FIRST})
    edition = freeze_edition(cover("2020-06-28"), tonight, [])

    (change,) = edition.rule_changes
    assert (change.before, change.after, change.edition) == (FIRST, SECOND, 1)
    early = rules_used(versions(SECOND), [], at_start={"scoring": FIRST}, number=None, date="")
    [line] = change_lines(early.changes)
    assert FIRST[:12] in line and SECOND[:12] in line and "no list" in line


def test_lists_of_older_programs_know_no_rules_yaml(night: Night, cover: Any) -> None:
    """Then the first list that names it is where it begins."""
    old = freeze_edition(cover("2020-06-28"), replace(night, versions=versions(FIRST)[2:]))
    new = freeze_edition(cover("2020-06-29"), replace(night, versions=versions(FIRST)), [old])

    assert new.rule_changes == ()


def test_page_and_json_say_it(night: Night, cover: Any) -> None:
    """The hash in the head of the page, and the change with both hashes and since when."""
    quiet, changed = lists(night, cover, [FIRST, SECOND])
    page = render_page(changed, "en").decode()

    assert f"rules {changed.rule_hash[:12]}, changed since the survey began" in page
    assert FIRST[:12] in page and SECOND[:12] in page
    assert "from list No. 2 of 2020-06-29 on" in page
    assert 'class="changed"' not in render_page(quiet, "en").decode()
    said = json.loads(edition_json(changed))
    assert said["rule_hash"] == changed.rule_hash
    assert said["rule_changes"][0]["before"] == FIRST


def _shown(book: CalamineWorkbook) -> list[str]:
    """Return the sheets that a reader sees: not that of the words to choose from."""
    shown = (sheet for sheet in book.sheets_metadata if sheet.visible is SheetVisibleEnum.Visible)
    return [sheet.name for sheet in shown]


def test_every_sheet_says_it(night: Night, cover: Any) -> None:
    """On its first lines, and at the foot of every printed page."""
    changed = lists(night, cover, [FIRST, SECOND])[1]
    content = render_workbook(changed, "en")
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    with zipfile.ZipFile(BytesIO(content)) as parts:
        sheets = [name for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
        feet = [parts.read(name).decode().partition("<oddFooter>")[2] for name in sheets]

    for name in _shown(book):
        top = " ".join(str(row[0]) for row in book.get_sheet_by_name(name).to_python()[:4])
        assert FIRST[:12] in top and SECOND[:12] in top
    assert len(feet) == len(book.sheet_names)
    assert all(f"rules {changed.rule_hash[:12]}, changed" in foot for foot in feet)


def test_the_letter_says_it(night: Night, cover: Any) -> None:
    """Where it says how the list is read."""
    changed = lists(night, cover, [FIRST, SECOND])[1]
    with zipfile.ZipFile(BytesIO(render_word_document(changed, "en"))) as parts:
        said = parts.read("word/document.xml").decode()

    assert FIRST[:12] in said and SECOND[:12] in said
    assert changed.rule_hash[:12] in said
