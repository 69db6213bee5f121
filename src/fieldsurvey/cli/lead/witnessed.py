"""What every frozen list, bulletin and pack has: a cover, and a line that witnesses its files."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.report.freezing.night import Cover
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.witnessing import edition_entries


def witness(
    survey_file: SurveyFile, editions: Sequence[Edition], folder: Path, about: str = ""
) -> None:
    """Put the digest of each edition and of its files into the lead's chain, once.

    `about` says what they are where they are no nightly lists.
    """
    known = survey_file.lines_of_kind(Kind.EDITION)
    if entries := edition_entries(editions, folder, known, about):
        survey_file.append(entries)


def cover_of(workspace: Workspace, survey_file: SurveyFile, day: date) -> Cover:
    """Return what stands on the cover of something that is frozen now."""
    campaign = workspace.campaign
    now = survey_file.clock.now().astimezone(campaign.zone).isoformat(timespec="seconds")
    return Cover(
        campaign=campaign.id,
        title=campaign.name,
        date=day.isoformat(),
        made_at=now,
        cut_off=now,
        language=campaign.language,
    )
