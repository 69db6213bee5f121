"""A lead's key in, the signature under a kit's manifest out; a manifest in, a refusal out.

The files of a kit are held by their digests in kit.json, and kit.json by this signature. That the
key in it is the lead's own is for two people to see, at the first joining, by its fingerprint; a
laptop that has joined takes kits of no other key.
"""

from collections.abc import Callable

from fieldsurvey.campaign.kit.manifest import Manifest
from fieldsurvey.chain.devices.keys import (
    DeviceKey,
    Purpose,
    fingerprint,
    is_signed_text,
    sign_text,
)
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _


def kit_signer(key: DeviceKey) -> Callable[[str], str]:
    """Return what signs the manifests of a lead's kits."""
    return lambda text: sign_text(key, Purpose.KIT, text).hex()


def check_kit_signature(manifest: Manifest) -> None:
    """Refuse a manifest that the key it names did not sign.

    Raises:
        CampaignError: It was altered, or nobody signed it.
    """
    try:
        public, signature = bytes.fromhex(manifest.lead_key), bytes.fromhex(manifest.signature)
    except ValueError:
        public, signature = b"", b""
    if is_signed_text(public, Purpose.KIT, manifest.signed_text(), signature):
        return
    raise CampaignError(
        _("The kit's list of files, kit.json, is not signed by the team lead.")
        if manifest.signature
        else _("The kit is not signed: somebody altered it, or an older version made it."),
        where="kit.json",
        to_do=_("Have the kit made again, on another stick; nothing was copied."),
    )


def lead_fingerprint(manifest: Manifest) -> str:
    """Return the fingerprint of the lead whose kit it is."""
    return fingerprint(bytes.fromhex(manifest.lead_key))
