"""A locked laptop asks in, the lead answers out: its key goes to it, and to nothing else.

Two files go over a stick, `DEVICE.unlock` and `DEVICE.unlocked`. The first holds the laptop's key
as it is sealed to the lead, and a public key made for this one occasion; the second holds the same
key sealed to that. The lead's own key stays where it is, and neither file opens anything to whoever
finds the stick.
"""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.errors import HandoverError
from fieldsurvey.i18n import _

ASKING, ANSWERING = ".unlock", ".unlocked"
"""How the names of the two files end, after the device."""

FILE_BYTES_MAX = 65_536
_FORMAT = 1
_CODE_LETTERS = 8


@dataclass(frozen=True, slots=True)
class UnlockRequest:
    """What a laptop asks whose passphrase is forgotten."""

    campaign: str
    team: str
    device: str
    mark: str
    """Of the key that is asked for."""
    to: tuple[str, ...]
    """Marks of those who can open `sealed`."""
    sealed: bytes = field(repr=False)
    reply_to: str
    """`age1…`, to which the answer is sealed."""

    @property
    def code(self) -> str:
        """What two people compare, so that no other request is answered: `K3DA-77QX`."""
        digest = hashlib.sha256(f"{self.device} {self.mark} {self.reply_to}".encode()).digest()
        letters = base64.b32encode(digest).decode()[:_CODE_LETTERS]
        return f"{letters[:4]}-{letters[4:]}"

    def to_json(self) -> str:
        """Return the text of its file."""
        return _dump(
            "request",
            campaign=self.campaign,
            team=self.team,
            device=self.device,
            mark=self.mark,
            to=list(self.to),
            sealed=base64.b64encode(self.sealed).decode(),
            reply_to=self.reply_to,
        )


@dataclass(frozen=True, slots=True)
class UnlockAnswer:
    """What the lead answers."""

    device: str
    mark: str
    sealed: bytes = field(repr=False)
    """The key, sealed to the one who asked."""

    def to_json(self) -> str:
        """Return the text of its file."""
        sealed = base64.b64encode(self.sealed).decode()
        return _dump("answer", device=self.device, mark=self.mark, sealed=sealed)


def read_request(text: str, where: str) -> UnlockRequest:
    """Read what a laptop asks.

    Raises:
        HandoverError: It is damaged, or made by a newer version.
    """
    try:
        said = _read("request", text, where)
        return UnlockRequest(
            campaign=str(said["campaign"]),
            team=str(said["team"]),
            device=str(said["device"]),
            mark=str(said["mark"]),
            to=tuple(str(mark) for mark in said["to"]),
            sealed=base64.b64decode(said["sealed"], validate=True),
            reply_to=str(said["reply_to"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise _damaged(where) from broken


def read_answer(text: str, where: str) -> UnlockAnswer:
    """Read what the lead answers.

    Raises:
        HandoverError: It is damaged, or made by a newer version.
    """
    try:
        said = _read("answer", text, where)
        sealed = base64.b64decode(said["sealed"], validate=True)
        return UnlockAnswer(str(said["device"]), str(said["mark"]), sealed)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise _damaged(where) from broken


def same_code(typed: str, code: str) -> bool:
    """Tell whether somebody typed a code, however it was written."""
    return "".join(filter(str.isalnum, typed.upper())) == code.replace("-", "")


def _dump(kind: str, **said: object) -> str:
    about = {"format": _FORMAT, "kind": f"fieldsurvey unlock {kind}", **said}
    return json.dumps(about, ensure_ascii=False, indent=1) + "\n"


def _read(kind: str, text: str, where: str) -> dict[str, Any]:
    said: dict[str, Any] = json.loads(text)
    if said["format"] > _FORMAT:
        raise HandoverError(
            _("The file was made with a newer version of fieldsurvey."),
            where=where,
            to_do=_("Install the newer version on this computer."),
        )
    if said["kind"] != f"fieldsurvey unlock {kind}":
        raise ValueError(kind)
    return said


def _damaged(where: str) -> HandoverError:
    return HandoverError(
        _("The file is damaged."),
        where=where,
        to_do=_("Begin again on the laptop: fieldsurvey recover passphrase STICK"),
    )
