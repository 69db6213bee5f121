"""What terminals make of a dragged file, and what people type."""

import pytest

from fieldsurvey.interview.photos.typed_paths import paths_meant


def nothing(_name: str) -> bool:
    """There is no file."""
    return False


@pytest.mark.parametrize(
    ("typed", "paths"),
    [
        ("/home/li/a.jpg", ("/home/li/a.jpg",)),
        (" '/home/li/my photo.jpg' ", ("/home/li/my photo.jpg",)),
        ('"C:\\Users\\li\\my photo.jpg"', ("C:\\Users\\li\\my photo.jpg",)),
        ("C:\\Users\\li\\a.jpg", ("C:\\Users\\li\\a.jpg",)),
        ("& 'C:\\my photos\\a.jpg'", ("C:\\my photos\\a.jpg",)),
        ("\\\\server\\share\\a.jpg", ("\\\\server\\share\\a.jpg",)),
        ("/home/li/my\\ photo\\ \\(1\\).jpg", ("/home/li/my photo (1).jpg",)),
        ("file:///home/li/my%20photo.jpg", ("/home/li/my photo.jpg",)),
        ("file:///C:/Users/li/a.jpg", ("C:/Users/li/a.jpg",)),
        ("file://localhost/a%E6%9D%91.png", ("/a村.png",)),
        ("'/a/1.jpg' '/a/2.jpg'", ("/a/1.jpg", "/a/2.jpg")),
        ("'/a/1.jpg''/a/2.jpg'", ("/a/1.jpg", "/a/2.jpg")),
        ("/a/1.jpg /a/2.jpg", ("/a/1.jpg", "/a/2.jpg")),
        ("IMG_0012.JPG", ("IMG_0012.JPG",)),
        ("IMG_1.jpg IMG_2.heic", ("IMG_1.jpg", "IMG_2.heic")),
        ("~/a.jpg", ("~/a.jpg",)),
        ("", ()),
        ("   ", ()),
        ("户主不愿意拍照", ()),
        ("见纸质材料/第3页", ()),
        ("the paper was seen instead", ()),
        ("'quoted' words", ()),
        ("no", ()),
        ("file://[broken", ("file://[broken",)),
    ],
)
def test_what_is_typed_names_files_or_says_something_else(
    typed: str, paths: tuple[str, ...]
) -> None:
    """A slip in a name is still a name: it is never kept as the reason why there is no photo."""
    assert paths_meant(typed, nothing) == paths


def test_a_name_with_blanks_is_found_without_quotes() -> None:
    """Typed as it stands in the folder."""
    assert paths_meant("my photo.jpg", "my photo.jpg".__eq__) == ("my photo.jpg",)


def test_any_word_that_is_a_file_is_a_file() -> None:
    """Without a suffix as well."""
    assert paths_meant("scan1 scan2", {"scan1", "scan2"}.__contains__) == ("scan1", "scan2")
