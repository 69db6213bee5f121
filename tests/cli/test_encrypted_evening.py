"""An encrypted laptop's evening: pictures go all the way to the lead, and then it lets go."""

import hashlib
import json

import pytest
from tests.interview.photos.pictures import exif, jpeg
from tests.locked_laptop import TUTORIAL

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.storage.encrypted_pages import decrypt_file
from fieldsurvey.cli.workplace import unlocking
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.handover.pictures import is_whole_picture
from fieldsurvey.handover.proven import NOTE, Proven

PICTURE = jpeg(exif())
SECRET = "三口人吃自家浅井水，今年四月起井水浑浊"


@pytest.fixture
def evening(command, locked):
    """One interview with a problem and its picture on an encrypted laptop that is enrolled."""
    camera = locked.folder / "camera"
    camera.mkdir()
    (camera / "IMG_0001.jpg").write_bytes(PICTURE)
    answers = camera / "answers.yaml"
    text = (TUTORIAL / "0101-01.yaml").read_text(encoding="utf-8")
    text = text.replace('no_photo: "只看了水样，没有拍照"', "photo: IMG_0001.jpg")
    answers.write_text(text, encoding="utf-8")
    inspected = ("interview", "0101-01", "--answers", answers, "--inspectors", "陈知行,林若水")
    request = next((locked.laptop / "outbox").glob("*.enrol"))
    for words in (
        ("-w", locked.lead, "devices", "enrol", "--yes", request),
        ("-w", locked.laptop, *inspected),
    ):
        ran = command(*words)
        assert ran.exit_code == 0, ran.said
    (locked.folder / "stick").mkdir()
    return locked


def hand_over_and_merge(command, evening):
    """Go to the lead and back once."""
    stick = evening.folder / "stick"
    assert command("-w", evening.laptop, "hand-over", stick).exit_code == 0
    merged = command("-w", evening.lead, "merge", stick)
    assert merged.exit_code == 0, merged.said
    back = command("-w", evening.laptop, "hand-over", stick)
    assert back.exit_code == 0, back.said


def decrypted(laptop):
    """Return every byte of a laptop as whoever has its passphrase can read it, by file."""
    key = Workspace(laptop, unlocking.unlock).key
    inside = {}
    for path in (path for path in laptop.rglob("*") if path.is_file()):
        content = path.read_bytes()
        if content.startswith(b"FSK1\n"):
            content += key.open(content, path.name)
        if path.name == "survey.db":
            content += decrypt_file(content, key.database, laptop.parent).content
        inside[path.relative_to(laptop).as_posix()] = content
    return inside


def test_a_picture_goes_all_the_way_to_the_lead_sealed(command, evening):
    """Encrypted on the laptop, sealed in its outbox and on the stick, itself in the lead's."""
    sha256 = hashlib.sha256(PICTURE).hexdigest()
    sealed = next((evening.laptop / "outbox").glob("*.fsp"))
    kept = evening.laptop / "photos" / f"{sha256}.jpg"

    hand_over_and_merge(command, evening)

    assert sha256 in sealed.name
    assert kept.read_bytes().startswith(b"FSK1\n")
    places = [evening.laptop, evening.folder / "stick"]
    lying = [path for place in places for path in place.rglob("*") if path.is_file()]
    assert not [path.name for path in lying if PICTURE[20:200] in path.read_bytes()]
    assert (evening.folder / "stick" / sealed.name).is_file()
    assert (evening.lead / "photos" / f"{sha256}.jpg").read_bytes() == PICTURE


def test_a_picture_altered_on_the_laptop_is_told_and_never_sealed(command, evening):
    """Whoever puts another picture in its place does not get it to the lead."""
    for path in (evening.laptop / "outbox").glob("*.fsp"):
        path.unlink()
    kept = next((evening.laptop / "photos").glob("*.jpg"))
    kept.write_bytes(PICTURE)

    ran = command("-w", evening.laptop, "hand-over", evening.folder / "stick")

    assert ran.exit_code == 1
    assert not list((evening.laptop / "outbox").glob("*.fsp"))


