import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.handover.new_files import new_file

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.envelope import Magic, wrap
from fieldsurvey.handover.handing_over import hand_over
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.pictures import (
    SealedPictures,
    check_picture,
    hand_over_pictures,
    is_whole_picture,
    picture_name,
    picture_of_name,
    seal_pictures,
)
from fieldsurvey.handover.sealing import marks, seal
from fieldsurvey.handover.taking_pictures import WAITING, PicturesReport, take_pictures
from fieldsurvey.handover.verdict import BundleError

KEY = DeviceKey.of_seed(bytes(31) + b"1")
PLANTED = b"310000197001010000 Zhou Qiulan"


@dataclass
class Team:
    """A laptop with its folders and keys."""

    survey_file: SurveyFile
    folder: Path
    recipients: tuple[str, ...]

    @property
    def outbox(self) -> Path:
        """Where what is sealed lies."""
        return self.folder / "outbox"

    @property
    def photos(self) -> Path:
        """Where its pictures lie."""
        return self.folder / "photos"

    def attach(self, content: bytes, extension: str = "jpg") -> str:
        """Attach a picture to the interview; return its SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        self.photos.mkdir(exist_ok=True)
        (self.photos / f"{sha256}.{extension}").write_bytes(content)
        said = {"sha256": sha256, "extension": extension, "name": "IMG.jpg"}
        name = f"{KEY.device}-2"
        self.survey_file.append([Entry(Kind.PHOTO, name, "water_safe", said)])
        return sha256

    def seal(self) -> SealedPictures:
        """Seal its pictures."""
        return seal_pictures(self.survey_file, self.photos, self.outbox, self.recipients)

    def hand_over(self, stick: Path) -> None:
        """Hand over everything."""
        names = self.seal().names
        hand_over(
            self.survey_file, KEY, outbox=self.outbox, stick=stick, recipients=self.recipients
        )
        assert not hand_over_pictures(names, outbox=self.outbox, stick=stick).failed


@pytest.fixture
def team(tmp_path: Path, recipients: tuple[str, ...]) -> Iterator[Team]:
    """A laptop with one interview begun."""
    (tmp_path / "laptop").mkdir()
    with new_file(tmp_path / "laptop" / "survey.db", KEY) as opened:
        opened.append([Entry(Kind.INTERVIEW_START, value={"subject": "0103-07"})])
        yield Team(opened, tmp_path / "laptop", recipients)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """The lead's pictures."""
    return tmp_path / "lead-photos"


def files(folder: Path) -> list[str]:
    """Return what lies in a folder; nothing unfinished may be left."""
    names = sorted(path.name for path in folder.iterdir()) if folder.exists() else []
    assert not [name for name in names if name.endswith(".part")]
    return names


def test_a_picture_reaches_the_lead_to_the_byte(
    team: Team, lead: SurveyFile, stick: Path, inbox: Path, photos: Path, lead_age: AgeIdentity
) -> None:
    """Sealed on the laptop, copied, opened by the lead; a second time nothing is done."""
    content = random.Random(1).randbytes(300_000)
    sha256 = team.attach(content)
    team.hand_over(stick)
    merge(lead, [stick], inbox=inbox, identities=[lead_age])
    taking = {"inbox": inbox, "photos": photos, "identities": [lead_age]}

    first = take_pictures(lead, [stick], **taking)
    again = take_pictures(lead, [stick], **taking)

    assert picture_name(KEY.device, sha256) in files(stick)
    assert (first, again) == (PicturesReport(taken=1), PicturesReport(had=1))
    assert "1 picture taken in." in first.words()
    assert files(photos) == [f"{sha256}.jpg"]
    assert (photos / f"{sha256}.jpg").read_bytes() == content


