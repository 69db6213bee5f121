import json
import os
import stat
from pathlib import Path

import pytest

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.chain.devices.keys import DeviceKey, device_in, device_of, fingerprint, is_signed
from fieldsurvey.errors import ChainError

SEED = bytes(range(32))


def test_a_key_comes_back_from_its_file(tmp_path: Path) -> None:
    """The file holds the whole key; device and fingerprint follow from it."""
    key = DeviceKey.make(lambda count: SEED[:count])
    key.save(tmp_path / "device.key")

    assert DeviceKey.load(tmp_path / "device.key") == key
    assert key.device == device_of(key.public)
    assert fingerprint(key.public).count("-") == 3


@pytest.mark.skipif(os.name == "nt", reason="Windows has no owner-only file mode")
def test_only_its_owner_may_read_the_key_file(tmp_path: Path) -> None:
    """The file is readable and writable for its owner alone, from its first moment."""
    DeviceKey.of_seed(SEED).save(tmp_path / "device.key")

    assert stat.S_IMODE((tmp_path / "device.key").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["device.key"]


def test_the_secret_is_not_in_what_a_log_would_show() -> None:
    """The printed form of a key names the public half only."""
    assert SEED.hex() not in repr(DeviceKey.of_seed(SEED))
    assert repr(SEED) not in repr(DeviceKey.of_seed(SEED))


def test_a_key_is_never_replaced(tmp_path: Path) -> None:
    """Saving over a key is refused: the chain signed with it would be lost."""
    DeviceKey.of_seed(SEED).save(tmp_path / "device.key")
    before = (tmp_path / "device.key").read_bytes()

    with pytest.raises(ChainError):
        DeviceKey.of_seed(bytes(32)).save(tmp_path / "device.key")

    assert (tmp_path / "device.key").read_bytes() == before


def test_a_folder_that_is_none_is_said_in_words(tmp_path: Path) -> None:
    """Saving below a file fails with a sentence, not a traceback."""
    (tmp_path / "file").write_text("")

    with pytest.raises(ChainError, match="cannot be written"):
        DeviceKey.of_seed(SEED).save(tmp_path / "file" / "device.key")


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"seed": "zz", "public": ""}', '{"seed": 5}'])
def test_a_damaged_key_file_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever stands in the file, it is either a whole key or a refusal."""
    (tmp_path / "device.key").write_text(text)

    with pytest.raises(ChainError, match="damaged"):
        DeviceKey.load(tmp_path / "device.key")


def test_a_key_file_of_two_halves_is_refused(tmp_path: Path) -> None:
    """A seed beside the public key of another device is damage, not a key."""
    DeviceKey.of_seed(SEED).save(tmp_path / "device.key")
    text = (tmp_path / "device.key").read_text()
    other = DeviceKey.of_seed(bytes(32)).public.hex()
    (tmp_path / "device.key").write_text(text.replace(DeviceKey.of_seed(SEED).public.hex(), other))

    with pytest.raises(ChainError, match="damaged"):
        DeviceKey.load(tmp_path / "device.key")


def test_a_missing_key_file_says_what_to_do(tmp_path: Path) -> None:
    """Without a key the laptop is joined again."""
    with pytest.raises(ChainError) as refused:
        DeviceKey.load(tmp_path / "device.key")

    assert refused.value.to_do


def test_only_the_owner_signs() -> None:
    """A signature fits its message and its key, and nothing else."""
    key, other = DeviceKey.of_seed(SEED), DeviceKey.of_seed(bytes(32))
    signature = key.sign(b"head")

    assert is_signed(key.public, b"head", signature)
    assert not is_signed(key.public, b"tail", signature)
    assert not is_signed(other.public, b"head", signature)
    assert not is_signed(key.public, b"head", signature[:-1])
    assert not is_signed(b"short", b"head", signature)


def test_in_an_encrypted_workspace_the_key_is_encrypted(tmp_path: Path) -> None:
    """It comes back with the workspace's key; whose it is can be told without."""
    key, lock = DeviceKey.of_seed(SEED), WorkspaceKey(b"\x05" * 32)
    path = tmp_path / "device.key"
    key.save(path, lock)

    assert SEED.hex() not in path.read_text()
    assert json.loads(path.read_text())["wrapping"] == "survey key"
    assert DeviceKey.load(path, lock) == key
    assert device_in(path) == key.device


def test_an_encrypted_key_opens_with_no_other(tmp_path: Path) -> None:
    """Another workspace's, none at all, or the right one for a key that was never encrypted."""
    key, lock = DeviceKey.of_seed(SEED), WorkspaceKey(b"\x05" * 32)
    key.save(tmp_path / "locked.key", lock)
    key.save(tmp_path / "open.key")

    for name, other in (
        ("locked.key", WorkspaceKey(b"\x06" * 32)),
        ("locked.key", None),
        ("open.key", lock),
    ):
        with pytest.raises(ChainError, match="damaged") as refused:
            DeviceKey.load(tmp_path / name, other)
        assert refused.value.to_do


@pytest.mark.parametrize(
    "content", [None, b"", b"\xff", b"[]", b"7", b"{}", b'{"public": "zz"}', b'{"public": 5}']
)
def test_a_file_that_names_no_laptop_is_said_in_words(
    tmp_path: Path, content: bytes | None
) -> None:
    """Missing or damaged, it is refused by its place."""
    if content is not None:
        (tmp_path / "device.key").write_bytes(content)

    with pytest.raises(ChainError, match="damaged") as refused:
        device_in(tmp_path / "device.key")

    assert refused.value.where == str(tmp_path / "device.key")
