"""`problems confirm`, `dismiss`, `merge`, `reconsider`: each decision a line with who and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.campaign.model import village_of
from fieldsurvey.cli.speaking import show
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.problems.problem import Problem, ProblemState
    from fieldsurvey.cli.lead.evening import Evening

app = typer.Typer(add_completion=False)

_Number = Annotated[
    str, typer.Argument(metavar="NUMBER", help="Of the problem, as the list has it.")
]
_Numbers = Annotated[
    list[str], typer.Argument(metavar="NUMBER…", help="Of the problems, as the list has them.")
]
_By = Annotated[str, typer.Option(metavar="NAME", help="Who decides.")]
_Why = Annotated[str, typer.Option(help="Why; it stays with the problem for ever.")]
_Second = Annotated[str, typer.Option(metavar="NAME", help="Who agrees: a second person.")]


@app.command(epilog="Example: fieldsurvey problems confirm 0103-07-7KQ2M --by 'Gao Lan'")
def confirm(ctx: typer.Context, numbers: _Numbers, by: _By = "", why: _Why = "") -> None:
    """Confirm problems; critical ones, free text and those added count only from then on.

    Somebody else than the inspectors who found it must confirm it.
    """
    from fieldsurvey.assess.problems.problem import ProblemState

    _decide(ctx, numbers, ProblemState.CONFIRMED, by=by, why=why)


@app.command(
    epilog="Example: fieldsurvey problems dismiss 0103-07-7KQ2M "
    "--why 'the tap runs again' --by 'Gao Lan' --second 'Ma Jun'"
)
def dismiss(
    ctx: typer.Context, numbers: _Numbers, by: _By = "", why: _Why = "", second: _Second = ""
) -> None:
    """Dismiss problems: they stay in the list, dismissed, and cost nothing any more.

    Takes a reason and two names. Confirm it to take the dismissal back.
    """
    from fieldsurvey.assess.problems.problem import ProblemState

    _decide(ctx, numbers, ProblemState.DISMISSED, by=by, why=why, second=second)


@app.command(
    epilog="Example: fieldsurvey problems merge 0103-07-7KQ2M 0103-07-X8X3Q "
    "--why 'one broken pump' --by 'Gao Lan' --second 'Ma Jun'"
)
def merge(
    ctx: typer.Context,
    number: _Number,
    into: Annotated[
        str, typer.Argument(metavar="INTO", help="The problem that stands for both from now on.")
    ],
    by: _By = "",
    why: _Why = "",
    second: _Second = "",
) -> None:
    """Merge a problem into another one that tells the same; both numbers stay known.

    Takes a reason and two names. Only within one village.
    """
    from fieldsurvey.assess.problems.problem import ProblemState

    _decide(ctx, [number], ProblemState.MERGED, by=by, why=why, second=second, into=into)


@app.command(
    epilog="Example: fieldsurvey problems reconsider 0103-07-7KQ2M --why 'new papers' --by 'Ma Jun'"
)
def reconsider(ctx: typer.Context, numbers: _Numbers, by: _By = "", why: _Why = "") -> None:
    """Take decisions back: the problems are suspected again, as they were found."""
    from fieldsurvey.assess.problems.problem import ProblemState

    _decide(ctx, numbers, ProblemState.SUSPECTED, by=by, why=why)


def _decide(
    ctx: typer.Context,
    numbers: list[str],
    state: "ProblemState",
    *,
    by: str,
    why: str,
    second: str = "",
    into: str = "",
) -> None:
    """Write one line for each problem, all of them or none."""
    from fieldsurvey.assess.problems.decisions import decision_entry
    from fieldsurvey.cli.lead.evening import assess_evening
    from fieldsurvey.cli.lead.problems.meant import problem_meant

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
        problems = evening.assessment.problems
        meant = [problem_meant(problems, number) for number in numbers]
        target = problem_meant(problems, into) if into else None
        names = _said_by(state, by=by, why=why, second=second)
        for problem in meant:
            _refuse_unfit(problem, state, names[0], target, evening)
        survey_file.append(
            [
                decision_entry(
                    problem.number,
                    state,
                    who=names[0],
                    why=names[1],
                    second=names[2],
                    into=target.number if target else "",
                )
                for problem in meant
            ]
        )
    for problem in meant:
        show(_in_words(state, target).format(number=problem.number))


def _said_by(state: "ProblemState", *, by: str, why: str, second: str) -> tuple[str, str, str]:
    """Return who, why and who agrees; what is missing is asked for at a terminal."""
    from fieldsurvey.assess.problems.decisions import NEED_TWO
    from fieldsurvey.assess.problems.problem import ProblemState
    from fieldsurvey.cli.lead.problems.asking import name_of, reason_of

    who = name_of(by, _("Who decides?"), "--by")
    needs_reason = state is not ProblemState.CONFIRMED
    reason = reason_of(why) if needs_reason else why.strip()
    if state not in NEED_TWO:
        return who, reason, ""
    other = name_of(second, _("Who agrees, as a second person?"), "--second")
    if other == who:
        raise UsageError(
            _("{name} cannot be the second person, too.").format(name=who),
            to_do=_("Let somebody else agree, and name that person with --second."),
        )
    return who, reason, other


def _refuse_unfit(
    problem: "Problem",
    state: "ProblemState",
    who: str,
    target: "Problem | None",
    evening: "Evening",
) -> None:
    from fieldsurvey.assess.problems.problem import ProblemState

    if state is ProblemState.CONFIRMED and who in _finders(problem, evening):
        raise UsageError(
            _("{name} found it, so somebody else must confirm it.").format(name=who),
            where=problem.number,
            to_do=_("Let another person look at the evidence, and name that person with --by."),
        )
    if target is None:
        return
    if village_of(problem.subject) != village_of(target.subject):
        raise UsageError(
            _("They are of two villages, so they cannot be one problem."),
            where=f"{problem.number}, {target.number}",
            to_do=_("Merge only what tells the same of one place."),
        )
    if not target.state.stands or target.number == problem.number:
        raise UsageError(
            _("It cannot be merged into {number}, which does not stand by itself.").format(
                number=target.number
            ),
            where=problem.number,
            to_do=_("Name the problem that is to stand for both."),
        )


def _finders(problem: "Problem", evening: "Evening") -> tuple[str, ...]:
    made = {interview.id: interview for interview in evening.interviews}
    beside = made.get(problem.interview)
    return problem.found_by or (beside.inspectors if beside else ())


def _in_words(state: "ProblemState", target: "Problem | None") -> str:
    if target is not None:
        return _("{number} is part of {into} now.").format(number="{number}", into=target.number)
    return {
        "confirmed": _("{number} is confirmed."),
        "dismissed": _("{number} is dismissed; it stays in the list and costs nothing."),
        "suspected": _("{number} is suspected again."),
    }[state.value]
