"""`show`: what was answered."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.inspector.show.heading import heading
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.speaking import show as print_result
from fieldsurvey.cli.speaking import show_json as print_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.lines.line import Line
    from fieldsurvey.questionnaire import Questionnaire

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey show 0103-07 --history")
def show(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    form: Annotated[str, typer.Option(metavar="FORM", help="Only this questionnaire.")] = "",
    history: Annotated[
        bool,
        typer.Option("--history", help="Compare its versions, and show every change made."),
    ] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="With --history: questions that never changed, too.")
    ] = False,
    lines: Annotated[
        bool, typer.Option("--lines", help="Show every line said, in order, edits included.")
    ] = False,
    timing: Annotated[
        bool,
        typer.Option("--timing", help="Show when and how long: times, edits, pauses, the clock."),
    ] = False,
    json: Annotated[
        bool, typer.Option("--json", help="For a program, names and numbers masked.")
    ] = False,
    full_names: Annotated[
        bool,
        typer.Option("--full-names", help="With --json: in full; needs --reason and --by."),
    ] = False,
    reason: Annotated[
        str, typer.Option(help="Why full names are needed; it is kept in the chain.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who asks for full names.")] = "",
) -> None:
    """Show what was answered in an interview.

    Each question asked with its answer, remark and problem, and below them the checks that found
    answers that do not go together, with the reasons given; several interviews one after another.
    """
    from fieldsurvey.cli.inspector.show.standing_words import standing_words
    from fieldsurvey.cli.inspector.sitting import interviews_of
    from fieldsurvey.cli.workplace.kept_versions import kept_versions
    from fieldsurvey.cli.workplace.sealing_up import as_sealed
    from fieldsurvey.cli.workplace.unmasking import asked_unmasked, headed, keep
    from fieldsurvey.interview.photos.album import Album
    from fieldsurvey.interview.photos.looking_after import look_after
    from fieldsurvey.questionnaire import load_questionnaires

    unmasking = asked_unmasked("show --json", full_names=full_names, reason=reason, by=by)
    if unmasking and not json:
        raise UsageError(
            _("On the screen names are in full already."),
            to_do=_("Leave --full-names out, or add --json."),
        )

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    wanted = workspace.subject(subject).id
    with open_survey_file(workspace) as survey_file:
        device = survey_file.device
        made = as_sealed(workspace, survey_file, interviews_of(survey_file, wanted, form))
        said = {interview.id: survey_file.history(interview.id) for interview in made}
        kept = kept_versions(survey_file, (interview.questionnaire for interview in made))
        forms = load_questionnaires(workspace.questionnaires)
        standings = standing_words(workspace, survey_file, made, forms)
        neighbours = survey_file.interviews() if json else []
        keep(unmasking, survey_file)
    if not made:
        raise UsageError(
            _("Nothing has been answered for {subject} yet.").format(subject=wanted),
            to_do=_("Begin with: fieldsurvey interview {subject}").format(subject=wanted),
        )
    views = _Views(history=history, everything=everything, lines=lines, timing=timing)
    sheets = [
        _Sheet(
            interview,
            said[interview.id],
            kept.get(interview.questionnaire) or forms.get(interview.form_id),
            standings.get(interview.id, ""),
        )
        for interview in made
    ]
    if json:
        from fieldsurvey.report.masking.hiding import hide_names
        from fieldsurvey.report.masking.naming import Named

        named = Named(workspace.roster, neighbours, forms)
        shown = [_as_json(sheet, views) for sheet in sheets]
        if unmasking is None:
            shown = [
                hide_names(each, sheet.interview, sheet.questionnaire, named)
                for each, sheet in zip(shown, sheets, strict=True)
            ]
        print_json(headed(unmasking, "interviews", shown))
        return
    for sheet in sheets:
        say(heading(sheet.interview))
        if sheet.standing:
            say(sheet.standing)
        _print(sheet, views)
    pictures = look_after(made, Album(workspace.photos, key=workspace.key), device)
    tell_findings(pictures.findings)
    if pictures.on_laptop:
        told = ngettext(
            "{count} photo is still on the laptop it was attached on.",
            "{count} photos are still on the laptop they were attached on.",
            pictures.on_laptop,
        )
        say(told.format(count=pictures.on_laptop))


@dataclass(frozen=True, slots=True)
class _Views:
    """What is wanted instead of the answers, or for a program beside them."""

    history: bool
    everything: bool
    lines: bool
    timing: bool


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One interview and all that is needed to show it."""

    interview: "Interview"
    lines: "list[Line]"
    questionnaire: "Questionnaire | None"
    """The version it was made with; None where it is not here."""
    standing: str
    """Why it does not simply count as it stands, in words; blank where it does."""


def _print(sheet: _Sheet, views: _Views) -> None:
    """Print what is wanted of one interview, one table after another."""
    from fieldsurvey.cli.inspector.show.answers import answers_table
    from fieldsurvey.cli.inspector.show.checks import checks_table
    from fieldsurvey.cli.inspector.show.history import history_tables
    from fieldsurvey.cli.inspector.show.said import lines_table
    from fieldsurvey.cli.inspector.timing import print_timing
    from fieldsurvey.interview.record.versions import versions_of

    questionnaire = sheet.questionnaire
    if views.history and questionnaire is not None:
        versions = versions_of(sheet.lines)
        for made in history_tables(versions, questionnaire, with_all=views.everything):
            print_result(made)
    if views.lines:
        print_result(lines_table(sheet.lines))
    if views.timing and questionnaire is not None:
        print_timing(sheet.lines, questionnaire)
    if not (views.history or views.lines or views.timing) and questionnaire is not None:
        print_result(answers_table(sheet.interview, questionnaire))
        if (checks := checks_table(sheet.interview, questionnaire)) is not None:
            print_result(checks)


def _as_json(sheet: _Sheet, views: _Views) -> dict[str, Any]:
    from fieldsurvey.cli.inspector.show.as_json import interview_json, lines_json
    from fieldsurvey.cli.inspector.show.checks import checks_json
    from fieldsurvey.cli.inspector.show.history import versions_json
    from fieldsurvey.cli.inspector.timing import timing_json
    from fieldsurvey.interview.record.versions import versions_of

    shown = interview_json(sheet.interview)
    shown["standing"] = sheet.standing
    shown["checks"] = checks_json(sheet.interview, sheet.questionnaire)
    if views.history:
        shown["versions"] = versions_json(versions_of(sheet.lines))
    if views.lines:
        shown["lines"] = lines_json(sheet.lines)
    if views.timing:
        shown["timing"] = timing_json(sheet.lines, sheet.questionnaire)
    return shown
