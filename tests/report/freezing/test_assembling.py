"""From an assessment to a night: names put in, points rounded once, nothing left out."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from fieldsurvey.assess.assessing import Assessment
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.scores.ranking import Decider, Ranked
from fieldsurvey.assess.scores.score import Basis, BlockScore, Score, TownshipScore, VillageScore
from fieldsurvey.assess.scores.scoring_rules import Block, Grade, Indicator, Scoring
from fieldsurvey.chain.interview import Interview
from fieldsurvey.errors import Finding
from fieldsurvey.report.freezing.assembling import (
    Intake,
    Rules,
    assemble_night,
    blocks_of,
    names_of,
    versions_of,
)
from fieldsurvey.report.freezing.problem_list import ListFacts
from fieldsurvey.report.freezing.standings import rank_section, rank_sections
from fieldsurvey.report.frozen.edition import DeviceHead
from fieldsurvey.report.sectors import Sectors

HOUSES = Block(
    code="B",
    label={"zh": "政策落实", "en": "Policy"},
    maximum=Fraction(60),
    indicators=(Indicator(code="B4", label={"zh": "饮水"}, maximum=Fraction(60), parts=()),),
)
DUTIES = Block(
    code="A", label={"zh": "责任落实", "en": "Duty"}, maximum=Fraction(40), indicators=()
)
GOOD = Grade.model_validate({"from": 90, "label": {"zh": "较好", "en": "Fairly good"}})


def score(duties: str, houses: str, possible: int = 100) -> Score:
    """Build a score from what the two blocks lost."""
    blocks = (
        BlockScore(DUTIES, possible - 60 - Fraction(duties), Fraction(possible - 60)),
        BlockScore(HOUSES, 60 - Fraction(houses), Fraction(60)),
    )
    points = sum((block.points for block in blocks), Fraction(0))
    return Score(Basis.CONFIRMED, (), blocks, points, Fraction(possible))


def village_score(code: str, confirmed: Score) -> VillageScore:
    """Build the score of one village."""
    return VillageScore(code, 15, Fraction(1), confirmed, confirmed, 1, False, GOOD)


def ranked(rank: int | None, township: str, villages: Sequence[VillageScore]) -> Ranked:
    """Build one place of a ranking."""
    mean = sum((v.confirmed.score for v in villages), Fraction(0)) / len(villages)
    missing = () if rank else ("0103",)
    total = TownshipScore(township, tuple(villages), mean, mean, (), Fraction(0), GOOD, missing)
    return Ranked(rank, total, False, Decider.NOTHING)


def test_points_are_rounded_once_after_the_mean(facts: ListFacts) -> None:
    """Blocks together lose what is missing to 100; nothing is rounded on the way."""
    villages = [
        village_score("0103", score("1/3", "2")),
        village_score("0103", score("1/3", "1/8")),
    ]
    [place] = rank_section([ranked(1, "01", villages)], facts.roster).townships

    assert place.lost_hundredths == {"A": 33, "B": 106}
    assert place.confirmed_hundredths == 9860
    assert (place.name, place.is_key, place.critical) == ("河湾镇", True, 2)
    assert place.grade == {"en": "Fairly good", "zh": "较好"}


def test_a_village_without_a_team_is_measured_of_100_too(facts: ListFacts) -> None:
    """Of 93 possible points 7 lost are 7.53 of 100."""
    village = village_score("0103", score("0", "7", possible=93))
    [place] = rank_section([ranked(1, "01", [village])], facts.roster).townships

    assert place.lost_hundredths == {"A": 0, "B": 753}
    assert place.confirmed_hundredths == 9247


def test_key_townships_and_others_may_be_ranked_apart(facts: ListFacts) -> None:
    """Two lists say which they are; one list is of all."""
    place = ranked(None, "01", [village_score("0103", score("0", "0"))])

    assert [r.of for r in rank_sections([(place,)], facts.roster)] == ["all"]
    apart = rank_sections([(place,), ()], facts.roster)
    assert [r.of for r in apart] == ["key", "other"]
    assert apart[0].townships[0].rank is None
    assert apart[0].townships[0].is_provisional


def rules(facts: ListFacts) -> Rules:
    """Build the data files of the small campaign."""
    return Rules(
        questionnaires=facts.questionnaires,
        scoring=Scoring(blocks=(DUTIES, HOUSES), digest="11" * 32),
        sectors=Sectors(
            note={"zh": "可替换"},
            sectors={"water_bureau": {"zh": "水利局"}},
            categories={"water": {"zh": "饮水"}},
            digest="22" * 32,
        ),
        cross_rules_digest="33" * 32,
    )


def test_every_data_file_is_named_with_its_digest(facts: ListFacts) -> None:
    """Forms, rules, scoring and sectors."""
    assert [version.name for version in versions_of(rules(facts))] == [
        "registered-household",
        "village-exit-standard",
        "rules",
        "scoring",
        "sectors",
    ]
    assert blocks_of(rules(facts).scoring) == {"B4": "B"}
    names = names_of(rules(facts))
    assert names.blocks["B"]["en"] == "Policy"
    assert names.forms["registered-household"]["en"] == "registered-household"


def test_a_night_carries_rows_faults_and_what_came_in(
    problems: list[Problem], interviews: list[Interview], facts: ListFacts
) -> None:
    """What could not be assessed is among what is missing; ranking only where it may be seen."""
    finding = Finding("A020", "0103-07", "Its questionnaire is not here.")
    place = ranked(1, "01", [village_score("0103", score("0", "0"))])
    assessment = Assessment(tuple(problems), (), {}, {}, ((place,),), (finding,))
    head = DeviceHead(device="d1", lines=3, head="ab" * 32)
    intake = Intake(covers=[head], further=["a gap"])
    day = date(2020, 6, 29)

    night = assemble_night(assessment, interviews, facts, rules(facts), intake, day)
    ranking = assemble_night(
        assessment, interviews, facts, rules(facts), intake, day, with_ranking=True
    )

    assert len(night.rows) == len(problems)
    assert night.missing.further == ("a gap", "0103-07: Its questionnaire is not here.")
    assert (night.covers, night.note, night.rankings) == ([head], {"zh": "可替换"}, ())
    assert len(ranking.rankings) == 1
