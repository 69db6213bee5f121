"""A text with the signature under it, as a file that anybody can have altered."""

from pathlib import Path

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose
from fieldsurvey.handover.signed_text import SignedText

LEAD = DeviceKey.of_seed(bytes(32))
OTHER = DeviceKey.of_seed(bytes(31) + b"1")
TEXT = '{"device":"d0a1b2c3d","village":"东山村"}'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that the lead signed as a receipt."""
    path = tmp_path / "a.receipt"
    SignedText.sign(LEAD, Purpose.RECEIPT, TEXT).write(path)
    return path


def is_believed(path: Path) -> bool:
    """Tell whether a file is the lead's receipt of the text."""
    try:
        signed = SignedText.read(path, Purpose.RECEIPT, 4096)
    except ValueError:
        return False
    return signed.is_signed_by(LEAD.public) and signed.text == TEXT


def test_what_was_signed_is_read_and_proven(path: Path) -> None:
    """The same text and signature, each in a line of its own for whoever looks into the file."""
    signed = SignedText.read(path, Purpose.RECEIPT, 4096)

    assert signed == SignedText.sign(LEAD, Purpose.RECEIPT, TEXT)
    assert path.read_bytes() == f"{TEXT}\n{signed.signature.hex()}\n".encode()
    assert is_believed(path)


def test_a_signature_is_the_leads_and_for_its_purpose_only(path: Path) -> None:
    """A receipt is no order to erase, and nobody else's key fits."""
    order = SignedText.read(path, Purpose.ERASURE, 4096)
    receipt = SignedText.read(path, Purpose.RECEIPT, 4096)

    assert not order.is_signed_by(LEAD.public)
    assert not receipt.is_signed_by(OTHER.public)
    assert receipt.is_signed_by(LEAD.public)


def test_no_altered_byte_is_believed(path: Path) -> None:
    """Every bit turned over, every beginning of the file, and what is written behind it."""
    content = path.read_bytes()
    altered = [
        content[:at] + bytes([content[at] ^ 1 << bit]) + content[at + 1 :]
        for at in range(len(content))
        for bit in range(8)
    ]
    beginnings = [content[:at] for at in range(len(content))]

    for bad in (*altered, *beginnings, content + b"more", content * 2, b"\xff\n00\n\n"):
        path.write_bytes(bad)
        assert not is_believed(path) or is_same_hex(bad, content), bad


def is_same_hex(one: bytes, other: bytes) -> bool:
    """Tell whether two files differ at most in capitals among the hex of their signature."""
    (text, signature), (text_, signature_) = (each.split(b"\n", 1) for each in (one, other))
    return text == text_ and signature.lower() == signature_.lower()


def test_more_than_may_be_read_is_no_signed_text(path: Path) -> None:
    """A file of any size under such a name is read as far as one can be long."""
    with pytest.raises(ValueError):
        SignedText.read(path, Purpose.RECEIPT, len(path.read_bytes()) - 1)


def test_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    """Whoever writes says in words what that means."""
    with pytest.raises(FileNotFoundError):
        SignedText.sign(LEAD, Purpose.RECEIPT, TEXT).write(tmp_path / "pulled out" / "a.receipt")
    with pytest.raises(FileNotFoundError):
        SignedText.read(tmp_path / "pulled out" / "a.receipt", Purpose.RECEIPT, 4096)
