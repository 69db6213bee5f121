"""A survey file in, sealed bundles in the outbox and on the stick out; nothing is ever deleted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.register import (
    BundleRecord,
    QuestionnaireVersion,
    bundles,
    forget_bundle,
    questionnaire_version,
    receipted_seq,
    record_bundle,
)
from fieldsurvey.chain.erasing import known_lines
from fieldsurvey.chain.files import disk_words, holds, write_file
from fieldsurvey.chain.forks.branches import following
from fieldsurvey.chain.lines.line import GENESIS, Kind, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import Header, read_header, write_bundle
from fieldsurvey.i18n import _, ngettext

_LINES_A_BUNDLE = 20_000
"""Keeps a bundle of the longest usual lines far below the largest that is read."""


@dataclass(frozen=True, slots=True)
class HandoverReport:
    """What is on the stick now, and what is not."""

    stick: Path
    device: str
    last: int
    """Seq of the last line that is sealed in the outbox."""
    copied: tuple[str, ...] = ()
    """Names of the bundles copied now, read back and compared."""
    there_already: tuple[str, ...] = ()
    """Names of those that were on the stick, whole."""
    failed: tuple[tuple[str, str], ...] = ()
    """Names of those that are not on the stick, and why."""

    @property
    def is_complete(self) -> bool:
        """Whether everything not yet receipted is on the stick."""
        return not self.failed

    def words(self) -> list[str]:
        """Say it in the user's language, a sentence each."""
        done = len(self.copied) + len(self.there_already)
        if not done and not self.failed:
            return [_("The lead has signed for everything said here; nothing needs copying.")]
        sentences = [
            ngettext(
                "{count} bundle is on the stick, read back and compared.",
                "{count} bundles are on the stick, read back and compared.",
                done,
            ).format(count=done)
        ]
        for name, why in self.failed:
            sentences.append(_("{name} is NOT on the stick: {why}.").format(name=name, why=why))
        if self.failed:
            sentences.append(
                _("Nothing is lost: all of it is in the outbox. Hand over to another stick.")
            )
        return sentences


def seal_pending(
    survey_file: SurveyFile, key: DeviceKey, outbox: Path, recipients: Sequence[str] = ()
) -> list[str]:
    """Seal what is said but not yet in a bundle, make lost bundles again, and name the new files.

    Called at every finish, before "finished" is shown, and at every hand-over.

    Raises:
        HandoverError: The outbox cannot be written; nothing counts as sealed.
        ChainError: The survey file cannot be written.
    """
    again = _seal_lost(survey_file, outbox, recipients)
    return again + list(_seal_new(survey_file, key, outbox, recipients))


def seal_missing(
    survey_file: SurveyFile, key: DeviceKey, outbox: Path, recipients: Sequence[str] = ()
) -> list[str]:
    """Make lost bundles again, and seal finished interviews that are in none; name the new files.

    Called at every start: a crash may have come between a finish and its bundle.

    Raises:
        HandoverError: The outbox cannot be written; nothing counts as sealed.
        ChainError: The survey file cannot be written.
    """
    again = _seal_lost(survey_file, outbox, recipients)
    if unsealed_finishes(survey_file, outbox):
        return again + list(_seal_new(survey_file, key, outbox, recipients))
    return again


def unsealed_finishes(survey_file: SurveyFile, outbox: Path) -> list[str]:
    """Return the ids of this laptop's interviews whose finish lies in no readable bundle."""
    sealed = [
        (record.first, record.last)
        for record in own_bundles(survey_file)
        if holds(outbox / record.name, record.sha256)
    ]
    finishes = (
        line for line in survey_file.lines_of_kind(Kind.FINISH) if line.device == survey_file.device
    )
    return [
        line.entry.interview
        for line in finishes
        if not any(first <= line.seq <= last for first, last in sealed)
    ]


def hand_over(
    survey_file: SurveyFile,
    key: DeviceKey,
    *,
    outbox: Path,
    stick: Path,
    recipients: Sequence[str] = (),
) -> HandoverReport:
    """Seal what is not sealed, and copy every bundle without a receipt to the stick.

    Each copy is read back and compared. A stick that is full, locked or pulled out leaves what was
    copied whole, and is named in the report.

    Raises:
        HandoverError: There is no such stick, or the outbox cannot be written.
        ChainError: The survey file cannot be written.
    """
    seal_pending(survey_file, key, outbox, recipients)
    if not stick.is_dir():
        raise HandoverError(
            _("There is no such folder."),
            where=str(stick),
            to_do=_("Plug in the stick and name its folder. All of it is sealed in the outbox."),
        )
    waiting = [
        record
        for record in bundles(survey_file, "out")
        if record.last > receipted_seq(survey_file, record.device)
    ]
    copied: list[str] = []
    there: list[str] = []
    failed: list[tuple[str, str]] = []
    for record in waiting:
        try:
            (copied if _copy(record, outbox, stick) else there).append(record.name)
        except OSError as error:
            failed.append((record.name, disk_words(error)))
    for path in stray_bundles(survey_file, outbox):
        try:
            write_file(stick / path.name, path.read_bytes())
            copied.append(path.name)
        except OSError as error:
            failed.append((path.name, disk_words(error)))
    return HandoverReport(
        stick=stick,
        device=survey_file.device,
        last=survey_file.last_seq,
        copied=tuple(copied),
        there_already=tuple(there),
        failed=tuple(failed),
    )


