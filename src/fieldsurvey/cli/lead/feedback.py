"""`feedback`: the feedback meeting's pack, once the campaign is over."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.lead.pdf_option import PdfOption, formats_wanted
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from fieldsurvey.report.frozen.pack import Anyway

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey feedback")
def feedback(
    ctx: typer.Context,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Another day than today.")
    ] = None,
    anyway: Annotated[
        bool, typer.Option("--anyway", help="Though something is open; the first page says so.")
    ] = False,
    why: Annotated[
        str, typer.Option(metavar="TEXT", help="With --anyway: the reason, on the first page.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="With --anyway: who says so.")] = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show what is open, and make nothing.")
    ] = False,
    pdf: PdfOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the pack for a program.")] = False,
) -> None:
    """Make the feedback meeting's pack: report, ranking, townships.

    In the folder feedback: an overall report with the ranking and its working, days, indicators
    and good practice, as Word document, workbook, page and JSON; and for each township a folder to
    hand over, with its problems and only its own. Before it nothing is written for townships.

    Refused while something is open that would make it wrong: conflicts, forks, gaps, villages that
    are not complete, problems that no nightly list has. Made again with nothing new it changes
    nothing; else the next number is made.
    """
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.meeting import Wish, make_meeting_pack, what_is_open
    from fieldsurvey.report.freezing.packing import unconfirmed
    from fieldsurvey.report.phrasing.voice import voice_of
    from fieldsurvey.report.wording import Wording

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    said = _anyway(is_wanted=anyway, why=why, by=by)
    wanted = read_day(day, workspace)
    formats = formats_wanted(with_pdf=pdf)
    with open_survey_file(workspace) as survey_file:
        if dry_run:
            tell_findings(what_is_open(workspace, survey_file, wanted))
            say(_("Nothing was frozen or written."))
            return
        made = make_meeting_pack(workspace, survey_file, Wish(wanted, said, formats))
    pack = made.pack
    if json:
        show_json(pack.model_dump(mode="json"))
    else:
        voice = voice_of(pack, Wording(language(), pack.names, pack.language))
        for line in (voice.title, *voice.first, *voice.alarms, voice.headline):
            show(line)
        _show_files(made.files)
    if not made.is_new:
        say(_("Nothing has changed since pack {number}.").format(number=pack.number))
    if waiting := unconfirmed(pack):
        say(
            ngettext(
                "{count} problem waits to be confirmed; the ranking does not count it.",
                "{count} problems wait to be confirmed; the ranking does not count them.",
                waiting,
            ).format(count=waiting)
        )


def _show_files(files: "Sequence[Path]") -> None:
    """Show the files for the meeting, and the folder of the townships'."""
    townships = [path for path in files if path.parent.parent.name == "townships"]
    for path in files:
        if path not in townships:
            show(str(path))
    if townships:
        show(
            _("To hand over, a folder for each township: {folder}").format(
                folder=townships[0].parent.parent
            )
        )


def _anyway(*, is_wanted: bool, why: str, by: str) -> "Anyway | None":
    from fieldsurvey.report.frozen.pack import Anyway

    if not is_wanted:
        if why.strip() or by.strip():
            raise UsageError(
                _("A reason was given, but not what for."),
                to_do=_("Add --anyway, or leave --why and --by out."),
            )
        return None
    if not why.strip() or not by.strip():
        raise UsageError(
            _("The pack is made though something is open only with a reason and a name."),
            to_do=_("Add --why 'the reason' --by NAME; both stand on the first page."),
        )
    return Anyway(why=why.strip(), who=by.strip())
