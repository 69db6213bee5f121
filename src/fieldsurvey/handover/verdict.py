"""What became of one bundle, and how it is said: the only place with words for verdicts."""

from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.errors import HandoverError
from fieldsurvey.i18n import _, listed, ngettext, sentences


class VerdictKind(StrEnum):
    """What became of one bundle."""

    NEW = "new"
    """Lines came that were not here before."""
    ALREADY_HAD = "already_had"
    """Every line was here already; nothing changes."""
    GAP = "gap"
    """Lines before it are missing."""
    FORK = "fork"
    """The chain has two versions of a line."""
    BAD_SIGNATURE = "bad_signature"
    """Its lines or its header are not what the device signed: altered after sealing."""
    UNKNOWN_DEVICE = "unknown_device"
    """Of another campaign, of a device that signs with another key than before, or of a laptop
    that waits to be enrolled."""
    SEALED_FOR_OTHERS = "sealed_for_others"
    """Sealed to keys that are not here: another campaign's, or the lead's key is missing."""
    REVOKED_DEVICE = "revoked_device"
    """Said after the lead had revoked the laptop."""
    NEWER_FORMAT = "newer_format"
    """A newer version of the program made it."""
    UNREADABLE = "unreadable"
    """Cut short, not a bundle, or not there."""

    @property
    def is_taken_in(self) -> bool:
        """Whether its lines are in the survey file now."""
        return self in (self.NEW, self.ALREADY_HAD, self.GAP, self.FORK)


class BundleError(HandoverError):
    """One bundle cannot be taken in; `verdict` names the class of its fault."""

    def __init__(self, verdict: VerdictKind, what: str, *, to_do: str = "") -> None:
        super().__init__(what, to_do=to_do)
        self.verdict = verdict


def unreadable(what: str) -> BundleError:
    """Return the refusal of a file that is damaged, or none of ours."""
    return BundleError(
        VerdictKind.UNREADABLE, what, to_do=_("Copy it from the laptop's outbox again.")
    )


def newer() -> BundleError:
    """Return the refusal of what a newer program made."""
    return BundleError(
        VerdictKind.NEWER_FORMAT,
        _("a newer version of the program made it."),
        to_do=_("Update the program, and merge it again."),
    )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one bundle, with the figures behind it."""

    kind: VerdictKind
    source: str
    """Where it was found."""
    device: str = ""
    team: str = ""
    first: int = 0
    last: int = 0
    new: int = 0
    """Lines that were not here before."""
    gaps: tuple[tuple[int, int], ...] = ()
    """First and last seq of each run that is missing."""
    forked_at: int | None = None
    first_seen: str = ""
    """Fingerprint of the device's key, where this is the first bundle of it."""
    fault: str = ""
    """Why it was not taken in."""
    to_do: str = ""
    erased: int = 0
    """Lines of it that a lead erased: they stay erased."""
    is_kept: bool = True
    """Whether its bytes are in the inbox now; what cannot be read cannot be kept."""
    waiting_key: str = ""
    """Public key (hex) of the laptop, where only the lead's decision about it is wanting."""

    def words(self) -> str:
        """Say it in the user's language, in one or more sentences."""
        said = [_said(self)]
        if self.erased:
            said.append(
                ngettext(
                    "{count} line of it was erased by a lead: it does not come back.",
                    "{count} lines of it were erased by a lead: they do not come back.",
                    self.erased,
                ).format(count=self.erased)
            )
        if self.first_seen:
            said.append(
                _("First bundle of {device}: compare its fingerprint {fingerprint}.").format(
                    device=self.device, fingerprint=self.first_seen
                )
            )
        return sentences(said)


def _said(verdict: Verdict) -> str:
    match verdict.kind:
        case VerdictKind.NEW:
            return _lines(verdict)
        case VerdictKind.ALREADY_HAD:
            return _("{device}, lines {first} to {last}: had already, nothing to add.").format(
                device=verdict.device, first=verdict.first, last=verdict.last
            )
        case VerdictKind.GAP:
            missing = _("Still missing: lines {ranges}. Merge the bundle that holds them.")
            return sentences([_lines(verdict), missing.format(ranges=_ranges(verdict.gaps))])
        case VerdictKind.FORK:
            fork = _(
                "Its chain has two versions of line {seq}: a copy of the laptop was used, or"
                " something was altered. Both are kept; neither is scored until you decide."
            )
            return sentences([_lines(verdict), fork.format(seq=verdict.forked_at)])
        case _:
            return _refused(verdict)


def _lines(verdict: Verdict) -> str:
    return ngettext(
        "{device}, lines {first} to {last}: {new} new line.",
        "{device}, lines {first} to {last}: {new} new lines.",
        verdict.new,
    ).format(device=verdict.device, first=verdict.first, last=verdict.last, new=verdict.new)


def _ranges(gaps: tuple[tuple[int, int], ...]) -> str:
    return listed(f"{first}" if first == last else f"{first}–{last}" for first, last in gaps)


def _refused(verdict: Verdict) -> str:
    said = _("Not taken in: {fault}").format(fault=verdict.fault)
    kept = _("The file is kept.") if verdict.is_kept else ""
    return sentences([said, kept, verdict.to_do])
