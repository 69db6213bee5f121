"""Watches an interview being conducted: wraps who asks and who saves, adds what they leave unsaid.

A jump costs no wait for the disk: it is saved with the next answer, or when the interview is left.
"""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from fieldsurvey.chain.lines.clock import Reading
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.errors import ChainError
from fieldsurvey.interview.conducting import (
    Action,
    Ask,
    Back,
    Forward,
    Jump,
    Leave,
    Save,
    Speak,
    Turn,
)
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.leaving import QuickExit
from fieldsurvey.interview.record.paradata import Watch
from fieldsurvey.interview.rows.acting import OpenRow, ToRow, move_to_row


class Watching:
    """Keeps a watch up to date while an interview goes on."""

    def __init__(self, watch: Watch, read: Callable[[], Reading], save: Save) -> None:
        """Begin to watch.

        Args:
            watch: As it stands now.
            read: Reads the clocks.
            save: Keeps what is pending when the interview is left; if it cannot be kept, leaving
                goes on without it.
        """
        self._watch = watch
        self._read = read
        self._save = save
        self._place = ""
        """Path on the screen at the last action."""

    def asking(self, ask: Ask) -> Ask:
        """Return an `ask` that notes what is done, and when."""

        def ask_and_note(turn: Turn) -> Action:
            if turn.taken and not turn.taken.entries:
                self._watch = self._watch.did(self._place, "unchanged")
            where = self._place = place_of(turn.conversation)
            try:
                action = ask(turn)
            except (KeyboardInterrupt, QuickExit):
                self.leave(where)
                raise
            if isinstance(action, Leave):
                self.leave(where)
            else:
                watch = self._watch.noticed(self._read(), where)
                self._watch = _noted(watch, where, action, turn.conversation)
            return action

        return ask_and_note

    def saving(self, save: Save) -> Save:
        """Return a `save` that keeps what is pending before what it is given."""

        def save_all(entries: Sequence[Entry]) -> None:
            save((*self._watch.pending, *entries))
            self._watch = self._watch.saved()

        return save_all

    def keying(self, save: Save) -> Save:
        """Return a `save` for fields keyed one after the other, where nobody is asked."""
        save_all = self.saving(save)

        def notice_and_save(entries: Sequence[Entry]) -> None:
            self._place = entries[0].question
            self._watch = self._watch.noticed(self._read(), self._place)
            save_all(entries)

        return notice_and_save

    def hand_on(self, who: str) -> None:
        """Go on with another at the keyboard; what is pending was done by the one before.

        Raises:
            ChainError: It cannot be saved.
        """
        if self._watch.pending:
            self._save(self._watch.pending)
        self._watch = replace(self._watch.saved(), who=who)

    def leave(self, where: str | None = None) -> None:
        """Note that the interview is left, at `where` or at the last place known."""
        where = self._place if where is None else where
        self._watch = self._watch.noticed(self._read(), where).left(where)
        with suppress(ChainError):
            self._save(self._watch.pending)
            self._watch = self._watch.saved()


def place_of(conversation: Conversation) -> str:
    """Return the path on the screen: of a question, a problem, a check; '' is the review."""
    waiting = (*conversation.undescribed, *conversation.unevidenced, *conversation.unexplained)
    return (*waiting, conversation.at)[0]


def _noted(watch: Watch, where: str, action: Action, conversation: Conversation) -> Watch:
    match action:
        case Back():
            return watch.did(where, "back")
        case Forward():
            return watch.did(where, "forward")
        case Jump(path):
            return watch.did(where, "jump", to=path)
        case ToRow() | OpenRow():
            return watch.did(where, "jump", to=move_to_row(conversation, action).at)
        case Speak(spoken):
            return watch.did(where, "language", to=spoken)
    return watch
