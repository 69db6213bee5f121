"""A survey file in, every sign of loss or alteration out.

Nothing stored is believed: digests, hashes, links, signatures and folded interviews are made anew
from the lines and compared. A device that is gone from the file with all its traces cannot be
missed here; receipts and the other copies show it.
"""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.devices.register import BundleRecord, Device, bundles, devices
from fieldsurvey.chain.erasing import tombstones, tombstones_said
from fieldsurvey.chain.forks.branches import Shape
from fieldsurvey.chain.forks.folding_devices import fold_device
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.proving.books import Link, examine_books, examine_signed, fault, rescued_runs
from fieldsurvey.chain.proving.rows import ProvenChain, prove_chain
from fieldsurvey.chain.storage.rows import SELECT_INTERVIEW, interview_row
from fieldsurvey.chain.storage.schema import bring_up_to_date
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError, Finding, FindingKind
from fieldsurvey.i18n import _


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """What was found of one device."""

    device: str
    team: str
    lines: int
    last_seq: int
    head: str
    """Hash of its last line, hex; of a forked chain, of its branches by seq and hash the last."""
    signed_seq: int
    """The last seq under a signature of its key; lines after it are proven by nobody yet."""
    shape: Shape


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What was looked at, and what was found."""

    devices: tuple[DeviceReport, ...]
    lines: int
    interviews: int
    bundles: int
    findings: tuple[Finding, ...]
    digest: str
    """The state digest."""

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks of loss or alteration; missing bundles are only a warning."""
        return all(finding.kind is not FindingKind.FAULT for finding in self.findings)


def verify(survey_file: SurveyFile, lead_key: str = "") -> VerifyReport:
    """Prove everything in a survey file from its lines.

    Args:
        survey_file: A laptop's or a lead's.
        lead_key: The key, in hex, that must have signed a laptop's receipts; blank for any.

    Raises:
        ChainError: The file is damaged so badly that SQLite cannot read on.
    """
    try:
        return _verify(survey_file, lead_key)
    except (sqlite3.DatabaseError, UnicodeDecodeError) as error:
        raise _damaged(survey_file, str(error)) from error
    except (TypeError, ValueError, AttributeError) as error:
        # SQLite gives back what stands there, even where no row of such a table can be so.
        if not (said := list(_inside(survey_file))):
            raise
        raise _damaged(survey_file, said[0]) from error


def examine_rest(survey_file: SurveyFile) -> Iterator[Finding]:
    """Yield that bytes of the file changed while it was closed, where they did."""
    if survey_file.altered_at_rest:
        what = _(
            "Bytes of the file changed while it was closed: its disk fails, or was written to."
        )
        to_do = _("Copy the folder to another disk, and run fieldsurvey rebuild and verify there.")
        yield fault("V060", survey_file.path.name, what, to_do)


