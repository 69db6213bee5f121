"""A lead's workspace and a period in, its bulletin out: made of the nightly lists, once."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.cli.lead.taking_in import seal_own_chain
from fieldsurvey.cli.lead.witnessed import cover_of, witness
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _
from fieldsurvey.report.freezing.summing_up import sum_up
from fieldsurvey.report.frozen.bulletin import Bulletin, Period
from fieldsurvey.report.keeping.shelves import BULLETINS, read_bulletins, write_bulletin
from fieldsurvey.report.keeping.writing import FORMATS, folder_name, read_editions

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile


@dataclass(frozen=True, slots=True)
class Made:
    """A bulletin, and its files."""

    bulletin: Bulletin
    files: tuple[Path, ...]
    is_new: bool
    """False where it was there already."""


def make_bulletin(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    period: Period,
    day: date,
    *,
    with_ranking: bool = False,
    formats: "Sequence[str]" = FORMATS,
) -> Made:
    """Make the bulletin of the period that ends on a day; one that is there is left as it is.

    Files first, then the line that witnesses them: a crash between leaves a whole bulletin whose
    line the next run adds.

    Raises:
        UsageError: A bulletin that ends on a later day is there.
        ReportError: An edition or a bulletin cannot be read or written.
    """
    shelf = BULLETINS[period]
    folder = shelf.place(workspace.folder)
    earlier = read_bulletins(workspace.folder, period)
    witness(survey_file, earlier, folder, shelf.about)
    there = next((each for each in earlier if each.date == day.isoformat()), None)
    if there is not None:
        return Made(there, tuple(sorted((folder / folder_name(there)).iterdir())), is_new=False)
    _refuse_the_past(day, earlier)
    bulletin = sum_up(
        cover_of(workspace, survey_file, day),
        period,
        read_editions(workspace.editions),
        earlier,
        with_ranking=with_ranking,
    )
    files = write_bulletin(bulletin, workspace.folder, [workspace.campaign.language], formats)
    witness(survey_file, [bulletin], folder, shelf.about)
    seal_own_chain(workspace, survey_file)
    return Made(bulletin, tuple(files), is_new=True)


def _refuse_the_past(day: date, earlier: "Sequence[Bulletin]") -> None:
    if earlier and day.isoformat() < earlier[-1].date:
        raise UsageError(
            _("Bulletin No. {number} ends on {date} already, and bulletins never change.").format(
                number=earlier[-1].number, date=earlier[-1].date
            ),
            to_do=_("Name a later day with --ending."),
        )
