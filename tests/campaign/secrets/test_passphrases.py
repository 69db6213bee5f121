import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.campaign.secrets.passphrases import Strength, fault_of, strength_of

KNOWN = ("assessment-2020", "清河县", "第1组", "赵建国", "1")


@pytest.mark.parametrize(
    "passphrase",
    [
        "mule kettle ninety harbour",
        "red ox sun tea",
        "correcthorsebattery",
        "山上的牛今天不喝水也不吃草",
        "牛 水 山 茶",
        "Tr0ub4dor&3 again",
        "赵建国 昨天 骑牛 过河 去了",
    ],
)
def test_these_will_do(passphrase: str) -> None:
    """Long enough, or words enough; nobody asks for digits or signs."""
    assert fault_of(passphrase, KNOWN) == ""


@pytest.mark.parametrize(
    "passphrase",
    [
        "",
        "   ",
        "brief",
        "Tr0ub4dor&3",
        "a a a a",
        "cow cow cow cow",
        "aaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456789012",
        "abcdefghijklmn",
        "qwertyuiopas",
        "987654321098",
        "121212121212",
        "............",
        "Assessment-2020",
        "assessment-2020 1",
        "清河县 第1组 赵建国 1",
        "mule\x00kettle ninety harbour",
    ],
)
def test_these_will_not(passphrase: str) -> None:
    """Too short, a pattern, a name that everybody knows, or not to be typed."""
    fault = fault_of(passphrase, KNOWN)

    assert fault
    assert not passphrase.strip() or passphrase not in fault


def test_longer_is_stronger() -> None:
    """The estimate grows with the words, and does not reward the same again."""
    assert strength_of("red ox sun tea") is Strength.FAIR
    assert strength_of("mule kettle ninety") is Strength.FAIR
    assert strength_of("mule kettle ninety harbour") is Strength.GOOD
    assert strength_of("mule kettle ninety harbour window") is Strength.STRONG
    assert strength_of("山上的牛今天不喝水也不吃草") is Strength.STRONG
    assert strength_of("ab ba ab ba ab ba ab ba ab ba") is Strength.FAIR


@given(st.text(max_size=60))
def test_anything_that_can_be_typed_gets_an_answer(passphrase: str) -> None:
    """Whatever comes from a keyboard, or a file, is judged and rated."""
    assert isinstance(fault_of(passphrase, KNOWN), str)
    assert strength_of(passphrase).words
