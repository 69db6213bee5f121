"""What is true of the finds in, a new folder with a fresh survey file and what goes with it out.

What comes from an encrypted file lies encrypted there, too, under the same key.
"""

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.kit.joining import Lock
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import (
    Device,
    keep_receipt,
    keep_version,
    know_device,
    record_bundle,
)
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines, refold, shape_of
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.handing_over import seal_lines
from fieldsurvey.handover.rescue.decrypting import UNPROVEN
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.proving import DeviceFinds, Proof
from fieldsurvey.i18n import _

SURVEY_FILE = "survey.db"
REPORT = "report.txt"


@dataclass(frozen=True, slots=True)
class Written:
    """What lies in the new folder now."""

    folder: Path
    survey_file: Path | None
    """None where no line is provable."""
    unproven: Path | None
    """Texts for a person to read."""
    bundles: tuple[str, ...] = ()
    """Names of those sealed again, in its outbox."""
    is_encrypted: bool = False
    """Whether it can be read only with the key of what it was rescued from."""


def write_rescued(
    proof: Proof,
    finds: Finds,
    folder: Path,
    *,
    key: DeviceKey | None = None,
    recipients: Sequence[str] = (),
    lock: Lock | None = None,
) -> Written:
    """Write every provable line into a fresh survey file, and what is not provable beside it.

    Args:
        proof: What is true.
        finds: It was found in.
        folder: Must not exist, or be empty.
        key: Of the laptop, where it was found: its lines are sealed again, as it would itself.
        recipients: To whom.
        lock: What it is encrypted with; none where it came from plain files only.

    Raises:
        HandoverError: The folder is in use or cannot be written.
        ChainError: The survey file cannot be made.
    """
    _make(folder)
    if lock:
        _keep_key_file(folder, lock)
    path: Path | None = None
    names: list[str] = []
    if proof.line_count:
        path = folder / SURVEY_FILE
        with _create(path, proof, finds, lock) as survey_file:
            keep(survey_file, proof, finds)
            own = [each for each in proof.devices if key and each.device == key.device]
            if key and own and survey_file.device == key.device:
                names = list(_seal_again(survey_file, key, own[0], folder, recipients))
    unproven = _write_unproven(proof, folder, lock)
    return Written(folder, path, unproven, tuple(names), is_encrypted=lock is not None)


def keep(survey_file: SurveyFile, proof: Proof, finds: Finds) -> None:
    """Add all that is provable to a survey file: lines, keys, questionnaires, witnesses."""
    with survey_file.transaction():
        for device in proof.devices:
            keep_lines(survey_file, device, device.lines)
        for version in finds.questionnaires.values():
            keep_version(survey_file, version)
        provable = {line.hash for device in proof.devices for line in device.lines}
        for record in finds.bundles.values():
            header = proof.headers.get(record.header)
            facts = (record.device, record.first, record.last, record.head)
            if header and header.head in provable:
                said = (header.device, header.first, header.last, header.head)
                if said == facts and record.direction in ("in", "out"):
                    record_bundle(survey_file, record)
        for receipt in proof.receipts:
            if receipt.head in provable:
                keep_receipt(survey_file, receipt)


def keep_lines(survey_file: SurveyFile, device: DeviceFinds, lines: Iterable[Line]) -> int:
    """Add lines of one device, with gaps and forks between them; return how many were new."""
    now = survey_file.clock.now().isoformat(timespec="seconds")
    if device.public_key:
        know_device(survey_file, Device(device.device, device.public_key, device.team, now))
    new = sum(add_lines(survey_file, device.device, run).new for run in runs(lines))
    if shape_of(survey_file, device.device).forked_at is None:
        refold(survey_file, device.device)
    return new


def runs(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Yield the lines in runs that follow on each other, whatever forks there are."""
    open_runs: dict[bytes, list[Line]] = {}
    done: list[list[Line]] = []
    for line in lines:
        run = open_runs.pop(line.previous, None) if line.seq > 1 else None
        if run is None:
            run = []
            done.append(run)
        run.append(line)
        open_runs[line.hash] = run
    yield from done


def _make(folder: Path) -> None:
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise HandoverError(
                _("There is something already; what is rescued goes into a new folder."),
                where=str(folder),
                to_do=_("Name another folder with --to DIR."),
            )
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise HandoverError(
            _("The folder cannot be made: {why}.").format(why=disk_words(error)),
            where=str(folder),
            to_do=_("Name another folder with --to DIR."),
        ) from error


def _keep_key_file(folder: Path, lock: Lock) -> None:
    path = Workspace(folder).survey_key_json
    try:
        path.parent.mkdir()
        write_file(path, lock.key_file.to_json().encode())
    except OSError as error:
        raise _unwritable(path, error) from error


def _create(path: Path, proof: Proof, finds: Finds, lock: Lock | None) -> SurveyFile:
    own = [each for each in proof.devices if each.device in finds.devices]
    owner = max(own or proof.devices, key=lambda each: len(each.lines))
    campaigns = [each.campaign for each in (owner, *proof.devices) if each.campaign]
    return SurveyFile.create(
        path,
        device=owner.device,
        campaign=campaigns[0] if campaigns else "",
        team=owner.team,
        database_key=lock.key.database if lock else b"",
    )


def _seal_again(
    survey_file: SurveyFile,
    key: DeviceKey,
    device: DeviceFinds,
    folder: Path,
    recipients: Sequence[str],
) -> Iterator[str]:
    for run in runs(device.lines):
        yield from seal_lines(survey_file, key, folder / "outbox", iter(run), recipients)


def _write_unproven(proof: Proof, folder: Path, lock: Lock | None) -> Path | None:
    if not proof.unproven:
        return None
    path = folder / UNPROVEN
    content = "\n".join(proof.unproven).encode(errors="replace") + b"\n"
    if lock:
        content = lock.key.seal(content, UNPROVEN, secrets.token_bytes)
    try:
        write_file(path, content)
    except OSError as error:
        raise _unwritable(path, error) from error
    return path


def _unwritable(path: Path, error: OSError) -> HandoverError:
    return HandoverError(
        _("The folder cannot be written: {why}.").format(why=disk_words(error)),
        where=str(path),
        to_do=_("Name another folder with --to DIR."),
    )
