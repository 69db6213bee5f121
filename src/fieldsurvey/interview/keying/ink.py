"""What the paper says and the questionnaire does not take, kept until somebody settles it. Pure.

Ink is text as keyed: a blank where an answer is needed, `?` where nobody can read it, a number
that breaks a rule, an answer to a question that the conditions skip. It is said in notes::

    {"paper": text}                        the paper says so, and it is not taken
    {"paper": null}                        taken, or keyed anew
    {"paper": null, "set_aside": text}     left out, for the reason in the remark
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Self

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.keying.codes import UNREADABLE
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.interview.typed.text import read_text

PAPER = "paper"
"""Key of a note that says what stands on the paper."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A conversation, and what the paper says beside it."""

    conversation: Conversation
    ink: Mapping[str, str] = field(default_factory=dict)
    """By path; '' where the paper is blank and an answer is needed."""
    entries: tuple[Entry, ...] = ()
    """Still to be saved."""

    def is_keyed(self, path: str) -> bool:
        """Say whether the field was gone through."""
        return path in self.ink or path in self.conversation.evaluation.answers

    def take(self, path: str, said: AnswerValue) -> Self:
        """Take what the paper says in one field: as an answer where it is one, else as ink.

        What the answer makes moot stays as ink, and ink that may now be an answer becomes one.
        """
        conversation = self.conversation
        if not conversation.evaluation.is_asked(path) or said == UNREADABLE:
            text = said if isinstance(said, str) else ""
            is_blank = not text and not conversation.evaluation.is_asked(path)
            return self._note(path, None if is_blank else text)
        taken = conversation.jump(path).answer(said, conversation.remarks.get(path, ""))
        if isinstance(taken, Refusal):
            return self._note(path, said if isinstance(said, str) else "")
        return self._after(taken)._note(path, None)._catch_up()

    def explain(self, path: str, why: str) -> Self | Refusal:
        """Settle ink with a remark: take what is unusual, set aside what the conditions skip."""
        text, conversation = self.ink.get(path, ""), self.conversation
        why_said = read_text(why)
        if isinstance(why_said, Refusal):
            return why_said
        if conversation.evaluation.is_asked(path):
            if path not in self.ink:
                return self.remark(path, why_said)
            taken = conversation.jump(path).answer(text, why_said)
            if isinstance(taken, Refusal):
                return taken
            return self._after(taken)._note(path, None)._catch_up()
        remarked = self.remark(path, why_said)
        if isinstance(remarked, Refusal):
            return remarked
        return remarked._note(path, None, set_aside=text)

    def remark(self, path: str, text: str) -> Self | Refusal:
        """Take a remark on the question at `path`."""
        taken = self.conversation.remark(path, text)
        return taken if isinstance(taken, Refusal) else self._after(taken)

    def describe(self, path: str, text: str) -> Self | Refusal:
        """Take what the paper says of the problem at `path`."""
        taken = self.conversation.describe(path, text)
        return taken if isinstance(taken, Refusal) else self._after(taken)

    def saved(self) -> Self:
        """Return the same with nothing left to be saved."""
        return replace(self, entries=())

    def _after(self, taken: Taken) -> Self:
        before = self.conversation.evaluation
        after = replace(
            self, conversation=taken.conversation, entries=(*self.entries, *taken.entries)
        )
        for path in taken.withdrawn:
            said = before.answers.get(path)
            if isinstance(said, str) and said and path not in before.kept:
                after = after._note(path, said)
        return after

    def _catch_up(self) -> Self:
        """Take as answers what stands in ink and is asked by now."""
        keyed = self
        for path, text in self.ink.items():
            if text == UNREADABLE or not keyed.conversation.evaluation.is_asked(path):
                continue
            remark = keyed.conversation.remarks.get(path, "")
            taken = keyed.conversation.jump(path).answer(text, remark)
            if isinstance(taken, Taken):
                keyed = keyed._after(taken)._note(path, None)
        return keyed

    def _note(self, path: str, text: str | None, set_aside: str | None = None) -> Self:
        if self.ink.get(path) == text:
            return self
        value: dict[str, object] = {PAPER: text}
        if set_aside is not None:
            value["set_aside"] = set_aside
        interview = self.conversation.interview
        entry = Entry(
            kind=Kind.NOTE,
            interview=interview.id,
            question=path,
            value=value,
            questionnaire=interview.questionnaire,
            who=self.conversation.who,
        )
        ink = {other: said for other, said in self.ink.items() if other != path}
        if text is not None:
            ink[path] = text
        return replace(self, ink=ink, entries=(*self.entries, entry))


def ink_of(lines: Iterable[Line]) -> dict[str, str]:
    """Return the ink that is not settled, by path, from the lines of an interview."""
    ink: dict[str, str] = {}
    for line in lines:
        said = line.entry.value
        if line.entry.kind is not Kind.NOTE or not isinstance(said, dict) or PAPER not in said:
            continue
        ink.pop(line.entry.question, None)
        if isinstance(said[PAPER], str):
            ink[line.entry.question] = said[PAPER]
    return ink
