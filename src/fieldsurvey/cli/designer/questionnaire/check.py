"""`questionnaire check`: every fault and warning, with file, line and what to do."""

from pathlib import Path
from typing import Annotated

import typer

from fieldsurvey.cli.designer.questionnaire.forms import shipped_files
from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show_json
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import ngettext

app = typer.Typer(add_completion=False)


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
    findings = [finding for path in paths for finding in check_file(path, advise=True)]
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


def _finding_json(finding: Finding) -> dict[str, str]:
    return {
        "code": finding.code,
        "kind": finding.kind.value,
        "where": finding.where,
        "subject": finding.subject,
        "what": finding.what,
        "to_do": finding.to_do,
    }
