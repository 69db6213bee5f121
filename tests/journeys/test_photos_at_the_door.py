"""Photos in a real terminal: asked for at the moment of a problem, attached, listed, removed."""

import hashlib

import pytest
from tests.interview.photos.pictures import png

from fieldsurvey.campaign.model import Category

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])


@pytest.fixture
def subject(subject_of):
    """A poor household: its sixth question is the drinking water."""
    return subject_of(Category.POOR)


@pytest.fixture
def pictures(tmp_path):
    """Two pictures off a phone, with a blank and Chinese in a name, and a text named like one."""
    folder = tmp_path / "phone"
    folder.mkdir()
    (folder / "水井 1.png").write_bytes(png())
    (folder / "well-2.png").write_bytes(png(shade=9))
    (folder / "letter.png").write_text("no picture at all", encoding="utf-8")
    return folder


def at_the_problem(terminal):
    """Answer up to the water, say that it is not safe, and describe it: evidence is asked for."""
    terminal.begin(1, 3).go("Enter", "Enter", "Enter", "Enter", "Enter", "2")
    return terminal.type("muddy since April").go("Enter")


@SIZES
def test_a_photo_is_taken_in_at_the_moment_of_the_problem(
    open_terminal, subject, pictures, laptop, kept, size
):
    """A path dragged in with quotes: copied under its hash before the line is said."""
    terminal = at_the_problem(open_terminal("interview", subject, size=size))
    shot = pictures / "水井 1.png"
    terminal.child.send(f"'{shot}'")
    terminal.wait(lambda: "1.png" in "".join(terminal.lines()))
    before = terminal.asked()
    terminal.send("Enter")
    terminal.wait(lambda: terminal.asked() not in ([], before))
    terminal.kill()

    [photo] = kept(subject)[0].photos["water_safe"]
    assert photo.sha256 == hashlib.sha256(shot.read_bytes()).hexdigest()
    assert photo.name == "水井 1.png"
    assert (laptop.folder / "photos" / photo.file).read_bytes() == shot.read_bytes()


@SIZES
@pytest.mark.parametrize("spoken", [("en", "no picture"), ("zh", "不是图片")], ids=["en", "zh"])
def test_photos_are_added_counted_and_removed_at_any_question(
    open_terminal, subject, pictures, kept, size, spoken
):
    """F8: several at once, what is no image refused by its bytes, one taken away again."""
    lang, refused = spoken
    terminal = open_terminal("interview", subject, size=size, lang=lang).begin(1, 3)
    asked = terminal.asked()
    write_photos(terminal, f"{pictures}/well-2.png {pictures}/letter.png", asked)
    assert refused in "".join(terminal.everything().split("\n"))
    write_photos(terminal, f"'{pictures}/水井 1.png'", asked)
    terminal.press("F8")
    assert "well-2.png" in "".join(terminal.lines())
    terminal.child.send("-1")
    terminal.wait(lambda: any(line.endswith("-1") for line in terminal.lines()))
    terminal.send("Enter")
    terminal.wait(lambda: bool(terminal.asked()))
    terminal.kill()

    assert [photo.name for photo in kept(subject)[0].photos["village_group"]] == ["水井 1.png"]


def write_photos(terminal, paths, asked):
    """Press F8, write paths, and wait until the question stands there again."""
    terminal.press("F8")
    terminal.child.send(paths)
    terminal.wait(lambda: paths[-6:] in "".join(terminal.lines()))
    terminal.send("Enter")
    [field] = [line for line in asked if line.startswith("›")]
    terminal.wait(lambda: field in terminal.asked())


def test_why_there_is_no_photo_is_kept_in_its_place(open_terminal, subject, kept):
    """A sentence instead of a path is the reason."""
    terminal = at_the_problem(open_terminal("interview", subject))
    terminal.press("1").try_key("Enter")
    assert "tells nobody anything" in terminal.everything()
    terminal.press("Ctrl-U").type("they did not want it").go("Enter")
    terminal.kill()

    assert kept(subject)[0].photos_absent == {"water_safe": "they did not want it"}