def own_bundles(survey_file: SurveyFile) -> list[BundleRecord]:
    """Return the bundles made here of the chain that goes on here."""
    records = bundles(survey_file, "out")
    return [record for record in records if record.device == survey_file.device]


def stray_bundles(survey_file: SurveyFile, outbox: Path) -> list[Path]:
    """Return the bundles of this laptop's earlier chains that its survey file does not know of.

    A survey file that was set back has forgotten them; what they hold is nowhere else.
    """
    known = {record.name for record in bundles(survey_file, "out")}
    return [
        path
        for path in sorted(outbox.glob("*.fsb"))
        if path.name not in known and not path.name.startswith((".", f"{survey_file.device}-"))
    ]


def _copy(record: BundleRecord, outbox: Path, stick: Path) -> bool:
    """Copy one bundle; False where it is on the stick already, whole."""
    if holds(stick / record.name, record.sha256):
        return False
    write_file(stick / record.name, (outbox / record.name).read_bytes())
    return True


def _seal_lost(survey_file: SurveyFile, outbox: Path, recipients: Sequence[str]) -> list[str]:
    made = (
        _seal_again(survey_file, record, outbox, recipients)
        for record in bundles(survey_file, "out")
    )
    return [name for name in made if name]


def _seal_again(
    survey_file: SurveyFile, record: BundleRecord, outbox: Path, recipients: Sequence[str]
) -> str:
    """Make a recorded bundle again where its file is gone or damaged; return its name then."""
    if holds(outbox / record.name, record.sha256):
        return ""
    header = read_header(record.header)
    known = known_lines(survey_file, record.device, record.first, record.last)
    lines = list(following(known, header.previous))
    versions = _versions(survey_file, [digest for digest, *_about in header.questionnaires])
    content = write_bundle(record.header, record.signature, lines, versions, recipients)
    sha256 = _write(outbox / record.name, content)
    if sha256 != record.sha256:
        # Sealing is never the same twice, and another zlib packs the same lines otherwise.
        with survey_file.transaction():
            forget_bundle(survey_file, record.sha256)
            record_bundle(survey_file, replace(record, sha256=sha256))
    return record.name


def _seal_new(
    survey_file: SurveyFile, key: DeviceKey, outbox: Path, recipients: Sequence[str]
) -> Iterator[str]:
    last, head = max(
        ((record.last, record.head) for record in own_bundles(survey_file)),
        default=(0, GENESIS),
    )
    lines = following(survey_file.lines(first=last + 1), head)
    yield from seal_lines(survey_file, key, outbox, lines, recipients)


def seal_lines(
    survey_file: SurveyFile,
    key: DeviceKey,
    outbox: Path,
    lines: Iterator[Line],
    recipients: Sequence[str],
) -> Iterator[str]:
    """Seal lines that follow on each other, and yield the name of each bundle.

    Raises:
        HandoverError: The outbox cannot be written, or nothing can be sealed.
        ChainError: The survey file cannot be written.
    """
    for run in iter(lambda: list(islice(lines, _LINES_A_BUNDLE)), []):
        yield _seal_run(survey_file, key, outbox, run, recipients)


def _seal_run(
    survey_file: SurveyFile,
    key: DeviceKey,
    outbox: Path,
    lines: Sequence[Line],
    recipients: Sequence[str],
) -> str:
    started = {
        line.entry.questionnaire for line in lines if line.entry.kind is Kind.INTERVIEW_START
    }
    versions = _versions(survey_file, sorted(started))
    header = Header(
        campaign=survey_file.campaign,
        team=survey_file.team,
        device=survey_file.device,
        public_key=key.public.hex(),
        first=lines[0].seq,
        last=lines[-1].seq,
        previous=lines[0].previous,
        head=lines[-1].hash,
        made_at=survey_file.clock.now().isoformat(timespec="seconds"),
        questionnaires=tuple((v.digest, v.form_id, v.version) for v in versions),
    )
    signature = sign_text(key, Purpose.BUNDLE, header.text())
    content = write_bundle(header.text(), signature, lines, versions, recipients)
    record = BundleRecord(
        sha256=_write(outbox / header.name, content),
        direction="out",
        name=header.name,
        device=header.device,
        first=header.first,
        last=header.last,
        head=header.head,
        header=header.text(),
        signature=signature,
        at=header.made_at,
    )
    record_bundle(survey_file, record)
    return header.name


def _versions(survey_file: SurveyFile, digests: Sequence[str]) -> list[QuestionnaireVersion]:
    known = (questionnaire_version(survey_file, digest) for digest in digests)
    return [version for version in known if version is not None]


def _write(path: Path, content: bytes) -> str:
    try:
        make_folder(path.parent)
        return write_file(path, content)
    except OSError as error:
        raise HandoverError(
            _("The bundle cannot be sealed: the disk of the outbox refused, {why}.").format(
                why=disk_words(error)
            ),
            where=str(path),
            to_do=_("Make room or mend the disk, then try again. What was ticked is safe."),
        ) from error