def test_nothing_of_a_picture_stands_in_the_clear(team: Team, stick: Path) -> None:
    """A number on a photographed card is on the laptop, and neither in the outbox nor outside."""
    team.attach(b"\xff\xd8" + PLANTED * 50)
    team.hand_over(stick)
    outside = [*stick.iterdir(), *team.outbox.iterdir()]

    assert len(outside) == 4
    for path in outside:
        content = path.read_bytes()
        assert PLANTED not in content
        assert b"0103-07" not in content
        assert b"dongshan" not in content


def test_sealing_again_does_nothing_until_one_is_lost(team: Team) -> None:
    """The same picture is the same file; one that is gone or cut is made again."""
    sha256 = team.attach(b"picture")
    (name,) = team.seal().names
    made = (team.outbox / name).read_bytes()
    team.seal()
    assert (team.outbox / name).read_bytes() == made

    (team.outbox / name).write_bytes(made[:-1])
    assert team.seal().names == (name,) == (picture_name(KEY.device, sha256),)
    assert check_picture(team.outbox / name)


def test_by_its_bytes_a_picture_is_whole_or_is_made_again(team: Team) -> None:
    """A bit that turned over, or a cut, is seen where every byte is compared; so is a lost one."""
    team.attach(b"picture" * 100)
    (name,) = team.seal().names
    path = team.outbox / name
    made = path.read_bytes()
    assert is_whole_picture(path)

    for spoilt in (made[:-5] + bytes([made[-5] ^ 1]) + made[-4:], made[:-1], b"", None):
        path.unlink() if spoilt is None else path.write_bytes(spoilt)
        assert not is_whole_picture(path)
        sealed = seal_pictures(
            team.survey_file, team.photos, team.outbox, team.recipients, is_whole=is_whole_picture
        )
        assert sealed.names == (name,)
        assert is_whole_picture(path)

    made = path.read_bytes()
    seal_pictures(team.survey_file, team.photos, team.outbox, is_whole=is_whole_picture)
    assert path.read_bytes() == made


def test_a_picture_that_is_missing_or_altered_stops_nothing_else(team: Team, stick: Path) -> None:
    """It is named with its household; the others and the lines are handed over."""
    gone, altered, good = (team.attach(content) for content in (b"gone", b"altered", b"good"))
    (team.photos / f"{gone}.jpg").unlink()
    (team.photos / f"{altered}.jpg").write_bytes(b"another")

    sealed = team.seal()
    team.hand_over(stick)

    assert [(found.code, found.where) for found in sealed.findings] == [
        ("E001", "0103-07"),
        ("E002", "0103-07"),
    ]
    assert sealed.names == (picture_name(KEY.device, good),)
    assert len(files(stick)) == 2


def test_an_outbox_that_cannot_be_written_means_not_sealed(team: Team) -> None:
    """In words, with what to do; nothing half is left."""
    team.attach(b"picture")
    team.outbox.write_text("a file in its place")

    with pytest.raises(HandoverError, match="cannot be sealed") as refused:
        team.seal()
    assert refused.value.to_do


def test_a_damaged_one_in_the_outbox_is_made_again_at_the_next_hand_over(
    team: Team, stick: Path
) -> None:
    """It is not copied, it is named, and the picture itself is still there to seal."""
    team.attach(b"picture" * 100)
    (name,) = team.seal().names
    content = bytearray((team.outbox / name).read_bytes())
    content[-5] ^= 1
    (team.outbox / name).write_bytes(content)

    copied = hand_over_pictures([name], outbox=team.outbox, stick=stick)
    assert [failed for failed, _why in copied.failed] == [name]
    assert "NOT on the stick" in " ".join(copied.words())
    team.hand_over(stick)
    assert check_picture(stick / name)


def test_a_copy_on_the_stick_is_compared_not_believed(team: Team, stick: Path) -> None:
    """A half one is written again; a whole one is left as it is."""
    team.attach(b"picture" * 100)
    (name,) = team.seal().names
    hand_over_pictures([name], outbox=team.outbox, stick=stick)
    whole = (stick / name).read_bytes()

    assert hand_over_pictures([name], outbox=team.outbox, stick=stick).there_already == 1
    (stick / name).write_bytes(whole[:50])
    assert hand_over_pictures([name], outbox=team.outbox, stick=stick).copied == 1
    assert (stick / name).read_bytes() == whole


