"""Every code of the list of checks: written in a shipped form, or held by what comes before it.

The list is section 8 of the project's domain note; a code is told once, at one place.
"""

import re

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.signing import Signature, Signers
from fieldsurvey.interview.trials.replaying import GivenAnswer, attempt
from fieldsurvey.interview.typed import refusal
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires, shipped_folder
from fieldsurvey.questionnaire.model import CheckKind

WRITTEN = {
    "registered-household": "C-03W C-04W C-05W C-06W C-07R C-09E C-10E C-11W C-13W C-14W C-15W "
    "C-16W C-17R C-18W C-19W C-20W C-21W C-23R",
    "unregistered-household": "C-31W C-32W C-33W C-34W C-35E C-36W C-37W C-38W C-39W C-40W C-41W "
    "C-42R C-43W C-44R C-45R",
}
"""Codes with the kind of the list; a letter after a code is a part of it."""


@pytest.fixture(scope="module")
def forms() -> dict[str, Questionnaire]:
    """The shipped questionnaires."""
    return load_questionnaires(shipped_folder())


@pytest.fixture
def registered(forms, interview: Interview) -> Conversation:
    """An interview of a lifted household."""
    facts = {"household.category": "lifted", "household.size": "4"}
    return Conversation.resume(forms["registered-household"], interview._replace(preload=facts))


@pytest.fixture
def unregistered(forms, interview: Interview) -> Conversation:
    """An interview of an unregistered household."""
    facts = {"household.size": "4"}
    return Conversation.resume(forms["unregistered-household"], interview._replace(preload=facts))


@pytest.mark.parametrize("form_id", WRITTEN)
def test_a_code_is_written_in_the_form_with_the_kind_of_the_list(forms, form_id):
    """Neither one more nor one less, and every text in both languages."""
    checks = forms[form_id].checks

    written = {re.sub("[a-z]$", "", check.code) + check.kind.value for check in checks}
    assert written == set(WRITTEN[form_id].split())
    assert all(set(check.text) == {"zh", "en"} for check in checks)


def test_every_check_has_a_test_that_it_fires_and_one_that_it_does_not(forms):
    """The tests beside the forms name each code at least once, and more cases than fire."""
    for form_id in WRITTEN:
        text = (shipped_folder() / "tests" / f"{form_id}.test.yaml").read_text(encoding="utf-8")
        told = re.findall(r"checks: \[(.*)\]", text)
        fired = {code for codes in told for code in codes.split(", ")}

        assert fired - {""} == {check.code for check in forms[form_id].checks}
        assert sum(not codes for codes in told) > len(told) / 3


@pytest.mark.parametrize(("name", "said"), [("employment_support", "1 5"), ("team_help", "2 7")])
def test_c01_is_held_by_exclusive_choices(registered, name, said):
    """None of these, with one of these, is not taken."""
    facts = {**registered.interview.preload, "village.has_team": "1"}
    interview = registered.interview._replace(preload=facts)
    form = registered.evaluation.plan.questionnaire

    refused = Conversation.resume(form, interview).jump(name).answer(said)

    assert isinstance(refused, Refusal)
    assert refused.code == refusal.EXCLUSIVE


def test_c01_a_normal_household_has_no_other_attribute(unregistered):
    """Annex 3 has an exclusive choice, too."""
    refused = unregistered.jump("attributes").answer("3 9")

    assert isinstance(refused, Refusal)
    assert refused.code == refusal.EXCLUSIVE


def test_c02_is_held_by_the_review(registered):
    """A problem that nobody described keeps the interview from being finished."""
    told = attempt(registered, {"insured": "2", "medical_gap": "1"})

    assert told.to_mend["insured"].code == refusal.NO_DESCRIPTION
    assert told.to_mend["medical_gap_detail"].code == refusal.REQUIRED


def test_c08_is_held_by_the_warning_of_its_question(registered):
    """A registered household outside the four groups is taken with a remark only."""
    at = attempt(registered, {"housing_kind": "1"}).conversation.jump("four_groups")

    refused = at.answer("2")
    assert isinstance(refused, Refusal)
    assert refused.code == refusal.WARNING
    assert not isinstance(at.answer("2", remark="分散供养转入"), Refusal)


@pytest.mark.parametrize(
    "answers",
    [
        {"school_age_child": "2", "dropout": "1"},
        {"housing_kind": "1", "renovation_method": "1", "rebuild_area": "1"},
        {"loan_eligible": "3", "loan_terms": "1"},
    ],
)
def test_c12_is_held_where_answers_come_in(registered, answers):
    """What the conditions skip is not taken from a file or from paper."""
    told = attempt(registered, answers)

    assert [r.code for r in told.not_taken.values()] == [refusal.NOT_ASKED]


def test_c22_is_held_by_the_warning_of_the_type_and_by_the_section_of_exit(registered):
    """Another type wants a remark; a poor household is not asked of its exit, a lifted one must."""
    refused = registered.jump("household_type").answer("1")
    assert isinstance(refused, Refusal)
    assert refused.code == refusal.WARNING

    assert attempt(registered, {}).to_mend["exit_standard"].code == refusal.REQUIRED
    fell_back = {"household_type": GivenAnswer("1", remark="今年返贫"), "exit_standard": "1"}
    assert attempt(registered, fell_back).not_taken["exit_standard"].code == refusal.NOT_ASKED


@pytest.mark.parametrize("signed", [("甲一", "甲一"), ("甲一",), ("甲一", "丁九")])
def test_c24_is_held_by_finishing(signed):
    """Both signatures are there, differ and are of the team."""
    refused = Signers(("甲一", "乙二")).refuse([Signature(name) for name in signed])

    assert refused is not None
    assert refused.code == refusal.SIGNATURE


def test_what_must_be_mended_is_of_two_answers(forms):
    """The kind E is for answers either of which may be wrong; a number alone is a constraint."""
    for form_id in WRITTEN:
        for check in forms[form_id].checks:
            if check.kind is CheckKind.FIX:
                assert len(set(re.findall(r"\$\{(\w+)\}", check.when))) > 1
