"""`questionnaire test`: the tests of a questionnaire, run and reported."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.designer.questionnaire.forms import find_file
from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.errors import InterviewError
from fieldsurvey.i18n import _, ngettext, sentences

if TYPE_CHECKING:
    from fieldsurvey.interview.trials.running_form_tests import CaseResult

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey questionnaire test registered-household")
def test(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    tests: Annotated[
        Path | None,
        typer.Argument(
            metavar="TESTS",
            help="A YAML file; without it tests/FORM.test.yaml beside the questionnaire.",
        ),
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Run the tests of a questionnaire: answers, and how its questions are to stand then.

    Every difference is shown with the line of the expectation. Ends with 1 if there is any.
    """
    from fieldsurvey.interview.trials.form_tests import read_form_tests
    from fieldsurvey.interview.trials.running_form_tests import run_form_tests
    from fieldsurvey.questionnaire import read_questionnaire

    file = find_file(form, ctx.obj)
    questionnaire = read_questionnaire(file)
    read = read_form_tests(tests or _tests_of(questionnaire.form_id, file))
    if read.form_id != questionnaire.form_id:
        raise InterviewError(
            _("These are tests of “{other}”, not of “{form}”.").format(
                other=read.form_id, form=questionnaire.form_id
            ),
            where=read.where,
            to_do=_("Name the questionnaire they are of."),
        )
    results = list(run_form_tests(questionnaire, read))
    if json:
        show_json([_as_json(result) for result in results])
    else:
        for result in results:
            _tell(result)
    failed = sum(not result.passed for result in results)
    say(_summary(len(results) - failed, failed))
    if failed:
        raise typer.Exit(FAULTS)


def _tests_of(form_id: str, file: Path) -> Path:
    """Return where the tests of a questionnaire are: beside it, else among those that ship."""
    from fieldsurvey.questionnaire import shipped_folder

    beside = file.parent / "tests" / f"{form_id}.test.yaml"
    shipped = shipped_folder() / "tests" / beside.name
    return beside if beside.exists() or not shipped.exists() else shipped


def _tell(result: "CaseResult") -> None:
    show(f"{'✓' if result.passed else '✗'} {result.case.name}")
    for difference in result.differences:
        show("    " + "  ".join(part for part in (difference.where, difference.path) if part))
        show(f"      {difference.what}")


def _summary(passed: int, failed: int) -> str:
    return sentences(
        [
            ngettext("{count} case passed.", "{count} cases passed.", passed).format(count=passed),
            ngettext("{count} case failed.", "{count} cases failed.", failed).format(count=failed)
            if failed
            else "",
        ]
    )


def _as_json(result: "CaseResult") -> dict[str, Any]:
    return {
        "name": result.case.name,
        "where": result.case.where,
        "passed": result.passed,
        "differences": [
            {"where": difference.where, "path": difference.path, "what": difference.what}
            for difference in result.differences
        ],
    }
