"""F8, the moment of a problem and questions for pictures, as keys at the terminal."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output
from tests.interview.photos.pictures import exif, jpeg, png

from fieldsurvey.interview.conducting import conduct_interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.prompts import TerminalPrompts
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.questionnaire.model import Questionnaire

ENTER, F8, F9 = "\r", "\x1b[19~", "\x1b[20~"
BEGAN = datetime.fromisoformat("2020-06-15T09:30:00+08:00").timestamp()

Conduct = Callable[..., str]


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """An album of a workspace, and a folder that the phone sends to."""
    (tmp_path / "phone").mkdir()
    return Album(tmp_path / "photos", tmp_path / "phone")


@pytest.fixture
def conduct(form: Questionnaire, keeper: Any, album: Album) -> Iterator[Conduct]:
    """Conduct an interview with keys typed in advance; give what was shown."""

    def run(*keys: str, album: Album | None = album) -> str:
        shown = StringIO()
        size = Size(rows=24, columns=200)
        output = Vt100_Output(shown, lambda: size, term="dumb", enable_cpr=False)
        with create_pipe_input() as pipe:
            pipe.send_text("".join(keys))
            prompts = TerminalPrompts(Heading("0103-07"), album=album, terminal=(pipe, output))
            conduct_interview(Conversation.resume(form, keeper.interview), prompts, keeper)
        return shown.getvalue()

    yield run


def shot(folder: Path | None, name: str, content: bytes, at_s: float = 0) -> Path:
    """Put a picture into a folder, as a phone does."""
    assert folder is not None
    path = folder / name
    path.write_bytes(content)
    os.utime(path, (at_s or time.time(),) * 2)
    return path


def test_a_photo_is_attached_at_any_question(conduct: Conduct, keeper: Any, tmp_path: Path) -> None:
    """F8, its name dragged in; what was typed to the question stays."""
    well = shot(tmp_path, "my well.jpg", jpeg(exif()))
    shown = conduct(F8, f"'{well}'", ENTER, ENTER, F9)

    [photo] = keeper.interview.photos["persons"]
    assert (photo.name, photo.place) == ("my well.jpg", "33.26000 108.50000")
    assert keeper.interview.answers == {"persons": "4"}
    assert "photo: my well.jpg" in shown


def test_the_newest_is_one_enter_away_and_old_ones_are_told(
    conduct: Conduct, keeper: Any, album: Album
) -> None:
    """Enter takes it; one from before the interview is offered with a warning."""
    shot(album.watched, "old.png", png(), at_s=BEGAN - 3600)
    shown = conduct(F8, ENTER, F9)

    assert [photo.name for photo in keeper.interview.photos["persons"]] == ["old.png"]
    assert "older than this interview" in shown


def test_a_photo_is_removed_by_its_number(
    conduct: Conduct, keeper: Any, album: Album, tmp_path: Path
) -> None:
    """Its file stays; a number that is not there is said."""
    well = shot(tmp_path, "well.png", png())
    shown = conduct(F8, str(well), ENTER, F8, "-2", ENTER, "\x15-1", ENTER, F9)

    assert keeper.interview.photos == {}
    assert "no photo number 2" in shown
    assert len(list(album.folder.iterdir())) == 1


def test_the_moment_of_a_problem_takes_the_newest_photo(
    conduct: Conduct, keeper: Any, album: Album
) -> None:
    """Made since the interview began: Enter, and on."""
    shot(album.watched, "IMG_7.png", png())
    conduct(ENTER, "2", "dry", ENTER, ENTER, "1", ENTER, F9)

    assert [photo.name for photo in keeper.interview.photos["safe"]] == ["IMG_7.png"]
    assert keeper.interview.answers["gap"] == "1"


def test_a_photo_from_before_is_never_taken_by_enter_alone(
    conduct: Conduct, keeper: Any, album: Album
) -> None:
    """Yesterday's picture shows another household: Enter leaves it for the review."""
    shot(album.watched, "old.png", png(), at_s=BEGAN - 3600)
    conduct(ENTER, "2", "dry", ENTER, ENTER, "1", ENTER, F9)

    assert keeper.interview.photos == {}
    assert keeper.interview.answers["gap"] == "1"


def test_words_are_the_reason_and_a_slip_in_a_name_is_none(conduct: Conduct, keeper: Any) -> None:
    """A file that is not there is said, and asked for again."""
    shown = conduct(
        *(ENTER, "2", "dry", ENTER, "/gone/well.jpg", ENTER),
        *("\x15seen on paper", ENTER, "1", ENTER, F9),
    )

    assert "There is no file" in shown
    assert keeper.interview.photos_absent == {"safe": "seen on paper"}


def test_what_is_no_picture_is_said_and_nothing_is_attached(
    conduct: Conduct, keeper: Any, tmp_path: Path
) -> None:
    """A document called .jpg."""
    paper = shot(tmp_path, "paper.jpg", b"%PDF-1.7")
    shown = conduct(F8, str(paper), ENTER, "\x15", ENTER, F9)

    assert "This file is no picture." in shown
    assert keeper.saved == []


def test_a_disk_that_takes_no_copy_leaves_nothing_in_the_chain(
    conduct: Conduct, keeper: Any, tmp_path: Path
) -> None:
    """Nothing is said of a picture that is not there."""
    (tmp_path / "locked").write_bytes(b"")
    well = shot(tmp_path, "well.png", png())
    shown = conduct(F8, str(well), ENTER, "\x15", ENTER, F9, album=Album(tmp_path / "locked"))

    assert "could not be kept" in shown
    assert keeper.saved == []


def test_a_copy_without_its_line_is_only_a_file(
    conduct: Conduct, keeper: Any, album: Album, tmp_path: Path
) -> None:
    """Killed between the two, nothing speaks of the picture; attaching it again mends that."""
    well = shot(tmp_path, "well.png", png())
    album.take(well)
    assert keeper.interview.photos == {}
    conduct(F8, str(well), ENTER, F9)

    assert len(keeper.interview.photos["persons"]) == 1
    assert len(list(album.folder.iterdir())) == 1


def test_a_picture_of_another_household_is_warned_of(
    conduct: Conduct, keeper: Any, album: Album, tmp_path: Path
) -> None:
    """It is attached all the same: the inspector knows."""
    well = shot(tmp_path, "well.png", png())
    photo = album.take(well)
    used = Album(album.folder, used_by={getattr(photo, "sha256", ""): {"0104-01"}})
    shown = conduct(F8, str(well), ENTER, F9, album=used)

    assert "0104-01" in shown
    assert len(keeper.interview.photos["persons"]) == 1


def test_where_no_photos_can_be_kept_the_key_says_so(conduct: Conduct) -> None:
    """And the interview goes on."""
    assert "No photos can be kept here." in conduct(F8, F9, album=None)
