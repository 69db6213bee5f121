"""不隐不瞒 across editions: what twenty nights print, taken together, is what stands, and its past.

The laws, over campaigns with late files, reopened and withdrawn interviews, conflicts, decisions
and problems added by eye:

1. the last list stands as the lines say it (`expected_list`, a second way to the same list);
2. every problem is a new row exactly once in each of its lives: a life begins on the first night it
   stands as a problem, and ends when it vanishes or becomes a hint for the reviewer;
3. every change of what a row prints between two nights is a correction of the later edition, and it
   says first what the earlier one printed;
4. rows and corrections, replayed in order, give the list of each night;
5. the figures are counts of these lists;
6. nothing of this depends on the order in which the same lines came between two nights.
"""

import os
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.report.nights.expected_list import (
    Expected,
    Place,
    expected_list,
    states_of,
)
from tests.report.nights.simulated_campaign import (
    CAMPAIGN,
    MORNING,
    OfficeCampaign,
    SimulatedCampaign,
    Step,
    make_office,
)

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import load_rules
from fieldsurvey.cli.workplace.equipping import KEY_FILE
from fieldsurvey.report.freezing.assembling import Rules
from fieldsurvey.report.frozen.edition import CorrectionKind, Edition
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.frozen.problem_row import COLUMNS, ProblemRow, is_hint
from fieldsurvey.report.frozen.tally import Tally
from fieldsurvey.report.keeping.witnessing import look_after_editions
from fieldsurvey.report.keeping.writing import read_editions
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

WORLDS = int(os.environ.get("FIELDSURVEY_WORLDS", "40"))
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
"""Laws do not ask what a disk keeps."""

SAME_FOR_LIFE = ("sequence", "number")

Campaigns = Callable[[], Any]

few, many = st.integers(0, 3), st.integers(0, 99)
flag = st.integers(0, 1)
STEPS: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("visit"), flag, flag, few, flag, flag),
    st.tuples(st.just("change"), flag, few, few, few, flag),
    st.tuples(st.just("describe"), flag, few, flag, few),
    st.tuples(st.just("withdraw"), flag, few),
    st.tuples(st.just("see"), flag, few, few),
    st.tuples(st.just("bring"), flag, st.just(0), st.just(99)),
    st.tuples(st.just("bring"), flag, many, many),
    st.tuples(st.just("decide"), few, few, few, flag),
    st.tuples(st.just("settle"), flag, flag, few),
    st.tuples(st.just("overrule"), few),
    st.tuples(st.just("night"), flag),
)
which = st.integers(0, 2)
COPIED: st.SearchStrategy[Step] = st.one_of(
    st.tuples(st.just("visit"), which, flag, few, flag, flag),
    st.tuples(st.just("change"), which, few, few, few, flag),
    st.tuples(st.just("withdraw"), which, few),
    # From the first line on: what hangs on nothing known is told by the tests of the chain.
    st.tuples(st.just("bring"), which, st.just(0), many),
    st.tuples(st.just("bring"), which, st.just(0), st.just(99)),
    st.tuples(st.just("clone"), flag, many),
    st.tuples(st.just("rule"), few),
    st.tuples(st.just("settle"), flag, flag, few),
    st.tuples(st.just("night"), flag),
)


def whole_campaign(steps: st.SearchStrategy[Step]) -> st.SearchStrategy[list[Step]]:
    """Up to twenty days of such steps, a list every evening."""
    return st.lists(st.lists(steps, max_size=7), min_size=1, max_size=20).map(
        lambda days: [step for day in days for step in (*day, ("night", 1))]
    )


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> Campaigns:
    """Make a new campaign, quickly: its survey file is a copy of an empty one."""
    office = make_office(tmp_path_factory.mktemp("nights") / "office")
    rules = load_rules(office)
    key = DeviceKey.of_seed(bytes(32))
    template = office.folder / "empty.db"
    SurveyFile.create(template, device=key.device, public_key=key.public, campaign=CAMPAIGN).close()
    return lambda: _campaign(office, rules, template.read_bytes())


@contextmanager
def _campaign(office: Workspace, rules: Rules, empty: bytes) -> Iterator[SimulatedCampaign]:
    clock = SimulatedClock(MORNING)
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        path = Path(folder) / "survey.db"
        path.write_bytes(empty)
        with SurveyFile.open(path, clock=clock) as survey_file:
            yield SimulatedCampaign(office, rules, survey_file, clock)


