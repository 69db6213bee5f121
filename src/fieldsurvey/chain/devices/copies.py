"""A laptop's keys, outbox and survey file in; whether it is a copy, or was set back, out.

Two small witnesses lie beside the key, outside of the survey file. `machine.json` holds a hash of
the machine the laptop was joined on, made with the device's id, so that it names no machine to
anybody else. `head.json` holds the last line that was there when work was last put down: a survey
file without that line is an older copy. What is missing or cannot be read is no sign of anything:
nobody is kept from working by a doubt.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.chain.erasing import known_lines
from fieldsurvey.chain.files import write_file
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.chain.survey_file import SurveyFile

MACHINE_FILE = "machine.json"
HEAD_FILE = "head.json"
_BUNDLE = re.compile(r"(d[0-9a-f]{8})-[0-9]+-([0-9]+)\.fsb")


@dataclass(frozen=True, slots=True)
class Setback:
    """A line that was here, and is not any more."""

    seq: int
    """The last one that is known to have been said."""
    last: int
    """The last one that is here."""


def mark_machine(keys: Path, device: str, machine: str) -> None:
    """Keep which machine a device was joined on; `machine` is its id, blank where it has none."""
    said = {"device": device, "machine": _mark(device, machine)}
    write_file(keys / MACHINE_FILE, dump_json(said).encode())


def is_on_other_machine(keys: Path, device: str, machine: str) -> bool:
    """Say whether a device was joined on another machine than this one, for certain."""
    said = _read(keys / MACHINE_FILE)
    there, here = said.get("machine"), _mark(device, machine)
    return said.get("device") == device and bool(there) and bool(here) and there != here


def keep_head(survey_file: SurveyFile, keys: Path) -> None:
    """Keep the last line of this chain as the witness; one that it would contradict stays.

    Raises:
        OSError: The folder of the keys cannot be written; the earlier witness stands.
    """
    seq, head = survey_file.tip()
    witness = _read(keys / HEAD_FILE)
    if seq and witness.get("seq") != seq and _stands(survey_file, witness):
        keep_witness(keys, survey_file.device, seq, head)


def keep_witness(keys: Path, device: str, seq: int, head: bytes) -> None:
    """Keep that a line was said, whether it is here or not."""
    said = {"device": device, "seq": seq, "head": head.hex()}
    write_file(keys / HEAD_FILE, dump_json(said).encode())


def find_setback(survey_file: SurveyFile, keys: Path, outbox: Path) -> Setback | None:
    """Return what shows that the survey file is older than it was, or None."""
    last, _head = survey_file.tip()
    witness = _read(keys / HEAD_FILE)
    if not _stands(survey_file, witness):
        return Setback(witness["seq"], last)
    found = (_BUNDLE.fullmatch(path.name) for path in outbox.glob("*.fsb"))
    sealed = max(
        (int(name[2]) for name in found if name and name[1] == survey_file.device), default=0
    )
    return Setback(sealed, last) if sealed > last else None


def _stands(survey_file: SurveyFile, witness: dict[str, Any]) -> bool:
    """Say whether what a witness names is here; one of another device, or of none, says nothing."""
    seq, head = witness.get("seq"), witness.get("head")
    if witness.get("device") != survey_file.device or type(seq) is not int:
        return True
    # Of an erased line the hash still stands.
    known = known_lines(survey_file, survey_file.device, seq, seq)
    return any(line.hash.hex() == head for line in known)


def _mark(device: str, machine: str) -> str:
    if not machine:
        return ""
    return hashlib.sha256(f"fieldsurvey machine 1\n{device}\n{machine}".encode()).hexdigest()


def _read(path: Path) -> dict[str, Any]:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
