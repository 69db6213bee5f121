"""What was rescued in, the lead's survey file with it and with a line that says who decided so out.

A rescued line carries no bundle of its own, so the lead says in the lead's chain what was taken in,
from which file, and on whose word::

    decision   {"about": "rescue", "device": …, "files": [SHA-256 of what was rescued],
                "lines": [[first, last], …], "head": hash of the last, hex,
                "witnessed": …, "unwitnessed": …, "reason": …}
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.chain.devices.keys import fingerprint
from fieldsurvey.chain.devices.register import Device, keep_version, know_device
from fieldsurvey.chain.devices.register import device as known_device
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.gate import OPEN_GATE, Gate
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.proving import DeviceFinds, Proof
from fieldsurvey.handover.rescue.writing import keep_lines


class Taken(StrEnum):
    """What became of one device's lines."""

    TAKEN = "taken"
    NOTHING_NEW = "nothing_new"
    OWN = "own"
    """The lead's own chain: what is rescued of it is a survey file to go on with, not to merge."""
    OTHER_CAMPAIGN = "other_campaign"
    UNKNOWN = "unknown"
    """The lead does not know the device, or by another key."""
    WAITING = "waiting"
    """The lead has not enrolled the device: its lines wait, as its bundle would."""

    @property
    def is_held_back(self) -> bool:
        """Whether there are lines that a decision of the lead is wanting for."""
        return self in (self.OTHER_CAMPAIGN, self.UNKNOWN, self.WAITING)


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one device's lines in the lead's survey file."""

    device: str
    taken: Taken
    new: int = 0
    left: int = 0
    """Lines nobody stands for that were not taken in."""
    revoked: int = 0
    """Lines that the laptop said after the lead had revoked it; they were not taken in."""
    fingerprint: str = ""
    """Of the key of a laptop that waits."""


def take_in_rescued(  # noqa: PLR0913 - who decided what about which file
    survey_file: SurveyFile,
    proof: Proof,
    finds: Finds,
    *,
    by: str,
    reason: str,
    files: Sequence[str],
    with_unwitnessed: bool = False,
    gate: Gate = OPEN_GATE,
) -> list[TakenIn]:
    """Take in what was rescued, and say so in the lead's chain; all of it, or nothing.

    Args:
        survey_file: The lead's.
        proof: What is true.
        finds: It was found in.
        by: Who decides.
        reason: Why.
        files: SHA-256 of what it was found in, hex.
        with_unwitnessed: Whether lines count that nobody stands for but the file.
        gate: Whom the campaign trusts; of nobody else a line is taken in, on anybody's word.

    Raises:
        ChainError: The survey file cannot be written; nothing was taken in.
    """
    results = []
    with survey_file.transaction():
        for version in finds.questionnaires.values():
            keep_version(survey_file, version)
        for device in proof.devices:
            result, new = _decide(survey_file, device, proof, gate, with_unwitnessed)
            if new:
                keep_lines(survey_file, device, new)
                survey_file.append([_decision(device, new, by, reason, files)])
            results.append(result)
    return results


def _decide(
    survey_file: SurveyFile, device: DeviceFinds, proof: Proof, gate: Gate, with_unwitnessed: bool
) -> tuple[TakenIn, list[Line]]:
    """Return what becomes of the lines of a device, and those that are to be taken in."""
    known = known_device(survey_file, device.device)
    key = device.public_key or (known.public_key if known else "")
    trusted_to = gate.trusted_to(device.device, key)
    if (refused := _refusal(survey_file, device)) is not None:
        return TakenIn(device.device, refused), []
    if known and known.public_key not in ("", key):
        return TakenIn(device.device, Taken.UNKNOWN), []
    if trusted_to is None and key:
        _introduce(survey_file, device, proof)
        mark = fingerprint(bytes.fromhex(key))
        return TakenIn(device.device, Taken.WAITING, fingerprint=mark), []
    if trusted_to is None or known is None:
        return TakenIn(device.device, Taken.UNKNOWN), []
    in_time = [line for line in device.lines if line.seq <= trusted_to]
    lines = [line for line in in_time if with_unwitnessed or line.hash in device.witnessed]
    had = _hashes(survey_file, device.device)
    new = [line for line in lines if line.hash not in had]
    taken = Taken.TAKEN if new else Taken.NOTHING_NEW
    left, revoked = len(in_time) - len(lines), len(device.lines) - len(in_time)
    return TakenIn(device.device, taken, len(new), left, revoked), new


def _refusal(survey_file: SurveyFile, device: DeviceFinds) -> Taken | None:
    if device.device == survey_file.device:
        return Taken.OWN
    if device.campaign and device.campaign != survey_file.campaign:
        return Taken.OTHER_CAMPAIGN
    return None


def _introduce(survey_file: SurveyFile, device: DeviceFinds, proof: Proof) -> None:
    """Keep the key of a laptop that waits, so that the lead can enrol it by its name.

    Only a key that signed something: whoever made the file may have written any other into it.
    """
    if any(header.device == device.device for header in proof.headers.values()):
        now = survey_file.clock.now().isoformat(timespec="seconds")
        know_device(survey_file, Device(device.device, device.public_key, device.team, now))


def _hashes(survey_file: SurveyFile, device: str) -> set[bytes]:
    rows = survey_file.connection.execute("SELECT hash FROM line WHERE device = ?", (device,))
    return {hash_ for (hash_,) in rows}


def _decision(
    device: DeviceFinds, lines: Sequence[Line], by: str, reason: str, files: Sequence[str]
) -> Entry:
    witnessed = sum(line.hash in device.witnessed for line in lines)
    said = {
        "about": "rescue",
        "device": device.device,
        "files": list(files),
        "lines": [list(span) for span in _spans(lines)],
        "head": lines[-1].hash.hex(),
        "witnessed": witnessed,
        "unwitnessed": len(lines) - witnessed,
        "reason": reason,
    }
    return Entry(Kind.DECISION, value=said, who=by)


def _spans(lines: Iterable[Line]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for seq in sorted({line.seq for line in lines}):
        if spans and spans[-1][1] == seq - 1:
            spans[-1] = (spans[-1][0], seq)
        else:
            spans.append((seq, seq))
    return spans
