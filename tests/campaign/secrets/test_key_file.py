import json
import secrets

import pytest

from fieldsurvey.campaign.secrets.key_file import COST_LOG2, KeyFile, read_key_file
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.errors import CampaignError

KEY = WorkspaceKey(bytes(range(32)))


def wrapped(passphrase: str = "mule kettle ninety harbour") -> KeyFile:
    """Return the key under a passphrase that is cheap to try."""
    return KeyFile.of(
        KEY,
        passphrase,
        to=("aa", "bb"),
        sealed=b"age",
        random_bytes=secrets.token_bytes,
        cost_log2=4,
    )


def test_the_passphrase_opens_it_and_no_other_does() -> None:
    """It survives being written and read, and holds neither key nor passphrase."""
    text = wrapped().to_json()
    read = read_key_file(text, "here")

    assert read == read_key_file(read.to_json(), "here")
    assert read.open("mule kettle ninety harbour") == KEY
    assert read.open("mule kettle ninety harbor") is None
    assert read.open("") is None
    assert KEY.secret.hex() not in text
    assert "kettle" not in text


@pytest.mark.parametrize("typed", ["  mule kettle ninety harbour\t", "ｍule kettle ninety harbour"])
def test_how_it_was_typed_does_not_matter(typed: str) -> None:
    """Full-width letters and a blank at the end are the input method's, not the person's."""
    assert wrapped().open(typed) == KEY


def test_another_passphrase_wraps_the_same_key() -> None:
    """Changing it changes neither the key nor what the lead holds; the old one opens no more."""
    before = wrapped()
    after = before.with_passphrase(KEY, "新 的 口 令", secrets.token_bytes)

    assert after.open("新 的 口 令") == KEY
    assert after.open("mule kettle ninety harbour") is None
    assert (after.mark, after.to, after.sealed) == (before.mark, before.to, before.sealed)
    assert after.salt != before.salt


def test_another_key_is_never_put_into_it() -> None:
    """What would lock everything for ever is refused."""
    with pytest.raises(ValueError, match="another"):
        wrapped().with_passphrase(WorkspaceKey(bytes(32)), "x", secrets.token_bytes)
    assert wrapped().accept(bytes(32)) is None
    assert wrapped().accept(b"short") is None
    assert wrapped().accept(KEY.secret) == KEY


def test_a_try_costs_what_it_should() -> None:
    """2^16 is what the design measured; less would be cheap to guess."""
    assert COST_LOG2 == 16


def _without(key: str) -> str:
    about = json.loads(wrapped().to_json())
    del about[key]
    return json.dumps(about)


def _with_cost(cost: object) -> str:
    about = json.loads(wrapped().to_json())
    about["passphrase"]["cost_log2"] = cost
    return json.dumps(about)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "[" * 100_000, _without("lead"), _with_cost(60), _with_cost("4"), "\0"],
    ids=["empty", "cut", "list", "deep", "no lead", "costly", "text", "nul"],
)
def test_a_damaged_file_is_refused_in_words(text: str) -> None:
    """Hostile or damaged, it costs neither memory nor a traceback."""
    with pytest.raises(CampaignError) as refused:
        read_key_file(text, "keys/survey.key.json")

    assert refused.value.where == "keys/survey.key.json"


def test_a_newer_file_asks_for_a_newer_program() -> None:
    """It is not misread."""
    about = json.loads(wrapped().to_json()) | {"format": 2}
    with pytest.raises(CampaignError, match="newer"):
        read_key_file(json.dumps(about), "here")
