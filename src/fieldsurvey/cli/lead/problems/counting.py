"""`problems count`: how many households, to show to others."""

from typing import Annotated

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey problems count --json")
def count(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Count the households with problems, by kind and township, to show to others.

    A count too small to tell without pointing at somebody is hidden, and others with it, so that
    it cannot be worked out from the totals: campaign.yaml says how small (privacy).
    """
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.report.freezing.assembling import names_of
    from fieldsurvey.report.masking.counting import count_households
    from fieldsurvey.report.wording import Wording

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    rules = load_rules(workspace)
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file, rules)
    limit = workspace.campaign.privacy.smallest_cell
    counted = count_households(evening.rows(mask_names=True), rules.questionnaires, limit)
    wording = Wording(language(), names_of(rules), workspace.campaign.language)
    townships = workspace.roster.townships
    names = [townships[code].name if code in townships else code for code in counted.townships]
    if json:
        show_json(counted.as_json())
        return
    show(
        table(
            (_("Kind of problem"), _("Households"), _("By township")),
            [
                (
                    wording.category(category) if category else _("Total"),
                    cells[-1],
                    "  ".join(
                        f"{name} {cell}"
                        for name, cell in zip(names, cells, strict=False)
                        if cell != "0"
                    ),
                )
                for category, cells in counted.lines
            ],
        )
    )
    say(_("A household with two kinds of problems is in two rows; a township not named has none."))
    if counted.is_any_hidden:
        say(
            _(
                "Counts below {limit} of sensitive matters are hidden, and some others with them."
            ).format(limit=limit)
        )
