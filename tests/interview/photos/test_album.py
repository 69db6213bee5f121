"""Pictures are copied by their content, read back, and looked after."""

import hashlib
import os
import shutil
import subprocess
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from tests.interview.photos.pictures import exif, jpeg, png

from fieldsurvey.chain.interview import Photo
from fieldsurvey.interview.photos.album import Album, FileState
from fieldsurvey.interview.photos.photo_files import SIZE_MOST_BYTES
from fieldsurvey.interview.typed.refusal import (
    BROKEN_PICTURE,
    NO_PICTURE,
    NO_SUCH_FILE,
    NOT_KEPT,
    PICTURE_TOO_LARGE,
    Refusal,
)


@pytest.fixture
def album(tmp_path: Path) -> Album:
    """An album in a workspace that never had a picture, and a folder the phone sends to."""
    (tmp_path / "phone").mkdir()
    return Album(tmp_path / "workspace" / "photos", tmp_path / "phone")


def taken(album: Album, path: Path) -> Photo:
    """Take a picture that is one."""
    photo = album.take(path)
    assert isinstance(photo, Photo), photo
    return photo


def refused(album: Album, path: Path) -> str:
    """Return why a file is not taken."""
    refusal = album.take(path)
    assert isinstance(refusal, Refusal), refusal
    return refusal.code


