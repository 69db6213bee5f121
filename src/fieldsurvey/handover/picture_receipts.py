"""A lead's pictures in, a signed list for each laptop on the stick out; and read by the laptop.

The receipt of lines says nothing of pictures, which travel by themselves. So the lead signs for
each picture by its hash, once its bytes lie whole in the lead's own folder. On the stick that is
`DEVICE.pictures`: one JSON text, and the lead's signature under it. The laptop keeps the file as
it is: whoever reads it proves the signature anew.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.files import disk_words, holds, write_file
from fieldsurvey.chain.lines.line import PICTURES, Entry, Kind, dump_json
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.receipts import put_on_stick
from fieldsurvey.handover.signed_text import SignedText
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.looking_after import photos_of

SUFFIX = ".pictures"

_FORMAT = 1
_LIST_BYTES_MAX = 16 * 1024 * 1024
_PICTURES_A_LINE = 1000
"""Keeps a line that signs for pictures far below the longest that can be written."""


@dataclass(frozen=True, slots=True)
class PictureReceipt:
    """What a lead has signed for: pictures of one laptop, by their hash."""

    device: str
    line: int
    """Seq of the lead's last line when it was signed: a later list holds instead of an earlier."""
    pictures: frozenset[str]


def write_picture_receipts(
    survey_file: SurveyFile, key: DeviceKey, stick: Path, photos: Path
) -> list[Path]:
    """Sign for the pictures of each laptop that lie whole in a folder, and put that on the stick.

    Each is read and compared once, and said in the lead's own chain; from then on it counts as long
    as it is there. A laptop without pictures gets no list.

    Raises:
        HandoverError: The stick cannot be written.
        ChainError: The survey file cannot be written.
    """
    survey_file.append(_entries(_new(survey_file, photos)))
    there = {path.name.partition(".")[0] for path in photos.glob("*")}
    return [
        _write(survey_file, key, stick, device, sorted(said.keys() & there))
        for device, said in sorted(_said(survey_file).items())
    ]


def take_picture_receipts(
    survey_file: SurveyFile, stick: Path, lead_key: bytes, keys: Path
) -> list[Finding]:
    """Keep the lists on a stick that are for this laptop and signed with the lead's key.

    Raises:
        HandoverError: The folder of the keys cannot be written.
    """
    findings = []
    for device in sorted(own_chains(survey_file)):
        path = stick / f"{device}{SUFFIX}"
        if not path.is_file():
            continue
        receipt = _read(path, lead_key, survey_file.campaign)
        if receipt is None or receipt.device != device:
            findings.append(_no_list(path))
            continue
        kept = _read(keys / path.name, lead_key, survey_file.campaign)
        if kept is None or kept.line < receipt.line:
            _keep(path, keys)
    return findings


def signed_pictures(survey_file: SurveyFile, lead_key: bytes, keys: Path) -> frozenset[str]:
    """Return the hashes of this laptop's pictures that the lead has signed for."""
    lists = [
        _read(keys / f"{device}{SUFFIX}", lead_key, survey_file.campaign)
        for device in own_chains(survey_file)
    ]
    return frozenset().union(*(receipt.pictures for receipt in lists if receipt))


def _new(survey_file: SurveyFile, photos: Path) -> dict[str, dict[str, None]]:
    """Return the pictures by device that are here whole, and that nobody signed for yet."""
    said = _said(survey_file)
    new: dict[str, dict[str, None]] = {}
    for interview, _path, photo in photos_of(survey_file.interviews()):
        device = interview.device
        known = said.get(device, {}).keys() | new.get(device, {}).keys()
        if photo.sha256 not in known and holds(photos / photo.file, photo.sha256):
            new.setdefault(device, {})[photo.sha256] = None
    new.pop(survey_file.device, None)
    return new


def _said(survey_file: SurveyFile) -> dict[str, dict[str, None]]:
    """Return the pictures by device that this lead said are here."""
    said: dict[str, dict[str, None]] = {}
    for line in survey_file.lines_of_kind(Kind.RECEIPT):
        value = said_by(line)
        if line.device == survey_file.device and value.get("about") == PICTURES:
            said.setdefault(value["device"], {}).update(dict.fromkeys(value["pictures"]))
    return said


def _entries(new: Mapping[str, Mapping[str, None]]) -> list[Entry]:
    return [
        Entry(
            Kind.RECEIPT,
            value={
                "about": PICTURES,
                "device": device,
                "pictures": [*hashes][at : at + _PICTURES_A_LINE],
            },
        )
        for device, hashes in sorted(new.items())
        for at in range(0, len(hashes), _PICTURES_A_LINE)
    ]


def _write(
    survey_file: SurveyFile, key: DeviceKey, stick: Path, device: str, hashes: list[str]
) -> Path:
    text = dump_json(
        {
            "format": _FORMAT,
            "campaign": survey_file.campaign,
            "device": device,
            "line": survey_file.last_seq,
            "pictures": hashes,
        }
    )
    path = stick / f"{device}{SUFFIX}"
    put_on_stick(SignedText.sign(key, Purpose.PICTURES, text), path)
    return path


def _read(path: Path, lead_key: bytes, campaign: str) -> PictureReceipt | None:
    try:
        signed = SignedText.read(path, Purpose.PICTURES, _LIST_BYTES_MAX)
        if not signed.is_signed_by(lead_key):
            return None
        said = json.loads(signed.text)
        if (said["format"], said["campaign"]) != (_FORMAT, campaign):
            return None
        return PictureReceipt(said["device"], said["line"], frozenset(said["pictures"]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None


def _keep(path: Path, keys: Path) -> None:
    try:
        write_file(keys / path.name, path.read_bytes())
    except OSError as error:
        raise HandoverError(
            _("The lead's receipt cannot be kept: {why}.").format(why=disk_words(error)),
            where=str(keys / path.name),
            to_do=_("Nothing is lost. Make room or mend the disk, then hand over again."),
        ) from error


def _no_list(path: Path) -> Finding:
    return Finding(
        "V044",
        path.name,
        _("This receipt for pictures is damaged, or not signed by this campaign's lead."),
        _("Ask the lead to merge the stick again."),
    )
