"""Bundles from sticks and folders in, their lines in the survey file and a verdict each out.

Any order, any number of times, any overlap: what the file holds afterwards is the same.
"""

import gc
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import fingerprint
from fieldsurvey.chain.devices.register import (
    BundleRecord,
    Device,
    device,
    keep_version,
    know_device,
    record_bundle,
    taken_in,
)
from fieldsurvey.chain.erasing import buried
from fieldsurvey.chain.files import disk_words, holds, write_file
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import Added, add_lines, shape_of
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.bundle import BUNDLE_BYTES_MAX, Bundle, read_bundle, read_header
from fieldsurvey.handover.came_as import keep_name
from fieldsurvey.handover.clearing import clear_inbox, tombstone_count
from fieldsurvey.handover.gate import OPEN_GATE, Gate
from fieldsurvey.handover.verdict import BundleError, Verdict, VerdictKind
from fieldsurvey.i18n import _

REFUSED = "refused"
"""Folder of the inbox for bundles that were not taken in."""


@dataclass(frozen=True, slots=True)
class MergeReport:
    """One verdict for each bundle, in the order they were read."""

    verdicts: tuple[Verdict, ...]

    @property
    def new_lines(self) -> int:
        """Lines that were not here before."""
        return sum(verdict.new for verdict in self.verdicts)

    @property
    def refused(self) -> tuple[Verdict, ...]:
        """The bundles that were not taken in."""
        return tuple(verdict for verdict in self.verdicts if not verdict.kind.is_taken_in)

    def of_kind(self, kind: VerdictKind) -> tuple[Verdict, ...]:
        """Return the verdicts of one kind."""
        return tuple(verdict for verdict in self.verdicts if verdict.kind is kind)


def merge(
    survey_file: SurveyFile,
    sources: Sequence[Path],
    *,
    inbox: Path,
    identities: Sequence[AgeIdentity] = (),
    on_verdict: Callable[[Verdict], None] = lambda verdict: None,
    gate: Gate = OPEN_GATE,
) -> MergeReport:
    """Take in every bundle of `sources`: bundles, folders and sticks.

    Each bundle is one transaction and gets one verdict; a bad one never stops the others. Its bytes
    are kept in the inbox first, as they came, under their SHA-256. What the gate holds
    back waits there: merging the inbox takes it in once the lead has decided.

    Args:
        survey_file: The lead's.
        sources: Read in this order.
        inbox: Where bundles are kept.
        identities: Keys that open what is sealed. Without any, what is sealed waits in the inbox.
        on_verdict: Told of each verdict as soon as it is known.
        gate: Whom the campaign trusts.

    Raises:
        HandoverError: The inbox cannot be written.
        ChainError: The survey file cannot be written; what has a verdict is kept.
    """
    verdicts = []
    stones = tombstone_count(survey_file)
    for path in find_bundles(sources, inbox):
        with _uncollected():
            verdicts.append(_take_in(survey_file, path, inbox, identities, gate))
        on_verdict(verdicts[-1])
    if any(verdict.erased for verdict in verdicts) or tombstone_count(survey_file) > stones:
        clear_inbox(survey_file, inbox)
    return MergeReport(tuple(verdicts))


def find_bundles(sources: Iterable[Path], inbox: Path) -> Iterator[Path]:
    """Yield the bundles in `sources`, those of a folder by name; a source itself always.

    What was refused before is not read again with the rest of the inbox.
    """
    refused = inbox / REFUSED
    for source in sources:
        if not source.is_dir():
            yield source
            continue
        for path in sorted(source.rglob("*.fsb")):
            was_refused = path.is_relative_to(refused) and not source.is_relative_to(refused)
            if not path.name.startswith(".") and not was_refused:
                yield path


