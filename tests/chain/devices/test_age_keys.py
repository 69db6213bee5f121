import os
import sys
from pathlib import Path

import pytest

from fieldsurvey.chain.devices.age_keys import AgeIdentity, has_age, recipient_mark
from fieldsurvey.errors import ChainError


def test_a_key_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    """Its secret is shown nowhere, and only its owner may read the file."""
    made = AgeIdentity.make()
    made.save(tmp_path / "lead.age")

    assert AgeIdentity.load(tmp_path / "lead.age") == made
    assert made.secret not in repr(made)
    if os.name == "posix":
        assert (tmp_path / "lead.age").stat().st_mode & 0o777 == 0o600


def test_a_key_of_age_keygen_is_read(tmp_path: Path) -> None:
    """With its comments, and with the line ends of another system."""
    made = AgeIdentity.make()
    text = f"# created: 2026-01-01\r\n# public key: {made.recipient}\r\n{made.secret}\r\n"
    (tmp_path / "other.age").write_bytes(text.encode())

    assert AgeIdentity.load(tmp_path / "other.age") == made


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    """Everything sealed to the first one would be lost."""
    first = AgeIdentity.make()
    first.save(tmp_path / "lead.age")

    with pytest.raises(ChainError, match="already"):
        AgeIdentity.make().save(tmp_path / "lead.age")
    assert AgeIdentity.load(tmp_path / "lead.age") == first


@pytest.mark.parametrize("content", [b"", b"AGE-SECRET-KEY-1", b"\xff" * 100, b"A" * 10**6])
def test_what_is_no_key_is_named(tmp_path: Path, content: bytes) -> None:
    """With what to do about it."""
    (tmp_path / "lead.age").write_bytes(content)

    with pytest.raises(ChainError, match="no key") as refused:
        AgeIdentity.load(tmp_path / "lead.age")
    assert "recovery key" in refused.value.to_do


def test_a_damaged_or_missing_key_is_named(tmp_path: Path) -> None:
    """One letter off is not another key."""
    made = AgeIdentity.make()
    last = "Q" if made.secret[-1] != "Q" else "P"
    (tmp_path / "lead.age").write_text(made.secret[:-1] + last)

    with pytest.raises(ChainError, match="damaged"):
        AgeIdentity.load(tmp_path / "lead.age")
    with pytest.raises(ChainError, match="cannot be read"):
        AgeIdentity.load(tmp_path / "gone.age")


def test_recipients_are_told_apart_by_their_marks() -> None:
    """A mark is short, and the same on every computer."""
    one, other = AgeIdentity.make().recipient, AgeIdentity.make().recipient

    assert recipient_mark(one) == recipient_mark(one) != recipient_mark(other)
    assert len(recipient_mark(one)) == 16


def test_where_nothing_can_be_sealed_it_is_said_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Some computers lack the package: neither making nor opening a key goes further."""
    made = AgeIdentity.make()
    made.save(tmp_path / "lead.age")
    assert has_age()
    monkeypatch.setitem(sys.modules, "pyrage", None)

    assert not has_age()
    for work in (AgeIdentity.make, lambda: AgeIdentity.load(tmp_path / "lead.age")):
        with pytest.raises(ChainError, match="pyrage is missing") as refused:
            work()
        assert "Install" in refused.value.to_do
