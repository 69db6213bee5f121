"""`interview --answers`: two sign with codes that nobody types on the command line."""

import io
import sys

import pytest

from fieldsurvey.campaign.secrets.codes import make_verifiers
from fieldsurvey.cli.inspector.signing import CODES_VARIABLE, sign_for
from fieldsurvey.errors import UsageError
from fieldsurvey.interview.signing import Signature, Signers

CODES = {"甲一": "111222", "乙二": "333444"}
SIGNERS = Signers(tuple(CODES), make_verifiers(CODES, bytes, 2))


@pytest.fixture(autouse=True)
def _no_terminal(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.delenv(CODES_VARIABLE, raising=False)


@pytest.mark.parametrize("given", ["111222,333444", "111222， 333444", "１１１２２２,333 444"])
def test_codes_come_from_the_environment(monkeypatch, given):
    """In the order of the names, as people write them."""
    monkeypatch.setenv(CODES_VARIABLE, given)

    assert SIGNERS.refuse(sign_for(tuple(CODES), SIGNERS)) is None


@pytest.mark.parametrize("given", ["", "111222", "333444,111222", "111222,333445", ",", "a" * 9999])
def test_anything_else_signs_nothing(monkeypatch, given):
    """None, one, the wrong way round, a wrong one; never is a code repeated in what is said."""
    monkeypatch.setenv(CODES_VARIABLE, given)

    try:
        refusal = SIGNERS.refuse(sign_for(tuple(CODES), SIGNERS))
    except UsageError as error:
        assert CODES_VARIABLE in str(error)
    else:
        assert refusal is not None
        assert "33344" not in str(refusal)


def test_a_kit_without_codes_asks_for_none():
    """As before there were any."""
    assert sign_for(("甲一", "乙二"), Signers(tuple(CODES))) == (
        Signature("甲一"),
        Signature("乙二"),
    )
