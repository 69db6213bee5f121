"""A workspace, a subject and who is there in, one interview begun or gone on with out."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from fieldsurvey.campaign.facts import Subject
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.register import questionnaire_version
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.lines.said import said_by, text_at
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import keep_questionnaires
from fieldsurvey.cli.workplace.kept_versions import kept_version
from fieldsurvey.cli.workplace.standing_in import check_called_in, entries_taking_back
from fieldsurvey.errors import InterviewError, UsageError
from fieldsurvey.i18n import _, language, listed
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.evaluation import SEED
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.signing import Signers
from fieldsurvey.interview.starting import start, started
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires
from fieldsurvey.questionnaire.model import in_language
from fieldsurvey.report.sectors import read_sectors

OPEN = frozenset({Status.STARTED, Status.REOPENED})


@dataclass(slots=True)
class Sitting:
    """One interview at one laptop."""

    workspace: Workspace
    subject: Subject
    questionnaire: Questionnaire
    interview: Interview | None
    """The one to go on with; None where one is to be begun."""
    inspectors: tuple[str, ...]
    """Who is there, as far as it was said or is known from the last time."""
    members: tuple[str, ...]
    """Of the team."""
    id: str = field(default="")
    is_backcheck: bool = False
    """It asks again what others asked, to be compared."""

    @property
    def is_paper(self) -> bool:
        """Whether it goes on with a form keyed from paper."""
        return self.interview is not None and self.interview.keying is Keying.PAPER

    def pair(self) -> tuple[str, ...] | None:
        """Return the two who are there; None where they must be asked."""
        named = self.inspectors or (self.interview.inspectors if self.interview else ())
        return named if len(named) == 2 else None

    @property
    def signers(self) -> Signers:
        """Those who may sign, and what shows that they know their codes."""
        return Signers(self.members, self.workspace.verifiers)

    def begin(
        self, survey_file: SurveyFile, pair: Sequence[str], now: datetime
    ) -> tuple[list[Entry], Conversation]:
        """Return what must be saved to begin, if anything, and the conversation."""
        current = survey_file.interview(self.id) if self.id else self.interview
        if current is not None:
            return [], Conversation.resume(self.questionnaire, current, now, pair[0])
        facts = self.workspace.facts(self.subject.id)
        facts = {**facts, SEED: secrets.token_hex(8)}
        keying = Keying.BACKCHECK if self.is_backcheck else Keying.DIALOGUE
        team = self.workspace.team
        opening = start(self.questionnaire, self.subject.id, facts, team, pair, keying)
        interview = started(opening, survey_file.device, now.isoformat(timespec="seconds"))
        return [opening], Conversation.resume(self.questionnaire, interview, now, pair[0])

    def back_from_absence(self, survey_file: SurveyFile, pair: Sequence[str]) -> list[Entry]:
        """Return what must be said where an absent household is interviewed after all."""
        return entries_taking_back(self.workspace, survey_file, self.subject, pair)

    def change_of_hands(self, survey_file: SurveyFile, pair: Sequence[str]) -> list[Entry]:
        """Return what must be said where others go on with an interview than were at it last."""
        current = survey_file.interview(self.id) if self.id else None
        if current is None:
            return []
        at_it = ",".join(current.inspectors)
        for line in survey_file.history(current.id):
            said = said_by(line)
            if line.entry.kind is Kind.SESSION and said.get("event") == "inspectors":
                at_it = text_at(said, "to")
        if at_it == ",".join(pair):
            return []
        return [
            Entry(
                Kind.SESSION,
                interview=current.id,
                value={"event": "inspectors", "to": ",".join(pair)},
                questionnaire=current.questionnaire,
                who=pair[0],
            )
        ]

    def opened(self, interview_id: str) -> None:
        """Remember the id that saving gave to the interview just begun."""
        self.id = interview_id

    def latest(self, survey_file: SurveyFile) -> Interview | None:
        """Return the interview as it stands, or the last one finished of its kind."""
        known = self.id or (self.interview.id if self.interview else "")
        if known:
            return survey_file.interview(known)
        made = interviews_of(survey_file, self.subject.id, self.questionnaire.form_id)
        return max(made, key=lambda interview: interview.last_seq, default=None)

    def heading(self) -> Heading:
        """Return what stands at the top of every screen."""
        village = self.subject.village
        township = self.workspace.roster.townships[village.township]
        sectors = read_sectors(self.workspace.questionnaires / "sectors.yaml")
        head = self.subject.visit.household.head if self.subject.visit else ""
        title = in_language(self.questionnaire.settings.form_title, language())
        return Heading(
            self.subject.id,
            head or title,
            f"{township.name} {village.name}",
            categories=sectors.categories,
        )


def sit_down(
    workspace: Workspace,
    survey_file: SurveyFile,
    subject: str,
    form: str,
    inspectors: tuple[str, ...],
    *,
    again: bool = False,
    is_backcheck: bool = False,
) -> Sitting:
    """Find the interview to go on with, or the one to begin.

    A back-check stands by itself: what others finished neither is gone on with nor stops it.

    Raises:
        UsageError: The subject or the questionnaire does not apply, or a name is not of the team.
        InterviewError: It is finished already, or a reserve that nobody called in.
    """
    found = workspace.subject(subject)
    check_called_in(survey_file, found)
    forms = load_questionnaires(workspace.questionnaires)
    unknown = {
        form_id: questionnaire
        for form_id, questionnaire in forms.items()
        if questionnaire_version(survey_file, questionnaire.digest) is None
    }
    keep_questionnaires(survey_file, workspace, unknown)
    members = _members(workspace, inspectors)
    choose = _choose_backcheck if is_backcheck else partial(_choose, again=again)
    form_id, current = choose(workspace, survey_file, found.id, form)
    questionnaire = forms[form_id]
    if current is not None and current.questionnaire != questionnaire.digest:
        questionnaire = _version(survey_file, current.questionnaire)
    return Sitting(
        workspace,
        found,
        questionnaire,
        current,
        inspectors or last_pair(survey_file),
        members,
        id=current.id if current else "",
        is_backcheck=is_backcheck,
    )


def interviews_of(survey_file: SurveyFile, subject: str, form_id: str = "") -> list[Interview]:
    """Return the interviews of a subject that stand, in the order they were begun.

    A second keying is none of its own, nor is a back-check.
    """
    return sorted(
        (
            interview
            for interview in survey_file.interviews()
            if interview.subject == subject
            and form_id in ("", interview.form_id)
            and interview.status is not Status.WITHDRAWN
            and not interview.keying.is_compared_only
        ),
        key=lambda interview: (interview.started_at, interview.id),
    )


def _choose(
    workspace: Workspace, survey_file: SurveyFile, subject: str, form: str, *, again: bool
) -> tuple[str, Interview | None]:
    """Return the questionnaire, and the interview that is open with it, if there is one."""
    applying = _applying(workspace, subject, form)
    own = [i for i in interviews_of(survey_file, subject) if i.device == survey_file.device]
    for form_id in applying:
        made = [interview for interview in own if interview.form_id == form_id]
        for interview in made:
            if interview.status in OPEN and not again:
                return form_id, interview
        if again or len(made) < workspace.campaign.interviews_wanted(form_id):
            return form_id, None
    raise InterviewError(
        _("This interview is finished already."),
        where=subject,
        to_do=_("fieldsurvey show {subject} shows it; to correct it: fieldsurvey reopen.").format(
            subject=subject
        ),
    )


def _choose_backcheck(
    workspace: Workspace, survey_file: SurveyFile, subject: str, form: str
) -> tuple[str, Interview | None]:
    """Return the questionnaire to ask again, and the back-check of this laptop that is open."""
    form_id, *_others = _applying(workspace, subject, form)
    for interview in survey_file.interviews():
        is_own = interview.device == survey_file.device and interview.subject == subject
        is_same = interview.keying is Keying.BACKCHECK and interview.form_id == form_id
        if is_own and is_same and interview.status in OPEN:
            return form_id, interview
    return form_id, None


def _applying(workspace: Workspace, subject: str, form: str) -> tuple[str, ...]:
    """Return the questionnaires of a subject, or the one that was asked for."""
    applying = workspace.forms(subject)
    if form and form not in applying:
        raise UsageError(
            _("The questionnaire “{form}” does not apply to {subject}.").format(
                form=form, subject=subject
            ),
            to_do=_("These do: {forms}.").format(forms=listed(applying)),
        )
    return (form,) if form else applying


def _members(workspace: Workspace, inspectors: Sequence[str]) -> tuple[str, ...]:
    team = workspace.campaign.team(workspace.team)
    members = team.members if team else ()
    strangers = [name for name in inspectors if name not in members]
    if strangers or len(inspectors) not in (0, 2) or len(set(inspectors)) != len(inspectors):
        raise UsageError(
            _("{name} is not in this team.").format(name=strangers[0])
            if strangers
            else _("Two different inspectors make an interview."),
            to_do=_("The team: {names}.").format(names=listed(members)),
        )
    return members


def last_pair(survey_file: SurveyFile) -> tuple[str, ...]:
    """Return the two who were there in the last interview of this laptop."""
    own = [
        interview
        for interview in survey_file.interviews()
        if interview.device == survey_file.device
        and interview.keying is Keying.DIALOGUE
        and interview.inspectors
    ]
    last = max(own, key=lambda interview: interview.last_seq, default=None)
    return last.inspectors if last else ()


def _version(survey_file: SurveyFile, digest: str) -> Questionnaire:
    """Return the version of a questionnaire that an interview was begun with."""
    known = kept_version(survey_file, digest)
    if known is None:
        raise InterviewError(
            _("The version of the questionnaire that this interview was begun with is not here."),
            to_do=_("Ask the team lead for the kit it came with."),
        )
    return known