def check_laws(campaign: SimulatedCampaign) -> None:
    """Hold a campaign against every law."""
    before: dict[str, ProblemRow] = {}
    replayed: dict[str, ProblemRow] = {}
    lives: Counter[str] = Counter()
    printed: Counter[str] = Counter()
    for evening in campaign.evenings:
        edition = evening.edition
        now = {row.number: row for row in evening.night.rows}
        problems = {number: row for number, row in now.items() if not is_hint(row)}

        assert as_expected(now) == expected(evening.lines, campaign.lead.device, now)
        check_life(edition, before, problems, lives, printed)
        check_changes(edition, before, problems)
        replay(replayed, edition)
        assert said_of(replayed) == said_of(problems)
        check_figures(edition, problems)
        before = problems
    for earlier, later in pairwise(campaign.editions):
        assert later.days[:-1] == earlier.days
        assert later.number == earlier.number + 1


def as_expected(rows: dict[str, ProblemRow]) -> dict[Place, Expected]:
    """Return rows as the second way gives them."""
    return {
        place_of(row): Expected(row.severity.value, row.state.value, row.detail)
        for row in rows.values()
    }


def place_of(row: ProblemRow) -> Place:
    """Return where the answer of a row stands; of an added problem its number."""
    return (row.number, "") if row.found else (row.subject, row.question)


def expected(lines: Any, lead: str, rows: dict[str, ProblemRow]) -> dict[Place, Expected]:
    """Return what must stand, decided about as the lead did."""
    standing = expected_list(lines, lead)
    numbers = {number: place_of(row) for number, row in rows.items()}
    decisions = [line for line in lines if line.entry.kind is Kind.DECISION]
    decisions.sort(key=lambda line: (line.at, line.device, line.seq))
    states = states_of(decisions, numbers)
    return {
        place: Expected(each.severity, states.get(place, each.state), each.detail)
        for place, each in standing.items()
    }


def check_life(
    edition: Edition,
    before: dict[str, ProblemRow],
    now: dict[str, ProblemRow],
    lives: Counter[str],
    printed: Counter[str],
) -> None:
    """Every problem is a new row once in each life, and its end is told once."""
    born, ended = now.keys() - before.keys(), before.keys() - now.keys()
    lives.update(born)
    printed.update(row.number for row in edition.rows)
    vanished = [
        each.number
        for each in edition.corrections
        if each.kind is CorrectionKind.VANISHED and not is_hint(each.before)
    ]

    assert printed == lives
    assert sorted(vanished) == sorted(ended)
    assert [row.sequence for row in edition.rows] == [*range(1, len(edition.rows) + 1)]


def check_changes(
    edition: Edition, before: dict[str, ProblemRow], now: dict[str, ProblemRow]
) -> None:
    """Every change of what is printed is told, from what the earlier edition said; nothing else."""
    changed = {
        number
        for number in before.keys() & now.keys()
        if said_in_words(edition, before[number]) != said_in_words(edition, now[number])
    }
    told = [each for each in edition.corrections if each.after is not None]

    assert sorted(each.number for each in told if not is_hint(each.before)) == sorted(changed)
    for each in edition.corrections:
        if is_hint(each.before):
            continue
        assert content(each.before) == content(before[each.number])
        assert each.edition < edition.number
        if each.after is not None:
            assert content(each.after) == content(now[each.number])
            assert each.columns
            for column in each.columns:
                assert said_in(edition, each.before, column) != said_in(edition, each.after, column)


def replay(standing: dict[str, ProblemRow], edition: Edition) -> None:
    """Take one edition in, as a reader does who has only the editions: problems, not hints."""
    for each in edition.corrections:
        if is_hint(each.before):
            continue
        assert content(standing[each.number]) == content(each.before)
        if each.after is None:
            del standing[each.number]
        else:
            standing[each.number] = each.after
    for row in edition.rows:
        assert row.number not in standing
        standing[row.number] = row


def check_figures(edition: Edition, now: dict[str, ProblemRow]) -> None:
    """Figures are counts."""
    assert counted(edition.rows) == figures(edition.today)
    assert counted([*now.values()]) == figures(edition.to_date)
    assert edition.today.late == sum(
        row.state.stands and row.date < edition.date for row in edition.rows
    )
    last = edition.days[-1]
    today = edition.today
    assert last.edition == edition.number
    assert (last.critical, last.major, last.minor) == (today.critical, today.major, today.minor)


def counted(rows: Any) -> tuple[int, ...]:
    """Count rows by severity, those set aside apart."""
    live = Counter(row.severity.value for row in rows if row.state.stands)
    return live["critical"], live["major"], live["minor"], len(rows) - live.total()


