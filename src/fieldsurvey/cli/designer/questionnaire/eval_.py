"""`questionnaire eval`: the value of one expression."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.designer.questionnaire.try_ import moment
from fieldsurvey.cli.speaking import say, show_json
from fieldsurvey.i18n import _, sentences

if TYPE_CHECKING:
    from collections.abc import Mapping

app = typer.Typer(add_completion=False)

_LARGEST_WHOLE = 2**53
"""Beyond it not every whole number is one that arithmetic can give."""


@app.command(
    "eval",
    epilog="Example: fieldsurvey questionnaire eval 'sum(${age}) div 2' --answers a.yaml",
    # An expression may begin with a minus.
    context_settings={"ignore_unknown_options": True},
)
def eval_(
    expression: Annotated[
        str, typer.Argument(metavar="EXPRESSION", help="As a questionnaire writes it, in quotes.")
    ],
    answers: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="A YAML or JSON file: question and answer; lists for repeats."
        ),
    ] = None,
    at: Annotated[
        str,
        typer.Option(metavar="NAME", help="The question that . stands for: age, or member[2]/age."),
    ] = "",
    now: Annotated[
        str,
        typer.Option(
            metavar="WHEN", help="What now() says: 2020-06-15T09:30:00+08:00; else the clock."
        ),
    ] = "",
) -> None:
    """Print the value of an expression as JSON: the designer's bench.

    A text is a JSON text, blank is "". What is no number is the text "NaN", infinity "Infinity" or
    "-Infinity", because JSON has no words for them. A question that the answers leave out is blank.
    """
    from fieldsurvey.expressions import compile_expression, evaluate
    from fieldsurvey.interview.trials.answers_file import read_values

    compiled = compile_expression(expression)
    values = read_values(answers) if answers is not None else {}
    for name in sorted({*compiled.references, *([_name(at)] if at else [])} - _names(values)):
        _tell_blank(name, values)
    value = evaluate(expression, values, now=moment(now), current=at)
    show_json(_for_json(value))


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _names(values: "Mapping[str, Any]") -> set[str]:
    """Return the names of all questions answered, those in repeats included."""
    names = {_name(path) for path in values}
    for value in values.values():
        if isinstance(value, list):
            for row in value:
                names |= _names(row) if isinstance(row, dict) else set()
    return names


def _tell_blank(name: str, values: "Mapping[str, Any]") -> None:
    from fieldsurvey.questionnaire.nearest import suggestion

    said = _("“{name}” has no answer here: it is blank.").format(name=name)
    say(sentences([said, suggestion(name, sorted(_names(values)))]))


def _for_json(value: str | float | bool) -> Any:
    if not isinstance(value, float):
        return value
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    return int(value) if value.is_integer() and abs(value) <= _LARGEST_WHOLE else value
