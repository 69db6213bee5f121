"""Who signs, and what shows that it is them."""

import pytest

from fieldsurvey.campaign.secrets.codes import make_verifiers
from fieldsurvey.interview.signing import FREE_TRIES, Signature, SignedWith, Signers, Tries
from fieldsurvey.interview.typed.refusal import SIGNATURE, WRONG_CODE

CODES = {"甲一": "111222", "乙二": "333444", "丙三": "555666"}
BY_NAME = Signers(tuple(CODES))
BY_CODE = Signers(tuple(CODES), make_verifiers(CODES, bytes, 2))


def signed(*names_and_codes):
    """Signatures of `name:code`."""
    return [Signature(*each.split(":")) for each in names_and_codes]


def test_both_sign_with_their_codes():
    """As it stands on their slips, or in groups."""
    assert BY_CODE.refuse(signed("甲一:111222", "丙三:555 666")) is None
    assert BY_CODE.signed_with is SignedWith.CODE


def test_a_kit_without_codes_is_signed_by_name():
    """And the finish says so."""
    assert BY_NAME.refuse(signed("甲一", "丙三")) is None
    assert BY_NAME.signed_with is SignedWith.NAME


@pytest.mark.parametrize(
    ("signatures", "code"),
    [
        (("甲一:111222",), SIGNATURE),
        (("甲一:111222", "甲一:111222"), SIGNATURE),
        (("甲一:111222", "甲一 :111222"), SIGNATURE),
        (("甲一:111222", "丁四:333444"), SIGNATURE),
        (("甲一:111222", "乙二:111222"), WRONG_CODE),
        (("甲一:333444", "乙二:111222"), WRONG_CODE),
        (("甲一:111222", "乙二:"), WRONG_CODE),
        (("甲一:111222", "乙二:33344"), WRONG_CODE),
        ((), SIGNATURE),
    ],
)
def test_nothing_else_finishes_an_interview(signatures, code):
    """One alone, one twice, a stranger, somebody else's code, none, half a one."""
    refusal = BY_CODE.refuse(signed(*signatures))

    assert refusal is not None
    assert refusal.code == code


def test_no_code_is_ever_said():
    """Not in a refusal, not in what a log would show."""
    signature = Signature("甲一", "987654")
    refusal = BY_CODE.refuse_code(signature)

    assert "987654" not in f"{signature!r} {refusal} {refusal!r}"


def test_five_wrong_codes_cost_nothing_then_each_costs_more():
    """A slip of the finger is forgiven; trying them all is not."""
    tries, pauses = Tries(), []
    for _nth in range(FREE_TRIES + 8):
        tries = tries.after_wrong(100.0)
        pause = 0
        while tries.refuse(100.0 + pause):
            pause += 1
        pauses.append(pause)

    assert pauses[: FREE_TRIES - 1] == [0] * (FREE_TRIES - 1)
    assert pauses[FREE_TRIES - 1 :] == [10, 20, 40, 80, 160, 320, 600, 600, 600]


def test_the_pause_says_how_long_it_is():
    """In whole seconds, never none."""
    tries = Tries(FREE_TRIES, 100.0)

    assert "10 seconds" in str(tries.refuse(100.0))
    assert "1 second." in str(tries.refuse(109.9))
    assert tries.refuse(110.0) is None
