"""What a survey file keeps beside its lines in, whatever lines and signatures do not bear out out.

The file's own notes, the teams of devices, bundles, receipts and the versions of questionnaires:
each is proven by a line or by a signed text, so that none of them can be changed unseen.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fieldsurvey.chain.devices.enrolment import enrolments_in, is_about_device
from fieldsurvey.chain.devices.keys import Purpose, is_signed_text
from fieldsurvey.chain.devices.kits import kits_noted
from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.devices.register import BundleRecord, Device, Receipt, receipts, versions
from fieldsurvey.chain.lines.line import PICTURES, Kind, Line
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _

Link = tuple[int, bytes, bytes]
"""Seq, hash, and the hash before it."""


def examine_books(
    survey_file: SurveyFile,
    known: Mapping[str, Device],
    bundles: Sequence[BundleRecord],
    lead_key: str = "",
) -> Iterator[Finding]:
    """Yield what is kept beside the lines and is not what lines and signatures say."""
    keys = {line.device: line for line in survey_file.lines_of_kind(Kind.KEY) if _ties(line)}
    yield from _own(survey_file, known, keys)
    yield from _teams(survey_file, known, bundles, keys)
    for bundle in bundles:
        yield from _bundle(survey_file, known, bundle)
    yield from _receipts(survey_file, lead_key)
    yield from _versions(survey_file)


def examine_signed(
    device: str,
    links: Sequence[Link],
    bundles: Sequence[BundleRecord],
    *,
    rescued: Sequence[tuple[int, int]] = (),
    is_own: bool,
) -> Iterator[Finding]:
    """Yield the lines of a device that were signed and are gone, or are here and were not signed.

    Args:
        device: Whose.
        links: Its lines, by seq.
        bundles: Of this device, made here or taken in.
        rescued: First and last of the runs that a lead took in out of a damaged file, and said so.
        is_own: Whether it is this file's device, which may have said more than it has sealed.
    """
    before = {hash_: previous for _seq, hash_, previous in links}
    signed: set[bytes] = set()
    for bundle in bundles:
        first_here, head = bundle.last + 1, bundle.head
        while first_here > bundle.first and head in before:
            signed.add(head)
            head = before[head]
            first_here -= 1
        if bundle.first < first_here <= bundle.last:
            lost = _run(bundle.first, first_here - 1)
            what = _("Lines that were signed are not here: {seqs}.").format(seqs=lost)
            yield fault("V025", bundle.name, what)
    extra = [
        seq
        for seq, hash_, _before in links
        if hash_ not in signed and not any(first <= seq <= last for first, last in rescued)
    ]
    if extra and not is_own:
        what = _("Lines are here that the laptop never signed: {seqs}.").format(
            seqs=_run(extra[0], extra[-1])
        )
        yield fault("V026", device, what)


def rescued_runs(survey_file: SurveyFile) -> dict[str, list[tuple[int, int]]]:
    """Return the runs of lines, by device, that a lead took in out of damaged files."""
    runs: dict[str, list[tuple[int, int]]] = {}
    leads = leads_in(survey_file)
    for line in survey_file.lines_of_kind(Kind.DECISION):
        said = said_by(line)
        taken = said.get("lines")
        if line.device in leads and said.get("about") == "rescue" and isinstance(taken, list):
            own = runs.setdefault(str(said.get("device")), [])
            own += [(run[0], run[-1]) for run in taken if isinstance(run, list) and run]
    return runs


def fault(code: str, where: str, what: str, to_do: str = "") -> Finding:
    """Return a sign of alteration."""
    return Finding(code, where, what, to_do or _("Keep the file as it is, and ask who used it."))


def _ties(line: Line) -> bool:
    return line.seq == 1 and not is_about_device(line)


def _run(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _own(
    survey_file: SurveyFile, known: Mapping[str, Device], keys: Mapping[str, Line]
) -> Iterator[Finding]:
    own = known.get(survey_file.device)
    line = keys.get(survey_file.device)
    said = said_by(line) if line else {}
    notes = {"campaign": survey_file.campaign, "team": survey_file.team}
    is_borne_out = all(said.get(name) == value for name, value in notes.items())
    if own is None or (own.public_key and not is_borne_out):
        what = _("The file says it is of another device, campaign or team than its first line.")
        yield fault("V028", survey_file.path.name, what)


def _teams(
    survey_file: SurveyFile,
    known: Mapping[str, Device],
    bundles: Sequence[BundleRecord],
    keys: Mapping[str, Line],
) -> Iterator[Finding]:
    enrolled = enrolments_in(survey_file)
    said: dict[str, set[str]] = {device: {decided.team} for device, decided in enrolled.items()}
    for device, line in keys.items():
        said.setdefault(device, set()).update(_team(said_by(line)))
    for bundle in bundles:
        said.setdefault(bundle.device, set()).update(_team(_read(bundle.header)))
    for seen in known.values():
        # Of a laptop that waits to be enrolled there is only the note yet.
        if seen.public_key and seen.device in said and seen.team not in said[seen.device]:
            what = _("The team of the device is not the one it was given.")
            yield fault("V027", seen.device, what)


def _team(said: Mapping[str, Any]) -> set[str]:
    team = said.get("team")
    return {team} if isinstance(team, str) else set()


def _bundle(
    survey_file: SurveyFile, known: Mapping[str, Device], bundle: BundleRecord
) -> Iterator[Finding]:
    seen = known.get(bundle.device)
    if not is_signed_text(_key(seen), Purpose.BUNDLE, bundle.header, bundle.signature):
        yield fault("V022", bundle.name, _("The signature of the bundle does not fit."))
    signed = _read(bundle.header)
    noted = {
        "campaign": survey_file.campaign,
        "device": bundle.device,
        "from": bundle.first,
        "to": bundle.last,
        "head": bundle.head.hex(),
    }
    name = f"{bundle.device}-{bundle.first:06d}-{bundle.last:06d}.fsb"
    is_named = bundle.direction == "in" or bundle.name == name
    if not is_named or any(signed.get(key) != value for key, value in noted.items()):
        what = _("The note of the bundle is not what was signed.")
        yield fault("V029", bundle.name, what)
    head = survey_file.connection.execute(
        "SELECT 1 FROM line WHERE device = ? AND seq = ? AND hash = ?",
        (bundle.device, bundle.last, bundle.head),
    ).fetchone()
    if head is None:
        what = _("Line {seq} of {device}, which was signed, is not here.").format(
            seq=bundle.last, device=bundle.device
        )
        yield fault("V023", bundle.name, what)


def _receipts(survey_file: SurveyFile, lead_key: str) -> Iterator[Finding]:
    kept = receipts(survey_file)
    for receipt in kept:
        where = f"{receipt.device}-{receipt.seq}"
        is_other = bool(lead_key) and receipt.witness != lead_key
        if is_other or not _is_borne_out(receipt, survey_file.campaign):
            yield fault("V051", where, _("The receipt is not what was signed."))
        elif not _stands(survey_file, receipt.device, receipt.seq, receipt.head.hex()):
            what = _("The line that the lead has signed for is not here.")
            yield fault("V052", where, what)
    given = {(receipt.device, receipt.seq, receipt.head.hex()) for receipt in kept}
    for line in survey_file.lines_of_kind(Kind.RECEIPT):
        said = said_by(line)
        if said.get("about") == PICTURES:
            continue
        about = (str(said.get("device")), _seq(said.get("seq")), str(said.get("head")))
        if line.device == survey_file.device and (
            about not in given or not _stands(survey_file, *about)
        ):
            what = _("A receipt was given for line {seq}; the line or the receipt is gone.")
            yield fault("V053", about[0], what.format(seq=about[1]))


def _is_borne_out(receipt: Receipt, campaign: str) -> bool:
    said = _read(receipt.text)
    noted = {
        "campaign": campaign,
        "device": receipt.device,
        "seq": receipt.seq,
        "head": receipt.head.hex(),
        "witness": receipt.witness,
    }
    is_signed = is_signed_text(
        _bytes(receipt.witness), Purpose.RECEIPT, receipt.text, receipt.signature
    )
    return is_signed and all(said.get(key) == value for key, value in noted.items())


def _seq(value: Any) -> int:
    return value if type(value) is int and 0 < value < 2**53 else 0


def _stands(survey_file: SurveyFile, device: str, seq: int, head: str) -> bool:
    row = survey_file.connection.execute(
        "SELECT 1 FROM line WHERE device = ? AND seq = ? AND hash = ?",
        (device, seq, _bytes(head)),
    ).fetchone()
    return row is not None


def _versions(survey_file: SurveyFile) -> Iterator[Finding]:
    kept = versions(survey_file)
    for version in kept:
        if hashlib.sha256(version.source.encode()).hexdigest() != version.digest:
            what = _("The kept questionnaire was altered.")
            yield fault("V032", version.form_id, what)
    used = survey_file.connection.execute(
        "SELECT questionnaire, form_id, min(id) FROM interview"
        " WHERE questionnaire <> '' GROUP BY questionnaire, form_id"
    ).fetchall()
    forms = {version.digest: version.form_id for version in kept}
    given = _given_out(survey_file)
    for digest, form_id, interview in used:
        if forms.get(digest) != form_id:
            what = _("The questionnaire that the interview was made with is not here.")
            to_do = _("Merge the bundle that holds it.")
            yield Finding("V032", interview, what, to_do, kind=FindingKind.WARNING)
        elif given and digest not in given:
            what = _("The interview was made with a questionnaire that was in no kit.")
            yield fault("V031", interview, what, _("Ask its team who changed the questionnaire."))


def _given_out(survey_file: SurveyFile) -> set[str]:
    """Return the digests of what the kits of this lead held; none where none were noted."""
    return {digest for note in kits_noted(survey_file) for digest in note.questionnaires}


def _key(seen: Device | None) -> bytes:
    return _bytes(seen.public_key) if seen else b""


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""


def _read(text: str) -> Mapping[str, Any]:
    try:
        said = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return said if isinstance(said, dict) else {}