def test_a_picture_before_its_interview_waits_sealed(
    team: Team, lead: SurveyFile, stick: Path, inbox: Path, photos: Path, lead_age: AgeIdentity
) -> None:
    """Two sticks in the wrong order: it is opened once the line that names it has come."""
    team.attach(b"picture")
    team.hand_over(stick)
    (bundle,) = stick.glob("*.fsb")
    later = bundle.rename(inbox.parent / bundle.name)
    taking = {"inbox": inbox, "photos": photos, "identities": [lead_age]}

    first = take_pictures(lead, [stick], **taking)
    merge(lead, [later], inbox=inbox, identities=[lead_age])
    second = take_pictures(lead, [], **taking)

    assert (first.waiting, second.taken, second.waiting) == (1, 1, 0)
    assert files(inbox / WAITING) == []
    assert len(files(photos)) == 1


def test_without_the_key_it_waits_and_with_another_it_is_refused(
    team: Team, lead: SurveyFile, stick: Path, inbox: Path, photos: Path, recovery_age: AgeIdentity
) -> None:
    """The recovery key opens it as well."""
    team.attach(b"picture")
    team.hand_over(stick)
    merge(lead, [stick], inbox=inbox, identities=[recovery_age])

    waiting = take_pictures(lead, [stick], inbox=inbox, photos=photos)
    foreign = take_pictures(
        lead, [stick], inbox=inbox, photos=photos, identities=[AgeIdentity.make()]
    )
    opened = take_pictures(lead, [], inbox=inbox, photos=photos, identities=[recovery_age])

    assert (waiting.waiting, waiting.missing) == (1, 1)
    assert {found.code for found in foreign.findings} == {"V042"}
    assert "sealed for somebody else" in foreign.findings[0].what
    assert (opened.taken, opened.missing) == (1, 0)


@pytest.mark.parametrize("harm", ["cut", "flipped", "swapped", "empty", "folder", "large"])
def test_a_hostile_picture_is_named_and_stops_nothing(
    team: Team, lead: SurveyFile, stick: Path, tmp_path: Path, lead_age: AgeIdentity, harm: str
) -> None:
    """Not opened, not kept as what it is not; the good one beside it is taken in."""
    inbox, photos = tmp_path / "inbox", tmp_path / "lead-photos"
    bad = picture_name(KEY.device, team.attach(b"picture one"))
    team.attach(b"picture two")
    team.hand_over(stick)
    merge(lead, [stick], inbox=inbox, identities=[lead_age])
    content = (stick / bad).read_bytes()
    (stick / bad).unlink()
    if harm == "folder":
        (stick / bad).mkdir()
    elif harm == "large":
        with (stick / bad).open("wb") as file:
            os.truncate(file.fileno(), 60_000_000)
    else:
        other = wrap(Magic.PICTURE, seal(b"another", team.recipients), marks(team.recipients))
        flipped = content[:-20] + bytes([content[-20] ^ 4]) + content[-19:]
        spoilt = {"cut": content[:-30], "flipped": flipped, "swapped": other, "empty": b""}
        (stick / bad).write_bytes(spoilt[harm])

    report = take_pictures(lead, [stick], inbox=inbox, photos=photos, identities=[lead_age])

    assert (report.taken, report.missing) == (1, 1)
    assert [found.where for found in report.findings] == [bad]
    assert len(files(photos)) == 1