def figures(tally: Tally) -> tuple[int, ...]:
    """Return the figures of a tally, after its parts were added up."""
    for lines in (tally.by_category, tally.by_township, tally.by_team):
        assert sum(line.total for line in lines) == tally.total
    return tally.critical, tally.major, tally.minor, tally.dismissed


def said_of(rows: dict[str, ProblemRow]) -> dict[str, Any]:
    """Return what rows print, by number."""
    return {number: content(row) for number, row in rows.items()}


def content(row: ProblemRow) -> tuple[str, ...]:
    """Return every cell of a row in both languages, without its place in one list."""
    return tuple(
        cell for language in ("zh", "en") for cell in cells(language, Wording(language), row)
    )


def cells(language: str, wording: Wording, row: ProblemRow) -> list[str]:
    """Return the cells of a row in one language."""
    with speaking(language):
        return [wording.cell(row, column) for column in COLUMNS if column not in SAME_FOR_LIFE]


def said_in_words(edition: Edition, row: ProblemRow) -> tuple[str, ...]:
    """Return every cell of a row in both languages, as an edition names things."""
    return tuple(
        cell
        for language in ("zh", "en")
        for cell in cells(language, Wording(language, edition.names), row)
    )


def said_in(edition: Edition, row: ProblemRow, column: str) -> tuple[str, ...]:
    """Return one cell of a row in both languages."""
    said = []
    for language in ("zh", "en"):
        with speaking(language):
            said.append(Wording(language, edition.names).cell(row, column))
    return tuple(said)


@settings(deadline=None, max_examples=WORLDS, report_multiple_bugs=False)
@given(steps=whole_campaign(STEPS))
def test_nothing_is_hidden_over_twenty_nights(campaigns: Campaigns, steps: list[Step]) -> None:
    """Whatever came late, was taken back, decided or contradicted: all laws hold every night."""
    with campaigns() as campaign:
        campaign.do(steps)
        check_laws(campaign)


