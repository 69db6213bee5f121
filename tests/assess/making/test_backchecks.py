"""Back-checks: who is drawn, and how often others hear something else."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.making.backchecks import (
    compare_backchecks,
    draw_backchecks,
    draw_entry,
    draws_in,
    error_rates,
)
from fieldsurvey.assess.making.record import Making
from fieldsurvey.assess.making.signs import Noticed, Sign
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder

Make = Callable[..., Making]
FORMS = load_questionnaires(shipped_folder())
FORM = "unregistered-household"


@pytest.fixture
def makings(making: Make) -> list[Making]:
    """Sixty interviews of six inspectors."""
    return [making(nth, inspectors=(f"A{nth % 6}", f"B{nth % 6}")) for nth in range(60)]


def test_every_inspector_is_drawn_and_the_suspects_besides(makings: list[Making]) -> None:
    """A tenth of each one's ten is one; the two with most signs come first and not twice."""
    noticed = [
        Noticed(Sign.QUICK, "d1-007"),
        Noticed(Sign.CLOCK, "d1-007"),
        Noticed(Sign.QUICK, "d1-011"),
    ]

    drawn = draw_backchecks(makings, noticed, seed="s", share_percent=10, suspects=2)
    by_id = {making.interview: making for making in makings}

    assert drawn.suspects == ("d1-007", "d1-011")
    assert sorted(by_id[each].inspectors[0] for each in drawn.drawn) == [f"A{n}" for n in range(6)]
    assert not set(drawn.drawn) & set(drawn.suspects)


@settings(deadline=None, max_examples=25)
@given(st.data(), st.text(min_size=1, max_size=8))
def test_the_same_seed_draws_the_same(making: Make, data: Any, seed: str) -> None:
    """Whatever the order of interviews; another seed draws others, sooner or later."""
    made = [making(nth, inspectors=(f"A{nth % 3}",)) for nth in range(20)]
    first = draw_backchecks(made, [], seed=seed, share_percent=30, suspects=0)
    again = draw_backchecks(
        data.draw(st.permutations(made)), [], seed=seed, share_percent=30, suspects=0
    )

    assert first == again


def test_who_was_drawn_once_is_not_drawn_again(makings: list[Making]) -> None:
    """Until everybody is drawn; then nobody is left."""
    before: frozenset[str] = frozenset()
    for nth in range(11):
        drawn = draw_backchecks(
            makings, [], seed=f"s{nth}", share_percent=10, suspects=0, before=before
        )
        assert not before & set(drawn.all)
        before |= set(drawn.all)

    assert before == {making.interview for making in makings}


def test_the_line_of_a_draw_is_read_back(makings: list[Making]) -> None:
    """A decision about a problem is no draw."""
    drawn = draw_backchecks(makings, [], seed="s", share_percent=10, suspects=0)
    entry = draw_entry(drawn, "Gao Lan")
    other = entry._replace(value={"problem": "0103-07-X", "state": "confirmed"})

    lines = [
        Line(text=str(n), device="lead", seq=n, entry=e, at="", monotonic_ms=0, boot="")
        for n, e in enumerate([entry, other], start=1)
    ]

    assert draws_in(lines) == [drawn]


def asked_again(first: Interview, **answers: Any) -> Interview:
    """Let others ask again."""
    return first._replace(
        id=f"{first.id}-again",
        inspectors=("Gao Lan", "Ma Jun"),
        keying=Keying.BACKCHECK,
        status=Status.STARTED,
        answers=answers,
    )


def test_what_others_hear_is_compared_question_by_question(interview: Any) -> None:
    """Two of three differ: an answer, and one that was refused first; words are not compared."""
    first = interview(
        "0103-11",
        FORM,
        {
            "approves": "1",
            "improvement": SpecialAnswer.REFUSED,
            "registered_persons": "4",
            "water_gap": "没有",
        },
    )
    again = asked_again(
        first, approves="2", improvement="1", registered_persons="4", water_gap="有"
    )

    (pair,) = compare_backchecks([first, again], FORMS)
    rates = {rate.of: (rate.differing, rate.compared) for rate in error_rates([pair], "question")}

    assert [each.question for each in pair.differing] == ["approves", "improvement"]
    assert rates[f"{FORM}.approves"] == (1, 1)
    assert rates[f"{FORM}.registered_persons"] == (0, 1)
    assert [(r.of, r.differing, r.compared) for r in error_rates([pair], "inspector")] == [
        ("Shen Yue", 2, 3)
    ]
    assert [(r.of, r.differing) for r in error_rates([pair], "day")] == [("2020-06-22", 2)]


def test_what_was_not_asked_again_is_not_compared(interview: Any) -> None:
    """A back-check asks some questions only, and need not be finished."""
    first = interview("0103-11", FORM, {"approves": "1", "improvement": "1"})

    (pair,) = compare_backchecks([first, asked_again(first, approves="1")], FORMS)

    assert [each.question for each in pair.answers] == ["approves"]


def test_nobody_checks_back_on_themselves(interview: Any) -> None:
    """Such a pair is shown, and counts in no rate."""
    first = interview("0103-11", FORM, {"approves": "1"})
    own = asked_again(first, approves="2")._replace(inspectors=("Shen Yue", "Ma Jun"))

    (pair,) = compare_backchecks([first, own], FORMS)

    assert not pair.is_by_others
    assert error_rates([pair], "inspector") == []


def test_a_back_check_is_no_evidence(interview: Any) -> None:
    """Finished or not, it counts in no score and shows no problem; the last one is compared."""
    first = interview("0103-11", FORM, {"approves": "1"})
    early = asked_again(first, approves="2")._replace(started_at="2020-06-23T09:00:00+08:00")
    late = asked_again(first, approves="1")._replace(id="z", started_at="2020-06-24T09:00:00+08:00")

    assert not is_evidence(late._replace(status=Status.FINISHED))
    assert compare_backchecks([late, first, early], FORMS)[0].again == late
