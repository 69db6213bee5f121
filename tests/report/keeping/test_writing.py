"""Writing an edition: all or nothing, once."""

import json
from pathlib import Path

import pytest

from fieldsurvey.errors import ReportError
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.keeping.writing import FORMATS, read_edition, read_editions, write_edition


def test_an_edition_is_one_folder_with_every_format(edition: Edition, tmp_path: Path) -> None:
    """The first language has the plain names; JSON is written once."""
    paths = write_edition(edition, tmp_path, languages=("zh", "en"))

    assert [path.relative_to(tmp_path).as_posix() for path in paths] == [
        "0001-2020-06-29/problem-list.csv",
        "0001-2020-06-29/problem-list.docx",
        "0001-2020-06-29/problem-list.en.csv",
        "0001-2020-06-29/problem-list.en.docx",
        "0001-2020-06-29/problem-list.en.html",
        "0001-2020-06-29/problem-list.en.xlsx",
        "0001-2020-06-29/problem-list.html",
        "0001-2020-06-29/problem-list.json",
        "0001-2020-06-29/problem-list.xlsx",
    ]
    assert all(path.stat().st_size > 400 for path in paths)


def test_the_same_edition_makes_the_same_bytes_in_every_format(
    edition: Edition, tmp_path: Path
) -> None:
    """Written twice in two places, every file is equal byte for byte."""
    first = write_edition(edition, tmp_path / "first", languages=("zh", "en"))
    second = write_edition(edition, tmp_path / "second", languages=("zh", "en"))

    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]


def test_an_edition_reads_back_as_it_was(edition: Edition, tmp_path: Path) -> None:
    """What the JSON holds is the whole edition."""
    write_edition(edition, tmp_path, formats=("json",))

    assert read_editions(tmp_path) == [edition]
    assert edition_json(read_editions(tmp_path)[0]) == edition_json(edition)


def test_no_folder_means_no_editions(tmp_path: Path) -> None:
    """The first evening there is nothing to read."""
    assert read_editions(tmp_path / "editions") == []


def test_writing_the_same_edition_again_changes_nothing(edition: Edition, tmp_path: Path) -> None:
    """A second run finds the edition there and touches no file."""
    paths = write_edition(edition, tmp_path)
    times = [path.stat().st_mtime_ns for path in paths]

    assert write_edition(edition, tmp_path) == paths
    assert [path.stat().st_mtime_ns for path in paths] == times


@pytest.mark.parametrize("date", ["2020-06-29", "2020-06-30"])
def test_an_edition_that_is_there_is_never_rewritten(
    edition: Edition, tmp_path: Path, date: str
) -> None:
    """Another edition under the same number is refused, whatever its day."""
    [path] = write_edition(edition, tmp_path, formats=("json",))
    before = path.read_bytes()
    other = edition.model_copy(update={"date": date, "campaign": "another"})

    with pytest.raises(ReportError, match="never changes"):
        write_edition(other, tmp_path)
    assert path.read_bytes() == before
    assert [place.name for place in tmp_path.iterdir()] == ["0001-2020-06-29"]


def test_what_a_crash_left_behind_is_swept_away(edition: Edition, tmp_path: Path) -> None:
    """An unfinished folder is no edition, and the next run writes a whole one."""
    left = tmp_path / ".0001-2020-06-29.unfinished"
    left.mkdir()
    (left / "problem-list.xlsx").write_bytes(b"half")

    assert read_editions(tmp_path) == []
    paths = write_edition(edition, tmp_path)
    assert len(paths) == len(FORMATS)
    assert not left.exists()


def test_a_folder_that_cannot_be_made_is_said_in_words(edition: Edition, tmp_path: Path) -> None:
    """A file where the folder should be is no traceback."""
    (tmp_path / "editions").write_text("not a folder", encoding="utf-8")

    with pytest.raises(ReportError, match="could not be written"):
        write_edition(edition, tmp_path / "editions")


@pytest.mark.parametrize("content", [b"", b"{}", b'{"format": 99}', b"\xff\xfe"])
def test_a_file_that_is_no_edition_is_said_in_words(tmp_path: Path, content: bytes) -> None:
    """Damage and newer formats are named with their file."""
    (tmp_path / "problem-list.json").write_bytes(content)

    with pytest.raises(ReportError, match="not an edition"):
        read_edition(tmp_path)


def test_an_edition_that_is_gone_is_said_in_words(tmp_path: Path) -> None:
    """An empty folder names the file that is missing."""
    with pytest.raises(ReportError, match="cannot be read"):
        read_edition(tmp_path)


def test_what_is_written_in_pieces_is_what_the_edition_says(edition: Edition) -> None:
    """Every part under its keys, in order, as a program that reads all of it has it."""
    assert json.loads(edition_json(edition)) == edition.model_dump(mode="json")
    assert list(json.loads(edition_json(edition))["rows"][0]) == list(edition.rows[0].model_dump())


def test_a_file_that_cannot_be_made_leaves_nothing_behind(edition: Edition, tmp_path: Path) -> None:
    """A language without words stops in the middle of the files: no half edition stays."""
    with pytest.raises(KeyError):
        write_edition(edition, tmp_path, languages=("zh", "nowhere"))

    assert list(tmp_path.iterdir()) == []
