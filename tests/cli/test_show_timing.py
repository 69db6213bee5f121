"""What `show --timing` prints: every pause and anomaly in words, in a terminal of 80 columns."""

import pytest
from rich.cells import cell_len

from fieldsurvey.cli.inspector.timing import length_in_words, total_lines
from fieldsurvey.i18n import set_language
from fieldsurvey.interview.logic.plan import Plan, plan_of
from fieldsurvey.interview.record.time_spent import (
    WHYS,
    ClockAnomaly,
    Pause,
    QuestionTiming,
    Timing,
)
from fieldsurvey.questionnaire.model import Questionnaire

AT = "2020-06-15T12:04:00+08:00"


@pytest.fixture(scope="module")
def plan() -> Plan:
    """A form of two questions."""
    return plan_of(
        Questionnaire.model_validate(
            {
                "settings": {"form_id": "tiny", "form_title": "Tiny", "version": "1",
                             "subject": "household"},
                "survey": [
                    {"name": "first", "number": "1", "type": "text", "label": "What first?"},
                    {"name": "then", "type": "text", "label": "What then?"},
                ],
            }
        )
    )  # fmt: skip


def said(timing: Timing, plan: Plan) -> list[str]:
    """Return the lines below the table."""
    return list(total_lines(timing, plan))


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 s"),
        (59.4, "59 s"),
        (59.6, "1 min 0 s"),
        (3_599, "59 min 59 s"),
        (3_900, "1 h 05 min"),
    ],
)
def test_a_length_reads_aloud(seconds: float, words: str) -> None:
    """No colon that might be hours or minutes."""
    assert length_in_words(seconds) == words


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("why", WHYS)
def test_every_pause_has_words(plan: Plan, why: str, language: str) -> None:
    """Why, how long, since when, at which question."""
    set_language(language)
    [_duration, pause, _order] = said(Timing(pauses=(Pause(why, AT, 3_900, "first"),)), plan)

    assert "2020-06-15 12:04" in pause
    assert pause.endswith("1 What first?")
    assert why not in ("cut_off", "gap") or why not in pause


def test_what_is_not_known_is_not_invented(plan: Plan) -> None:
    """A pause over a restart with a clock gone back; a question of no form; the review."""
    pauses = (Pause("left", AT, None, ""), Pause("idle", AT, 700, "gone[2]/away"))
    [duration, first, second, _order] = said(Timing(pauses=pauses), plan)

    assert duration.startswith("0 s without pauses, 11 min 40 s of pauses")
    assert first == (
        "Pause of unknown length from 2020-06-15 12:04, interview left, at: Review and finish"
    )
    assert second.endswith("at: gone[2]/away")


def test_the_rest_is_said_once(plan: Plan) -> None:
    """Clock, languages, moves, order."""
    timing = Timing(
        questions={"first": QuestionTiming("first", AT, 61, answers=2, edits=1)},
        clock_anomalies=(
            ClockAnomaly(AT, -5_400),
            ClockAnomaly(AT, 2_700),
            ClockAnomaly(AT, None, "+0800 → +0700"),
        ),
        languages=("en", "zh"),
        jumps=2,
        backs=1,
        out_of_order=("first", "then"),
    )

    assert said(timing, plan) == [
        "1 min 1 s without pauses, 0 s of pauses; answers changed: 1",
        "Clock: at 2020-06-15 12:04 it had been set back by 1 h 30 min",
        "Clock: at 2020-06-15 12:04 it had been set forward by 45 min 0 s",
        "Clock: at 2020-06-15 12:04 the time zone changed, +0800 → +0700",
        "Language switched to: en, zh",
        "Moves: 2 jumps, 1 back, 0 forward",
        "2 answers were given out of order: 1, What then?",
    ]


def test_the_table_fits_and_the_sections_add_up(laptop, command):
    """Eighty columns in both languages; the version of an interview is asked for by its number."""
    visited = command("-w", laptop, "today", "--date", "2020-06-28").out.split()
    [number, *_others] = [word for word in visited if "-" in word and word[:4].isdigit()][2:]
    for lang in ("en", "zh"):
        shown = command("--lang", lang, "-w", laptop, "show", number, "--timing")
        assert shown.exit_code == 0
        assert all(cell_len(line) <= 80 for line in shown.out.splitlines())
