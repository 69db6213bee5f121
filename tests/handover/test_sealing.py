import io
import random
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover import bundle as bundles
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.envelope import Magic, wrap
from fieldsurvey.handover.sealing import (
    HEADER_BYTES_MAX,
    marks,
    seal,
    seal_stream,
    unseal,
    unseal_stream,
)
from fieldsurvey.handover.verdict import BundleError, VerdictKind

MakeLaptop = Callable[..., Any]
LEAD, RECOVERY, STRANGER = (AgeIdentity.make() for _nth in range(3))
BOTH = (LEAD.recipient, RECOVERY.recipient)


def refusal(sealed: bytes, *identities: AgeIdentity) -> BundleError:
    """Return why what was sealed is not opened."""
    with pytest.raises(BundleError) as refused:
        unseal(sealed, identities, marks(BOTH))
    return refused.value


@given(content=st.binary(max_size=2000))
def test_the_lead_and_the_safe_open_it_and_nobody_else(content: bytes) -> None:
    """Either key is enough; without one of them nothing is told but whom it is sealed to."""
    sealed = seal(content, BOTH)

    assert unseal(sealed, [LEAD], marks(BOTH)) == content
    assert unseal(sealed, [STRANGER, RECOVERY], marks(BOTH)) == content
    for keys in ([STRANGER], []):
        refused = refusal(sealed, *keys)
        assert refused.verdict is VerdictKind.SEALED_FOR_OTHERS
        assert marks(BOTH)[0][:8] in refused.what
        assert "--identity" in refused.to_do


