"""A turn of the conversation in, the action the person typed out; line by line."""

import time
from collections.abc import Callable
from datetime import datetime

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Describe, Explain, Finish, Leave, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.plain.commands import obey
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.plain.photographing import PlainPhotos
from fieldsurvey.interview.plain.questions import ask_question
from fieldsurvey.interview.plain.row_table import ask_rows
from fieldsurvey.interview.plain.signing import PlainSigning
from fieldsurvey.interview.showing.menus import check_menu, overview_menu
from fieldsurvey.interview.showing.outcome_words import outcome_lines
from fieldsurvey.interview.showing.overview import overview
from fieldsurvey.interview.showing.overview_words import overview_lines
from fieldsurvey.interview.showing.problem_words import check_lines, description_lines
from fieldsurvey.interview.showing.screen import Heading, counts_line
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.signing import ANYBODY, Signers
from fieldsurvey.questionnaire.model import CheckKind
from fieldsurvey.questionnaire.question_types import PICTURE


class PlainPrompts:
    """Asks a person line by line; an `ask` for `conduct_interview`.

    The end of the lines leaves the interview; Ctrl-C comes through as KeyboardInterrupt.
    """

    def __init__(
        self,
        heading: Heading,
        signers: Signers = ANYBODY,
        *,
        desk: PlainDesk,
        album: Album | None = None,
        now_s: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._heading = heading
        self._desk = desk
        self._signing = PlainSigning(desk, signers, now_s)
        self._photos = PlainPhotos(desk, heading, album)
        self._now = now
        self._said_last = self._asked_last = ""
        self._sections: tuple[str, ...] | None = None

    def __call__(self, turn: Turn) -> Action:
        """Say what became of the last action, ask, and return the next action."""
        self._desk.begin()
        self._desk.say(outcome_lines(turn, self._heading))
        if self._sections is None:
            self._greet()
        try:
            if turn.refusal and turn.refusal.wants_remark:
                why = self._desk.ask(_("Why is it so? Enter alone corrects the answer"))
                if isinstance(why, str) and why:
                    return Answer(self._said_last, why)
            return self._ask(turn)
        except EOFError:
            return Leave()

    def _greet(self) -> None:
        """Say once whom it is with, and how to get help."""
        heading, now = self._heading, self._now()
        who = (heading.subject, heading.name, heading.place, f"{now:%H:%M}" if now else "")
        self._desk.tell(" · ".join(filter(None, who)), _("/? lists the commands."))
        self._sections = ()

    def _ask(self, turn: Turn) -> Action:
        """Ask until there is an action; help changes nothing in the interview."""
        while True:
            step = turn.conversation.step()
            self._place(turn, step)
            chosen = self._put(turn, step)
            if not isinstance(chosen, Command):
                return chosen
            if chosen is Command.LANGUAGE:
                self._asked_last = ""
            action = self._obey(turn, step, chosen)
            if action is not None:
                return action

    def _place(self, turn: Turn, step: Step) -> None:
        """Say which section begins, and which question of how many it is."""
        self._desk.tell("")
        if step.kind is not StepKind.QUESTION:
            self._asked_last = ""
        if step.sections != self._sections and step.sections:
            self._desk.tell(" › ".join(step.sections))
        self._sections = step.sections
        self._desk.say([counts_line(turn.conversation)])

    def _put(self, turn: Turn, step: Step) -> Action | Command:
        match step.kind:
            case StepKind.REVIEW:
                return self._review(turn)
            case StepKind.DESCRIPTION:
                return self._describe(turn, step)
            case StepKind.EVIDENCE:
                return self._photos.ask_evidence(turn, step)
            case StepKind.CHECK:
                return self._check(turn, step)
            case StepKind.ROWS:
                return ask_rows(self._desk, turn, step)
            case StepKind.QUESTION:
                return self._answer(turn, step)

    def _obey(self, turn: Turn, step: Step, command: Command) -> Action | None:
        if command is Command.PHOTO:
            return self._photos.photograph(turn, step)
        return obey(self._desk, turn.conversation, step, command)

    def _answer(self, turn: Turn, step: Step) -> Action | Command:
        if step.question and step.question.base_type in PICTURE:
            return self._photos.ask_picture(turn, step)
        said = ask_question(self._desk, step, is_again=step.path == self._asked_last)
        self._asked_last = step.path
        if isinstance(said, Command):
            return said
        self._said_last = said
        return Answer(said)

    def _review(self, turn: Turn) -> Action | Command:
        whole = overview(turn.conversation)
        self._desk.say(overview_lines(whole))
        menu = overview_menu(whole, turn.conversation, self._heading)
        chosen = self._desk.choose(_("Number"), menu)
        return self._signing.sign() if isinstance(chosen, Finish) else chosen

    def _describe(self, turn: Turn, step: Step) -> Describe | Command:
        self._desk.say(description_lines(step, self._heading, turn.conversation))
        text = self._desk.ask(_("Description"), step.description)
        return text if isinstance(text, Command) else Describe(step.path, text)

    def _check(self, turn: Turn, step: Step) -> Action | Command:
        self._desk.say(check_lines(step, turn.conversation))
        if step.check is not None and step.check.kind is CheckKind.FIX:
            return self._desk.choose(_("Number"), check_menu(step, turn.conversation))
        reason = self._desk.ask(_("Reason"), step.remark)
        return reason if isinstance(reason, Command) else Explain(step.path, reason)
