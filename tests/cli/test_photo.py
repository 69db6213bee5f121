"""`photo` in the evening, and what `show`, `verify` and the list of problems say of pictures."""

import json
import shutil
from pathlib import Path

import pytest
from tests.interview.photos.pictures import exif, jpeg, png

from fieldsurvey.chain.survey_file import SurveyFile


@pytest.fixture
def opened(laptop, command):
    """A household with a problem that photos show, opened again: its number and the question."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        shown = [i for i in survey_file.interviews() if i.photos and "-" in i.subject]
    interview = shown[0]
    again = ("--form", interview.form_id, "--reason", "photos came by cable")
    assert command("-w", laptop, "reopen", interview.subject, *again).exit_code == 0
    return interview.subject, next(iter(interview.photos))


@pytest.fixture
def photo(laptop, command, opened):
    """Run `photo` on that household."""

    def run(*words):
        return command("-w", laptop, "photo", opened[0], *words)

    return run


def listed(photo, *words):
    """Return the photos as a program gets them."""
    ran = photo(*words, "--json")
    assert ran.exit_code == 0, ran.said
    return json.loads(ran.out)["photos"]


def test_photos_are_attached_listed_and_removed(photo, opened, tmp_path):
    """By cable in the evening; the list says when and where each was taken."""
    before = listed(photo)
    (tmp_path / "well.jpg").write_bytes(jpeg(exif()))
    (tmp_path / "tap.png").write_bytes(png(shade=99))
    ran = photo(tmp_path / "well.jpg", tmp_path / "tap.png", "--question", opened[1])
    assert ran.exit_code == 0, ran.said
    assert "09:14" in ran.out

    after = listed(photo)
    well = next(each for each in after if each["name"] == "well.jpg")
    assert len(after) == len(before) + 2
    assert (well["place"], well["state"]) == ("33.26000 108.50000", "present")
    photo("--remove", well["sha256"][:8], "--question", opened[1])

    assert "well.jpg" not in {each["name"] for each in listed(photo)}


def test_what_is_no_picture_is_named_and_the_others_are_taken(photo, opened, tmp_path):
    """One bad file stops none; the exit code tells of it."""
    (tmp_path / "paper.jpg").write_bytes(b"%PDF-1.7")
    (tmp_path / "tap.png").write_bytes(png(shade=98))
    files = (tmp_path / "paper.jpg", tmp_path / "tap.png", tmp_path / "gone.jpg")
    ran = photo(*files, "--question", opened[1])

    assert ran.exit_code == 1
    assert "A030" in ran.err
    assert "A033" in ran.err
    assert "tap.png" in {each["name"] for each in listed(photo)}


def test_the_newest_of_a_folder_is_attached_and_the_folder_remembered(photo, opened, tmp_path):
    """Named once."""
    phone = tmp_path / "phone"
    phone.mkdir()
    (phone / "IMG_1.png").write_bytes(png(shade=97))
    assert photo("--newest", "--folder", phone, "--question", opened[1]).exit_code == 0
    (phone / "IMG_2.png").write_bytes(png(shade=96))
    assert photo("--newest", "--question", opened[1]).exit_code == 0
    nothing = photo("--newest", "--question", opened[1])

    assert {"IMG_1.png", "IMG_2.png"} <= {each["name"] for each in listed(photo)}
    assert nothing.exit_code == 2
    assert "no new photo" in nothing.err


def test_a_question_that_is_not_clear_is_asked_for(photo, tmp_path):
    """Nothing is guessed, and nothing attached."""
    (tmp_path / "tap.png").write_bytes(png(shade=95))

    assert photo(tmp_path / "tap.png", "--question", "no_such").exit_code == 2
    assert "tap.png" not in {each["name"] for each in listed(photo)}


def test_a_finished_interview_is_opened_first(laptop, command, opened, tmp_path):
    """What two people signed is not changed behind their backs."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        other = next(i for i in survey_file.interviews() if i.photos and i.subject != opened[0])
    (tmp_path / "tap.png").write_bytes(png())
    form = ("--form", other.form_id)
    ran = command("-w", laptop, "photo", other.subject, tmp_path / "tap.png", *form)

    assert ran.exit_code != 0
    assert "fieldsurvey reopen" in ran.err
    assert command("-w", laptop, "photo", other.subject, *form).exit_code == 0


def test_a_missing_and_an_altered_photo_are_findings(laptop, command, opened):
    """Where the household is shown, and when everything is verified."""
    clean = command("-w", laptop, "verify")
    assert clean.exit_code == 0, clean.said
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        files = sorted(
            {p.file for i in survey_file.interviews() for ps in i.photos.values() for p in ps}
        )
        [mine, *_] = [
            photo.file
            for interview in survey_file.interviews()
            if interview.subject == opened[0]
            for photo in interview.photos.get(opened[1], ())
        ]
    (laptop / "photos" / mine).unlink()
    other = next(file for file in files if file != mine)
    (laptop / "photos" / other).write_bytes(png(shade=55))

    ran = command("-w", laptop, "verify", "--json")
    counted = json.loads(ran.out)["photos"]
    assert ran.exit_code == 1
    assert (counted["missing"], counted["altered"]) == (1, 1)
    assert {"E001", "E002"} <= {each["code"] for each in json.loads(ran.out)["findings"]}
    shown = command("-w", laptop, "show", opened[0])
    assert "E001" in shown.err


def test_the_same_picture_in_two_households_is_told(laptop, command, opened):
    """A picture cannot show two houses."""
    with SurveyFile.open(laptop / "survey.db") as survey_file:
        other = next(
            photos[0]
            for interview in survey_file.interviews()
            if interview.subject != opened[0]
            for photos in interview.photos.values()
        )
    source = laptop / "photos" / other.file
    ran = command("-w", laptop, "photo", opened[0], source, "--question", opened[1])
    assert ran.exit_code == 0
    assert "attached to" in ran.err

    assert "E003" in command("-w", laptop, "verify").err


def test_what_has_not_come_to_the_lead_yet_is_still_on_the_laptops(demo, command, tmp_path):
    """Not come yet is not lost; the list of problems says how many there are, or why none."""
    assert "still on the laptops" not in command("-w", demo.lead, "verify").out
    lead = Path(shutil.copytree(demo.lead, tmp_path / "lead"))
    shutil.rmtree(lead / "photos")

    ran = command("-w", lead, "verify")

    assert ran.exit_code == 0, ran.said
    assert "still on the laptops" in ran.out
    rows = json.loads(command("-w", lead, "problems", "list", "--json").out)
    assert all(row["evidence"] for row in rows if row["severity"] in ("critical", "major"))
    with SurveyFile.open(lead / "survey.db") as survey_file:
        shown = next(i.subject for i in survey_file.interviews() if i.photos)
    assert "still on the laptop" in command("-w", lead, "show", shown).err
