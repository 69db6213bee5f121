"""`questionnaire`: check and show questionnaires."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json, table
from fieldsurvey.cli.standing import Standing
from fieldsurvey.errors import FindingKind, UsageError
from fieldsurvey.i18n import _, language, listed, ngettext

if TYPE_CHECKING:
    from fieldsurvey.questionnaire import Questionnaire
    from fieldsurvey.questionnaire.outline import OutlineRow

app = typer.Typer(add_completion=False, help="Check and show questionnaires.")


@app.callback()
def questionnaire() -> None:
    """Check and show questionnaires."""


@app.command(epilog="Example: fieldsurvey questionnaire check questionnaires/*.yaml")
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="FILE...", help="Questionnaires; the shipped ones if none."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Take warnings for faults, too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Check questionnaires, listing every fault with file, line, what and what to do."""
    from fieldsurvey.questionnaire import check_file

    paths = files or shipped_files()
    findings = [finding for path in paths for finding in check_file(path)]
    if json:
        show_json([_finding_json(finding) for finding in findings])
    else:
        tell_findings(findings)
    if any(strict or finding.kind is FindingKind.FAULT for finding in findings):
        raise typer.Exit(FAULTS)
    say(
        ngettext(
            "{count} questionnaire is in order.", "{count} questionnaires are in order.", len(paths)
        ).format(count=len(paths))
    )


def shipped_files() -> list[Path]:
    """Return the files of the shipped questionnaires."""
    from fieldsurvey.questionnaire import shipped_folder
    from fieldsurvey.questionnaire.reading import NOT_FORMS

    return sorted(path for path in shipped_folder().glob("*.yaml") if path.name not in NOT_FORMS)


def _finding_json(finding: Any) -> dict[str, str]:
    return {
        "code": finding.code,
        "kind": finding.kind.value,
        "where": finding.where,
        "subject": finding.subject,
        "what": finding.what,
        "to_do": finding.to_do,
    }


@app.command("show", epilog="Example: fieldsurvey questionnaire show registered-household")
def show_(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show the questions of a questionnaire, when each is asked, and which answers are problems."""
    from fieldsurvey.questionnaire.model import in_language
    from fieldsurvey.questionnaire.outline import outline

    found = _find(form, ctx.obj)
    rows = outline(found, language())
    if json:
        show_json([asdict(row) for row in rows])
        return
    headings = (_("No."), _("Name"), _("Type"), _("Question"), _("Asked when"), _("Problem"))
    title = in_language(found.settings.form_title, language())
    show(table(headings, [_cells(row) for row in rows], title=title))


def _find(form: str, standing: Standing) -> "Questionnaire":
    from fieldsurvey.questionnaire import read_questionnaire, shipped_folder

    path = Path(form)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return read_questionnaire(path)
    folders = [shipped_folder()]
    with suppress(UsageError):
        folders.insert(0, standing.workspace().questionnaires)
    for folder in folders:
        if (folder / f"{form}.yaml").is_file():
            return read_questionnaire(folder / f"{form}.yaml")
    known = listed(path.stem for path in shipped_files())
    raise UsageError(
        _("There is no questionnaire “{form}”.").format(form=form),
        to_do=_("Name a file, or one of {known}.").format(known=known),
    )


def _cells(row: "OutlineRow") -> tuple[str, ...]:
    problems = "; ".join(f"{severity.value}: {when}" for _name, severity, when in row.problems)
    name = "  " * row.depth + row.name + ("*" if row.is_required else "")
    choices = " ".join(f"{code} {label}" for code, label in row.choices)
    return (row.number, name, row.type, f"{row.label}  {choices}".rstrip(), row.condition, problems)
