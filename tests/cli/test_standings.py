"""Points and ranks without the list: the same points, and only where something was said since."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.assess.engines import INTERVIEWS_FOR_PROCESSES, Engine, engine_for
from fieldsurvey.assess.village import VillageAssessment
from fieldsurvey.assess.village_total import read_total, total_of, write_total
from fieldsurvey.campaign.workspace import find_workspace
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import Evening, assess_evening, load_rules
from fieldsurvey.cli.lead.standings import Standings, assess_standings

KEPT = "assessed.kept"


@pytest.fixture(autouse=True)
def _nothing_kept(lead: Path) -> None:
    """Begin as on the first night: other tests ranked the demo before it was copied."""
    (lead / KEPT).unlink(missing_ok=True)


def standings(lead: Path, engine: Engine = Engine.ONE) -> Standings:
    """Score and rank what is in a lead's workspace."""
    workspace = find_workspace(lead)
    with SurveyFile.open(workspace.survey_db) as survey_file:
        return assess_standings(workspace, survey_file, load_rules(workspace), engine)


def evening(lead: Path) -> Evening:
    """Assess the same in whole."""
    workspace = find_workspace(lead)
    with SurveyFile.open(workspace.survey_db) as survey_file:
        return assess_evening(workspace, survey_file)


def say(lead: Path, *entries: Entry) -> None:
    """Add lines to the lead's chain."""
    with SurveyFile.open(find_workspace(lead).survey_db) as survey_file:
        survey_file.append(list(entries))


def points(standings: Any) -> dict[str, Any]:
    """Return what the townships and villages got, and in which order they stand."""
    return {
        "villages": {
            code: (score.confirmed.score, score.with_suspected.score, score.critical, score.grade)
            for code, score in standings.villages.items()
        },
        "townships": {
            code: (score.confirmed, score.blocks, score.critical_per_household, score.missing)
            for code, score in standings.townships.items()
        },
        "order": [
            [(each.rank, each.township.township, each.decided_by) for each in ranking]
            for ranking in standings.rankings
        ],
    }


@pytest.mark.parametrize("engine", Engine)
def test_every_engine_comes_to_the_points_of_the_whole_assessment(
    lead: Path, engine: Engine
) -> None:
    """One process, many, or a cluster of two: not a hundredth differs, nor the order."""
    if engine is Engine.DASK:
        pytest.importorskip("distributed", reason="needs the extra: fieldsurvey[cluster]")
        pytest.importorskip("pyarrow", reason="needs the extra: fieldsurvey[cluster]")
    whole = evening(lead).assessment
    quick = standings(lead, engine)
    assert points(quick) == points(whole)
    assert quick.assessed == len(whole.villages)


@pytest.mark.parametrize("engine", Engine)
def test_every_engine_refuses_an_altered_interview_in_words(
    lead: Path, command: Any, engine: Engine
) -> None:
    """Wherever it is read: which file, and what to do, in the language of whoever asked."""
    if engine is Engine.DASK:
        pytest.importorskip("distributed", reason="needs the extra: fieldsurvey[cluster]")
        pytest.importorskip("pyarrow", reason="needs the extra: fieldsurvey[cluster]")
    with closing(sqlite3.connect(lead / "survey.db")) as connection, connection:
        connection.execute("UPDATE interview SET answers = 'no' WHERE subject LIKE '01%'")
    ran = command("-w", lead, "score", "--engine", engine.value, "--lang", "zh")
    assert ran.exit_code == 1
    assert "文件已被改动" in ran.err
    assert "fieldsurvey verify" in ran.err


@pytest.mark.parametrize("engine", [Engine.ONE, Engine.PROCESSES])
def test_a_subject_that_sorts_between_a_village_and_its_households_takes_nothing_away(
    lead: Path, engine: Engine
) -> None:
    """A blank comes before a dash: what a laptop makes up parts no village, now or later."""
    village = next(i.subject for i in evening(lead).interviews if "-" not in i.subject)
    about = {"form": "village-interview", "team": "1", "inspectors": ["Lu Ming", "Shen Yue"]}
    say(lead, Entry(Kind.INTERVIEW_START, value={**about, "subject": f"{village} x-01"}))
    whole = points(evening(lead).assessment)
    assert points(standings(lead, engine)) == whole
    say(lead, Entry(Kind.INTERVIEW_START, value={**about, "subject": f"{village}-01"}))
    assert points(standings(lead, engine)) == points(evening(lead).assessment)


def test_many_interviews_are_shared_among_the_processors() -> None:
    """As soon as that is sooner; a county's are not worth starting a process for."""
    assert engine_for(INTERVIEWS_FOR_PROCESSES, processors=2) is Engine.PROCESSES
    assert engine_for(INTERVIEWS_FOR_PROCESSES, processors=1) is Engine.ONE
    assert engine_for(INTERVIEWS_FOR_PROCESSES - 1, processors=64) is Engine.ONE


