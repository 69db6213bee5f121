"""Coverage and who is missing: what was due by tonight, named once."""

from datetime import date

from fieldsurvey.assess.coverage import (
    FormCoverage,
    HouseholdCoverage,
    VillageCoverage,
    VisitState,
)
from fieldsurvey.campaign.sample.absence import Absence
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.report.freezing.coverage import cover_section, missing_section
from fieldsurvey.report.freezing.problem_list import ListFacts
from fieldsurvey.report.frozen.missing import Missing, RefusedBundle

TODAY = date(2020, 6, 29)
YESTERDAY = date(2020, 6, 28)
TOMORROW = date(2020, 6, 30)

VISITED = HouseholdCoverage("0103-01", False, VisitState.VISITED)
REPLACED = HouseholdCoverage("0103-02", False, VisitState.REPLACED, reserve="0103-R1")
EXPLAINED = HouseholdCoverage("0103-03", True, VisitState.ABSENT, absence=Absence("away", "七月回"))
UNSEEN = HouseholdCoverage("0103-04", True, VisitState.MISSING, is_settled=False)


def village(
    code: str, *households: HouseholdCoverage, team: str = "1", day: date | None = TODAY
) -> VillageCoverage:
    """Build a village of the small campaign whose forms are all done."""
    forms = (FormCoverage("document-review", 1 if households else 0, 1),)
    return VillageCoverage(code, code[:2], team, day, households, forms)


def missing(facts: ListFacts, *villages: VillageCoverage) -> Missing:
    """Return what is missing tonight."""
    coverage = cover_section(villages, facts.roster, TODAY)
    return missing_section(villages, coverage, TODAY, hide=lambda text, _subject: text)


def test_coverage_counts_households_and_names_places(facts: ListFacts) -> None:
    """A replaced household counts as visited; what is due tomorrow is not due."""
    today = village("0103", VISITED, REPLACED, EXPLAINED, UNSEEN)
    later = village("0201", UNSEEN, day=TOMORROW)
    coverage = cover_section([today, later], facts.roster, TODAY)

    assert (coverage.households_planned, coverage.households_due) == (5, 4)
    assert coverage.households_visited == 2
    assert (coverage.must_visit_planned, coverage.must_visit_visited) == (3, 0)
    first = coverage.by_village[0]
    assert (first.name, first.township, first.date) == ("柳林村", "河湾镇", "2020-06-29")
    assert (first.planned, first.visited, first.unsettled) == (4, 2, 1)


def test_each_day_of_a_village_counts_its_households(
    facts: ListFacts, interviews: list[Interview]
) -> None:
    """By the day it was finished; a household once, however many forms; a village form not."""
    first, second, third, of_village = interviews
    made = [
        first,
        first._replace(id="d1-2", form_id="other"),
        second._replace(finished_at="2020-06-29T00:10:00+08:00"),
        third._replace(status=Status.STARTED),
        third._replace(id="d2-2", keying=Keying.BACKCHECK),
        of_village,
    ]
    villages = [village("0103", VISITED), village("0201", UNSEEN)]
    coverage = cover_section(villages, facts.roster, TODAY, made)

    assert [(day.village, day.date, day.households) for day in coverage.by_day] == [
        ("0103", "2020-06-29", 2)
    ]


def test_nothing_is_missing_where_all_is_settled(facts: ListFacts) -> None:
    """Explained absences and tomorrow's villages are no alarm."""
    said = missing(
        facts, village("0103", VISITED, EXPLAINED), village("0201", UNSEEN, day=TOMORROW)
    )

    assert said.count == 0
    assert [(h.subject, h.reason, h.note) for h in said.explained] == [
        ("0103-03", "away", "七月回")
    ]


def test_a_must_visit_household_without_an_explanation_is_named(facts: ListFacts) -> None:
    """By its number and its village, beside the village that is short."""
    said = missing(facts, village("0103", VISITED, UNSEEN))

    assert [(h.subject, h.village) for h in said.must_visit] == [("0103-04", "柳林村")]
    assert [v.code for v in said.villages] == ["0103"]


def test_a_silent_team_is_named_once_not_by_each_village(facts: ListFacts) -> None:
    """Its villages of today stand in its line only; a village left from yesterday stays."""
    nothing = VillageCoverage(
        "0103", "01", "3", TODAY, (UNSEEN,), (FormCoverage("document-review", 0, 1),)
    )
    left = VillageCoverage("0201", "02", "3", YESTERDAY, (UNSEEN,), ())
    said = missing(facts, nothing, left)

    assert [(team.team, team.villages) for team in said.teams] == [("3", ("柳林村",))]
    assert [v.code for v in said.villages] == ["0201"]


def test_a_team_that_sent_anything_is_not_silent(facts: ListFacts) -> None:
    """One form is enough; the village is short all the same."""
    said = missing(facts, village("0103", UNSEEN, team="3"))

    assert said.teams == ()
    assert [v.code for v in said.villages] == ["0103"]


def test_a_form_of_the_village_that_nobody_filled_in_is_missing(facts: ListFacts) -> None:
    """All households visited is not yet complete."""
    open_form = VillageCoverage(
        "0103", "01", "1", TODAY, (VISITED,), (FormCoverage("document-review", 0, 1),)
    )

    [short] = missing(facts, open_form).villages
    assert short.forms_missing == ("document-review",)
    assert not short.is_complete


def test_refused_bundles_and_gaps_are_carried(facts: ListFacts) -> None:
    """They are part of what is missing."""
    bundle = RefusedBundle(bundle="d5-1-40.fsb", reason="bad signature")
    coverage = cover_section([], facts.roster, TODAY)
    said = missing_section(
        [],
        coverage,
        TODAY,
        hide=lambda text, _subject: text,
        bundles=[bundle],
        further=["lines 3 to 9"],
    )

    assert (said.bundles, said.further, said.count) == ((bundle,), ("lines 3 to 9",), 2)