@given(position=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_no_flipped_bit_is_opened(position: int, bit: int) -> None:
    """Even past the envelope, whose hash would have told already."""
    content = random.Random(5).randbytes(3000)
    sealed = bytearray(seal(content, BOTH))
    sealed[position % len(sealed)] ^= 1 << bit

    try:
        assert unseal(bytes(sealed), [LEAD], marks(BOTH)) == content
    except BundleError:
        return
    # A bit in the stanza of the other key, or in the grease, is covered by the header's MAC.
    pytest.fail("a flipped bit was opened")


@given(share=st.floats(0, 1, exclude_max=True))
def test_nothing_cut_short_is_opened(share: float) -> None:
    """Not in the header, not at the border of a piece, not in the last one."""
    sealed = seal(bytes(150_000), BOTH)

    assert refusal(sealed[: int(share * len(sealed))], LEAD).verdict is VerdictKind.UNREADABLE


@pytest.mark.parametrize("stanza", [b"-> X25519 " + b"A" * 43 + b"\n" + b"B" * 43 + b"\n"])
def test_a_header_of_a_million_recipients_is_not_tried(stanza: bytes) -> None:
    """Each would cost a key exchange with each key: a long header is refused unread."""
    bomb = b"age-encryption.org/v1\n" + stanza * 100_000 + b"--- " + b"C" * 43 + b"\n" + bytes(16)

    assert len(bomb) > HEADER_BYTES_MAX
    assert refusal(bomb, LEAD).verdict is VerdictKind.UNREADABLE


@pytest.mark.parametrize(
    "noise", [b"", b"age-encryption.org/v1\n", b"age-encryption.org/v1\n--- x\n", b"\x00" * 500]
)
def test_noise_is_not_opened(noise: bytes) -> None:
    """What no age program made is damaged, in words."""
    assert refusal(noise, LEAD).verdict is VerdictKind.UNREADABLE


def test_a_bomb_inside_what_is_sealed_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who knows the lead's public key can seal anything; unpacking stops at the limit."""
    monkeypatch.setattr(bundles, "PAYLOAD_BYTES_MAX", 10**6)
    bomb = seal(zlib.compress(bytes(2 * 10**6)), BOTH)

    with pytest.raises(BundleError, match="unpacks to more"):
        read_bundle(wrap(Magic.BUNDLE, bomb, marks(BOTH)), [LEAD])


def test_a_bundle_sealed_in_another_name_is_still_refused(laptop: MakeLaptop) -> None:
    """Sealing proves nothing: the signature inside does."""
    team = laptop().interview()
    altered = zlib.decompress(team.bundle().split(b"\n", 2)[2]).replace(b'"1"', b'"2"')
    forged = wrap(Magic.BUNDLE, seal(zlib.compress(altered), BOTH), marks(BOTH))

    with pytest.raises(BundleError) as refused:
        read_bundle(forged, [LEAD])
    assert refused.value.verdict is VerdictKind.BAD_SIGNATURE


def test_a_finder_of_a_bundle_reads_nothing_of_it(laptop: MakeLaptop) -> None:
    """Neither campaign nor team, neither household nor answer stands in the clear."""
    team = laptop().interview("0103-07")
    team.recipients = BOTH
    content = team.bundle()

    for word in (b"dongshan", b"0103-07", b"registered", b"team", team.key.public.hex().encode()):
        assert word not in content
    assert read_bundle(content, [RECOVERY]).lines == tuple(team.lines)


def test_a_large_file_is_sealed_and_opened_a_piece_at_a_time() -> None:
    """What was opened before a fault is of no worth, and said to be none."""
    content = random.Random(2).randbytes(1_000_000)
    sealed, opened = io.BytesIO(), io.BytesIO()
    seal_stream(io.BytesIO(content), sealed, BOTH)
    sealed.seek(0)
    unseal_stream(sealed, opened, [LEAD], marks(BOTH))

    assert opened.getvalue() == content
    for cut in (10, 500, 400_000, len(sealed.getvalue()) - 1):
        with pytest.raises(BundleError):
            unseal_stream(io.BytesIO(sealed.getvalue()[:cut]), io.BytesIO(), [LEAD], marks(BOTH))


class FullDisk(io.BytesIO):
    """Takes nothing."""

    def write(self, part: Any) -> int:
        """Refuse."""
        raise OSError(28, "No space left on device")


def test_a_disk_that_refuses_is_told_as_that() -> None:
    """Not as damage: whoever makes room can try again."""
    sealed = io.BytesIO(seal(bytes(200_000), BOTH))

    with pytest.raises(OSError, match="No space"):
        seal_stream(io.BytesIO(bytes(10)), FullDisk(), BOTH)
    with pytest.raises(OSError, match="No space"):
        unseal_stream(sealed, FullDisk(), [LEAD], marks(BOTH))


def test_nothing_is_sealed_to_a_key_that_is_none() -> None:
    """A mistyped recipient would seal it for nobody; one wrong letter is always noticed."""
    for letter in "qpzry9x8gf2tvdw0s3jn54khce6mua7l":
        if letter != BOTH[1][-1]:
            with pytest.raises(HandoverError, match="Nothing can be sealed"):
                seal(b"?", [BOTH[0], BOTH[1][:-1] + letter])


def test_a_file_of_age_is_opened_by_other_programs_too(tmp_path: Path) -> None:
    """The key file is that of age-keygen, and after two lines a bundle is an age file."""
    LEAD.save(tmp_path / "lead.age")
    name, secret = (tmp_path / "lead.age").read_text().splitlines()

    assert name == f"# public key: {LEAD.recipient}"
    assert secret == LEAD.secret
    whole = wrap(Magic.BUNDLE, seal(b"?", BOTH), marks(BOTH))
    assert whole.split(b"\n", 2)[2].startswith(b"age-encryption.org/v1\n")


class PulledOut(io.BytesIO):
    """A stick that was pulled out: some bytes come, then none."""

    def read(self, count: int | None = -1) -> bytes:
        """Refuse after the beginning."""
        if self.tell() > 100_000:
            raise OSError(5, "Input/output error")
        return super().read(count)


def test_a_stick_that_is_pulled_out_is_told_as_that() -> None:
    """Neither as damage nor as another's key."""
    content = random.Random(3).randbytes(300_000)
    sealed = seal(content, BOTH)

    with pytest.raises(OSError, match="Input/output"):
        seal_stream(PulledOut(content), io.BytesIO(), BOTH)
    with pytest.raises(OSError, match="Input/output"):
        unseal_stream(PulledOut(sealed), io.BytesIO(), [LEAD], marks(BOTH))


def test_to_nobody_nothing_is_sealed() -> None:
    """It would be lost for everybody."""
    with pytest.raises(HandoverError, match="Nothing can be sealed"):
        seal(b"?", [])
    with pytest.raises(HandoverError, match="Nothing can be sealed"):
        seal_stream(io.BytesIO(b"?"), io.BytesIO(), [])


def test_without_the_package_nothing_is_sealed_or_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a computer it is not made for; never as if it were open."""
    sealed = seal(b"?", BOTH)
    monkeypatch.setitem(sys.modules, "pyrage", None)

    for attempt in (
        lambda: seal(b"?", BOTH),
        lambda: seal_stream(io.BytesIO(b"?"), io.BytesIO(), BOTH),
        lambda: unseal(sealed, [LEAD], marks(BOTH)),
        lambda: unseal_stream(io.BytesIO(sealed), io.BytesIO(), [LEAD], marks(BOTH)),
    ):
        with pytest.raises(HandoverError, match="pyrage is missing"):
            attempt()
