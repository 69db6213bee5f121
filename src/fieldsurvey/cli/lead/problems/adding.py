"""`problems add`: what somebody saw, or read in papers, where no answer holds it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.meant import need_known
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.problems.decisions import AddedProblem
    from fieldsurvey.assess.problems.problem import Problem
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.report.freezing.assembling import Rules

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Example: fieldsurvey problems add 0103-07 'Roof fell in, since May' "
    "--rule registered-household.housing_unsafe --by 'Gao Lan'"
)
def add(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    text: Annotated[str, typer.Argument(metavar="TEXT", help="What, who, since when.")],
    rule: Annotated[
        str,
        typer.Option(
            metavar="FORM.RULE",
            help="The rule it is a case of: it takes the same points. Without one it takes none.",
        ),
    ] = "",
    category: Annotated[
        str, typer.Option(metavar="KEY", help="What it is about: water, housing …")
    ] = "",
    severity: Annotated[
        str, typer.Option(metavar="KEY", help="critical, major or minor; the rule's where given.")
    ] = "",
    sector: Annotated[str, typer.Option(metavar="KEY", help="The bureau responsible.")] = "",
    paper: Annotated[
        bool, typer.Option("--paper", help="It was read in papers, not seen on the spot.")
    ] = False,
    evidence: Annotated[str, typer.Option(help="Numbers of papers, or whatever shows it.")] = "",
    photo: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="A picture that shows it; repeat.")
    ] = None,
    by: Annotated[str, typer.Option(metavar="NAME", help="Who found it.")] = "",
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="When; today if not said.")
    ] = None,
) -> None:
    """Add a problem that was found by eye or in papers, where no answer holds it.

    It is a row of the list from now on, suspected until a second person confirms it.
    """
    from fieldsurvey.assess.problems.decisions import AddedProblem, Source, adding_entry
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.evening import assess_evening, load_rules
    from fieldsurvey.cli.lead.problems.asking import name_of

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    rules = load_rules(workspace)
    who = workspace.subject(subject).id
    _refuse_unknown(rules, rule=rule, category=category, severity=severity, sector=sector)
    if not text.strip():
        raise UsageError(_("Nothing is said of it."), to_do=_("Say what, who, since when."))
    finder = name_of(by, _("Who found it?"), "--by")
    added = AddedProblem(
        number=_number(who, text),
        subject=who,
        text=text.strip(),
        rule=rule,
        severity=severity,
        category=category,
        sector=sector,
        source=Source.PAPER if paper else Source.EYE,
        found_by=(finder,),
        found_on=read_day(day, workspace).isoformat(),
        evidence=evidence.strip(),
        photos=_kept(workspace, photo or []),
    )
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file, rules)
        _refuse_known(added, evening.assessment.problems)
        survey_file.append([adding_entry(added, who=finder)])
    show(_("Added as {number}, suspected.").format(number=added.number))
    if not rule:
        say(_("It is a case of no rule, so it takes no points."))
    say(
        _("To confirm it, a second person: fieldsurvey problems confirm {number}").format(
            number=added.number
        )
    )


def _number(subject: str, text: str) -> str:
    """Return its number for life: the same words about the same household are the same problem."""
    from fieldsurvey.assess.problems.numbering import number_problem

    return number_problem(subject, "added", ("".join(text.split()),), "")


def _kept(workspace: "Workspace", pictures: list[Path]) -> tuple[str, ...]:
    """Copy pictures into the workspace; return their hashes.

    Raises:
        UsageError: One is no picture, or cannot be kept.
    """
    from fieldsurvey.cli.workplace.pictures import open_album
    from fieldsurvey.interview.typed.refusal import Refusal

    album = open_album(workspace)
    kept = []
    for path in pictures:
        taken = album.take(path)
        if isinstance(taken, Refusal):
            raise UsageError(taken.what, where=str(path), to_do=taken.to_do)
        kept.append(taken.sha256)
    return tuple(kept)


def _refuse_known(added: "AddedProblem", problems: "tuple[Problem, ...]") -> None:
    for problem in problems:
        is_same_rule = bool(added.rule) and problem.rule == added.rule
        is_same = problem.subject == added.subject and is_same_rule and problem.state.stands
        if is_same or problem.number == added.number:
            raise UsageError(
                _("It is in the list already: {number}.").format(number=problem.number),
                where=added.subject,
                to_do=_("See it: fieldsurvey problems show {number}").format(number=problem.number),
            )


def _refuse_unknown(rules: "Rules", *, rule: str, **words: str) -> None:
    """Refuse a rule, category, severity or bureau that nothing knows."""
    known = {
        "rule": [name for form in rules.questionnaires.values() for name in form.rules],
        "category": list(rules.sectors.categories),
        "severity": ["critical", "major", "minor"],
        "sector": list(rules.sectors.sectors),
    }
    for option, word in {"rule": rule, **words}.items():
        need_known(word, known[option], f"--{option}")