def test_what_is_kept_says_nothing_that_anybody_said(lead: Path) -> None:
    """Codes, points and counts; read back it is the same total."""
    rules = load_rules(find_workspace(lead))
    whole = evening(lead)
    standings(lead)
    content = (lead / KEPT).read_bytes()
    names = {i.preload.get("household.head", "") for i in whole.interviews} - {""}
    assert not any(name.encode() in content for name in names)
    assert not any(value.encode() in content for value in whole.interviews[0].inspectors)
    said = json.loads(content[32:])["villages"]
    assert [write_total(read_total(rules.scoring, each)) for each in said] == said


def test_the_second_time_nothing_is_looked_at(lead: Path) -> None:
    """Where nothing was said since, the points are those of the last time."""
    first, second = standings(lead), standings(lead)
    assert (first.assessed, second.assessed) == (28, 0)
    assert points(first) == points(second)


def test_only_villages_where_something_was_said_are_looked_at_again(lead: Path) -> None:
    """A decision about a problem costs its village, and counts at once."""
    problem = next(p for p in evening(lead).assessment.problems if p.needs_confirmation)
    before = standings(lead)
    said = {"problem": problem.number, "state": "confirmed", "why": "seen", "second": "Lu Ming"}
    say(lead, Entry(Kind.DECISION, value=said, who="Shen Yue"))
    after = standings(lead)

    assert after.assessed == 1
    assert points(after) == points(evening(lead).assessment)
    assert points(after) != points(before)


def test_a_reopened_interview_counts_as_it_stands(lead: Path) -> None:
    """A line of an interview makes its village be looked at, a session of the lead none."""
    standings(lead)
    say(lead, Entry(Kind.SESSION, value={"event": "looked"}))
    assert standings(lead).assessed == 0
    interview = evening(lead).interviews[0]
    say(lead, Entry(Kind.WITHDRAW, interview=interview.id, value={"why": "test"}))
    assert standings(lead).assessed == 1
    assert points(standings(lead)) == points(evening(lead).assessment)


@pytest.mark.parametrize(
    "harm",
    [
        lambda content: b"",
        lambda content: content[:-40],
        lambda content: content.replace(b'"critical":0', b'"critical":9', 1),
        lambda content: content[:32] + b"[" * 100_000,
        lambda content: bytes(32) + content[32:],
    ],
    ids=["empty", "cut", "better points", "deep", "proof of nobody"],
)
def test_what_was_altered_is_worked_out_again(lead: Path, harm: Any) -> None:
    """No hand changes a rank in what is kept: it is thrown away and made anew."""
    first = standings(lead)
    kept = lead / KEPT
    whole = kept.read_bytes()
    kept.write_bytes(harm(whole))
    again = standings(lead)
    assert again.assessed == 28
    assert points(again) == points(first)
    assert kept.read_bytes() == whole


def test_other_rules_begin_anew(lead: Path) -> None:
    """A score table that changed by one letter makes everything be assessed."""
    standings(lead)
    table = lead / "questionnaires" / "scoring.yaml"
    table.write_text(table.read_text("utf-8") + "\n# changed\n", "utf-8")
    assert standings(lead).assessed == 28


def test_an_older_copy_of_the_survey_file_begins_anew(lead: Path) -> None:
    """What is kept belongs to the lines there were, not to the name of the file."""
    copy = (lead / "survey.db").read_bytes()
    say(lead, Entry(Kind.SESSION, value={"event": "looked"}))
    standings(lead)
    (lead / "survey.db").write_bytes(copy)
    assert standings(lead).assessed == 28


def test_an_erasure_leaves_nothing_kept(lead: Path) -> None:
    """Once a lead erased something, every village is looked at again."""
    standings(lead)
    say(lead, Entry(Kind.ERASE, value={"about": "order", "lines": []}))
    assert standings(lead).assessed == 28


def test_where_it_cannot_be_kept_it_is_worked_out(lead: Path) -> None:
    """A folder in its place is no reason to stop."""
    (lead / KEPT).mkdir()
    assert standings(lead).assessed == 28
    assert standings(lead).assessed == 28


def test_an_engine_nobody_has_is_refused_in_words(lead: Path, command: Any) -> None:
    """Those there are are named."""
    ran = command("-w", lead, "rank", "--engine", "spark")
    assert ran.exit_code == 2
    assert "auto, one, processes, dask" in ran.err


def test_a_village_without_a_finished_interview_has_a_total_without_points(lead: Path) -> None:
    """It is kept all the same, so that it need not be looked at again."""
    rules = load_rules(find_workspace(lead))
    empty = total_of(VillageAssessment("0103", (), None, ()))
    assert read_total(rules.scoring, write_total(empty)) == empty
    with pytest.raises(ValueError, match="confirmed"):
        read_total(rules.scoring, {**write_total(empty), "score": {}})
