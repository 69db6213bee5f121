"""`absent`: a household could not be met; which reserve stands in."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import is_at_terminal, say, show
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed, sentences

if TYPE_CHECKING:
    from fieldsurvey.campaign.model import Visit
    from fieldsurvey.campaign.sample.absence import Absences
    from fieldsurvey.campaign.sample.reserves import Progress
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey absent 0103-07 --reason moved")
def absent(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="A sample number, 0103-07.")],
    reason: Annotated[
        str,
        typer.Option(
            metavar="REASON",
            help="nobody-home, away, moved, died, refused or wrong-type; asked for in a terminal.",
        ),
    ] = "",
    note: Annotated[str, typer.Option(metavar="TEXT", help="More about it, in your words.")] = "",
    reserve: Annotated[
        str,
        typer.Option(
            metavar="NUMBER",
            help="Which reserve stands in, where another pair visits the next one.",
        ),
    ] = "",
    back: Annotated[
        bool, typer.Option("--back", help="Take it back: the household can be met after all.")
    ] = False,
) -> None:
    """Say that a household cannot be interviewed, and see who stands in.

    The next reserve of the same type in the same village stands in. Households that must be
    visited are never replaced: they stay “not visited”, with the reason. What was answered in an
    interview already begun is kept.
    """
    from fieldsurvey.campaign.sample.reserves import take_back
    from fieldsurvey.chain.absences import absence_entries
    from fieldsurvey.cli.inspector.sitting import last_pair
    from fieldsurvey.cli.workplace.sealing_up import open_laptop_file
    from fieldsurvey.cli.workplace.standing_in import absences_in, progress_in

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    visit = _household(workspace, number)
    if back and (reason or note or reserve):
        raise UsageError(
            _("--back takes an absence back, so it goes with no reason, note or reserve."),
            to_do=_("fieldsurvey absent {number} --back").format(number=visit.number),
        )
    with open_laptop_file(workspace) as survey_file:
        before, progress = absences_in(survey_file), progress_in(survey_file)
        if back:
            after = take_back(workspace.sample, before, visit, progress)
        else:
            said = (reason, note.strip(), reserve)
            after = _marked(workspace, visit, before, progress, said)
        pair = last_pair(survey_file)
        entries = absence_entries(before, after, pair[0] if pair else "")
        if entries:
            survey_file.append(entries)
    _tell(workspace, visit, before, after, progress)


def _household(workspace: "Workspace", number: str) -> "Visit":
    found = workspace.subject(number)
    if found.visit is None:
        raise UsageError(
            _("{number} is a village; only a household can be absent.").format(number=found.id),
            to_do=_("fieldsurvey today lists the numbers of the households."),
        )
    return found.visit


def _marked(
    workspace: "Workspace",
    visit: "Visit",
    before: "Absences",
    progress: "Progress",
    said: tuple[str, str, str],
) -> "Absences":
    """Return what holds once a reason, a note and a reserve, each blank or not, are said."""
    from fieldsurvey.campaign.sample.absence import Absence
    from fieldsurvey.campaign.sample.reserves import check_not_met, mark_absent

    reason, note, reserve = said
    named = _household(workspace, reserve) if reserve else None
    check_not_met(visit, progress)
    known = before.absent.get(visit.number)
    if known is not None and not reason and (note or named):
        absence = Absence(known.reason, note or known.note)
    else:
        absence = Absence(_reason(reason, visit), note)
    return mark_absent(workspace.sample, before, visit, absence, progress, named)


def _reason(text: str, visit: "Visit") -> str:
    """Return the reason that was named, or ask for it where somebody can answer."""
    from fieldsurvey.campaign.sample.absence import Reason

    wanted = text.strip().casefold()
    for reason in Reason:
        if wanted in (reason.value, reason.in_words().casefold()):
            return reason.value
    known = listed(f"{reason.value} ({reason.in_words()})" for reason in Reason)
    if wanted or not is_at_terminal():
        raise UsageError(
            _("“{text}” is not one of the reasons.").format(text=text.strip())
            if wanted
            else _("Why the household cannot be interviewed is not said."),
            to_do=_("Say it with --reason: {reasons}.").format(reasons=known),
        )
    from fieldsurvey.cli.stopping import stopped_like_ctrl_c
    from fieldsurvey.interview.prompts.reasons import ask_reason

    with stopped_like_ctrl_c():
        return ask_reason(_named(visit)).value


def _tell(
    workspace: "Workspace",
    visit: "Visit",
    before: "Absences",
    after: "Absences",
    progress: "Progress",
) -> None:
    """Say what holds now, and what to type next."""
    absence = after.absent.get(visit.number)
    if absence is None:
        show(_("{household} is to be visited again.").format(household=_named(visit)))
    else:
        show(
            _("{household} cannot be interviewed: {reason}.").format(
                household=_named(visit), reason=absence.in_words()
            )
        )
        if visit.number in progress.begun:
            say(_("What was answered in the interview begun is kept."))
    _tell_stand_ins(workspace, before, after, progress)
    if absence is not None:
        _tell_if_none(workspace, visit, after)
        say(
            _("If it can be met after all: fieldsurvey absent {number} --back").format(
                number=visit.number
            )
        )
    elif not visit.is_reserve or after.replaced_by(visit.number):
        say(_("Next: fieldsurvey interview {number}").format(number=visit.number))


def _tell_stand_ins(
    workspace: "Workspace", before: "Absences", after: "Absences", progress: "Progress"
) -> None:
    """Say which reserves are needed, which no longer."""
    from fieldsurvey.campaign.sample.reserves import visits_of

    visits = visits_of(workspace.sample)
    for number in before.stand_ins:
        reserve = before.stand_ins[number]
        if reserve not in after.stand_ins.values() and reserve not in after.absent:
            show(_("The reserve {reserve} is no longer needed.").format(reserve=reserve))
        elif number in before.absent and number not in after.absent:
            show(
                _("The interview of its reserve {reserve} is begun: finish that one, too.").format(
                    reserve=reserve
                )
                if reserve not in progress.finished
                else _("Its reserve {reserve} was interviewed; that is kept.").format(
                    reserve=reserve
                )
            )
    for number, reserve in after.stand_ins.items():
        visit = visits.get(reserve)
        if visit is not None and before.stand_ins.get(number) != reserve:
            show(
                _("{number} is replaced by the reserve {reserve}.").format(
                    number=number, reserve=_described(visit)
                )
            )
            say(_("Next: fieldsurvey interview {number}").format(number=reserve))


def _tell_if_none(workspace: "Workspace", visit: "Visit", after: "Absences") -> None:
    """Say why nobody stands in, where nobody does."""
    from fieldsurvey.campaign.sample.reserves import visits_of

    number = after.called_for.get(visit.number, "") if visit.is_reserve else visit.number
    household = visits_of(workspace.sample).get(number)
    if household is None or number not in after.absent or number in after.stand_ins:
        return
    if household.must_visit:
        show(
            _(
                "It must be visited itself, so nobody stands in: it stays “not visited”, with "
                "this reason. Try again before you leave the village."
            )
        )
        return
    short = _("No reserve of this type is left: the village stays one household short.")
    reserves = workspace.sample.reserves_of(household.household.village, household.stratum)
    taken = [r.number for r in reserves if r.number in after.passed_over]
    others = _("Visited by another pair: {reserves}.").format(reserves=listed(taken))
    show(sentences([short, others if taken else "", _("Tell the team lead.")]))


def _named(visit: "Visit") -> str:
    return f"{visit.number} {visit.household.head}"


def _described(visit: "Visit") -> str:
    """Return who it is and where he lives."""
    household = visit.household
    marks = (flag.in_words() for flag in sorted(household.flags))
    parts = [part for part in (household.group, household.category.in_words(), *marks) if part]
    return _("{household} ({parts})").format(household=_named(visit), parts=listed(parts))
