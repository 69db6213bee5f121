"""`checks list`: every check that holds."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.meant import need_known, unknown_word
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.lead.checks.collecting import CheckRow
    from fieldsurvey.report.masking.naming import Named

app = typer.Typer(add_completion=False)


@app.command("list", epilog="Example: fieldsurvey checks list --kind E")
def list_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Option(metavar="E|W|R", help="Only of this kind.")] = "",
    code: Annotated[str, typer.Option(metavar="CODE", help="Only this check: C-03, X-04.")] = "",
    village: Annotated[str, typer.Option(metavar="CODE|NAME", help="Only of this village.")] = "",
    still_open: Annotated[
        bool, typer.Option("--open", help="Only what somebody still has to mend or explain.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """List every check that holds. Exit code 1 while an error is among them.

    Within a form (C-), across forms and villages (X-), of the plan and the nightly lists (P-);
    the questionnaires and rules.yaml say what they are.
    """
    from fieldsurvey.cli.lead.checks.collecting import collect_now
    from fieldsurvey.cli.lead.evening import assess_evening
    from fieldsurvey.questionnaire.model import CheckKind

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    if kind and kind not in {each.value for each in CheckKind}:
        raise unknown_word(kind, "--kind", _("Say E, W or R."))
    wanted_village = _village(village, workspace)
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        holding = collect_now(evening, survey_file, language())
    rows = [
        row
        for row in holding
        if kind in {"", row.kind.value}
        and code.upper() in {"", row.code.upper()}
        and wanted_village in {"", row.village}
        and (row.is_open or not still_open)
    ]
    if json:
        _show_for_a_program(rows, evening.named)
    else:
        show(_table(rows))
        _say_how_many(rows)
    if any(row.kind is CheckKind.FIX for row in rows):
        raise typer.Exit(FAULTS)


def _village(wanted: str, workspace: "Workspace") -> str:
    villages = workspace.roster.villages
    need_known(
        wanted,
        [*villages, *(village.name for village in villages.values())],
        "--village",
        otherwise=_("fieldsurvey score lists townships and villages."),
    )
    named = (code for code, village in villages.items() if wanted in {code, village.name})
    return next(named) if wanted else ""


def _table(rows: "Iterable[CheckRow]") -> Any:
    from fieldsurvey.report.wording import check_kinds

    words = check_kinds()
    return table(
        (_("Check"), _("Asks to"), _("Where"), _("What does not go together"), _("Said to it")),
        [(row.code, words[row.kind.value], row.where, row.text, row.reason) for row in rows],
    )


def _say_how_many(rows: "list[CheckRow]") -> None:
    count = Counter(row.kind.value for row in rows)
    unexplained = sum(row.kind.value == "W" and row.is_open for row in rows)
    say(
        _(
            "{errors} to mend, {warnings} to explain ({unexplained} not yet), {reviews} to review."
        ).format(
            errors=count["E"], warnings=count["W"], unexplained=unexplained, reviews=count["R"]
        )
    )


def _show_for_a_program(rows: "list[CheckRow]", named: "Named") -> None:
    from fieldsurvey.report.masking.hiding import hide_known

    said = [{**asdict(row), "kind": row.kind.value, "is_open": row.is_open} for row in rows]
    show_json(hide_known(said, named.by_village, named))
