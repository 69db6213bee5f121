"""What has come in by an evening in, its numbered list out: merged, assessed, frozen, written."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.checks.durations import durations_of
from fieldsurvey.cli.lead.checks.told import checks_told
from fieldsurvey.cli.lead.evening import Evening, assess_evening, intake_tonight, load_rules
from fieldsurvey.cli.lead.score_table import misfits, refuse_misfit
from fieldsurvey.cli.lead.taking_in import seal_own_chain, take_in
from fieldsurvey.cli.lead.trail import lines_said
from fieldsurvey.cli.lead.witnessed import cover_of, witness
from fieldsurvey.errors import FieldSurveyError, Finding
from fieldsurvey.handover.merging import MergeReport
from fieldsurvey.handover.taking_pictures import PicturesReport
from fieldsurvey.report.freezing.assembling import Rules
from fieldsurvey.report.freezing.night import Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.writing import FORMATS, folder_name, read_editions, write_edition
from fieldsurvey.report.speaking import speaking


@dataclass(frozen=True, slots=True)
class Tonight:
    """What came of one evening."""

    edition: Edition
    files: tuple[Path, ...]
    is_new: bool
    """False where nothing has changed since the last edition of the day."""
    merged: MergeReport
    pictures: PicturesReport
    misfits: tuple[Finding, ...] = ()
    """What does not fit between the score table and the questionnaires; the list goes out."""


def make_edition(
    workspace: Workspace,
    survey_file: SurveyFile,
    day: date,
    sources: Sequence[Path],
    *,
    with_ranking: bool = False,
    is_dry: bool = False,
    languages: Sequence[str] = (),
    formats: Sequence[str] = (),
) -> Tonight:
    """Merge, assess, freeze and write the edition of a day.

    Files first, then the line that witnesses them: a crash between leaves a whole edition whose
    line the next run adds.

    Raises:
        AssessmentError: It is to have scores, and the score table does not fit.
    """
    rules = load_rules(workspace)
    if with_ranking:
        refuse_misfit(rules)
    unfit = () if with_ranking else tuple(misfits(rules))
    taken_in = take_in(workspace, survey_file, [workspace.inbox, *sources], is_dry=is_dry)
    merged, pictures = taken_in.bundles, taken_in.pictures
    earlier = read_editions(workspace.editions)
    witness(survey_file, earlier, workspace.editions)
    try:
        with speaking(workspace.campaign.language):
            evening, night = _night(workspace, survey_file, day, merged, rules, with_ranking)
    except FieldSurveyError:
        # Why it cannot go on is for whoever gave the command: it fails again, in their language.
        evening, night = _night(workspace, survey_file, day, merged, rules, with_ranking)
    edition = freeze_edition(cover_of(workspace, survey_file, day), night, earlier)
    if earlier and _says_the_same(earlier[-1], edition):
        place = workspace.editions / folder_name(earlier[-1])
        files = tuple(sorted(place.iterdir()))
        return Tonight(earlier[-1], files, False, merged, pictures, unfit)
    edition = edition.model_copy(update={"checks": checks_told(evening, [*earlier, edition])})
    if is_dry:
        return Tonight(edition, (), True, merged, pictures, unfit)
    spoken = tuple(languages) or (workspace.campaign.language,)
    written = write_edition(
        edition, workspace.editions, languages=spoken, formats=formats or FORMATS
    )
    witness(survey_file, [edition], workspace.editions)
    seal_own_chain(workspace, survey_file)
    return Tonight(edition, tuple(written), True, merged, pictures, unfit)


def _night(
    workspace: Workspace,
    survey_file: SurveyFile,
    day: date,
    merged: MergeReport,
    rules: Rules,
    with_ranking: bool,
) -> tuple[Evening, Night]:
    """Return what is known once everything is merged, and what the edition is frozen from."""
    # First: what was refused before may be taken in now.
    intake = intake_tonight(workspace, survey_file, day, merged.refused)
    evening = assess_evening(workspace, survey_file, rules)
    intake = replace(intake, durations=durations_of(evening, survey_file))
    lines = lines_said(evening, survey_file) if with_ranking else {}
    return evening, evening.night(day, intake, with_ranking=with_ranking, lines=lines)


def _says_the_same(last: Edition, new: Edition) -> bool:
    """Whether a new edition of the same day would say nothing that the last one did not."""
    return (
        last.date == new.date
        and not (new.rows or new.corrections or new.hints)
        and (last.covers, last.missing, last.versions) == (new.covers, new.missing, new.versions)
        and (bool(last.rankings) or not new.rankings)
    )
