"""A plan of waiting and a clock in, who is missing said at its moments; over once the list is due.

Between two moments nothing is open and nothing half done: it can be stopped at any time.
"""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import assess_evening, intake_tonight
from fieldsurvey.cli.lead.taking_in import take_in
from fieldsurvey.cli.lead.waiting_plan import (
    Due,
    Waiting,
    in_clock,
    left_words,
    look,
    waiting_words,
)
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.waiting import stage
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.errors import FieldSurveyError, OpenElsewhereError
from fieldsurvey.i18n import _, language, ngettext, sentences
from fieldsurvey.report.frozen.missing import Missing
from fieldsurvey.report.phrasing.phrases import missing_headline, missing_lines
from fieldsurvey.report.wording import Wording

PATIENCE_S = 15 * 60
"""How long the list waits for a survey file that is open in another window."""
_PAUSE_S = 15


def wait_up(
    waiting: Waiting,
    *,
    now: Callable[[], datetime],
    sleep: Callable[[float], object],
    warn: Callable[[Sequence[datetime]], object],
) -> None:
    """Return once the list is due; meanwhile say how long that is, and warn at each moment.

    Moments that passed before it began, or while the machine slept, are given to `warn` once,
    together; where the list is due by then it alone says who is missing.

    Args:
        waiting: What is to come.
        now: Returns the time, with its offset.
        sleep: Takes seconds.
        warn: Says who is missing; takes the moments it is said for.
    """
    begun = now()
    if look(waiting, begun).is_time:
        say(
            _("It is past {time} already; the list is made at once.").format(
                time=in_clock([waiting.until])
            )
        )
        return
    say(waiting_words(waiting, begun))
    while not (due := _sleep(waiting, now, sleep)).is_time:
        warn(due.gone)
        waiting = due.waiting
    if due.gone:
        say(
            _("{times} passed while this computer slept; the list is made now.").format(
                times=in_clock([*due.gone, waiting.until])
            )
        )


def _sleep(waiting: Waiting, now: Callable[[], datetime], sleep: Callable[[float], object]) -> Due:
    """Sleep, a little at a time, until something is due."""
    with stage() as tell:
        while not ((due := look(waiting, now())).is_time or due.gone):
            tell(left_words(waiting, due.left))
            sleep(due.nap_s)
    return due


def warn_of_missing(
    workspace: Workspace, day: date, sources: Sequence[Path], moments: Sequence[datetime]
) -> None:
    """Take in what has come by now, and say who is missing.

    Nothing that goes wrong here keeps the list from being made: it is said.

    Args:
        workspace: The lead's.
        day: The list's.
        sources: Sticks; those that are not there are named.
        moments: For which it is said.
    """
    try:
        with open_survey_file(workspace) as survey_file:
            missing = _missing_now(workspace, survey_file, day, present(sources))
    except FieldSurveyError as failed:
        cannot = _("Who is missing cannot be seen now: {why}").format(
            why=sentences([failed.what, failed.to_do])
        )
        say(f"{in_clock(moments)}  {cannot}")
        return
    say(f"{in_clock(moments)}  {missing_headline(missing)}")
    for line in missing_lines(missing, Wording(language(), default=workspace.campaign.language)):
        say(f"  {line}")


def _missing_now(
    workspace: Workspace, survey_file: SurveyFile, day: date, sources: Sequence[Path]
) -> Missing:
    taken_in = take_in(workspace, survey_file, [workspace.inbox, *sources])
    evening = assess_evening(workspace, survey_file)
    intake = intake_tonight(workspace, survey_file, day, taken_in.bundles.refused)
    return evening.night(day, intake, with_ranking=False).missing


def present(sources: Sequence[Path]) -> list[Path]:
    """Return the sticks that are there, and name the others: the list does not wait for them."""
    for source in sources:
        if not source.exists():
            say(_("{place} is not there: what is on it cannot be taken in.").format(place=source))
    return [source for source in sources if source.exists()]


def open_patiently(workspace: Workspace, sleep: Callable[[float], object]) -> SurveyFile:
    """Open the survey file, waiting a while for another window to close it.

    Raises:
        ChainError: It stays open there, or cannot be used.
    """
    for tried in range(PATIENCE_S // _PAUSE_S):
        try:
            return open_survey_file(workspace)
        except OpenElsewhereError as busy:
            if not tried:
                minutes = PATIENCE_S // 60
                waits = ngettext(
                    "Waiting up to {count} minute for it.",
                    "Waiting up to {count} minutes for it.",
                    minutes,
                ).format(count=minutes)
                say(f"{busy.what} {waits}")
        sleep(_PAUSE_S)
    return open_survey_file(workspace)
