"""A laptop that has joined in, a small signed file that asks to be enrolled out; and it read again.

`DEVICE.enrol` holds two lines: JSON, and the signature (hex) of the key that the JSON names. It
proves that whoever asks holds the key; whose laptop it is, only the fingerprint tells that two
people compare.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, device_of
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.signed_text import SignedText
from fieldsurvey.i18n import _

SUFFIX = ".enrol"
_FORMAT = 1
_BYTES_MAX = 4096
_TEXT_MAX = 200


@dataclass(frozen=True, slots=True)
class EnrolmentRequest:
    """Who asks to be enrolled."""

    campaign: str
    team: str
    device: str
    public_key: str
    """Hex."""
    system: str
    """What the laptop runs on: `Windows`, `Linux`, `Darwin`."""
    at: str
    """ISO 8601 with offset."""

    def text(self) -> str:
        """Return the JSON that is signed."""
        return dump_json(
            {
                "format": _FORMAT,
                "campaign": self.campaign,
                "team": self.team,
                "device": self.device,
                "public_key": self.public_key,
                "system": self.system,
                "at": self.at,
            }
        )


def write_request(request: EnrolmentRequest, key: DeviceKey, folder: Path) -> Path:
    """Write the request into a folder, signed, and return its file.

    Raises:
        HandoverError: The folder cannot be written.
    """
    path = folder / f"{request.device}{SUFFIX}"
    try:
        make_folder(folder)
        SignedText.sign(key, Purpose.ENROLMENT, request.text()).write(path)
    except OSError as error:
        raise HandoverError(
            _("The request to be enrolled cannot be written: {why}.").format(why=disk_words(error)),
            where=str(path),
            to_do=_("Read the fingerprint out to the team lead instead."),
        ) from error
    return path


def read_request(path: Path) -> EnrolmentRequest:
    """Read a request and prove that the key it names signed it.

    Raises:
        HandoverError: It is none, or was altered.
    """
    try:
        signed = SignedText.read(path, Purpose.ENROLMENT, _BYTES_MAX)
        request = _request(json.loads(signed.text))
        is_true = request.text() == signed.text and _is_signed(request, signed)
    except OSError as error:
        raise HandoverError(
            _("The file cannot be read: {why}.").format(why=disk_words(error)), where=str(path)
        ) from error
    except (ValueError, KeyError, TypeError, RecursionError):
        is_true = False
    if not is_true:
        raise HandoverError(
            _("This is no request of a laptop to be enrolled, or it was altered."),
            where=str(path),
            to_do=_("Copy DEVICE.enrol from the laptop's outbox again, or compare fingerprints."),
        )
    return request


def find_requests(places: Iterable[Path]) -> Iterator[Path]:
    """Yield the request files in sticks and folders, those of a folder by name."""
    for place in places:
        if place.is_dir():
            yield from sorted(p for p in place.rglob(f"*{SUFFIX}") if not p.name.startswith("."))
        elif place.suffix == SUFFIX:
            yield place


def copy_requests(outbox: Path, stick: Path) -> None:
    """Copy a laptop's request to the stick; one that cannot be copied is no reason to stop.

    The bundles name the same key, so that the lead can enrol without it.
    """
    for path in find_requests([outbox]):
        try:
            content = path.read_bytes()
            write_file(stick / path.name, content)
        except OSError:
            continue


def _request(said: dict[str, Any]) -> EnrolmentRequest:
    names = ("campaign", "team", "device", "public_key", "system", "at")
    texts = {name: said[name] for name in names}
    if not all(isinstance(text, str) and len(text) <= _TEXT_MAX for text in texts.values()):
        raise TypeError
    return EnrolmentRequest(**texts)


def _is_signed(request: EnrolmentRequest, signed: SignedText) -> bool:
    public = bytes.fromhex(request.public_key)
    return device_of(public) == request.device and signed.is_signed_by(public)
