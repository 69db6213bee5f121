"""The lead's decisions about laptops in; which bundles are merged and which must wait out."""

from dataclasses import dataclass, field

from fieldsurvey.chain.devices.enrolment import NOBODY, Enrolments, Trust
from fieldsurvey.chain.devices.keys import fingerprint
from fieldsurvey.handover.bundle import Header
from fieldsurvey.handover.verdict import BundleError, VerdictKind
from fieldsurvey.i18n import _

_ALL = 2**62


@dataclass(frozen=True, slots=True)
class Gate:
    """Whom the campaign trusts."""

    enrolments: Enrolments = field(default_factory=lambda: NOBODY)
    is_required: bool = False
    """Whether a laptop must be enrolled; else its first bundle introduces it."""

    def trusted_to(self, device: str, public_key: str) -> int | None:
        """Return the last seq of a laptop that counts; None where all of it must wait."""
        decided = self.enrolments.get(device)
        if decided is None:
            return None if self.is_required else _ALL
        if decided.public_key != public_key:
            # Two keys can be made to share the short id of a device; only one was enrolled.
            return None
        return decided.last if decided.state is Trust.REVOKED else _ALL

    def holds_back(self, header: Header) -> BundleError | None:
        """Return why a bundle that was proven must wait; None where it may be merged."""
        last = self.trusted_to(header.device, header.public_key)
        if last is None:
            return _not_enrolled(header)
        return _revoked(header) if header.last > last else None


OPEN_GATE = Gate()
"""Every device's first bundle introduces it."""


def _not_enrolled(header: Header) -> BundleError:
    return BundleError(
        VerdictKind.UNKNOWN_DEVICE,
        _("{device} of team {team} is not enrolled; its fingerprint is {fingerprint}.").format(
            device=header.device,
            team=header.team[:80],
            fingerprint=fingerprint(bytes.fromhex(header.public_key)),
        ),
        to_do=_("Compare it with the laptop, then: fieldsurvey devices enrol {device}").format(
            device=header.device
        ),
    )


def _revoked(header: Header) -> BundleError:
    return BundleError(
        VerdictKind.REVOKED_DEVICE,
        _("{device} was revoked before it said this.").format(device=header.device),
        to_do=_(
            "It counts for nothing. If that was a mistake: fieldsurvey devices enrol {device}"
        ).format(device=header.device),
    )
