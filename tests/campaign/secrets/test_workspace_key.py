import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey, is_sealed
from fieldsurvey.errors import CampaignError

KEY = WorkspaceKey(bytes(range(32)))


@settings(deadline=None)
@given(content=st.binary(max_size=300), name=st.text(max_size=20))
def test_what_is_sealed_opens_to_the_same(content: bytes, name: str) -> None:
    """Whatever a file holds comes back, and does not stand in what lies on the disk."""
    name = name.encode(errors="replace").decode()
    sealed = KEY.seal(content, name, secrets.token_bytes)

    assert is_sealed(sealed)
    assert KEY.open(sealed, name) == content
    assert len(content) < 8 or content not in sealed


@pytest.mark.parametrize(
    ("sealed", "name"),
    [
        (KEY.seal(b"names", "a.csv", secrets.token_bytes), "b.csv"),
        (WorkspaceKey(bytes(32)).seal(b"names", "a.csv", secrets.token_bytes), "a.csv"),
        (b"number,head\n", "a.csv"),
        (b"FSK1\nshort", "a.csv"),
        (b"", "a.csv"),
    ],
    ids=["another name", "another key", "plain", "cut", "empty"],
)
def test_anything_else_is_refused(sealed: bytes, name: str) -> None:
    """A file of another name or laptop, or a plain one, is none of this workspace."""
    with pytest.raises(CampaignError) as refused:
        KEY.open(sealed, name)

    assert refused.value.where == name


def test_every_flipped_bit_is_noticed() -> None:
    """No bit of what lies on the disk can be changed unseen."""
    sealed = KEY.seal(b"0103-07,Wang", "sample.csv", secrets.token_bytes)
    for bit in range(8 * len(sealed)):
        flipped = bytearray(sealed)
        flipped[bit // 8] ^= 1 << bit % 8
        with pytest.raises(CampaignError):
            KEY.open(bytes(flipped), "sample.csv")


def test_the_key_is_never_printed() -> None:
    """A traceback or a log of it shows nothing."""
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)
    assert KEY.mark not in (KEY.secret.hex(), KEY.database.hex())