def test_every_flipped_bit_in_a_sealed_picture_is_noticed(team: Team) -> None:
    """A thousand of them, one at a time."""
    team.attach(b"picture" * 40)
    (name,) = team.seal().names
    path, chance = team.outbox / name, random.Random(9)
    content = path.read_bytes()
    for _nth in range(1000):
        bit = chance.randrange(8 * len(content))
        flipped = bytearray(content)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(BundleError):
            check_picture(path)


@pytest.mark.parametrize(
    "name", ["x.fsp", f"d1234567-{'0' * 64}.fsp", f"d12345678-{'0' * 64}.fsp\n", "d12345678-0.fsp"]
)
def test_only_our_own_names_are_names(name: str) -> None:
    """What a file is called never becomes a path of ours."""
    assert picture_of_name(name) is None


def test_pictures_travel_open_where_a_kit_has_no_recipients(
    team: Team, lead: SurveyFile, stick: Path, inbox: Path, photos: Path
) -> None:
    """As bundles do, from laptops joined before there was sealing."""
    team.recipients = ()
    team.attach(b"picture")
    team.hand_over(stick)
    merge(lead, [stick], inbox=inbox)

    assert take_pictures(lead, [stick], inbox=inbox, photos=photos).taken == 1


MEASURE = """
import resource, sys
from pathlib import Path
from fieldsurvey.chain.interview import Photo
from fieldsurvey.handover import pictures
from fieldsurvey.handover.sealing import seal
seal(b"?", sys.argv[3:])
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
source = Path(sys.argv[1])
photo = Photo(source.stem, extension="jpg")
print(pictures._seal(pictures._Kept(source, None), Path(sys.argv[2]), photo, sys.argv[3:]))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such measure of memory")
def test_a_large_picture_needs_little_memory(tmp_path: Path, recipients: tuple[str, ...]) -> None:
    """Twelve megabytes are sealed a piece at a time."""
    content = random.Random(4).randbytes(12_000_000)
    source = tmp_path / f"{hashlib.sha256(content).hexdigest()}.jpg"
    source.write_bytes(content)

    told = subprocess.run(
        [sys.executable, "-c", MEASURE, source, tmp_path / "x.fsp", *recipients],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()

    assert told[0] == "FileState.PRESENT"
    assert int(told[1]) < 12_000


def test_one_that_is_gone_from_the_outbox_is_named(team: Team, stick: Path) -> None:
    """The others are copied."""
    team.attach(b"picture")
    (name,) = team.seal().names

    copied = hand_over_pictures(["gone.fsp", name], outbox=team.outbox, stick=stick)

    assert (copied.copied, copied.failed) == (1, (("gone.fsp", "it is not there"),))


def test_the_same_picture_sealed_anew_takes_the_place_of_the_old(team: Team, stick: Path) -> None:
    """Sealing is never the same twice; what lies on the stick is that of the outbox."""
    team.attach(b"picture")
    (name,) = team.seal().names
    hand_over_pictures([name], outbox=team.outbox, stick=stick)
    (team.outbox / name).unlink()
    team.seal()

    assert hand_over_pictures([name], outbox=team.outbox, stick=stick).copied == 1
    assert (stick / name).read_bytes() == (team.outbox / name).read_bytes()


def test_pictures_of_an_encrypted_laptop_are_sealed_from_what_its_key_opens(
    team: Team, stick: Path
) -> None:
    """One that its key does not open was altered; it is named, and not sealed."""
    key, other = (WorkspaceKey.make(random.Random(n).randbytes) for n in (1, 2))
    good, altered = team.attach(b"good"), team.attach(b"altered")
    for sha256, used in ((good, key), (altered, other)):
        path = team.photos / f"{sha256}.jpg"
        path.write_bytes(used.seal(path.read_bytes(), path.name, random.Random(3).randbytes))

    sealed = seal_pictures(team.survey_file, team.photos, team.outbox, team.recipients, key=key)

    assert sealed.names == (picture_name(KEY.device, good),)
    assert [found.code for found in sealed.findings] == ["E002"]
    assert files(team.outbox) == list(sealed.names)
