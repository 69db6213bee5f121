"""`problems show`: one problem whole: the household, the answers, the evidence, the history."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.assess.problems.decisions import ProblemDecision
    from fieldsurvey.assess.problems.problem import Problem
    from fieldsurvey.chain.lines.line import Line
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.cli.lead.trail import Trails
    from fieldsurvey.report.frozen.problem_row import ProblemRow

app = typer.Typer(add_completion=False)


@app.command("show", epilog="Example: fieldsurvey problems show 0103-07-7KQ2M")
def show_(
    ctx: typer.Context,
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="Of the problem, as the list has it.")
    ],
    json: Annotated[
        bool, typer.Option("--json", help="For a program, names and numbers masked.")
    ] = False,
) -> None:
    """Show a problem whole: the household, the answers, the evidence, the history."""
    from fieldsurvey.cli.lead.evening import assess_evening
    from fieldsurvey.cli.lead.problems.meant import problem_meant
    from fieldsurvey.cli.lead.trail import Trails

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        problem = problem_meant(evening.assessment.problems, number)
        trails = Trails(evening, survey_file)
        lines, trail = trails.lines_of(problem), trails.of(problem)
    rows = evening.every_row(mask_names=json)
    row = next(row for row in rows if row.number == problem.number)
    decisions = evening.decisions.history.get(problem.number, ())
    if json:
        show_json(_as_json(row, decisions, trail, evening))
        return
    show(_facts_table(row, evening))
    _show_answers(problem, trails)
    show(_history_table(lines, decisions))
    _say_what_next(problem)


def _facts_table(row: "ProblemRow", evening: "Evening") -> Any:
    """Return columns 2 to 20 of annex 6, one below the other."""
    from fieldsurvey.cli.lead.problems.listing import wording_of
    from fieldsurvey.report.frozen.problem_row import COLUMNS
    from fieldsurvey.report.wording import headings

    wording, names = wording_of(evening), headings()
    rows = [(names[column], wording.cell(row, column)) for column in COLUMNS[1:]]
    if row.also_in:
        rows.append((_("Also in"), wording.listed(row.also_in)))
    if row.rule:
        rows.append((_("Rule"), row.rule))
    rows.append((_("Interview"), f"{row.interview or '—'}  {row.interview_head[:12]}"))
    return table(("", _("Problem")), rows)


def _show_answers(problem: "Problem", trails: "Trails") -> None:
    """Show the answers of the section it stands in."""
    from fieldsurvey.cli.inspector.show.answers import answers_table

    interview = trails.interview_of(problem)
    questionnaire = trails.form_of(interview) if interview else None
    if interview is None or questionnaire is None or problem.is_added:
        return
    section = problem.question.split("/", 1)[0] if "/" in problem.question else ""
    show(answers_table(interview, questionnaire, section=problem.section or section))


def _history_table(lines: "Sequence[Line]", decisions: "Sequence[ProblemDecision]") -> Any:
    """Return what was said of it, in the interview and since, in order."""
    from fieldsurvey.cli.inspector.show.said import said_in_words

    rows = [
        (line.at, f"{line.device}-{line.seq}", said_in_words(line), line.entry.who)
        for line in lines
    ]
    rows += [(each.at, each.line, _decided_in_words(each), each.who) for each in decisions]
    return table(
        (_("At"), _("Line"), _("Said"), _("Who")),
        [(at[:16].replace("T", " "), *rest) for at, *rest in sorted(rows)],
        title=_("History"),
    )


def _decided_in_words(decision: "ProblemDecision") -> str:
    from fieldsurvey.report.wording import states

    word = _("added") if decision.is_adding else states()[decision.state.value]
    parts = [word]
    if decision.into:
        parts = [_("merged into {number}").format(number=decision.into)]
    if decision.why:
        parts.append(decision.why)
    if decision.second:
        parts.append(_("agreed by {name}").format(name=decision.second))
    return "; ".join(parts)


def _say_what_next(problem: "Problem") -> None:
    from fieldsurvey.assess.problems.problem import ProblemState

    if problem.state is ProblemState.SUSPECTED and problem.needs_confirmation:
        say(
            _("It counts once a second person confirms it: {command}").format(
                command=f"fieldsurvey problems confirm {problem.number} --by NAME"
            )
        )


def _as_json(
    row: "ProblemRow",
    decisions: "Sequence[ProblemDecision]",
    trail: dict[str, Any],
    evening: "Evening",
) -> dict[str, Any]:
    from dataclasses import asdict

    from fieldsurvey.report.masking.hiding import hide_known

    decided = [asdict(each) for each in decisions]
    hidden = hide_known(decided, [row.subject], evening.named)
    behind = {key: trail[key] for key in ("answer", "lines", "photos", "no_photo_because")}
    return {**row.model_dump(mode="json"), **behind, "decisions": hidden}
