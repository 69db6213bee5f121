"""What a rescue has come to, in words and for a program."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from fieldsurvey.handover.rescue.gathering import Source, SourceKind
from fieldsurvey.handover.rescue.proving import DeviceFinds, Proof
from fieldsurvey.handover.rescue.source_words import source_words
from fieldsurvey.handover.rescue.taking_in import Taken, TakenIn
from fieldsurvey.handover.rescue.witnesses import Witness
from fieldsurvey.handover.rescue.writing import Written
from fieldsurvey.i18n import _, listed, ngettext, sentences


@dataclass(frozen=True, slots=True)
class RescueReport:
    """What a rescue has come to."""

    sources: tuple[Source, ...]
    proof: Proof
    written: Written
    taken_in: tuple[TakenIn, ...] = ()
    by: str = ""
    not_sealed: str = ""
    """Why nothing was sealed again; blank where it was."""

    @property
    def is_whole(self) -> bool:
        """Whether all was read, nothing is missing or unproven, and somebody stands for each."""
        devices = self.proof.devices
        return (
            bool(self.proof.line_count)
            and not self.proof.damaged
            and not any(source.kind is SourceKind.UNREADABLE for source in self.sources)
            and not any(each.gaps or each.unprovable or each.unwitnessed for each in devices)
        )

    @property
    def is_held_back(self) -> bool:
        """Whether lines were not taken in, and a decision about their laptop is wanting."""
        return any(result.taken.is_held_back or result.revoked for result in self.taken_in)

    def words(self) -> list[str]:
        """Say it in the user's language, a sentence or a few each."""
        said = [source_words(source) for source in self.sources]
        for device in self.proof.devices:
            said += _device(device)
        said += _kept_aside(self.proof)
        said += _written(self)
        said += [_taken(result, self.written) for result in self.taken_in]
        return [*said, *_what_now(self)]

    def as_json(self) -> dict[str, Any]:
        """Return it for a program."""
        return {
            "sources": [
                {
                    "path": str(source.path),
                    "kind": source.kind.value,
                    "sha256": source.sha256,
                    "tables": source.reading.readability.value,
                    "strange": list(source.reading.strange),
                    "bundles": source.carved.bundles,
                    "sealed_bundles": source.carved.sealed,
                    "damaged_bundles": source.carved.damaged,
                    "texts": source.texts,
                    "lost_bytes": source.lost_bytes,
                    "encrypted_pages": source.opened.page_count if source.opened else 0,
                    "damaged_pages": source.opened.damaged_pages if source.opened else 0,
                }
                for source in self.sources
            ],
            "devices": [_device_json(device) for device in self.proof.devices],
            "damaged_texts": len(self.proof.damaged),
            "newer_lines": self.proof.newer,
            "folder": str(self.written.folder),
            "survey_file": str(self.written.survey_file or ""),
            "unproven": str(self.written.unproven or ""),
            "is_encrypted": self.written.is_encrypted,
            "bundles": list(self.written.bundles),
            "taken_in": [
                {
                    "device": result.device,
                    "taken": result.taken.value,
                    "new": result.new,
                    "left": result.left,
                    "revoked": result.revoked,
                    "fingerprint": result.fingerprint,
                }
                for result in self.taken_in
            ],
            "is_whole": self.is_whole,
        }


def _device_json(device: DeviceFinds) -> dict[str, Any]:
    return {
        "device": device.device,
        "team": device.team,
        "found": len(device.lines) + len(device.unprovable),
        "provable": len(device.lines),
        "witnessed": {witness.value: device.count(witness) for witness in Witness},
        "unwitnessed": device.unwitnessed,
        "unprovable": len(device.unprovable),
        "missing": [list(gap) for gap in device.gaps],
        "codes_to_compare": device.codes(),
    }


def _device(device: DeviceFinds) -> Iterator[str]:
    found = len(device.lines) + len(device.unprovable)
    team = _("(team {team})").format(team=device.team) if device.team else ""
    name = " ".join(filter(None, [device.device, team]))
    said = _(
        "{found} lines found, {provable} provable. Signed by the laptop: {signed}; receipted by the"
        " lead: {receipted}; by a finish code on paper: {coded}; nobody stands for: {unwitnessed}."
    ).format(
        found=found,
        provable=len(device.lines),
        signed=device.count(Witness.SIGNATURE),
        receipted=device.count(Witness.RECEIPT),
        coded=device.count(Witness.CODE),
        unwitnessed=device.unwitnessed,
    )
    yield f"{name}: {said}"
    if device.gaps:
        yield "  " + _("Missing: lines {ranges}. A bundle or another copy may hold them.").format(
            ranges=listed(_range(*gap) for gap in device.gaps)
        )
    if codes := device.codes():
        yield "  " + _(
            "Finish codes to compare with the paper forms: {codes}. What is on paper, too, give"
            " with --code."
        ).format(codes=listed(codes))


