"""An interview starts with what the plan knows of its subject, and with the right form."""

from dataclasses import replace

import pytest

from fieldsurvey.campaign.facts import facts_of, find_subject, forms_of
from fieldsurvey.campaign.model import Category, Flag, SubjectKind
from fieldsurvey.campaign.sample.drawing import draw_sample
from fieldsurvey.errors import UsageError
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder


@pytest.fixture
def sample(county, campaign):
    """The sample of the small county."""
    return draw_sample(county, campaign.sample, "seed")


def of_category(sample, category):
    """Return the first visit of a category."""
    return next(visit for visit in sample.visits if visit.stratum is category)


def test_a_household_brings_its_village_township_county_and_campaign(county, sample, campaign):
    """Every dotted fact the questionnaires preload is there, as text."""
    visit = next(v for v in sample.visits if Flag.MONITORED in v.household.flags)

    facts = facts_of(visit.number, county, sample, campaign)

    assert (
        facts.items()
        >= {
            "household.head": visit.household.head,
            "household.size": "3",
            "household.group": "3组",
            "household.category": "lifted",
            "household.flags": "monitored",
            "household.exit_year": "2018",
            "village.name": county.villages[visit.household.village].name,
            "village.code": visit.household.village,
            "village.has_team": "1",
            "township.name": county.townships[visit.household.village[:2]].name,
            "county.is_delisted": "1",
            "campaign.poverty_line": "4000",
            "campaign.monitor_line": "6000",
        }.items()
    )
    assert all(isinstance(fact, str) for fact in facts.values())


def test_every_fact_the_shipped_forms_ask_of_the_plan_is_there(county, sample, campaign):
    """What `preload` names is a fact, unless the start of the interview gives it."""
    subjects = {"village": sample.villages[0], "household": sample.visits[0].number}

    for form in load_questionnaires(shipped_folder()).values():
        facts = facts_of(subjects[form.settings.subject], county, sample, campaign)
        asked = {question.preload for question in form.questions.values() if question.preload}
        assert {name for name in asked if not name.startswith("interview.")} <= facts.keys()


def test_a_village_has_no_household_facts(county, sample, campaign):
    """A village without a team says 0."""
    code = sample.villages[0]
    villages = {**county.villages, code: replace(county.villages[code], has_team=False)}

    facts = facts_of(code, replace(county, villages=villages), sample, campaign)

    assert facts["village.has_team"] == "0"
    assert facts["village.is_exited"] == ("1" if county.villages[code].is_exited else "0")
    assert not any(name.startswith("household.") for name in facts)


def test_names_are_in_the_campaigns_language(county, sample, campaign):
    """The county's name follows the language of the lists."""
    english = campaign.model_copy(update={"language": "en"})

    assert facts_of(sample.villages[0], county, sample, campaign)["county.name"] == "青屏区"
    assert facts_of(sample.villages[0], county, sample, english)["county.name"] == "Qingping"


@pytest.mark.parametrize(
    ("category", "form"),
    [
        (Category.POOR, "registered-household"),
        (Category.LIFTED, "registered-household"),
        (Category.UNREGISTERED, "unregistered-household"),
    ],
)
def test_the_category_decides_the_form(category, form, county, sample, campaign):
    """Annex 2 for registered households, annex 3 for the others."""
    number = of_category(sample, category).number

    assert forms_of(number, county, sample, campaign) == (form,)


def test_a_village_has_three_forms(county, sample, campaign):
    """Exit standards, interviews, documents."""
    assert forms_of(sample.villages[0], county, sample, campaign) == (
        "village-exit-standard",
        "village-interview",
        "document-review",
    )


def test_a_reserve_is_a_subject_like_any_other(county, sample):
    """Replacing a household means interviewing its reserve, typed in any case."""
    reserve = next(visit for visit in sample.visits if visit.is_reserve)

    subject = find_subject(f" {reserve.number.lower()} ", county, sample)

    assert (subject.id, subject.visit) == (reserve.number, reserve)
    assert subject.kind is SubjectKind(reserve.stratum)


@pytest.mark.parametrize("text", ["", "9999-77", "0101-99", "'; DROP TABLE interview", "佟砚"])
def test_a_wrong_number_is_answered_with_near_ones(text, county, sample):
    """Nothing typed here makes more than a sentence."""
    with pytest.raises(UsageError) as caught:
        find_subject(text, county, sample)

    assert caught.value.to_do


def test_a_number_too_long_is_answered_with_the_number_meant(county, sample):
    """One digit too many is near the right number."""
    number = sample.visits[0].number
    with pytest.raises(UsageError) as caught:
        find_subject(f"{number}1", county, sample)

    assert number in caught.value.to_do


def test_the_zero_may_be_left_out(county, sample):
    """People read 0103-07 aloud as 0103-7."""
    number = sample.visits[6].number

    assert find_subject(number.replace("-0", "-"), county, sample).id == number