@settings(deadline=None, max_examples=WORLDS // 2, report_multiple_bugs=False)
@given(steps=whole_campaign(COPIED))
def test_nothing_is_hidden_where_a_laptop_was_copied(
    campaigns: Campaigns, steps: list[Step]
) -> None:
    """A disk set back, both going on, branches set aside by the lead and taken in again."""
    with campaigns() as campaign:
        campaign.do(steps)
        check_laws(campaign)


@settings(deadline=None, max_examples=WORLDS // 2, report_multiple_bugs=False)
@given(steps=whole_campaign(STEPS), shuffle=st.randoms(use_true_random=False))
def test_the_order_of_bundles_changes_no_edition(
    campaigns: Campaigns, steps: list[Step], shuffle: random.Random
) -> None:
    """The same lines between two nights, in any order and runs: the same bytes every night."""
    with campaigns() as campaign, campaigns() as other:
        campaign.do(steps)
        other.live_again(campaign, shuffle)

        assert [*map(edition_json, other.editions)] == [*map(edition_json, campaign.editions)]


@settings(deadline=None, max_examples=max(2, WORLDS // 20), report_multiple_bugs=False)
@given(days=st.lists(st.lists(STEPS, max_size=7), min_size=1, max_size=4))
def test_what_the_command_writes_keeps_the_laws(
    tmp_path_factory: pytest.TempPathFactory, days: list[list[Step]]
) -> None:
    """Sticks in, files out: read again, they say the same; each is witnessed, and no other."""
    clock = SimulatedClock(MORNING)
    office = make_office(tmp_path_factory.mktemp("office") / "lead")
    key = DeviceKey.of_seed(bytes(32))
    office.keys.mkdir(exist_ok=True)
    key.save(office.keys / KEY_FILE)
    made = {"device": key.device, "public_key": key.public, "campaign": CAMPAIGN}
    with SurveyFile.create(office.survey_db, **made, clock=clock) as survey_file:
        campaign = OfficeCampaign(office, load_rules(office), survey_file, clock)
        campaign.do([step for day in days for step in (*day, ("night", 0), ("night", 1))])
        witnessed = [*survey_file.lines_of_kind(Kind.EDITION)]

    check_laws(campaign)
    assert [*map(edition_json, read_editions(office.editions))] == [
        *map(edition_json, campaign.editions)
    ]
    assert [*look_after_editions(office.editions, witnessed)] == []


ALL, NIGHT = (0, 99), ("night", 1)
SUSPECTED, CONFIRMED, DISMISSED, MERGED = range(4)
GOOD, CUT_OFF, SHORT, LOOK_AGAIN = range(4)
WATER, ROOF, SINCE = range(3)
CUT_OFF_AND_LEAKING: list[Step] = [("visit", 0, 0, CUT_OFF, 1, 1), ("bring", 0, *ALL)]

STORIES: dict[str, list[Step]] = {
    "the copy that took it back is set aside": [
        ("visit", 0, 0, CUT_OFF, 1, 1),
        ("clone", 0, 0),
        ("change", 0, 0, WATER, GOOD, 1),
        ("visit", 2, 1, GOOD, 1, 1),
        ("bring", 0, *ALL),
        NIGHT,
        ("bring", 2, *ALL),
        NIGHT,
        ("rule", 1),
        NIGHT,
        ("rule", 2),
        NIGHT,
        ("rule", 0),
        NIGHT,
    ],
    "what it was merged into vanishes, comes back, and vanishes": [
        *CUT_OFF_AND_LEAKING,
        ("decide", 0, MERGED, 1, 1),
        NIGHT,
        ("change", 0, 0, ROOF, GOOD, 1),
        ("bring", 0, *ALL),
        NIGHT,
        ("change", 0, 0, ROOF, 1, 1),
        ("bring", 0, *ALL),
        NIGHT,
        ("withdraw", 0, 0),
        ("bring", 0, *ALL),
        NIGHT,
    ],
    "dismissed alone, by two, and taken back": [
        *CUT_OFF_AND_LEAKING,
        ("decide", 0, DISMISSED, 0, 0),
        NIGHT,
        ("decide", 0, DISMISSED, 0, 1),
        NIGHT,
        ("decide", 0, SUSPECTED, 0, 0),
        NIGHT,
    ],
    "a hint is dismissed": [
        ("visit", 0, 0, LOOK_AGAIN, 1, 1),
        ("bring", 0, *ALL),
        ("decide", 0, DISMISSED, 0, 1),
        NIGHT,
    ],
    "a hint grows, shrinks and grows": [
        ("visit", 0, 0, LOOK_AGAIN, GOOD, 1),
        ("bring", 0, *ALL),
        NIGHT,
        ("change", 0, 0, WATER, CUT_OFF, 1),
        ("bring", 0, *ALL),
        NIGHT,
        ("change", 0, 0, WATER, LOOK_AGAIN, 0),
        ("bring", 0, *ALL),
        NIGHT,
        ("change", 0, 0, WATER, SHORT, 1),
        ("bring", 0, *ALL),
        NIGHT,
    ],
    "the end of a day comes first, its beginning nights later": [
        ("visit", 0, 0, CUT_OFF, GOOD, 1),
        ("visit", 0, 1, SHORT, 1, 1),
        ("change", 0, 1, SINCE, 1, 1),
        ("bring", 0, 50, 99),
        NIGHT,
        ("describe", 0, 0, 0, 1),
        NIGHT,
        ("bring", 0, *ALL),
        NIGHT,
    ],
    "interviewed twice, decided, and one of them goes on": [
        *CUT_OFF_AND_LEAKING,
        NIGHT,
        ("visit", 1, 0, SHORT, GOOD, 1),
        ("bring", 1, *ALL),
        NIGHT,
        ("settle", 0, 1, 0),
        NIGHT,
        ("change", 1, 0, WATER, LOOK_AGAIN, 1),
        ("bring", 1, *ALL),
        NIGHT,
        ("settle", 0, 0, 3),
        NIGHT,
        ("overrule", 0),
        NIGHT,
    ],
    "seen by eye, merged into an answer, told again without it": [
        *CUT_OFF_AND_LEAKING,
        ("see", 1, 0, 0),
        ("see", 1, 2, 2),
        ("bring", 1, *ALL),
        NIGHT,
        ("decide", 2, MERGED, 1, 1),
        ("decide", 1, MERGED, 2, 1),
        NIGHT,
        ("overrule", 0),
        NIGHT,
    ],
}


@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES.keys())
def test_the_laws_hold_in_a_story(campaigns: Campaigns, story: list[Step]) -> None:
    """Told step by step, what the worlds above draw at random now and then."""
    with campaigns() as campaign:
        campaign.do(story)
        check_laws(campaign)


def test_a_merge_into_what_vanished_hides_nothing(campaigns: Campaigns) -> None:
    """Told by itself again, as a correction, as long as what stood for it is not there."""
    with campaigns() as campaign:
        campaign.do(STORIES["what it was merged into vanishes, comes back, and vanishes"])

    said = [[(each.kind, each.columns) for each in e.corrections] for e in campaign.editions]
    gone = (CorrectionKind.VANISHED, ())
    assert said[1:] == [
        [(CorrectionKind.CHANGED, ("state",)), gone],
        [(CorrectionKind.CHANGED, ("state",))],
        [gone, gone],
    ]
