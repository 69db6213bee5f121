"""`backcheck`: let others ask again, and see how often they hear something else."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.campaign.model import village_of
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fieldsurvey.assess.making.backchecks import Compared, Draw, ErrorRate
    from fieldsurvey.assess.making.record import Making
    from fieldsurvey.assess.making.signs import Noticed
    from fieldsurvey.cli.lead.evening import Evening

app = typer.Typer(add_completion=False, help="Draw interviews to be asked again, and compare.")


@app.callback()
def backcheck() -> None:
    """Draw interviews to be asked again, and compare.

    Others go there and ask again: fieldsurvey interview NUMBER --backcheck. What they hear counts
    nowhere; it is compared with what was said first.
    """


@app.command(epilog="Example: fieldsurvey backcheck draw --share 10 --suspects 5 --by 'Gao Lan'")
def draw(
    ctx: typer.Context,
    share: Annotated[
        int, typer.Option(metavar="PERCENT", min=0, max=100, help="Of each inspector's households.")
    ] = 10,
    suspects: Annotated[
        int, typer.Option(metavar="N", min=0, help="Besides, those with the most signs.")
    ] = 5,
    seed: Annotated[
        str, typer.Option(help="What chance is drawn from; a new one if none is given.")
    ] = "",
    by: Annotated[str, typer.Option(metavar="NAME", help="Who draws.")] = "",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Draw households to be asked again: a share of each inspector's, and those with most signs.

    The draw is a line in the lead's chain: it can be repeated from its seed, and nobody can draw
    until it pleases. Who was drawn once is not drawn again.
    """
    import secrets

    from fieldsurvey.assess.making.backchecks import draw_backchecks, draw_entry, draws_in
    from fieldsurvey.assess.making.signs import notice
    from fieldsurvey.chain.lines.line import Kind
    from fieldsurvey.cli.lead.checks.made import makings_of
    from fieldsurvey.cli.lead.evening import assess_evening

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        makings = [m for m in makings_of(evening, survey_file) if "-" in m.subject]
        before = draws_in(survey_file.lines_of_kind(Kind.DECISION))
        noticed = notice(makings)
        drawn = draw_backchecks(
            makings,
            noticed,
            seed=seed or secrets.token_hex(8),
            share_percent=share,
            suspects=suspects,
            before=frozenset(each for draw in before for each in draw.all),
        )
        if drawn.all:
            survey_file.append([draw_entry(drawn, by)])
    rows = _drawn_rows(drawn, makings, noticed, evening)
    if json:
        show_json({"seed": drawn.seed, "drawn": rows})
        return
    show(_drawn_table(rows))
    said = ngettext(
        "{count} household; seed {seed}.", "{count} households; seed {seed}.", len(rows)
    )
    say(said.format(count=len(rows), seed=drawn.seed))
    say(_("Others ask again: fieldsurvey interview NUMBER --backcheck"))


def _drawn_rows(
    drawn: "Draw",
    makings: "Iterable[Making]",
    noticed: "Iterable[Noticed]",
    evening: "Evening",
) -> list[dict[str, Any]]:
    from fieldsurvey.cli.lead.checks.sign_words import in_words

    by_id = {making.interview: making for making in makings}
    villages = evening.workspace.roster.villages
    signs: dict[str, list[str]] = {}
    for each in noticed:
        signs.setdefault(each.interview, []).append(in_words(each))
    return [
        {
            "subject": by_id[interview].subject,
            "village": villages[village_of(by_id[interview].subject)].name,
            "form": by_id[interview].form_id,
            "inspectors": list(by_id[interview].inspectors),
            "interview": interview,
            "why": "signs" if interview in drawn.suspects else "chance",
            "signs": signs.get(interview, []) if interview in drawn.suspects else [],
        }
        for interview in drawn.all
    ]


def _drawn_table(rows: list[dict[str, Any]]) -> Any:
    from fieldsurvey.i18n import listed

    return table(
        (_("Household"), _("Village"), _("Form"), _("Not by"), _("Drawn by")),
        [
            (
                row["subject"],
                row["village"],
                row["form"],
                listed(row["inspectors"]),
                _signs(len(row["signs"])) if row["signs"] else _("chance"),
            )
            for row in rows
        ],
    )


