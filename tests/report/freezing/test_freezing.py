"""Freezing: what an evening adds to the list, and what it corrects."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition, standing_rows
from fieldsurvey.report.freezing.problem_list import ListFacts, list_problem_rows
from fieldsurvey.report.frozen.edition import CorrectionKind, Edition
from fieldsurvey.report.frozen.edition_json import edition_digest, edition_json
from fieldsurvey.report.frozen.problem_row import ProblemRow, is_hint

Covering = Callable[..., Cover]


def test_the_first_edition_holds_everything(edition: Edition) -> None:
    """Number 1; problems and hints apart, each counting from 1."""
    assert edition.number == 1
    assert [row.number for row in edition.rows] == [
        "0103-07-AAAAA",
        "0103-07-CCCCC",
        "0103-08-BBBBB",
        "0201-XXXXX",
    ]
    assert [(row.sequence, row.number) for row in edition.hints] == [(1, "0201-01-HHHHH")]
    assert edition.corrections == ()


def test_what_was_surveyed_on_an_earlier_day_is_marked_late(edition: Edition) -> None:
    """补报: only the interview of the 28th."""
    assert [row.number for row in edition.rows if row.is_late] == ["0103-08-BBBBB"]
    assert edition.today.late == 1


def test_figures_count_problems_not_hints(edition: Edition) -> None:
    """By severity, category, township and team; hints count nowhere."""
    today = edition.today

    assert (today.critical, today.major, today.minor, today.total) == (1, 2, 1, 4)
    assert [(line.key, line.total) for line in today.by_township] == [("01", 3), ("02", 1)]
    assert [(line.key, line.total) for line in today.by_team] == [("1", 3), ("2", 1)]
    assert today.by_category[0].key == "water"
    assert sum(line.total for line in today.by_category) == 4


def test_dismissed_problems_are_rows_but_not_counted(
    problems: list[Problem], interviews: list[Interview], facts: ListFacts, cover: Covering
) -> None:
    """They are counted apart."""
    dismissed = [problem._replace(state=ProblemState.DISMISSED) for problem in problems]
    rows = list_problem_rows(dismissed, interviews, facts)
    edition = freeze_edition(cover(), Night(rows=rows))

    assert len(edition.rows) == 4
    assert (edition.today.total, edition.today.dismissed) == (0, 4)


def test_the_next_edition_holds_only_what_is_new(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """What an earlier edition had is not repeated; figures to date go on counting."""
    nothing_new = freeze_edition(cover("2020-06-30"), Night(rows=rows), [edition])

    assert nothing_new.number == 2
    assert (nothing_new.rows, nothing_new.hints, nothing_new.corrections) == ((), (), ())
    assert (nothing_new.today.total, nothing_new.to_date.total) == (0, 4)
    assert [day.edition for day in nothing_new.days] == [1, 2]


def test_a_row_that_changed_is_a_correction(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """Which columns, from what to what, and which edition had it."""
    confirmed = rows[0].model_copy(
        update={"state": ProblemState.CONFIRMED, "description": "换了说法"}
    )
    second = freeze_edition(cover("2020-06-30"), Night(rows=[confirmed, *rows[1:]]), [edition])

    [correction] = second.corrections
    assert correction.kind is CorrectionKind.CHANGED
    assert (correction.number, correction.edition) == ("0103-07-AAAAA", 1)
    assert correction.columns == ("description", "state")
    assert correction.before.state is ProblemState.SUSPECTED
    assert correction.after is not None
    assert correction.after.state is ProblemState.CONFIRMED


def test_a_correction_is_said_once(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """The third edition compares with what the second said."""
    confirmed = [rows[0].model_copy(update={"state": ProblemState.CONFIRMED}), *rows[1:]]
    second = freeze_edition(cover("2020-06-30"), Night(rows=confirmed), [edition])
    third = freeze_edition(cover("2020-07-01"), Night(rows=confirmed), [second, edition])

    assert (len(second.corrections), third.corrections) == (1, ())


def test_a_problem_that_vanished_is_a_correction_and_may_come_back(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """It leaves with its old row, and begins a new life as a new row."""
    second = freeze_edition(cover("2020-06-30"), Night(rows=rows[1:]), [edition])
    third = freeze_edition(cover("2020-07-01"), Night(rows=rows), [edition, second])

    [correction] = second.corrections
    assert correction.kind is CorrectionKind.VANISHED
    assert (correction.before.number, correction.after) == ("0103-07-AAAAA", None)
    assert [row.number for row in third.rows] == ["0103-07-AAAAA"]
    assert third.rows[0].is_late


def test_a_hint_that_becomes_a_problem_is_a_new_row(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """It was in no list before: it counts today, late, and the hint is told to have ended."""
    [hint] = edition.hints
    grown = [_of_severity(row, Severity.MAJOR) if is_hint(row) else row for row in rows]
    second = freeze_edition(cover("2020-06-30"), Night(rows=grown), [edition])

    assert [row.number for row in second.rows] == [hint.number]
    assert (second.today.total, second.today.late, second.to_date.total) == (1, 1, 5)
    [ended] = second.corrections
    assert (ended.kind, ended.before, ended.after) == (CorrectionKind.VANISHED, hint, None)


def test_a_problem_that_becomes_a_hint_has_ended(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """No list of problems goes on with it; should it be one again, it begins a new life."""
    shrunk = [_of_severity(rows[0], Severity.WATCH), *rows[1:]]
    second = freeze_edition(cover("2020-06-30"), Night(rows=shrunk), [edition])
    third = freeze_edition(cover("2020-07-01"), Night(rows=rows), [edition, second])

    [ended] = second.corrections
    assert (ended.kind, ended.number) == (CorrectionKind.VANISHED, rows[0].number)
    assert [row.number for row in second.hints] == [rows[0].number]
    assert [row.number for row in third.rows] == [rows[0].number]
    assert [each.before.severity for each in third.corrections] == ["watch"]


@pytest.mark.parametrize(
    ("columns", "changes"),
    [
        (("state",), {"also_in": ("d9-1",)}),
        (("state",), {"into": "0103-08-BBBBB", "state": ProblemState.MERGED}),
        (("source",), {"is_settled": True}),
        (("household_type",), {"household_marks": ("relapsed",)}),
        (("description",), {"statement": {"zh": "饮水安全无保障", "en": "Other words"}}),
        ((), {"interview_head": "cd" * 32, "quantity": 3}),
    ],
)
def test_whatever_a_row_prints_otherwise_is_a_correction(
    rows: list[ProblemRow],
    edition: Edition,
    cover: Covering,
    columns: tuple[str, ...],
    changes: dict[str, object],
) -> None:
    """Though the column's own value is the same: words are made of more; and nothing else is."""
    changed = [rows[0].model_copy(update=changes), *rows[1:]]
    second = freeze_edition(cover("2020-06-30"), Night(rows=changed), [edition])

    assert tuple(each.columns for each in second.corrections) == ((columns,) if columns else ())


