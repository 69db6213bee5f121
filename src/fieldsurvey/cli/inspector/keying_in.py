"""A paper form at a laptop in, keyed once or a second time, out."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.failing import tell_error
from fieldsurvey.cli.inspector.sitting import Sitting
from fieldsurvey.cli.stopping import stopped_like_ctrl_c
from fieldsurvey.cli.workplace.kept_versions import kept_version
from fieldsurvey.errors import ChainError, InterviewError, UsageError
from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.ink import Keyed, ink_of
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.keying.starting import (
    finish_paper,
    finish_second,
    keyer_of,
    refuse_keyer,
    start_paper,
    start_second,
)
from fieldsurvey.interview.logic.evaluation import SEED
from fieldsurvey.interview.starting import start
from fieldsurvey.interview.typed.dates import read_date
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.interview.typed.text import read_text

if TYPE_CHECKING:
    from fieldsurvey.interview.prompts.paper import PaperDesk


def key_paper(sitting: Sitting, survey_file: SurveyFile, keyer: str, named: Sequence[str]) -> bool:
    """Key a paper form, or go on with one; say whether it is finished.

    Args:
        sitting: With the interview to go on with, or none.
        survey_file: Where it is kept.
        keyer: Who keys it; '' to ask.
        named: The two whose names are on the paper, if they were said.

    Raises:
        UsageError: It was begun as a dialogue.
    """
    current = sitting.interview
    if current is not None and current.keying is not Keying.PAPER:
        raise UsageError(
            _("This interview was begun without paper."),
            where=sitting.subject.id,
            to_do=_("Go on with: fieldsurvey interview {subject}").format(
                subject=sitting.subject.id
            ),
        )
    with stopped_like_ctrl_c():
        keyer = keyer or _ask_keyer()
        is_new = current is None
        if current is None:
            current = _begin(sitting, survey_file, keyer, named)
            sitting.opened(current.id)
        conversation = _key(sitting, survey_file, current, keyer, is_new=is_new)
    if conversation is None:
        return False
    finished = finish_paper(conversation)
    if isinstance(finished, Refusal):
        raise InterviewError(finished.what, where=sitting.subject.id, to_do=finished.to_do)
    survey_file.append([finished])
    return True


def key_second(
    workspace: Workspace, survey_file: SurveyFile, subject: str, form: str, keyer: str
) -> bool:
    """Key a paper form that somebody else has keyed, blind; say whether all of it is keyed.

    Raises:
        InterviewError: It was not keyed yet, or twice already, or by the same person.
    """
    found = workspace.subject(subject)
    first, second = _first_and_second(survey_file, found.id, form)
    questionnaire = kept_version(survey_file, first.questionnaire)
    if questionnaire is None:
        raise InterviewError(
            _("The version of the questionnaire that this form was keyed with is not here."),
            where=found.id,
            to_do=_("Ask the team lead for the kit it came with."),
        )
    with stopped_like_ctrl_c():
        keyer = keyer or _ask_keyer()
        if refusal := refuse_keyer(first, keyer):
            raise InterviewError(refusal.what, where=found.id, to_do=refusal.to_do)
        is_new = second is None
        if second is None:
            [line, *_rest] = survey_file.append([start_second(first, keyer)])
            second = survey_file.interview(line.entry.interview)
            assert second is not None
        elif _is_another(second, keyer):
            raise InterviewError(
                _("{name} began the second keying of this form.").format(name=keyer_of(second)),
                where=found.id,
                to_do=_("The same person goes on with it."),
            )
        sitting = Sitting(workspace, found, questionnaire, second, second.inspectors, ())
        conversation = _key(sitting, survey_file, second, keyer, is_new=is_new)
    if conversation is None:
        return False
    survey_file.append([finish_second(conversation)])
    return True


def _first_and_second(
    survey_file: SurveyFile, subject: str, form: str
) -> tuple[Interview, Interview | None]:
    """Return the form to be keyed a second time, and that keying where it has begun."""
    made = [
        interview
        for interview in survey_file.interviews()
        if interview.subject == subject
        and form in ("", interview.form_id)
        and interview.status is not Status.WITHDRAWN
    ]
    firsts = [interview for interview in made if interview.keying is Keying.PAPER]
    seconds = {i.keying_of: i for i in made if i.keying is Keying.SECOND}
    for first in firsts:
        second = seconds.get(first.id)
        if second is None or second.status is Status.STARTED:
            return first, second
    if firsts:
        raise InterviewError(
            _("This form was keyed twice already."),
            where=subject,
            to_do=_("Compare both: fieldsurvey compare {subject}").format(subject=subject),
        )
    raise InterviewError(
        _("No paper form of it was keyed here yet."),
        where=subject,
        to_do=_("Key it: fieldsurvey interview {subject} --paper").format(subject=subject),
    )


def _begin(
    sitting: Sitting, survey_file: SurveyFile, keyer: str, named: Sequence[str]
) -> Interview:
    from fieldsurvey.interview.prompts import ask_pair_on_paper

    pair = tuple(named) or ask_pair_on_paper(sitting.members)
    facts = {**sitting.workspace.facts(sitting.subject.id), SEED: secrets.token_hex(8)}
    opening = start(sitting.questionnaire, sitting.subject.id, facts, sitting.workspace.team, pair)
    paper = start_paper(opening, keyer, _ask_date(sitting))
    back = sitting.back_from_absence(survey_file, pair)
    [*_back, line] = survey_file.append([*back, paper])
    begun = survey_file.interview(line.entry.interview)
    assert begun is not None
    return begun


def _key(
    sitting: Sitting, survey_file: SurveyFile, interview: Interview, keyer: str, *, is_new: bool
) -> Conversation | None:
    """Key until it is left or all is keyed; then return what was keyed, else None."""
    from fieldsurvey.cli.inspector.watching import watch_interview
    from fieldsurvey.interview.prompts.paper import PaperDesk

    watching = watch_interview(survey_file, interview, keyer, is_new=is_new)
    save = watching.keying(survey_file.append)
    now = datetime.now().astimezone()
    conversation = Conversation.resume(sitting.questionnaire, interview, now, keyer)
    keyed = Keyed(conversation, ink_of(survey_file.history(interview.id)))
    desk = open_desk(keyed, is_second=interview.keying is Keying.SECOND)
    try:
        ended = _run_patiently(PaperDesk(desk, sitting.heading(), save), survey_file)
    except KeyboardInterrupt:
        watching.leave()
        raise
    if ended.mode is not Mode.DONE:
        watching.leave()
        return None
    return ended.conversation


def _run_patiently(paper_desk: "PaperDesk", survey_file: SurveyFile) -> Desk:
    """Key on; where only room is missing on the disk, wait until there is some."""
    while True:
        try:
            return paper_desk.run()
        except ChainError as failed:
            if not survey_file.usable:
                raise
            tell_error(failed)
            input(_("Enter: save this answer again. Ctrl-C: leave without it. "))


def _ask_keyer() -> str:
    from fieldsurvey.interview.prompts.paper_head import ask_line

    return ask_line(_("Who is keying?"), read_text)


def _ask_date(sitting: Sitting) -> str:
    from fieldsurvey.interview.prompts.paper_head import ask_line

    now = datetime.now(sitting.workspace.campaign.zone)
    return ask_line(_("Which date is on the paper?"), lambda typed: _read_day(typed, now))


def _read_day(typed: str, now: datetime) -> str | Refusal:
    return read_date(typed, "", now) if typed.strip() else ""


def _is_another(second: Interview, keyer: str) -> bool:
    return refuse_keyer(second, keyer) is None