def as_far_as_legible(survey_file: SurveyFile, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Yield what is found until a line cannot be read; then that there may be more."""
    try:
        yield from findings
    except ChainError:
        what = _("Not everything could be looked at: a line that it hangs on cannot be read.")
        yield fault("V033", survey_file.path.name, what)


def _damaged(survey_file: SurveyFile, reason: str) -> ChainError:
    return ChainError(
        _("The survey file is damaged: {reason}.").format(reason=reason),
        where=str(survey_file.path),
        to_do=_("Keep it; the outbox, the inbox and the sticks hold what was sealed."),
    )


def _inside(survey_file: SurveyFile) -> Iterator[str]:
    """Yield what SQLite finds damaged inside."""
    for pragma in ("integrity_check", "cipher_integrity_check"):
        # The second is SQLCipher's: it proves pages that hold nothing, too. Elsewhere it is silent.
        for (said,) in survey_file.connection.execute(f"PRAGMA {pragma}"):
            if said != "ok":
                yield said


def _verify(survey_file: SurveyFile, lead_key: str) -> VerifyReport:
    findings = [*_structure(survey_file)]
    known = {seen.device: seen for seen in devices(survey_file)}
    taken_in = bundles(survey_file, "in") + bundles(survey_file, "out")
    findings += as_far_as_legible(
        survey_file, examine_books(survey_file, known, taken_in, lead_key)
    )
    reports = []
    for seen in known.values():
        own = [bundle for bundle in taken_in if bundle.device == seen.device]
        chain = prove_chain(survey_file, seen)
        findings += chain.findings
        findings += as_far_as_legible(survey_file, _beside(survey_file, seen, own, chain))
        reports.append(_report(seen, own, chain.links, chain.shape))
    findings += _strangers(survey_file, known)
    findings += as_far_as_legible(survey_file, _tombstones(survey_file))
    return VerifyReport(
        devices=tuple(reports),
        lines=_count(survey_file, "line"),
        interviews=_count(survey_file, "interview"),
        bundles=len(taken_in),
        findings=tuple(dict.fromkeys(findings)),
        digest=state_digest(survey_file),
    )


def _report(
    seen: Device, own: Sequence[BundleRecord], links: Sequence[Link], shape: Shape
) -> DeviceReport:
    hashes = {hash_ for _seq, hash_, _previous in links}
    last_seq, head, _previous = links[-1] if links else (0, b"", b"")
    return DeviceReport(
        device=seen.device,
        team=seen.team,
        lines=len(links),
        last_seq=last_seq,
        head=head.hex(),
        signed_seq=max((bundle.last for bundle in own if bundle.head in hashes), default=0),
        shape=shape,
    )


def _beside(
    survey_file: SurveyFile, seen: Device, own: Sequence[BundleRecord], chain: ProvenChain
) -> Iterator[Finding]:
    """Yield what bundles, rescues and interviews say otherwise than the lines of a device."""
    is_own = seen.device == survey_file.device
    rescued = rescued_runs(survey_file).get(seen.device, ())
    yield from examine_signed(seen.device, chain.links, own, rescued=rescued, is_own=is_own)
    yield from _interviews(survey_file, seen, chain.lines, chain.shape)


def _structure(survey_file: SurveyFile) -> Iterator[Finding]:
    where = survey_file.path.name
    for said in _inside(survey_file):
        what = _("The file is damaged inside: {reason}.").format(reason=said)
        yield fault("V001", where, what)
    if _made(survey_file.connection) != _made_anew():
        yield fault("V002", where, _("The tables, or the guards on them, were altered."))
    yield from examine_rest(survey_file)


@cache
def _made_anew() -> tuple[set[tuple[str, ...]], list[tuple[Any, ...]]]:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    try:
        bring_up_to_date(connection)
        return _made(connection)
    finally:
        connection.close()


def _made(connection: sqlite3.Connection) -> tuple[set[tuple[str, ...]], list[tuple[Any, ...]]]:
    """Return the tables and their guards, and by which steps they were made."""
    objects = connection.execute(
        "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_master WHERE type <> 'view'"
    )
    steps = connection.execute("SELECT id, migration_set, name FROM _sqlite_migrations ORDER BY id")
    return set(objects), steps.fetchall()


def _interviews(
    survey_file: SurveyFile, seen: Device, lines: Sequence[Line], shape: Shape
) -> Iterator[Finding]:
    told = {
        interview.id: tuple(interview_row(interview))
        for interview in fold_device(survey_file, seen.device, lines, shape)
    }
    stored = {
        row[0]: tuple(row)
        for row in survey_file.connection.execute(
            f"{SELECT_INTERVIEW} WHERE device = ?", (seen.device,)
        )
    }
    for name in sorted(told.keys() | stored.keys()):
        if told.get(name) != stored.get(name):
            what = _("The interview as shown is not what its lines say.")
            yield fault("V030", name, what, _("Run fieldsurvey rebuild."))


def _tombstones(survey_file: SurveyFile) -> Iterator[Finding]:
    """Yield the tombstones that no line stands for, and the texts that stand beside one."""
    said = {
        (each.device, each.seq, each.hash)
        for each in tombstones_said(
            survey_file.lines_of_kind(Kind.ERASE), own_chains(survey_file), leads_in(survey_file)
        )
    }
    stones = {(each.device, each.seq, each.hash) for each in tombstones(survey_file)}
    for device, seq, _hash in sorted(stones - said):
        yield fault("V008", f"{device}-{seq}", _("It was made to look erased: nobody said so."))
    left = survey_file.connection.execute(
        "SELECT line.device, line.seq FROM tombstone t JOIN line"
        " ON line.device = t.device AND line.seq = t.seq AND line.hash = t.hash"
        " WHERE line.line IS NOT NULL AND line.interview <> ''"
    ).fetchall()
    missing = [(device, seq) for device, seq, _hash in sorted(said - stones)]
    for device, seq in [*left, *missing]:
        yield fault("V009", f"{device}-{seq}", _("It was to be erased, and was not."))


def _strangers(survey_file: SurveyFile, known: Mapping[str, Device]) -> Iterator[Finding]:
    for table in ("line", "interview"):
        rows = survey_file.connection.execute(f"SELECT DISTINCT device FROM {table}")
        for (device,) in rows:
            if device not in known:
                yield fault("V024", device, _("The device of these lines is not known."))


def _count(survey_file: SurveyFile, table: str) -> int:
    (count,) = survey_file.connection.execute(f"SELECT count(*) FROM {table}").fetchone()
    return int(count)