def test_what_came_late_is_late_to_date(
    rows: list[ProblemRow], edition: Edition, cover: Covering
) -> None:
    """What was late when it was new stays so; what was not does not become it."""
    second = freeze_edition(cover("2020-06-30"), Night(rows=rows), [edition])

    assert (edition.today.late, second.today.late, second.to_date.late) == (1, 0, 1)


def test_a_day_without_problems_is_a_whole_edition(quiet_edition: Edition) -> None:
    """今日无问题 is an edition like any other."""
    assert (quiet_edition.number, quiet_edition.rows, quiet_edition.today.total) == (1, (), 0)
    assert edition_json(quiet_edition).endswith(b"}\n")


def test_the_same_night_makes_the_same_bytes(night: Night, cover: Covering) -> None:
    """Neither the order of devices nor of versions matters; the digest witnesses the bytes."""
    turned = replace(night, covers=night.covers[::-1], versions=night.versions[::-1])
    one, other = freeze_edition(cover(), night), freeze_edition(cover(), turned)

    assert edition_json(one) == edition_json(other)
    assert edition_digest(one) == edition_digest(other)
    assert edition_digest(one) != edition_digest(freeze_edition(cover("2020-06-30"), night))


def _of_severity(row: ProblemRow, severity: Severity) -> ProblemRow:
    return row.model_copy(update={"severity": severity})


_Evening = list[tuple[int, int]]


@settings(deadline=None, max_examples=40)
@given(
    evenings=st.lists(
        st.lists(
            st.tuples(st.integers(0, 7), st.integers(0, 2)), max_size=8, unique_by=lambda p: p[0]
        ),
        min_size=1,
        max_size=6,
    )
)
def test_over_all_editions_each_problem_is_a_row_once_per_life(evenings: list[_Evening]) -> None:
    """Together they say exactly what stands: nothing hidden, nothing twice, changes told."""
    editions: list[Edition] = []
    lives: dict[int, int] = {}
    before: set[int] = set()
    for day, evening in enumerate(evenings, start=1):
        for number, _ in evening:
            lives[number] = lives.get(number, 0) + (number not in before)
        before = {number for number, _ in evening}
        cover = Cover("c", {"zh": "题"}, f"2020-07-{day:02}", f"2020-07-{day:02}T20:00:00+08:00")
        rows = [_row(number, version) for number, version in evening]
        editions.append(freeze_edition(cover, Night(rows=rows), editions))

    printed = [row.number for edition in editions for row in edition.rows]
    assert {number: printed.count(str(number)) for number in lives} == lives
    standing = standing_rows(editions)
    assert {int(n): p.row.description for n, p in standing.items()} == {
        number: f"v{version}" for number, version in evenings[-1]
    }


def _row(number: int, version: int) -> ProblemRow:
    return ProblemRow(
        sequence=number,
        number=str(number),
        date="2020-07-01",
        team="1",
        township="t",
        village="v",
        level="household",
        severity=Severity.MINOR,
        description=f"v{version}",
        source="s",
        state=ProblemState.SUSPECTED,
        subject="0103-07",
        form_id="f",
        question="q",
        rule="r",
        interview="i-1",
        interview_head="h",
    )
