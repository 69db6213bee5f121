"""`checks inspectors`: how interviews were made, inspector by inspector."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.meant import need_known
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.assess.making.inspectors import InspectorRow, Inspectors
    from fieldsurvey.assess.making.record import Making

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey checks inspectors --why 'Gao Lan'")
def inspectors(
    ctx: typer.Context,
    why: Annotated[
        str, typer.Option("--why", metavar="NAME", help="Show every sign in this one's interviews.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Rank the inspectors by what deserves a back-check, each beside the group.

    A figure that stands out of the group is marked *. Time is in percent of what others took for
    the same form. A sign is never proof: let others ask again.
    """
    from fieldsurvey.assess.making.inspectors import compare_inspectors
    from fieldsurvey.assess.making.signs import notice
    from fieldsurvey.cli.lead.checks.made import makings_of
    from fieldsurvey.cli.lead.evening import assess_evening

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        makings = makings_of(assess_evening(workspace, survey_file), survey_file)
    compared = compare_inspectors(makings, notice(makings))
    if json:
        show_json(_as_json(compared))
    elif why:
        show(_signs(_row_of(compared, why), {each.interview: each for each in makings}))
    else:
        show(_table(compared))
        say(_("What is behind it: fieldsurvey checks inspectors --why NAME"))
        say(_("Whom to ask again: fieldsurvey backcheck draw"))


def _row_of(compared: "Inspectors", name: str) -> "InspectorRow":
    need_known(name, [row.name for row in compared.rows], "--why")
    return next(row for row in compared.rows if row.name == name)


_COLUMNS = ("pace", "refused", "dont_know", "problems", "straight", "photos_missing")


def _headings() -> tuple[str, ...]:
    return (
        _("Inspector"),
        _("Interviews"),
        _("Time %"),
        _("Refused %"),
        _("Not known %"),
        _("Problems a form"),
        _("In a row %"),
        _("No photo %"),
        _("Signs"),
    )


def _table(compared: "Inspectors") -> Any:
    rows = [
        (
            row.name,
            str(row.interviews),
            *(_marked(row, key) for key in _COLUMNS),
            str(len(row.noticed)),
        )
        for row in compared.rows
    ]
    middle = (_("median"), "", *(f"{compared.group[key].median:.1f}" for key in _COLUMNS), "")
    return table(_headings(), [*rows, middle])


def _marked(row: "InspectorRow", key: str) -> str:
    return f"{row.figures[key]:.1f}" + ("*" if key in row.outlying else "")


def _signs(row: "InspectorRow", makings: "Mapping[str, Making]") -> Any:
    from fieldsurvey.cli.lead.checks.sign_words import in_words

    return table(
        (_("Interview"), _("Where"), _("Form"), _("Day"), _("What was noticed")),
        [
            (
                each.interview,
                makings[each.interview].subject,
                makings[each.interview].form_id,
                makings[each.interview].day,
                in_words(each),
            )
            for each in row.noticed
        ],
        title=row.name,
    )


def _as_json(compared: "Inspectors") -> dict[str, Any]:
    return {
        "group": {
            key: {"median": spread.median, "median_deviation": spread.median_deviation}
            for key, spread in compared.group.items()
        },
        "inspectors": [
            {
                "name": row.name,
                "interviews": row.interviews,
                "figures": dict(row.figures),
                "outlying": list(row.outlying),
                "signs": [
                    {
                        "sign": each.sign.value,
                        "interview": each.interview,
                        **{key: said for key, said in each.figures.items() if key != "text"},
                    }
                    for each in row.noticed
                ],
            }
            for row in compared.rows
        ],
    }
