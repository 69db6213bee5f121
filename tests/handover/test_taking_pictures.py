"""Pictures from sticks, and what is said of them."""

from pathlib import Path

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.envelope import Magic, wrap
from fieldsurvey.handover.pictures import picture_name
from fieldsurvey.handover.taking_pictures import WAITING, PicturesReport, take_pictures

DEVICE = DeviceKey.of_seed(bytes(32)).device
CONTENT = b"picture"
SHA256 = "47de8c4f3c4e1d7b0a0f0e0a7f1fb7b8".ljust(64, "0")


def put(folder: Path, content: bytes = CONTENT, sha256: str = SHA256) -> Path:
    """Put a picture that is not sealed into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / picture_name(DEVICE, sha256)
    path.write_bytes(wrap(Magic.PICTURE, content))
    return path


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (PicturesReport(), ""),
        (PicturesReport(taken=1), "1 picture taken in."),
        (PicturesReport(waiting=2), "2 pictures wait in the inbox for their interviews"),
        (PicturesReport(missing=1), "1 picture has not come yet."),
        (PicturesReport(had=3), ""),
    ],
)
def test_what_became_of_them_is_said(report: PicturesReport, words: str) -> None:
    """Nothing is said where there is nothing to say."""
    assert words in report.words()
    assert bool(words) is bool(report.words())


def test_what_waits_is_not_counted_twice(lead: SurveyFile, stick: Path, inbox: Path) -> None:
    """The inbox itself was named; hidden files of other systems and single files are passed by."""
    waiting = put(inbox / WAITING)
    (stick / f".{waiting.name}").write_bytes(b"left by another system")
    steps: list[int] = []

    report = take_pictures(
        lead,
        [inbox, stick, waiting],
        inbox=inbox,
        photos=inbox.parent / "photos",
        on_picture=lambda: steps.append(1),
    )

    assert (report.waiting, report.findings, len(steps)) == (1, (), 1)


def test_one_that_may_not_be_read_is_named_and_stops_nothing(
    lead: SurveyFile, stick: Path, inbox: Path, obeyed_permissions: None
) -> None:
    """The other is kept."""
    put(stick).chmod(0)
    put(stick, sha256="1" * 64)

    report = take_pictures(lead, [stick], inbox=inbox, photos=inbox.parent / "photos")

    assert [finding.where for finding in report.findings] == [picture_name(DEVICE, SHA256)]
    assert "its permissions forbid it" in report.findings[0].what
    assert report.waiting == 1


def test_a_disk_of_the_lead_that_refuses_stops_it_in_words(
    lead: SurveyFile, stick: Path, inbox: Path
) -> None:
    """Nothing is lost: the stick still has it."""
    put(stick)
    inbox.write_text("a file in its place", encoding="utf-8")

    with pytest.raises(HandoverError, match="cannot be kept") as refused:
        take_pictures(lead, [stick], inbox=inbox, photos=inbox.parent / "photos")

    assert "nothing is lost" in refused.value.to_do


def test_nothing_named_nothing_taken(lead: SurveyFile, inbox: Path) -> None:
    """A survey without pictures."""
    lead.append([Entry(Kind.SESSION)])

    assert take_pictures(lead, [], inbox=inbox, photos=inbox) == PicturesReport()
