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

from fieldsurvey.chain.line import Entry, Kind, Line
from fieldsurvey.chain.register import device as known_device
from fieldsurvey.chain.register import keep_version
from fieldsurvey.chain.survey_file import SurveyFile
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


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of one device's lines in the lead's survey file."""

    device: str
    taken: Taken
    new: int = 0
    left: int = 0
    """Lines nobody stands for that were not taken in."""


def take_in_rescued(  # noqa: PLR0913 - who decided what about which file
    survey_file: SurveyFile,
    proof: Proof,
    finds: Finds,
    *,
    by: str,
    reason: str,
    files: Sequence[str],
    with_unwitnessed: bool = False,
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

    Raises:
        ChainError: The survey file cannot be written; nothing was taken in.
    """
    with survey_file.transaction():
        for version in finds.questionnaires.values():
            keep_version(survey_file, version)
        results = [
            _take(survey_file, device, by, reason, files, with_unwitnessed)
            for device in proof.devices
        ]
    return results


def _take(
    survey_file: SurveyFile,
    device: DeviceFinds,
    by: str,
    reason: str,
    files: Sequence[str],
    with_unwitnessed: bool,
) -> TakenIn:
    refused = _refusal(survey_file, device)
    if refused is not None:
        return TakenIn(device.device, refused)
    lines = [line for line in device.lines if with_unwitnessed or line.hash in device.witnessed]
    left = len(device.lines) - len(lines)
    had = _hashes(survey_file, device.device)
    new = [line for line in lines if line.hash not in had]
    if not new:
        return TakenIn(device.device, Taken.NOTHING_NEW, left=left)
    keep_lines(survey_file, device, new)
    survey_file.append([_decision(device, new, by, reason, files)])
    return TakenIn(device.device, Taken.TAKEN, len(new), left)


def _refusal(survey_file: SurveyFile, device: DeviceFinds) -> Taken | None:
    if device.device == survey_file.device:
        return Taken.OWN
    if device.campaign and device.campaign != survey_file.campaign:
        return Taken.OTHER_CAMPAIGN
    known = known_device(survey_file, device.device)
    if known is None or (device.public_key and known.public_key != device.public_key):
        return Taken.UNKNOWN
    return None


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
