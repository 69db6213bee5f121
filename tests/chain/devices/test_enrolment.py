import random
from collections.abc import Callable
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.devices.enrolment import (
    Enrolment,
    Trust,
    enrolment_entry,
    enrolments_in,
    fold_enrolments,
)
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile

MakeChain = Callable[..., Any]


def decision(number: int, state: Trust = Trust.ENROLLED, last: int = 0) -> Enrolment:
    """Return a decision about the laptop whose key grows from a number."""
    key = DeviceKey.of_seed(bytes([number]) * 32)
    return Enrolment(key.device, key.public.hex(), "2", state, "seen on its screen", last)


def test_the_last_decision_about_a_laptop_holds(chain: MakeChain) -> None:
    """Enrolled, revoked, and enrolled again: each holds until the next."""
    lead = chain()
    held = []
    for state in (Trust.ENROLLED, Trust.REVOKED, Trust.ENROLLED):
        lead.say(enrolment_entry(decision(2, state, last=9)))
        [folded] = fold_enrolments(lead.lines, frozenset({lead.key.device})).values()
        held.append((folded.state, folded.last, folded.fingerprint == decision(2).fingerprint))

    assert held == [
        (Trust.ENROLLED, 0, True),
        (Trust.REVOKED, 9, True),
        (Trust.ENROLLED, 0, True),
    ]


def test_only_the_lead_enrols(chain: MakeChain) -> None:
    """A laptop that enrols itself, or another one, decides nothing."""
    laptop = chain(3)
    laptop.say(enrolment_entry(decision(3)), enrolment_entry(decision(4)))

    assert fold_enrolments(laptop.lines, frozenset({chain().key.device})) == {}


def test_a_line_that_does_not_fit_decides_nothing(chain: MakeChain) -> None:
    """A key of another device, no key at all, an unknown state, a shape nobody writes."""
    good = enrolment_entry(decision(2)).value
    wrong: list[Any] = [
        {**good, "public_key": decision(3).public_key},
        {**good, "public_key": good["public_key"].upper()},
        {**good, "public_key": "zz"},
        {**good, "state": "believed"},
        {**good, "about": "fork"},
        {**good, "device": 7},
        "enrolled",
        None,
    ]
    lead = chain()
    lead.say(*(Entry(Kind.KEY, value=value) for value in wrong))

    assert fold_enrolments(lead.lines, frozenset({lead.key.device})) == {}


@settings(deadline=None, max_examples=60)
@given(
    said=st.lists(st.tuples(st.integers(0, 1), st.integers(2, 4), st.sampled_from(Trust))),
    shuffle=st.randoms(use_true_random=False),
)
def test_decisions_do_not_depend_on_the_order_of_merging(
    chain: MakeChain, said: list[tuple[int, int, Trust]], shuffle: random.Random
) -> None:
    """However the lines of two leads came together, any number of times, the same holds."""
    leads = [chain(8), chain(9)]
    for which, number, state in said:
        leads[which].say(enrolment_entry(decision(number, state)))
    lines = [line for lead in leads for line in lead.lines]
    known = frozenset(lead.key.device for lead in leads)

    folded = fold_enrolments(lines, known)

    assert fold_enrolments(shuffle.sample(lines, len(lines)) + lines[:3], known) == folded


def test_a_survey_file_with_decisions_is_sound(survey_file: SurveyFile) -> None:
    """The keys that a lead enrols are not taken for a second key of its own chain."""
    survey_file.append([enrolment_entry(decision(2))])

    assert list(enrolments_in(survey_file)) == [decision(2).device]
    assert verify(survey_file).findings == ()
