from collections.abc import Callable

import pytest

from fieldsurvey.chain.devices.kits import KIT_EVENT, kits_noted, rules_at_start
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

MakeStart = Callable[..., Entry]


def kit(survey_file: SurveyFile, **held: object) -> None:
    """Say that kits were made."""
    survey_file.append([Entry(Kind.SESSION, value={"event": KIT_EVENT, **held})])


def test_the_rules_are_those_of_the_last_kits_before_the_first_interview(
    survey_file: SurveyFile, start: MakeStart, clock: SimulatedClock
) -> None:
    """Kits are made again until they fit; one made after the first door opened changes nothing."""
    assert rules_at_start(survey_file) == {}
    kit(survey_file, rules={"scoring": "aa"})
    kit(survey_file, rules={"scoring": "bb"})
    assert rules_at_start(survey_file) == {"scoring": "bb"}

    clock.advance(3600)
    survey_file.append([start()])
    clock.advance(3600)
    kit(survey_file, rules={"scoring": "cc"})

    assert rules_at_start(survey_file) == {"scoring": "bb"}


def test_kits_made_only_after_the_first_interview_count_from_the_first(
    survey_file: SurveyFile, start: MakeStart, clock: SimulatedClock
) -> None:
    """A clock may be wrong, and a lead may have begun with an older program."""
    survey_file.append([start()])
    clock.advance(3600)
    kit(survey_file, questionnaires=["11"])
    kit(survey_file, rules={"scoring": "aa"})
    kit(survey_file, rules={"scoring": "bb"})

    assert rules_at_start(survey_file) == {"scoring": "aa"}
    assert [note.questionnaires for note in kits_noted(survey_file)] == [("11",), (), ()]


def test_where_all_kits_agree_no_interview_is_looked_at(
    survey_file: SurveyFile, start: MakeStart
) -> None:
    """There may be millions, and points are asked for again and again."""
    for _nth in range(2):
        kit(survey_file, rules={"scoring": "aa"})
    survey_file.append([start()])
    asked: list[str] = []
    survey_file.connection.set_trace_callback(asked.append)

    assert rules_at_start(survey_file) == {"scoring": "aa"}
    assert asked and not any("FROM interview" in each for each in asked)


@pytest.mark.parametrize("rules", [None, [], "scoring", {"scoring": 1}, {"scoring": ["aa"]}])
def test_a_note_that_nobody_can_read_is_passed_over(survey_file: SurveyFile, rules: object) -> None:
    """Lines may say anything."""
    kit(survey_file, rules=rules, questionnaires=rules)

    assert rules_at_start(survey_file) == {}