def _range(first: int, last: int) -> str:
    return f"{first}" if first == last else f"{first}–{last}"


def _kept_aside(proof: Proof) -> Iterator[str]:
    unprovable = sum(len(device.unprovable) for device in proof.devices)
    if unprovable or proof.damaged:
        yield _(
            "Not provable: {unprovable} lines that fit into no chain, {damaged} texts that are"
            " damaged. They are kept as text, for a person to read, and count for nothing."
        ).format(unprovable=unprovable, damaged=len(proof.damaged))


def _written(report: RescueReport) -> Iterator[str]:
    written = report.written
    if written.survey_file is None:
        yield _("No line is provable; no survey file was made.")
        return
    yield _("Fresh survey file: {path}").format(path=written.survey_file)
    yield from _kept_safe(written)
    if written.bundles:
        yield ngettext(
            "Sealed again with the laptop's key: {count} bundle, in {folder}.",
            "Sealed again with the laptop's key: {count} bundles, in {folder}.",
            len(written.bundles),
        ).format(count=len(written.bundles), folder=written.folder / "outbox")
    elif report.not_sealed:
        yield _("Nothing was sealed again: {why}.").format(why=report.not_sealed)


def _kept_safe(written: Written) -> Iterator[str]:
    if written.is_encrypted:
        yield _(
            "It is encrypted under the key of the file it comes from; that key lies beside it,"
            " as locked as before."
        )
    if written.unproven and written.is_encrypted:
        yield _("Kept as text, encrypted: {path} (--texts shows it)").format(path=written.unproven)
    elif written.unproven:
        yield _("Kept as text: {path}").format(path=written.unproven)


def _taken(result: TakenIn, written: Written) -> str:
    match result.taken:
        case Taken.TAKEN:
            said = ngettext(
                "{device}: {new} line taken in, said in your chain.",
                "{device}: {new} lines taken in, said in your chain.",
                result.new,
            ).format(device=result.device, new=result.new)
        case Taken.NOTHING_NEW:
            said = _("{device}: nothing that was not here already.").format(device=result.device)
        case Taken.OWN:
            said = _(
                "{device}: your own chain; to go on with it, put the fresh survey file in the"
                " place of the damaged one."
            ).format(device=result.device)
        case Taken.OTHER_CAMPAIGN:
            said = _("{device}: of another campaign, not taken in.").format(device=result.device)
        case Taken.UNKNOWN:
            said = _(
                "{device}: not known here, or by another key; not taken in. Enrol it first."
            ).format(device=result.device)
        case _:
            said = _(
                "{device}: not enrolled, so its lines wait in {folder}; its fingerprint is"
                " {fingerprint}. Compare it with the laptop, then: fieldsurvey devices enrol"
                " {device}, and rescue {folder} with --by again."
            ).format(
                device=result.device, fingerprint=result.fingerprint, folder=written.folder.name
            )
    return sentences([said, *_not_taken(result)])


def _not_taken(result: TakenIn) -> Iterator[str]:
    if result.left:
        yield ngettext(
            "{count} line was left, because nobody stands for it.",
            "{count} lines were left, because nobody stands for them.",
            result.left,
        ).format(count=result.left)
    if result.revoked:
        yield ngettext(
            "{count} line was left, because you had revoked the laptop before it was said.",
            "{count} lines were left, because you had revoked the laptop before they were said.",
            result.revoked,
        ).format(count=result.revoked)


def _what_now(report: RescueReport) -> Iterator[str]:
    if report.written.survey_file is None or report.taken_in:
        return
    if report.written.bundles:
        yield _(
            "What now: give the new folder to the lead, to merge it. Do not go on with the old"
            " file or with this one: join the laptop again in a new folder."
        )
    else:
        yield _(
            "What now: give the new folder to the lead, who takes it in with:"
            " fieldsurvey rescue {folder} --by NAME"
        ).format(folder=report.written.folder)
