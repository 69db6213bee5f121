"""Personal codes: six digits a person, and what shows that somebody knows them."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.secrets.codes import (
    Verifiers,
    make_codes,
    make_verifiers,
    read_code,
    read_verifiers,
)
from fieldsurvey.errors import CampaignError

COST = 2
TEAMS = {"1": ("晏禾", "阮稼"), "2": ("荆苇", "芮棠")}


def counting(start=0):
    """Bytes that look random enough for a test and are always the same."""
    drawn = iter(range(start, 10_000))

    def draw(count):
        return (next(drawn) * 7919).to_bytes(count)

    return draw


def test_everybody_gets_six_digits():
    """Of both teams, leading noughts kept."""
    codes = make_codes(TEAMS, {}, counting())

    assert {team: tuple(of_team) for team, of_team in codes.items()} == TEAMS
    assert all(read_code(code) == code for team in codes.values() for code in team.values())


def test_a_code_given_out_stays():
    """Only who is new gets one; who has left the team loses it."""
    before = make_codes(TEAMS, {}, counting())
    after = make_codes({**TEAMS, "1": ("晏禾", "葛岚")}, before, counting(500))

    assert after["2"] == before["2"]
    assert after["1"]["晏禾"] == before["1"]["晏禾"]
    assert set(after["1"]) == {"晏禾", "葛岚"}


def test_no_two_of_a_team_have_the_same():
    """Else one of them could sign for both."""
    draws = iter([5, 5, 5, 6])
    codes = make_codes({"1": ("晏禾", "阮稼")}, {}, lambda count: next(draws).to_bytes(count))

    assert codes == {"1": {"晏禾": "000005", "阮稼": "000006"}}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *((typed, "123456") for typed in ("123456", " 123 456 ", "１２３４５６", "123-456")),
        *((typed, "") for typed in ("", "12345", "1234567", "12345a", "١٢٣٤٥٦")),
    ],
)
def test_a_code_is_read_as_people_type_it(typed, read):
    """Blanks and full-width digits do not matter; anything but six digits is none."""
    assert read_code(typed) == read


@given(code=st.integers(0, 999_999), other=st.integers(0, 999_999))
@settings(deadline=None, max_examples=40)
def test_only_the_code_itself_matches(code, other):
    """And only for the one it belongs to."""
    verifiers = make_verifiers({"晏禾": f"{code:06}"}, counting(), COST)

    assert verifiers.matches("晏禾", f"{code:06}")
    assert verifiers.matches("晏禾", f"{other:06}") == (code == other)
    assert not verifiers.matches("阮稼", f"{code:06}")


def test_the_file_of_verifiers_is_read_back_and_holds_no_code():
    """What the kit carries cannot be read off."""
    codes = {"晏禾": "271828", "阮稼": "314159"}
    verifiers = make_verifiers(codes, counting(), COST)
    text = verifiers.to_json()

    assert read_verifiers(text, "codes.json") == verifiers
    assert not any(code in text for code in codes.values())
    assert "271828" not in repr(verifiers)


GOOD = json.loads(make_verifiers({"晏禾": "271828"}, counting(), COST).to_json())


@pytest.mark.parametrize(
    "change",
    [
        {"cost_log2": 40},
        {"cost_log2": 0},
        {"cost_log2": True},
        {"cost_log2": "14"},
        {"verifiers": []},
        {"verifiers": {"晏禾": {"salt": "00"}}},
        {"verifiers": {"晏禾": {"salt": "zz" * 16, "digest": "00" * 32}}},
        {"format": None},
        {"format": 99},
    ],
)
def test_a_file_that_was_tampered_with_is_refused(change):
    """No cost that would eat the laptop's memory, no shape that was not written."""
    with pytest.raises(CampaignError):
        read_verifiers(json.dumps({**GOOD, **change}), "codes.json")
    with pytest.raises(CampaignError):
        read_verifiers("[" * 100_000, "codes.json")


def test_a_member_without_a_verifier_cannot_sign():
    """Not with a blank code either."""
    assert not Verifiers(COST, {}).matches("晏禾", "")