def shot(folder: Path, name: str, content: bytes, minutes_ago: float = 0) -> Path:
    """Put a picture into a folder, as a phone does."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    moment = time.time() - 60 * minutes_ago
    os.utime(path, (moment, moment))
    return path


def test_a_picture_is_copied_under_its_hash(album: Album, tmp_path: Path) -> None:
    """With what is known of it; the name it had says nothing about what it is."""
    content = jpeg(exif())
    photo = taken(album, shot(tmp_path, "well.txt", content))

    sha256 = hashlib.sha256(content).hexdigest()
    assert photo == Photo(
        sha256,
        "well.txt",
        len(content),
        "2020-06-28T09:14:33+08:00",
        "33.26000 108.50000",
        "jpg",
    )
    assert [path.name for path in album.folder.iterdir()] == [f"{sha256}.jpg"]
    assert (album.folder / photo.file).read_bytes() == content
    assert album.state(photo) is FileState.PRESENT


def test_the_same_picture_twice_is_one_file(album: Album, tmp_path: Path) -> None:
    """Under whatever names it comes."""
    first = taken(album, shot(tmp_path, "a.png", png()))
    second = taken(album, shot(tmp_path, "b.png", png()))

    assert first.sha256 == second.sha256
    assert len(list(album.folder.iterdir())) == 1


def test_a_missing_and_an_altered_file_are_told_apart(album: Album, tmp_path: Path) -> None:
    """A deleted picture, and one that another was put in place of."""
    photo = taken(album, shot(tmp_path, "a.png", png()))
    (album.folder / photo.file).write_bytes(png(shade=9))
    assert album.state(photo) is FileState.ALTERED
    (album.folder / photo.file).unlink()

    assert album.state(photo) is FileState.MISSING


def test_an_altered_file_is_put_right_by_the_picture_itself(album: Album, tmp_path: Path) -> None:
    """Attaching it once more writes it anew."""
    source = shot(tmp_path, "a.png", png())
    photo = taken(album, source)
    (album.folder / photo.file).write_bytes(b"scribbled over")
    taken(album, source)

    assert album.state(photo) is FileState.PRESENT


def test_what_is_no_picture_is_not_kept(album: Album, tmp_path: Path) -> None:
    """A document called .jpg, a broken picture, a film, a folder, nothing, a name of nonsense."""
    film = tmp_path / "film.jpg"
    with film.open("wb") as file:
        file.truncate(SIZE_MOST_BYTES + 1)

    assert refused(album, shot(tmp_path, "paper.jpg", b"%PDF-1.7")) == NO_PICTURE
    assert refused(album, shot(tmp_path, "half.jpg", jpeg()[:-4])) == BROKEN_PICTURE
    assert refused(album, film) == PICTURE_TOO_LARGE
    assert refused(album, tmp_path) == NO_SUCH_FILE
    assert refused(album, tmp_path / "none.jpg") == NO_SUCH_FILE
    assert refused(album, Path("a\0b.jpg")) == NO_SUCH_FILE
    assert refused(album, Path("x" * 5000)) == NO_SUCH_FILE
    assert not album.folder.exists()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes exist on POSIX only")
def test_a_pipe_is_not_waited_for(album: Album, tmp_path: Path) -> None:
    """Reading from it would never end."""
    os.mkfifo(tmp_path / "pipe.jpg")

    assert refused(album, tmp_path / "pipe.jpg") == NO_SUCH_FILE


def test_a_picture_of_twelve_megapixels_is_kept_at_once(album: Album, tmp_path: Path) -> None:
    """Five megabytes: copied, synced, read back in less than people notice."""
    content = jpeg(exif(), pixels=bytes(range(255)) * 20_000)
    source = shot(tmp_path, "large.jpg", content)
    began = time.monotonic()
    photo = taken(album, source)

    assert photo.size_bytes > 5_000_000
    assert time.monotonic() - began < 3


def test_a_folder_that_cannot_be_written_says_so(album: Album, tmp_path: Path) -> None:
    """A file stands where the folder should be: as on a locked disk, nothing is attached."""
    album.folder.parent.mkdir(parents=True)
    album.folder.write_bytes(b"")

    assert refused(album, shot(tmp_path, "a.png", png())) == NOT_KEPT


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("mount"),
    reason="mounting a small disk needs root",
)
def test_a_full_disk_says_so_and_leaves_nothing_half(tmp_path: Path) -> None:
    """The copy that broke off is gone, and the picture is not attached."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    if subprocess.run(mounted, check=False, capture_output=True).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        album = Album(disk / "photos")
        large = shot(tmp_path, "large.jpg", jpeg(pixels=bytes(range(255)) * 2000))
        refusal = album.take(large)
        assert isinstance(refusal, Refusal)
        assert (refusal.code, "it is full" in refusal.what) == (NOT_KEPT, True)
        assert list(album.folder.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_names_from_anywhere_are_harmless(album: Album, tmp_path: Path) -> None:
    """Escape sequences, directions of writing and endless names do not reach a line or a screen."""
    wild = taken(album, shot(tmp_path, "a\x1b[31m\u202egnp.png", png()))
    rare = taken(album, shot(tmp_path, "𠮷㐂.png", png(shade=1)))
    endless = taken(album, shot(tmp_path, "n" * 200 + ".png", png(shade=2)))

    assert wild.name == "a�[31m�gnp.png"
    assert rare.name == "𠮷㐂.png"
    assert len(endless.name) == 120


def test_the_newest_picture_of_the_watched_folder_is_found(album: Album) -> None:
    """Below it as well; what is attached already and what is none is passed over."""
    assert album.watched is not None
    shot(album.watched, "old.png", png(shade=1), minutes_ago=50)
    newer = shot(album.watched, "DCIM/100CAM/newer.png", png(shade=2), minutes_ago=5)
    shot(album.watched, "newest.jpg", b"%PDF", minutes_ago=1)
    shot(album.watched, ".hidden.png", png(shade=4))
    found = album.newest()

    assert found is not None
    assert found.path == newer
    next_one = album.newest({found.photo.sha256})
    assert next_one is not None
    assert next_one.photo.name == "old.png"
    hour_ago = datetime.now().astimezone() - timedelta(minutes=20)
    assert album.newest({found.photo.sha256}, since=hour_ago) is None


def test_a_watched_folder_that_is_gone_has_nothing(album: Album, tmp_path: Path) -> None:
    """A card pulled out is no error."""
    assert Album(album.folder, tmp_path / "gone").newest() is None
    assert Album(album.folder).newest() is None


def test_the_newest_of_a_thousand_is_found_at_once(album: Album) -> None:
    """A phone's folder after a month."""
    assert album.watched is not None
    for nth in range(1000):
        shot(album.watched, f"IMG_{nth:04}.png", png(shade=nth % 200), minutes_ago=nth + 1)
    began = time.monotonic()
    found = album.newest()

    assert found is not None
    assert found.photo.name == "IMG_0000.png"
    assert time.monotonic() - began < 0.5


def test_a_bare_name_is_found_in_the_watched_folder(album: Album) -> None:
    """Nobody types a whole path twice."""
    assert album.watched is not None
    shot(album.watched, "my photo.png", png())

    assert album.paths_meant("my photo.png") == (album.watched / "my photo.png",)
    assert album.paths_meant("it was too dark") == ()


def test_a_picture_of_another_household_is_told(album: Album, tmp_path: Path) -> None:
    """The same bytes cannot show two houses."""
    photo = taken(album, shot(tmp_path, "a.png", png()))
    used = Album(album.folder, used_by={photo.sha256: {"0103-07", "0103-08"}})

    assert used.others(photo, "0103-07") == ["0103-08"]
    assert album.others(photo, "0103-07") == []
