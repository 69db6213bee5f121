"""A workspace and its survey file in, points and ranks out: without the list, so without its cost.

Villages about which nothing was said since the last time are not looked at again (`kept_totals`).
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from fieldsurvey.assess.assessing import score_townships
from fieldsurvey.assess.coverage import cover_done
from fieldsurvey.assess.deciding import Decisions, fold_decisions
from fieldsurvey.assess.engines import (
    Engine,
    Job,
    engine_for,
    run_processes,
    settled,
    spare_what_stays,
    totals_of,
)
from fieldsurvey.assess.scores.ranking import Ranking, rank_in_lists
from fieldsurvey.assess.scores.score import TownshipScore, VillageScore
from fieldsurvey.assess.village import Rulebook, far_merges, sure_merges
from fieldsurvey.assess.village_total import VillageTotal
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.devices.register import versions as all_versions
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.portions import Portion, portions_of, village_portions
from fieldsurvey.chain.since import last_line, subjects_since
from fieldsurvey.cli.lead.kept_totals import Kept, keep_totals, kept_totals, rules_digest
from fieldsurvey.cli.lead.planned import planned
from fieldsurvey.cli.lead.ruled import known_rulings
from fieldsurvey.cli.workplace.kept_versions import kept_versions
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.report.freezing.assembling import Rules


@dataclass(frozen=True, slots=True)
class Standings:
    """What every village and township got, without the working."""

    villages: dict[str, VillageScore]
    townships: dict[str, TownshipScore]
    rankings: tuple[Ranking, ...]
    assessed: int
    """Villages that had to be looked at."""


def assess_standings(
    workspace: "Workspace", survey_file: "SurveyFile", rules: "Rules", engine: Engine = Engine.AUTO
) -> Standings:
    """Score and rank everything that has come in.

    Args:
        workspace: The lead's.
        survey_file: Its survey file, open.
        rules: The questionnaires and the score table.
        engine: Where villages are assessed; the points are the same.
    """
    decided = fold_decisions(survey_file.lines_of_kind(Kind.DECISION, Kind.ABSENT, Kind.REPLACE))
    job = _job(workspace, survey_file, rules, decided)
    last, digest = last_line(survey_file), rules_digest(workspace, job.rulebook)
    kept = kept_totals(workspace, rules.scoring, digest)
    subjects = subjects_since(survey_file, kept.last) if kept else None
    known = kept.totals if kept and subjects is not None and not far_merges(decided) else {}
    changed = {village_of(subject) for subject in subjects or ()}
    looked_at = sorted(changed) if known else None
    found = _totals(workspace, survey_file, engine, job, looked_at)
    new = _whole(found, lambda village: totals_of(job, survey_file.each_interview(village)))
    totals = {code: total for code, total in known.items() if code not in changed} | new
    if new or not kept:
        keep_totals(workspace, digest, Kept(last, totals))
    return _standings(workspace, rules, decided, totals, len(new))


def _job(
    workspace: "Workspace", survey_file: "SurveyFile", rules: "Rules", decided: Decisions
) -> Job:
    current = {form.digest: form for form in rules.questionnaires.values()}
    # Every version that is kept, used or not: looking which are would mean reading every interview.
    digests = {version.digest for version in all_versions(survey_file)}
    known_versions = current | kept_versions(survey_file, digests - current.keys())
    known = known_rulings(survey_file, rules.questionnaires)
    rulebook = Rulebook(
        {**rules.questionnaires, **known_versions}, rules.scoring, workspace.roster.villages
    )
    needed = replace(decided, absences=Decisions().absences, findings=(), history={}, reasons={})

    def interviews_of(village: str) -> tuple[Interview, ...]:
        return settled(known, survey_file.each_interview(village))

    return Job(rulebook, known, sure_merges(rulebook, needed, interviews_of))


def _whole(
    found: Iterable[VillageTotal], anew: Callable[[str], Iterable[VillageTotal]]
) -> dict[str, VillageTotal]:
    """Return totals by village; one that came in parts is assessed anew.

    In the order of the file the interviews of a village stand together, but for subjects that a
    laptop made up: `0103 x` comes between `0103` and `0103-07`.
    """
    totals: dict[str, VillageTotal] = {}
    parted = set()
    for total in found:
        if total.village in totals:
            parted.add(total.village)
        totals[total.village] = total
    for village in parted:
        totals |= {total.village: total for total in anew(village)}
    return totals


def _totals(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    engine: Engine,
    job: Job,
    villages: Sequence[str] | None,
) -> Iterator[VillageTotal]:
    """Yield what some villages come to, or all where none is named."""
    spare_what_stays()
    workers = os.cpu_count() or 1
    if engine is Engine.AUTO:
        many = survey_file.count_interviews() if villages is None else 0
        engine = engine_for(many, workers)
    each = survey_file.each_interview
    if engine is Engine.ONE:
        known = each() if villages is None else chain.from_iterable(map(each, villages))
        return totals_of(job, known)
    portions = (
        portions_of(survey_file) if villages is None else village_portions(survey_file, villages)
    )
    if engine is Engine.PROCESSES:
        return run_processes(job, portions, workers)
    return _run_dask(workspace, job, portions, workers)


def _run_dask(
    workspace: "Workspace", job: Job, portions: Iterable[Portion], workers: int
) -> Iterator[VillageTotal]:
    if workspace.is_encrypted:
        raise UsageError(
            _("This workspace is encrypted, and Dask works on open files."),
            to_do=_("Leave out --engine dask."),
        )
    with _cluster(workers) as client, TemporaryDirectory() as folder:
        from fieldsurvey.assess.cluster import run_dask

        yield from run_dask(client, job, portions, Path(folder))


@contextmanager
def _cluster(workers: int) -> "Iterator[object]":
    from fieldsurvey.assess.cluster import start_cluster

    with start_cluster(workers) as cluster, cluster.get_client() as client:
        yield client


def _standings(
    workspace: "Workspace",
    rules: "Rules",
    decided: Decisions,
    totals: dict[str, VillageTotal],
    assessed: int,
) -> Standings:
    roster, plan = workspace.roster, planned(workspace)
    done = (each for code in sorted(totals) for each in totals[code].done)
    coverage = cover_done(plan, done, absences=decided.absences)
    villages = {
        code: total.score for code, total in sorted(totals.items()) if total.score is not None
    }
    townships = score_townships(roster, rules.scoring, villages, coverage)
    return Standings(
        villages,
        townships,
        rank_in_lists(
            townships.values(),
            rules.scoring.options,
            lambda code: roster.townships[code].is_key,
        ),
        assessed,
    )
