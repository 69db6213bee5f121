"""Bulletins: what the nightly lists of a period changed, told once each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.conftest import make_cover

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import Printed, freeze_edition, standing_rows
from fieldsurvey.report.freezing.summing_up import problems_in, sum_up
from fieldsurvey.report.frozen.bulletin import Bulletin, Movements, Period
from fieldsurvey.report.frozen.edition import Correction, CorrectionKind, Edition
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.frozen.missing import VillageDay
from fieldsurvey.report.frozen.problem_row import ProblemRow

Covering = Callable[..., Cover]


@pytest.fixture
def editions(rows: list[ProblemRow], night: Night) -> list[Edition]:
    """Three evenings: two problems, then two more with one confirmed, then one of them gone."""
    problems = [row for row in rows if row.severity is not Severity.WATCH]
    confirmed = problems[0].model_copy(update={"state": ProblemState.CONFIRMED})
    evenings = [problems[:2], [confirmed, *problems[1:]], [confirmed, *problems[2:]]]
    made: list[Edition] = []
    for day, known in enumerate(evenings, start=29):
        date = f"2020-06-{day}" if day < 31 else "2020-07-01"
        made.append(freeze_edition(make_cover(date), _with(night, known), made))
    return made


def _with(night: Night, rows: Sequence[ProblemRow]) -> Night:
    return Night(rows=rows, coverage=night.coverage, rankings=night.rankings, names=night.names)


def test_a_week_tells_every_change_once(editions: list[Edition]) -> None:
    """Came, and vanished in the same week; what was confirmed meanwhile is new as it stands."""
    bulletin = sum_up(make_cover("2020-07-01"), Period.WEEK, editions)

    assert (bulletin.number, bulletin.since, bulletin.editions) == (1, "2020-06-25", (1, 2, 3))
    assert bulletin.movements == Movements(came=4, vanished=1)
    assert bulletin.rows[0].state is ProblemState.CONFIRMED
    assert len(bulletin.rows) == 3
    [gone] = bulletin.corrections
    assert (gone.kind, gone.edition) == (CorrectionKind.VANISHED, 1)
    assert bulletin.to_date.total == editions[-1].to_date.total == 3


def test_the_next_bulletin_tells_only_what_moved_since(editions: list[Edition]) -> None:
    """From the day after the last one on; then and now stand beside each other."""
    first = sum_up(make_cover("2020-06-29"), Period.WEEK, editions)
    second = sum_up(make_cover("2020-07-01"), Period.WEEK, editions, [first])

    assert (second.number, second.since, second.editions) == (2, "2020-06-30", (2, 3))
    assert second.movements == Movements(came=2, confirmed=1, vanished=1)
    assert (second.then.total, second.to_date.total) == (2, 3)
    assert [(s.key, s.then, s.now) for s in second.by_township] == [("01", 2, 2), ("02", 0, 1)]
    assert sum(shift.now for shift in second.by_sector) == second.to_date.total


def test_what_was_visited_then_is_told_in_totals(night: Night) -> None:
    """Villages and days stand in the coverage of now; a second time would only make it longer."""
    days = (VillageDay(village="0103", date="2020-06-29", households=15),)
    visited = replace(night, coverage=night.coverage.model_copy(update={"by_day": days}))
    editions = [freeze_edition(make_cover(), visited)]
    first = sum_up(make_cover("2020-06-29"), Period.WEEK, editions)
    second = sum_up(make_cover("2020-07-01"), Period.WEEK, editions, [first])

    assert second.coverage_then.households_visited == night.coverage.households_visited
    assert (second.coverage_then.by_village, second.coverage_then.by_day) == ((), ())
    assert second.coverage.by_day == days


def test_a_period_with_nothing_still_goes_out(editions: list[Edition]) -> None:
    """No list was made: nothing moved, and the figures stand as they stood."""
    first = sum_up(make_cover("2020-07-01"), Period.WEEK, editions)
    quiet = sum_up(make_cover("2020-07-08"), Period.WEEK, editions, [first])
    before_all = sum_up(make_cover("2020-06-20"), Period.MONTH, editions)

    assert (quiet.editions, quiet.movements) == ((), Movements())
    assert quiet.then == quiet.to_date == first.to_date
    assert quiet.coverage == first.coverage
    assert (before_all.since, before_all.to_date.total) == ("2020-05-21", 0)


@pytest.mark.parametrize(
    ("end", "since"),
    [("2020-06-30", "2020-06-01"), ("2020-07-15", "2020-06-16"), ("2020-03-30", "2020-02-29")],
)
def test_a_month_begins_the_day_after_the_same_day_of_the_month_before(
    end: str, since: str
) -> None:
    """30 June ends the month of June; a month that lacks the day gives its last."""
    assert sum_up(make_cover(end), Period.MONTH, []).since == since


def test_a_list_of_a_later_day_and_all_that_follow_it_wait(editions: list[Edition]) -> None:
    """Somebody made a list for a later day first: none is told before what it corrects."""
    first, second, third = editions
    later = second.model_copy(update={"date": "2020-07-06"})
    week = sum_up(make_cover("2020-07-01"), Period.WEEK, [first, later, third])
    rest = sum_up(make_cover("2020-07-08"), Period.WEEK, [first, later, third], [week])

    assert (week.editions, rest.editions) == ((1,), (2, 3))


def test_ranks_then_and_now_only_where_readers_may_see_them(editions: list[Edition]) -> None:
    """The newest ranking of the lists, without its working; none where nobody asked."""
    cover = make_cover("2020-06-30")
    hidden = sum_up(cover, Period.WEEK, editions)
    first = sum_up(cover, Period.WEEK, editions, with_ranking=True)
    second = sum_up(make_cover("2020-07-01"), Period.WEEK, editions, [first], with_ranking=True)

    assert (hidden.rankings, hidden.ranks) == ((), ())
    assert [(r.code, r.then, r.now) for r in first.ranks] == [("01", None, 1), ("02", None, None)]
    assert [(r.code, r.then, r.now) for r in second.ranks] == [("01", 1, 1), ("02", None, None)]
    assert second.ranks[0].hundredths_then == second.ranks[0].hundredths_now == 9108


def test_the_same_facts_make_the_same_bulletin(editions: list[Edition]) -> None:
    """Byte for byte, whatever order the lists come in."""
    cover = make_cover("2020-07-01")

    assert edition_json(sum_up(cover, Period.WEEK, editions)) == edition_json(
        sum_up(cover, Period.WEEK, editions[::-1])
    )


# What may happen to a problem from one evening to the next.
_Standing = tuple[ProblemState, Severity]
_States = st.none() | st.tuples(
    st.sampled_from(ProblemState), st.sampled_from([Severity.MAJOR, Severity.WATCH])
)


@dataclass
class _Campaign:
    """Evenings of a campaign made by chance, and the days bulletins were made on."""

    nights: list[list[tuple[int, _Standing]]] = field(default_factory=list)
    bulletins_after: list[int] = field(default_factory=list)


@st.composite
def _campaigns(draw: st.DrawFn) -> _Campaign:
    nights = draw(
        st.lists(st.lists(_States, min_size=5, max_size=5), min_size=1, max_size=8).map(
            lambda every: [[(n, s) for n, s in enumerate(one) if s is not None] for one in every]
        )
    )
    ends = draw(st.sets(st.integers(1, len(nights))))
    return _Campaign(nights, sorted({*ends, len(nights)}))


def _lives(editions: Sequence[Edition]) -> Iterator[str]:
    for edition in editions:
        yield from (row.number for row in (*edition.rows, *edition.hints))


def _short_lived(bulletin: Bulletin) -> Iterator[Correction]:
    return (c for c in bulletin.corrections if c.edition in bulletin.editions)


@settings(deadline=None, max_examples=150)
@given(campaign=_campaigns())
def test_bulletins_and_editions_never_disagree(campaign: _Campaign) -> None:
    """The news of all bulletins are the lives that the editions told of, each once.

    Whatever comes, goes, comes back and is decided, replaying either gives the same rows.
    """
    editions: list[Edition] = []
    for day, known in enumerate(campaign.nights, start=1):
        rows = [_row(n, stands) for n, stands in known]
        editions.append(freeze_edition(make_cover(f"2020-06-{day:02}"), Night(rows), editions))
    bulletins: list[Bulletin] = []
    for day in campaign.bulletins_after:
        bulletins.append(sum_up(make_cover(f"2020-06-{day:02}"), Period.WEEK, editions, bulletins))
        made = editions[:day]
        told = [b for b in bulletins if b.date <= f"2020-06-{day:02}"]
        assert _told(standing_rows(told)) == _told(standing_rows(made))
        assert bulletins[-1].to_date.total == made[-1].to_date.total
        assert bulletins[-1].to_date.by_category == made[-1].to_date.by_category

    news = [*_lives(bulletins), *(c.number for b in bulletins for c in _short_lived(b))]
    assert sorted(news) == sorted(_lives(editions))
    assert [n for b in bulletins for n in b.editions] == [e.number for e in editions]
    came = sum(b.movements.came for b in bulletins)
    vanished = sum(b.movements.vanished for b in bulletins)
    assert came - vanished == len(problems_in(standing_rows(editions)))
    assert all(b.then == a.to_date for a, b in pairwise(bulletins))


def _told(standing: Mapping[str, Printed]) -> dict[str, ProblemRow]:
    return {n: each.row.model_copy(update={"sequence": 0}) for n, each in standing.items()}


def _row(n: int, stands: _Standing) -> ProblemRow:
    state, severity = stands
    return ProblemRow(
        sequence=n,
        number=f"0103-0{n}-AAAAA",
        date="2020-06-01",
        team="1",
        township="河湾镇",
        village="柳林村",
        level="household",
        category=("water", "education")[n % 2],
        severity=severity,
        description="水井旱季断水",
        source="附件2",
        state=state,
        subject=f"0103-0{n}",
        township_code="01",
        village_code="0103",
        form_id="registered-household",
        question="water_safe",
        rule="registered-household.water_unsafe",
        interview="d1-1",
        interview_head="ab" * 32,
    )