def test_after_a_purge_nothing_is_left_even_for_the_passphrase(command, evening):
    """Searched decrypted, free pages too; the planted words were there before, and are gone."""
    hand_over_and_merge(command, evening)
    before = decrypted(evening.laptop)

    ran = command("-w", evening.laptop, "purge", "--yes", "--json")

    done = json.loads(ran.out)
    after = decrypted(evening.laptop)
    secrets = [SECRET.encode(), PICTURE[20:200]]
    holding = {name for name, content in before.items() if any(s in content for s in secrets)}
    assert {name.split("/")[0] for name in holding} == {"survey.db", "photos"}
    assert not [name for name, content in after.items() if any(s in content for s in secrets)]
    assert (ran.exit_code, done["found_in"], done["is_empty"]) == (0, [], True)
    assert done["files_decrypted"] > 5
    assert done["pictures"] == 1
    assert command("-w", evening.laptop, "verify").exit_code == 0


def test_where_nothing_is_left_the_key_is_spoken_of(command, evening):
    """It stays, what it still opens is said, and when to delete it."""
    hand_over_and_merge(command, evening)

    ran = command("-w", evening.laptop, "purge", "--yes")

    said = " ".join(ran.said.split())
    assert "survey.key.json opens it" in said
    assert "not even the team lead" in said
    assert "searched decrypted" in said
    assert (evening.laptop / "keys" / "survey.key.json").exists()
    assert command("-w", evening.laptop, "today").exit_code == 0


def test_a_trace_that_is_left_in_an_encrypted_file_is_found(command, evening, monkeypatch):
    """The proof is one: had the survey file kept its lines, it would say so."""
    from fieldsurvey.handover import purging

    hand_over_and_merge(command, evening)
    monkeypatch.setattr(purging, "bury", lambda *_all: None)

    ran = command("-w", evening.laptop, "purge", "--yes", "--json")

    assert ran.exit_code == 1
    assert json.loads(ran.out)["found_in"] == ["survey.db"]


def test_a_file_that_does_not_open_is_not_called_searched(command, evening):
    """Nobody can say what is in it, so it is named."""
    hand_over_and_merge(command, evening)
    (evening.laptop / "photos" / "strange.jpg").write_bytes(b"FSK1\n" + bytes(80))

    ran = command("-w", evening.laptop, "purge", "--yes", "--json")

    assert ran.exit_code == 1
    assert json.loads(ran.out)["found_in"] == ["photos/strange.jpg"]


def test_a_spoilt_picture_in_the_outbox_is_sealed_again_at_the_next_start(command, evening):
    """Its length tells nothing: it is read once it has changed, and made anew."""
    sealed = next((evening.laptop / "outbox").glob("*.fsp"))
    assert command("-w", evening.laptop, "photo", "0101-01").exit_code == 0
    content = bytearray(sealed.read_bytes())
    content[-7] ^= 1
    sealed.write_bytes(content)
    assert not is_whole_picture(sealed)

    assert command("-w", evening.laptop, "photo", "0101-01").exit_code == 0

    assert is_whole_picture(sealed)


def test_nothing_is_read_at_a_start_after_which_nothing_changed(command, evening):
    """The note tells; a note that somebody spoilt costs the comparing, and nothing else."""
    outbox = evening.laptop / "outbox"
    workspace = Workspace(evening.laptop, unlocking.unlock)

    def is_as_left():
        with open_survey_file(workspace) as survey_file:
            return Proven.load(outbox).is_as_left(survey_file)

    assert not is_as_left()
    command("-w", evening.laptop, "photo", "0101-01")
    assert is_as_left()
    for content in (b"", b"[]", b'{"last": 1, "head": "", "files": [1]}', b"\xff"):
        (outbox / NOTE).write_bytes(content)
        assert not is_as_left()
    command("-w", evening.laptop, "photo", "0101-01")
    assert is_as_left()
    next(outbox.glob("*.fsb")).unlink()
    assert not is_as_left()
    command("-w", evening.laptop, "photo", "0101-01")
    assert is_as_left()
