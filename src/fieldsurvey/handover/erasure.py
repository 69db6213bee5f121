"""Interviews in, their lines erased everywhere this machine can reach out; a lead's work.

What is erased is said in the lead's chain, a line each, so every lead that merges it erases too,
and the order goes on the next stick to the laptop that said it.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

from fieldsurvey.chain.erasing import ORDER, buried, bury
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.keys import DeviceKey, Purpose, is_signed_text, sign_text
from fieldsurvey.chain.line import Entry, Kind, Line, dump_json
from fieldsurvey.chain.register import bundles
from fieldsurvey.chain.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import refold
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.clearing import Cleared, clear_inbox, wipe
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.looking_after import photos_of

_FORMAT = 1
_ORDER_BYTES_MAX = 64 * 1024 * 1024
_LINES_A_LINE = 1000
"""Keeps the line that says a laptop obeyed far below the longest that can be written."""


@dataclass(frozen=True, slots=True)
class Erased:
    """What is gone."""

    lines: int
    bundles: tuple[Cleared, ...] = ()
    pictures: int = 0


def lines_to_erase(survey_file: SurveyFile, interview: str) -> list[Line]:
    """Return the lines of an interview that still have a text: those of its own laptop."""
    device = interview.split("~", maxsplit=1)[0].rpartition("-")[0]
    own = interview.split("~", maxsplit=1)[0]
    return [line for line in survey_file.history(own) if line.device == device]


def erase_interviews(  # noqa: PLR0913 - what, where and why
    survey_file: SurveyFile,
    interviews: Sequence[Interview],
    reason: str,
    *,
    who: str,
    inbox: Path,
    photos: Path,
    on_step: Callable[[], None] = lambda: None,
) -> Erased:
    """Erase interviews in the lead's file, in its inbox and among its pictures.

    Raises:
        HandoverError: A bundle or a picture cannot be removed; the lines are erased.
        ChainError: The survey file cannot be written; nothing was erased.
    """
    ids = dict.fromkeys(one.id.split("~")[0] for one in interviews)
    pictures = {photo.sha256 for one in interviews for own in one.photos.values() for photo in own}
    targets = [line for id_ in ids for line in lines_to_erase(survey_file, id_)]
    entries = [
        Entry(
            Kind.ERASE,
            value={
                "device": line.device,
                "seq": line.seq,
                "hash": line.hash.hex(),
                "reason": reason,
            },
            who=who,
        )
        for line in targets
    ]
    with survey_file.transaction():
        said = survey_file.append(entries)
        for device in sorted(bury(survey_file, said)):
            refold(survey_file, device)
    on_step()
    cleared = tuple(clear_inbox(survey_file, inbox))
    on_step()
    return Erased(len(targets), cleared, remove_pictures(survey_file, pictures, photos))


def remove_pictures(survey_file: SurveyFile, pictures: Collection[str], *folders: Path) -> int:
    """Overwrite and remove pictures that no interview shows any longer; return how many.

    Args:
        survey_file: Whose interviews.
        pictures: By their hash.
        folders: Where they lie open or sealed, under names that tell the hash.

    Raises:
        HandoverError: One cannot be removed.
    """
    shown = {photo.sha256 for _one, _path, photo in photos_of(survey_file.interviews())}
    removed = {
        sha256: [path for folder in folders for path in sorted(folder.glob(f"*{sha256}*"))]
        for sha256 in sorted({*pictures} - shown)
    }
    for path in chain(*removed.values()):
        _wipe(path)
    return sum(map(bool, removed.values()))


def write_orders(survey_file: SurveyFile, key: DeviceKey, stick: Path) -> list[Path]:
    """Put on a stick, for each laptop, what it is to erase: signed by the lead.

    Raises:
        HandoverError: The stick cannot be written.
    """
    named: dict[str, list[list[Any]]] = {}
    for line in survey_file.lines_of_kind(Kind.ERASE):
        said = said_by(line)
        if line.device == survey_file.device and isinstance(said.get("device"), str):
            named.setdefault(said["device"], []).append([said["seq"], said["hash"]])
    return [_write_order(survey_file, key, stick, *one) for one in sorted(named.items())]


def take_orders(
    survey_file: SurveyFile, stick: Path, lead_key: bytes, *, outbox: Path, photos: Path
) -> tuple[int, list[Finding]]:
    """Erase on a laptop what the lead's orders on a stick name; return how many lines.

    What was sealed before is removed from the outbox with it: it is sealed again without the text.

    Raises:
        HandoverError: A file cannot be removed; the lines are erased.
        ChainError: The survey file cannot be written.
    """
    path = stick / f"{survey_file.device}.erase"
    if not path.is_file():
        return 0, []
    order = _read_order(survey_file, path, lead_key)
    if order is None:
        return 0, [_no_order(path)]
    text, signature, lines = order
    gone = buried(survey_file, survey_file.device)
    new = [pair for pair in lines if _hash(pair) not in gone]
    if not new:
        return 0, []
    before = {
        photo.sha256
        for interview in survey_file.interviews()
        for own in interview.photos.values()
        for photo in own
    }
    digest = {"order": text if len(text) < 100_000 else "", "signature": signature}
    entries = [
        Entry(Kind.ERASE, value={"about": ORDER, "lines": new[at : at + _LINES_A_LINE], **digest})
        for at in range(0, len(new), _LINES_A_LINE)
    ]
    with survey_file.transaction():
        bury(survey_file, survey_file.append(entries))
        refold(survey_file, survey_file.device)
    clear_outbox(survey_file, {pair[0] for pair in new}, outbox)
    remove_pictures(survey_file, before, photos)
    return len(new), []


def clear_outbox(survey_file: SurveyFile, seqs: set[int], outbox: Path) -> list[Path]:
    """Remove the bundles of the outbox that hold lines of a laptop's own chain, by their seq.

    Raises:
        HandoverError: One cannot be removed.
    """
    removed = []
    for record in bundles(survey_file, "out"):
        path = outbox / record.name
        if path.exists() and any(record.first <= seq <= record.last for seq in seqs):
            _wipe(path)
            removed.append(path)
    return removed


def _write_order(
    survey_file: SurveyFile, key: DeviceKey, stick: Path, device: str, lines: list[list[Any]]
) -> Path:
    text = dump_json(
        {
            "format": _FORMAT,
            "campaign": survey_file.campaign,
            "device": device,
            "lines": lines,
            "witness": key.public.hex(),
        }
    )
    path = stick / f"{device}.erase"
    try:
        write_file(path, f"{text}\n{sign_text(key, Purpose.ERASURE, text).hex()}\n".encode())
    except OSError as error:
        raise HandoverError(
            _("What is to be erased cannot be written to the stick: {why}.").format(
                why=disk_words(error)
            ),
            where=str(path),
            to_do=_("Merge again with another stick: the order goes on it then."),
        ) from error
    return path


def _read_order(
    survey_file: SurveyFile, path: Path, lead_key: bytes
) -> tuple[str, str, list[list[Any]]] | None:
    try:
        with path.open("rb") as file:
            text, signature, rest = file.read(_ORDER_BYTES_MAX).decode().split("\n")
        if rest or not is_signed_text(lead_key, Purpose.ERASURE, text, bytes.fromhex(signature)):
            return None
        said = json.loads(text)
        about = said["format"], said["campaign"], said["device"]
        lines = [[int(seq), str(hash_)] for seq, hash_ in said["lines"]]
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    fits = about == (_FORMAT, survey_file.campaign, survey_file.device)
    return (text, signature, lines) if fits else None


def _hash(pair: list[Any]) -> bytes:
    try:
        return bytes.fromhex(pair[1])
    except ValueError:
        return b""


def _wipe(path: Path) -> None:
    try:
        wipe(path)
    except OSError as error:
        raise HandoverError(
            _("It holds what was erased, and cannot be removed: {why}.").format(
                why=disk_words(error)
            ),
            where=str(path),
            to_do=_("Remove it by hand; in the survey file it is erased."),
        ) from error


def _no_order(path: Path) -> Finding:
    return Finding(
        "V043",
        path.name,
        _("This order to erase is damaged, or not signed by this campaign's lead."),
        _("Ask the lead to merge the stick again."),
    )
