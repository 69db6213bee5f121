"""Interviews in, their lines erased everywhere this machine can reach out; a lead's work.

What is erased is said in the lead's chain, a line each, so every lead that merges it erases too,
and the order goes on the next stick to the laptop that said it.
"""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.devices.register import bundles
from fieldsurvey.chain.erasing import ORDER, buried, bury
from fieldsurvey.chain.files import disk_words
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Entry, Kind, Line, dump_json
from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import refold
from fieldsurvey.errors import Finding, HandoverError
from fieldsurvey.handover.clearing import Cleared, clear_inbox, wipe_erased, wipe_pictures
from fieldsurvey.handover.outbox_pictures import pictures_named
from fieldsurvey.handover.signed_text import SignedText
from fieldsurvey.handover.taking_pictures import WAITING
from fieldsurvey.i18n import _
from fieldsurvey.interview.photos.looking_after import photos_of

_FORMAT = 1
_ORDER_BYTES_MAX = 64 * 1024 * 1024
_ORDER_CHARACTERS_KEPT = 100_000
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
    targets = [line for id_ in ids for line in lines_to_erase(survey_file, id_)]
    entries = [_entry(line, reason, who) for line in targets]
    with survey_file.transaction():
        said = survey_file.append(entries)
        for device in sorted(bury(survey_file, said)):
            refold(survey_file, device)
    on_step()
    cleared = tuple(clear_inbox(survey_file, inbox))
    on_step()
    return Erased(
        len(targets),
        cleared,
        remove_pictures(survey_file, pictures_named(targets), photos, inbox / WAITING),
    )


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
    return wipe_pictures({*pictures} - shown, *folders)


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

    The orders may be for its chain that goes on, or for those it goes on from. What was sealed
    before is removed from the outbox with it: it is sealed again without the text.

    Raises:
        HandoverError: A file cannot be removed; the lines are erased.
        ChainError: The survey file cannot be written.
    """
    erased = 0
    findings = []
    for device in sorted(own_chains(survey_file)):
        path = stick / f"{device}.erase"
        if not path.is_file():
            continue
        order = _read_order(survey_file.campaign, device, path, lead_key)
        if order is None:
            findings.append(_no_order(path))
        else:
            erased += _obey(survey_file, order, outbox, photos)
    return erased, findings


def _obey(survey_file: SurveyFile, order: "_Order", outbox: Path, photos: Path) -> int:
    gone = buried(survey_file, order.device)
    new = [pair for pair in order.lines if bytes.fromhex(pair[1]) not in gone]
    if not new:
        return 0
    before = pictures_named(survey_file.lines_of_kind(Kind.PHOTO))
    with survey_file.transaction():
        bury(survey_file, survey_file.append(order.entries(new)))
        refold(survey_file, order.device)
    clear_outbox(survey_file, order.device, {pair[0] for pair in new}, outbox)
    left = pictures_named(survey_file.lines_of_kind(Kind.PHOTO))
    remove_pictures(survey_file, before.keys() - left.keys(), photos, outbox)
    return len(new)


def clear_outbox(
    survey_file: SurveyFile, device: str, seqs: Collection[int], outbox: Path
) -> list[Path]:
    """Remove the bundles of the outbox that hold lines of one of a laptop's chains, by their seq.

    Raises:
        HandoverError: One cannot be removed.
    """
    removed = []
    for record in bundles(survey_file, "out"):
        path = outbox / record.name
        holds_one = any(record.first <= seq <= record.last for seq in seqs)
        if record.device == device and holds_one and path.exists():
            wipe_erased(path)
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
        SignedText.sign(key, Purpose.ERASURE, text).write(path)
    except OSError as error:
        raise HandoverError(
            _("What is to be erased cannot be written to the stick: {why}.").format(
                why=disk_words(error)
            ),
            where=str(path),
            to_do=_("Merge again with another stick: the order goes on it then."),
        ) from error
    return path


@dataclass(frozen=True, slots=True)
class _Order:
    """What a lead has signed."""

    device: str
    lines: list[list[Any]]
    """Seq and hash of each."""
    signed: SignedText

    def entries(self, lines: Sequence[list[Any]]) -> list[Entry]:
        """Return what the laptop says when it has done a part of it."""
        about = {
            "about": ORDER,
            "device": self.device,
            "order": self.signed.text if len(self.signed.text) < _ORDER_CHARACTERS_KEPT else "",
            "signature": self.signed.signature.hex(),
        }
        return [
            Entry(Kind.ERASE, value={**about, "lines": [*lines[at : at + _LINES_A_LINE]]})
            for at in range(0, len(lines), _LINES_A_LINE)
        ]


def _entry(line: Line, reason: str, who: str) -> Entry:
    said = {"device": line.device, "seq": line.seq, "hash": line.hash.hex(), "reason": reason}
    pictures = [*pictures_named([line])]
    return Entry(Kind.ERASE, value=said | ({"picture": pictures[0]} if pictures else {}), who=who)


def _read_order(campaign: str, device: str, path: Path, lead_key: bytes) -> _Order | None:
    try:
        signed = SignedText.read(path, Purpose.ERASURE, _ORDER_BYTES_MAX)
        if not signed.is_signed_by(lead_key):
            return None
        said = json.loads(signed.text)
        about = said["format"], said["campaign"], said["device"]
        lines = [[int(seq), bytes.fromhex(hash_).hex()] for seq, hash_ in said["lines"]]
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return None
    fits = about == (_FORMAT, campaign, device)
    return _Order(device, lines, signed) if fits else None


def _no_order(path: Path) -> Finding:
    return Finding(
        "V043",
        path.name,
        _("This order to erase is damaged, or not signed by this campaign's lead."),
        _("Ask the lead to merge the stick again."),
    )
