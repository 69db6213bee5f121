"""A turn of the conversation in, the action the person chose at the terminal out."""

import time
from collections.abc import Callable
from datetime import datetime

from prompt_toolkit.input import Input
from prompt_toolkit.output import Output

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Leave, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.prompts.checking import ask_check
from fieldsurvey.interview.prompts.choosing import write_aside
from fieldsurvey.interview.prompts.commands import obey
from fieldsurvey.interview.prompts.describing import ask_description
from fieldsurvey.interview.prompts.photographing import ask_evidence, ask_picture
from fieldsurvey.interview.prompts.questions import ask_question
from fieldsurvey.interview.prompts.reviewing import ask_review
from fieldsurvey.interview.prompts.row_table import ask_rows
from fieldsurvey.interview.prompts.signing import SigningDesk
from fieldsurvey.interview.prompts.terminal import Terminal, place_of
from fieldsurvey.interview.showing.outcome_words import outcome_lines
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.signing import ANYBODY, Signers
from fieldsurvey.questionnaire.question_types import PICTURE


class TerminalPrompts:
    """Asks a person at a terminal; an `ask` for `conduct_interview`.

    Ctrl-C comes through as KeyboardInterrupt; a closed input leaves the interview.
    """

    def __init__(
        self,
        heading: Heading,
        signers: Signers = ANYBODY,
        *,
        album: Album | None = None,
        terminal: tuple[Input, Output] | None = None,
        now_s: Callable[[], float] = time.monotonic,
        now: Callable[[], datetime | None] = lambda: None,
    ) -> None:
        self._terminal = Terminal(heading, now, *(terminal or ()))
        self._desk = SigningDesk(self._terminal, signers, now_s)
        self._terminal.album = album

    def __call__(self, turn: Turn) -> Action:
        """Show what became of the last action, ask, and return the next action."""
        terminal = self._terminal
        terminal.say(outcome_lines(turn, terminal.heading))
        if turn.taken and terminal.typed[0] != place_of(turn.conversation.step()):
            terminal.typed = ("", "")
        try:
            if turn.refusal and turn.refusal.wants_remark:
                why = write_aside(terminal, turn, [[("class:question", _("Why is it so?"))]])
                if isinstance(why, str) and why:
                    return Answer(terminal.typed[1], why)
            return self._ask(turn)
        except EOFError:
            return Leave()

    def _ask(self, turn: Turn) -> Action:
        """Ask until there is an action; help changes nothing in the interview."""
        while True:
            step = turn.conversation.step()
            chosen = self._put(turn, step)
            if not isinstance(chosen, Command):
                return chosen
            action = obey(self._terminal, turn, step, chosen)
            if action is not None:
                return action

    def _put(self, turn: Turn, step: Step) -> Action | Command:
        match step.kind:
            case StepKind.REVIEW:
                return ask_review(self._terminal, turn, step, self._desk)
            case StepKind.DESCRIPTION:
                return ask_description(self._terminal, turn, step)
            case StepKind.EVIDENCE:
                return ask_evidence(self._terminal, turn, step)
            case StepKind.CHECK:
                return ask_check(self._terminal, turn, step)
            case StepKind.ROWS:
                return ask_rows(self._terminal, turn, step)
            case StepKind.QUESTION:
                return self._answer(turn, step)

    def _answer(self, turn: Turn, step: Step) -> Action | Command:
        if step.question and step.question.base_type in PICTURE:
            return ask_picture(self._terminal, turn, step)
        said = ask_question(self._terminal, turn, step)
        if isinstance(said, Command):
            return said
        self._terminal.typed = (place_of(step), said)
        return Answer(said)