def _signs(count: int) -> str:
    return ngettext("{count} sign", "{count} signs", count).format(count=count)


@app.command(epilog="Example: fieldsurvey backcheck compare --all")
def compare(
    ctx: typer.Context,
    everything: Annotated[
        bool, typer.Option("--all", help="Show every answer that differs.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Compare back-checks with what was said first: error rates by question, inspector and day.

    What is said in words is not compared. Whoever checked an interview of their own proves
    nothing: such pairs are named and left out.
    """
    from fieldsurvey.assess.making.backchecks import compare_backchecks, draws_in, error_rates
    from fieldsurvey.chain.lines.line import Kind
    from fieldsurvey.cli.lead.evening import assess_evening

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        again = [i for i in survey_file.interviews() if i.keying.is_compared_only]
        draws = draws_in(survey_file.lines_of_kind(Kind.DECISION))
    pairs = compare_backchecks([*evening.interviews, *again], evening.forms)
    rates = {by: error_rates(pairs, by) for by in ("question", "inspector", "day")}
    if json:
        show_json(_compared_json(pairs, rates))
        return
    for by, found in rates.items():
        if found:
            show(_rates_table(by, found, evening))
    if everything:
        show(_differing_table(pairs))
    _say_what_is_left(pairs, draws)


def _rates_table(by: str, rates: "Sequence[ErrorRate]", evening: "Evening") -> Any:
    title = {
        "question": _("Error rate by question"),
        "inspector": _("Error rate by inspector"),
        "day": _("Error rate by day"),
    }[by]
    return table(
        ("", _("Differ"), _("Compared"), "%"),
        [
            (
                _label(rate.of, evening) if by == "question" else rate.of,
                str(rate.differing),
                str(rate.compared),
                f"{100 * rate.differing / rate.compared:.1f}",
            )
            for rate in rates
            if by != "question" or rate.differing
        ],
        title=title,
    )


def _label(question: str, evening: "Evening") -> str:
    from fieldsurvey.questionnaire.model import in_language

    form_id, _dot, name = question.partition(".")
    form = evening.rules.questionnaires.get(form_id)
    asked = form.questions.get(name) if form else None
    return f"{asked.number} {in_language(asked.label, language())}" if asked else question


def _differing_table(pairs: "Sequence[Compared]") -> Any:
    return table(
        (_("Household"), _("Question"), _("First"), _("Asked again"), _("Inspector")),
        [
            (
                pair.first.subject,
                each.question,
                each.first,
                each.again,
                next(iter(pair.first.inspectors), ""),
            )
            for pair in pairs
            for each in pair.differing
        ],
        title=_("Every answer that differs"),
    )


def _say_what_is_left(pairs: "Sequence[Compared]", draws: "Sequence[Draw]") -> None:
    from fieldsurvey.i18n import listed

    done = {pair.first.id for pair in pairs}
    drawn = {each for draw in draws for each in draw.all}
    say(
        _("{done} checked back; of {drawn} drawn, {left} still to be asked.").format(
            done=len(pairs), drawn=len(drawn), left=len(drawn - done)
        )
    )
    if own := [pair.first.subject for pair in pairs if not pair.is_by_others]:
        say(_("Left out, checked by who made them: {subjects}.").format(subjects=listed(own)))


def _compared_json(
    pairs: "Sequence[Compared]", rates: "dict[str, list[ErrorRate]]"
) -> dict[str, Any]:
    return {
        "pairs": [
            {
                "subject": pair.first.subject,
                "form": pair.first.form_id,
                "interview": pair.first.id,
                "backcheck": pair.again.id,
                "is_by_others": pair.is_by_others,
                "compared": len(pair.answers),
                "differing": [each.question for each in pair.differing],
            }
            for pair in pairs
        ],
        **{
            f"by_{by}": [
                {"of": rate.of, "differing": rate.differing, "compared": rate.compared}
                for rate in found
            ]
            for by, found in rates.items()
        },
    }
