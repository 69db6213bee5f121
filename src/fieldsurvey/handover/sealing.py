"""Recipients and bytes in, bytes only they can open out; an identity and such bytes in, the bytes.

What is sealed says nothing of who wrote it: bundles are signed inside, and a picture is the one
whose SHA-256 stands in a signed line.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol, TypeVar

from fieldsurvey.chain.devices.age_keys import AgeIdentity, has_age, recipient_mark
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.verdict import BundleError, VerdictKind, unreadable
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from typing_extensions import Buffer

HEADER_BYTES_MAX = 4096
"""Longest age header that is looked at: two recipients take 430 bytes, and each one of a hostile
header would be tried with each key."""


class Readable(Protocol):
    """What is read on and on."""

    def read(self, count: int = -1, /) -> bytes:
        """Return the next bytes."""


class Writable(Protocol):
    """What is written on and on."""

    def write(self, part: "Buffer", /) -> int:
        """Take some bytes."""


_Opened = TypeVar("_Opened")
_INTRO = b"age-encryption.org/v1\n"


def marks(recipients: Sequence[str]) -> tuple[str, ...]:
    """Return the marks of recipients, as an envelope names them."""
    return tuple(recipient_mark(recipient) for recipient in recipients)


def seal(content: bytes, recipients: Sequence[str]) -> bytes:
    """Return the content so that only the recipients can open it.

    Raises:
        HandoverError: Nothing can be sealed here.
    """
    _need_age()
    import pyrage

    try:
        sealed: bytes = pyrage.encrypt(content, [_recipient(each) for each in recipients])
    except pyrage.EncryptError as error:
        raise _not_sealed(str(error)) from error
    return sealed


def seal_stream(source: Readable, sink: Writable, recipients: Sequence[str]) -> None:
    """Seal a file of any size into another, a piece at a time.

    Raises:
        HandoverError: Nothing can be sealed here.
        OSError: The disk of one of them refused.
    """
    _need_age()
    import pyrage

    minding = _Minding(sink, source)
    keys = [_recipient(each) for each in recipients]
    try:
        pyrage.encrypt_io(minding, minding, keys)
    except (pyrage.EncryptError, OSError) as error:
        raise minding.refused or _not_sealed(str(error)) from error
    minding.check()


def unseal(sealed: bytes, identities: Sequence[AgeIdentity], to: Sequence[str]) -> bytes:
    """Open what was sealed.

    Args:
        sealed: As `seal` returned it.
        identities: Keys to try.
        to: Marks of those it is said to be sealed to.

    Raises:
        BundleError: None of the keys fits, or it is not what was sealed.
    """
    _need_age()
    import pyrage

    _check_header(sealed[:HEADER_BYTES_MAX])
    opened: bytes = _open(lambda: pyrage.decrypt(sealed, _keys(identities)), identities, to)
    return opened


def unseal_stream(
    source: BinaryIO, sink: Writable, identities: Sequence[AgeIdentity], to: Sequence[str]
) -> None:
    """Open a sealed file into another, a piece at a time; what came before a fault is written.

    Raises:
        BundleError: None of the keys fits, or it is not what was sealed.
        OSError: The disk of one of them refused.
    """
    _need_age()
    import pyrage

    start = source.tell()
    _check_header(source.read(HEADER_BYTES_MAX))
    source.seek(start)
    minding = _Minding(sink, source)
    try:
        _open(lambda: pyrage.decrypt_io(minding, minding, _keys(identities)), identities, to)
    except BundleError as error:
        raise minding.refused or error from error
    minding.check()


def _need_age() -> None:
    """Refuse to go on where nothing can be sealed or opened.

    Raises:
        HandoverError: The package is not there.
    """
    if not has_age():
        raise _not_sealed(_("the package pyrage is missing on this computer"))


@dataclass(slots=True)
class _Minding:
    """Two files seen as one by age, which tells of their failures in its own words or not at all.

    It passes over a write that fails while the last piece is flushed.
    """

    sink: Writable
    source: Readable
    refused: OSError | None = None

    def check(self) -> None:
        if self.refused:
            raise self.refused

    def read(self, count: int = -1) -> bytes:
        try:
            return self.source.read(count)
        except OSError as error:
            self.refused = error
            raise

    def write(self, part: bytes) -> int:
        try:
            return self.sink.write(part)
        except OSError as error:
            self.refused = error
            raise


def _open(
    opening: Callable[[], _Opened], identities: Sequence[AgeIdentity], to: Sequence[str]
) -> _Opened:
    import pyrage

    try:
        return opening()
    except (pyrage.DecryptError, OSError, ValueError) as error:
        if {recipient_mark(each.recipient) for each in identities} & set(to):
            raise unreadable(_("it is damaged inside.")) from error
        raise _for_others(identities, to) from error


def _check_header(beginning: bytes) -> None:
    if not beginning.startswith(_INTRO) or b"\n--- " not in beginning:
        raise unreadable(_("it is damaged inside."))


def _recipient(text: str) -> object:
    from pyrage import RecipientError, x25519

    try:
        return x25519.Recipient.from_str(text)
    except RecipientError as error:
        raise _not_sealed(str(error)) from error


def _keys(identities: Sequence[AgeIdentity]) -> list[object]:
    from pyrage import x25519

    return [x25519.Identity.from_str(each.secret) for each in identities]


def _for_others(identities: Sequence[AgeIdentity], to: Sequence[str]) -> BundleError:
    sealed_to = listed(mark[:8] for mark in to) or "?"
    if not identities:
        what = _("it is sealed to the keys {keys}, and no key that opens bundles is here.")
        to_do = _("Put keys/lead.age back, or merge with --identity FILE, the recovery key.")
    else:
        what = _("it is sealed for somebody else: to the keys {keys}; the keys here are {own}.")
        to_do = _("Give it back to its team; or merge with --identity FILE, a key that opens it.")
    own = listed(recipient_mark(each.recipient)[:8] for each in identities)
    return BundleError(
        VerdictKind.SEALED_FOR_OTHERS, what.format(keys=sealed_to, own=own), to_do=to_do
    )


def _not_sealed(why: str) -> HandoverError:
    return HandoverError(
        _("Nothing can be sealed: {why}.").format(why=why),
        to_do=_("Join again with the kit, or install the program again; what was said is safe."),
    )
