"""`edition`: make a week's or a month's bulletin; list and show what was made so far."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.lead.pdf_option import PdfOption, formats_wanted
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.report.frozen.bulletin import Period
    from fieldsurvey.report.frozen.edition import Edition

app = typer.Typer(add_completion=False, no_args_is_help=True)

_OfWhich = Annotated[
    str | None,
    typer.Option(
        "--period", metavar="week|month", help="Bulletins, not nightly lists.", show_default=False
    ),
]
_Json = Annotated[bool, typer.Option("--json", help="For a program.")]


@app.callback(invoke_without_command=True, epilog="Example: fieldsurvey edition --period week")
def edition(
    ctx: typer.Context,
    period: Annotated[
        str | None,
        typer.Option(
            "--period", metavar="week|month", help="Make its bulletin.", show_default=False
        ),
    ] = None,
    ending: Annotated[
        str | None,
        typer.Option("--ending", metavar="YYYY-MM-DD", help="Its last day; today without it."),
    ] = None,
    ranking: Annotated[
        bool,
        typer.Option("--ranking", help="Put the ranks then and now in: only for the office."),
    ] = False,
    pdf: PdfOption = False,
    json: _Json = False,
) -> None:
    """Make a week's or a month's bulletin; list and show what was made.

    A bulletin is made of the nightly lists of its period and of nothing else: what is new, what
    was confirmed, dismissed, corrected or vanished, and all figures then and now. It begins the
    day after the bulletin before. Made again it changes nothing; a period with nothing goes out
    all the same. Exit code 1 if something that was due is missing.
    """
    if ctx.invoked_subcommand is not None:
        _refuse_options(period, ending, is_any_set=ranking or pdf or json)
        return
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.bulletins import make_bulletin
    from fieldsurvey.report.phrasing.phrases import missing_headline
    from fieldsurvey.report.phrasing.voice import voice_of
    from fieldsurvey.report.wording import Wording

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wanted, day = _period(period), read_day(ending, workspace)
    formats = formats_wanted(with_pdf=pdf)
    with open_survey_file(workspace) as survey_file:
        made = make_bulletin(
            workspace, survey_file, wanted, day, with_ranking=ranking, formats=formats
        )
    bulletin = made.bulletin
    if json:
        show_json(bulletin.model_dump(mode="json"))
    else:
        voice = voice_of(bulletin, Wording(language(), bulletin.names, bulletin.language))
        show(voice.title)
        show(voice.headline)
        for path in made.files:
            show(str(path))
    if ranking and not bulletin.ranks:
        say(_("No list up to then has a ranking: nightly --ranking makes one that has."))
    if not made.is_new:
        say(_("It was made before and is left as it is."))
    if bulletin.missing.count:
        say(missing_headline(bulletin.missing))
        raise typer.Exit(FAULTS)


@app.command("list", epilog="Example: fieldsurvey edition list --period week")
def list_(ctx: typer.Context, period: _OfWhich = None, json: _Json = False) -> None:
    """List the nightly lists, or with --period the bulletins."""
    standing: Standing = ctx.obj
    made = _made(standing.lead_workspace(), period)
    if json:
        show_json([_in_short(each) for each in made])
    elif made:
        show(_table(made))
    else:
        say(_("None was made yet."))


@app.command("show", epilog="Example: fieldsurvey edition show 3")
def show_(
    ctx: typer.Context,
    number: Annotated[int, typer.Argument(metavar="NUMBER", min=1, help="As the list has it.")],
    period: _OfWhich = None,
    json: _Json = False,
) -> None:
    """Show one nightly list, or with --period one bulletin: what it says, and its files."""
    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    found = next((each for each in _made(workspace, period) if each.number == number), None)
    if found is None:
        raise UsageError(
            _("There is no number {number}.").format(number=number),
            to_do=_("fieldsurvey edition list shows those that were made."),
        )
    if json:
        show_json(found.model_dump(mode="json"))
    else:
        _show(found, _place(workspace, found))


def _refuse_options(period: str | None, ending: str | None, *, is_any_set: bool) -> None:
    if period or ending or is_any_set:
        raise UsageError(
            _("These options stand before the command they are meant for."),
            to_do=_("Write them behind it: fieldsurvey edition list --period week"),
        )


def _period(named: str | None) -> "Period":
    from fieldsurvey.report.frozen.bulletin import Period

    try:
        return Period(named or "")
    except ValueError:
        raise UsageError(
            _("Say of which period: a week or a month."),
            to_do=_("fieldsurvey edition --period week, or --period month"),
        ) from None


def _made(workspace: "Workspace", period: str | None) -> "Sequence[Edition]":
    from fieldsurvey.report.keeping.shelves import read_bulletins
    from fieldsurvey.report.keeping.writing import read_editions

    if period is None:
        return read_editions(workspace.editions)
    return read_bulletins(workspace.folder, _period(period))


def _place(workspace: "Workspace", found: "Edition") -> "Path":
    from fieldsurvey.report.frozen.bulletin import Bulletin
    from fieldsurvey.report.keeping.shelves import BULLETINS
    from fieldsurvey.report.keeping.writing import folder_name

    folder = workspace.editions
    if isinstance(found, Bulletin):
        folder = BULLETINS[found.period].place(workspace.folder)
    return folder / folder_name(found)


def _in_short(made: "Edition") -> dict[str, Any]:
    return {
        "number": made.number,
        "date": made.date,
        "made_at": made.made_at,
        "problems": made.today.total,
        "critical": made.today.critical,
        "late": made.today.late,
        "corrections": len(made.corrections),
        "to_date": made.to_date.total,
        "missing": made.missing.count,
    }


def _table(made: "Sequence[Edition]") -> Any:
    headings = (
        _("No."),
        _("Date"),
        _("Problems"),
        _("Critical"),
        _("Corrections"),
        _("To date"),
        _("Missing"),
    )
    names = ("number", "date", "problems", "critical", "corrections", "to_date", "missing")
    rows = [_in_short(each) for each in made]
    return table(headings, [tuple(str(row[name]) for name in names) for row in rows])


def _show(made: "Edition", place: "Path") -> None:
    from fieldsurvey.report.phrasing.phrases import missing_lines
    from fieldsurvey.report.phrasing.voice import voice_of
    from fieldsurvey.report.wording import Wording

    wording = Wording(language(), made.names, made.language)
    voice = voice_of(made, wording)
    for line in (voice.title, voice.dateline, *voice.first, *voice.alarms, voice.headline):
        show(line)
    for line in (voice.missing, *missing_lines(made.missing, wording)):
        show(line)
    for section in voice.sections:
        for each in section.tables:
            headings = tuple(head.name for head in each.heads)
            cells = [tuple(map(str, row)) for row in each.rows]
            show(table(headings, cells, title=each.title))
    for path in sorted(place.iterdir()):
        show(str(path))