@contextmanager
def _uncollected() -> Iterator[None]:
    """Spare the garbage collector the lines of a bundle: they hold no cycles, and go by themselves.

    Otherwise it looks at each of them over and over, for an eighth of the whole time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _take_in(
    survey_file: SurveyFile,
    path: Path,
    inbox: Path,
    identities: Sequence[AgeIdentity],
    gate: Gate,
) -> Verdict:
    try:
        content = _read(path)
    except BundleError as error:
        return replace(_refusal(error, path), is_kept=False)
    had = taken_in(survey_file, hashlib.sha256(content).hexdigest())
    if had is not None:
        erased = len(buried(survey_file, had.device, had.first, had.last))
        if not erased:
            _keep(content, inbox, path, inbox)
        return replace(_had_already(survey_file, had, path), erased=erased)
    try:
        bundle = read_bundle(content, identities)
        _check_device(survey_file, bundle)
    except BundleError as error:
        is_waiting = error.verdict is VerdictKind.SEALED_FOR_OTHERS and not identities
        _keep(content, inbox if is_waiting else inbox / REFUSED, path, inbox, is_named=True)
        return _refusal(error, path)
    gone = buried(survey_file, bundle.header.device, bundle.header.first, bundle.header.last)
    erased = sum(line.hash in gone for line in bundle.lines) if gone else 0
    if not erased:
        _keep(content, inbox, path, inbox)
    held = gate.holds_back(bundle.header)
    if held is not None and bundle.header.device != survey_file.device:
        return _hold(survey_file, bundle, path, held)
    return replace(_add(survey_file, bundle, path), erased=erased)


def _hold(survey_file: SurveyFile, bundle: Bundle, path: Path, held: BundleError) -> Verdict:
    """Introduce the device of a bundle that waits, so that the lead can decide about it."""
    header = bundle.header
    _see_device(survey_file, bundle)
    return replace(
        _refusal(held, path),
        device=header.device,
        team=header.team,
        first=header.first,
        last=header.last,
        waiting_key=header.public_key,
    )


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise BundleError(VerdictKind.UNREADABLE, _("there is no such file."))
        with path.open("rb") as file:
            content = file.read(BUNDLE_BYTES_MAX + 1)
    except OSError as error:
        raise BundleError(
            VerdictKind.UNREADABLE,
            _("it cannot be read, {why}.").format(why=disk_words(error)),
            to_do=_("Copy it from the laptop's outbox again."),
        ) from error
    if len(content) > BUNDLE_BYTES_MAX:
        raise BundleError(VerdictKind.UNREADABLE, _("it is larger than any bundle."))
    return content


def _refusal(error: BundleError, path: Path) -> Verdict:
    return Verdict(error.verdict, str(path), fault=error.what, to_do=error.to_do)


def _check_device(survey_file: SurveyFile, bundle: Bundle) -> None:
    header = bundle.header
    if header.campaign != survey_file.campaign:
        raise BundleError(
            VerdictKind.UNKNOWN_DEVICE,
            _("{device} belongs to another campaign, “{campaign}”.").format(
                device=header.device, campaign=header.campaign[:80]
            ),
            to_do=_("Give it back to its team."),
        )
    known = device(survey_file, header.device)
    if known and known.public_key not in ("", header.public_key):
        raise BundleError(
            VerdictKind.UNKNOWN_DEVICE,
            _("{device} signs with another key than before.").format(device=header.device),
            to_do=_("Ask its team, and compare the fingerprint on the laptop."),
        )


def _keep(
    content: bytes, folder: Path, source: Path, inbox: Path, *, is_named: bool = False
) -> None:
    """Keep the bytes of a bundle under their SHA-256, unless they lie in the inbox already.

    With its name, where that may be all that tells what it held.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = folder / f"{sha256}.fsb"
    if source.absolute().is_relative_to(inbox.absolute()):
        return
    try:
        if is_named:
            keep_name(inbox, sha256, source)
        if not holds(target, sha256):
            make_folder(folder)
            write_file(target, content)
    except OSError as error:
        raise HandoverError(
            _("The inbox cannot be written, {why}.").format(why=disk_words(error)),
            where=str(inbox),
            to_do=_("Make room or mend the disk, then merge again; nothing is lost."),
        ) from error


def _add(survey_file: SurveyFile, bundle: Bundle, path: Path) -> Verdict:
    header = bundle.header
    with survey_file.transaction():
        first_seen = _see_device(survey_file, bundle)
        for version in bundle.questionnaires:
            keep_version(survey_file, version)
        added = add_lines(survey_file, header.device, bundle.lines)
        now = survey_file.clock.now().isoformat(timespec="seconds")
        record_bundle(survey_file, bundle.record(path.name, now))
    return Verdict(
        kind=_kind(added, bundle),
        source=str(path),
        device=header.device,
        team=header.team,
        first=header.first,
        last=header.last,
        new=added.new,
        gaps=added.shape.gaps,
        forked_at=added.shape.forked_at,
        first_seen=first_seen,
    )


def _had_already(survey_file: SurveyFile, had: BundleRecord, path: Path) -> Verdict:
    """Return the verdict on bytes that were proven and taken in before."""
    shape = shape_of(survey_file, had.device)
    return Verdict(
        kind=VerdictKind.ALREADY_HAD,
        source=str(path),
        device=had.device,
        team=read_header(had.header).team,
        first=had.first,
        last=had.last,
        gaps=shape.gaps,
        forked_at=shape.forked_at,
    )


def _see_device(survey_file: SurveyFile, bundle: Bundle) -> str:
    """Keep the key of a device at first sight; return its fingerprint then."""
    header = bundle.header
    known = device(survey_file, header.device)
    if known and known.public_key:
        return ""
    now = survey_file.clock.now().isoformat(timespec="seconds")
    know_device(survey_file, Device(header.device, header.public_key, header.team, now))
    return fingerprint(bytes.fromhex(header.public_key))


def _kind(added: Added, bundle: Bundle) -> VerdictKind:
    if not added.new:
        return VerdictKind.ALREADY_HAD
    forked_at = added.shape.forked_at
    if forked_at is not None and bundle.header.last >= forked_at:
        return VerdictKind.FORK
    if any(first < bundle.header.first for first, _last in added.shape.gaps):
        return VerdictKind.GAP
    return VerdictKind.NEW
