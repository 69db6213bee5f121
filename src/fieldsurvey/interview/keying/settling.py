"""A difference between two keyings and what the paper says in; the lines that settle it out. Pure.

What is kept goes into the first keying as an ordinary answer, with all that follows from it. If
that one was finished it is opened again for it, and finished again once nothing is open.
"""

from dataclasses import dataclass, replace
from typing import Self

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _
from fieldsurvey.interview.keying.comparing import Difference
from fieldsurvey.interview.keying.faults import faults
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.layout import layout_of
from fieldsurvey.interview.keying.starting import finish_paper
from fieldsurvey.interview.rows.coming_and_going import as_json
from fieldsurvey.interview.typed.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Settling:
    """The first keying while its differences from the second are settled."""

    keyed: Keyed
    second: str
    """Id of the second keying."""
    who: str
    """Who looks at the paper and decides."""
    is_open: bool
    """Whether the first keying takes answers: it was not finished, or is opened again."""
    is_reopened: bool = False
    """Whether it was opened again for this."""
    entries: tuple[Entry, ...] = ()
    """To be saved in one transaction."""

    @classmethod
    def begin(cls, keyed: Keyed, second: str, *, is_reopened: bool = False) -> Self:
        """Begin, or go on where some differences are settled already.

        Args:
            keyed: The first keying.
            second: Id of the second.
            is_reopened: Whether the first was opened again for it before.
        """
        conversation = keyed.conversation
        is_open = conversation.interview.status is not Status.FINISHED
        return cls(keyed, second, conversation.who, is_open, is_reopened)

    def settle(self, difference: Difference, kept: AnswerValue) -> Self | Refusal:
        """Keep what the paper says in one field; refuse what the questionnaire does not take.

        Where the conditions skip the field, what the paper says is set aside with that reason.
        """
        settling = self
        if kept != difference.first or self._is_skipped_ink(difference.path):
            keyed = self._kept(difference.path, kept)
            if isinstance(keyed, Refusal):
                return keyed
            kept = keyed.conversation.evaluation.answers.get(difference.path, kept)
            settling = replace(self._opened(), keyed=keyed.saved())
            settling = settling._said(*keyed.entries)
        how = {
            "first": as_json(difference.first),
            "second": as_json(difference.second),
            "kept": as_json(kept),
        }
        return settling._said(self._decision({"settled": {difference.path: how}}))

    def finish(self, fields: int) -> Self:
        """Say that nothing is open any more, and finish the first keying again if it can be.

        Args:
            fields: How many were compared.
        """
        settling = self
        if self.is_reopened:
            finished = finish_paper(self.keyed.conversation)
            is_clean = not faults(self.keyed, layout_of(self.keyed.conversation.evaluation))
            if is_clean and not isinstance(finished, Refusal):
                settling = replace(self._said(finished), is_open=False, is_reopened=False)
        return settling._said(self._decision({"settled": {}, "fields": fields}))

    def saved(self) -> Self:
        """Return the same with nothing left to be saved."""
        return replace(self, entries=())

    def _kept(self, path: str, kept: AnswerValue) -> Keyed | Refusal:
        keyed = self.keyed.take(path, kept)
        if path not in keyed.ink:
            return keyed
        if not keyed.conversation.evaluation.is_asked(path):
            return keyed.explain(path, _("second keying"))
        layout = layout_of(keyed.conversation.evaluation)
        refusals = [fault.refusal for fault in faults(keyed, layout) if fault.path == path]
        return refusals[0] if refusals else keyed

    def _is_skipped_ink(self, path: str) -> bool:
        """Say whether what was kept before made the first keyer's own answer moot."""
        is_asked = self.keyed.conversation.evaluation.is_asked(path)
        return path in self.keyed.ink and not is_asked

    def _opened(self) -> Self:
        if self.is_open:
            return self
        value: dict[str, object] = {"reason": _("second keying"), "compared": self.second}
        reopened = replace(self, is_open=True, is_reopened=True)
        return reopened._said(_entry(self._first, Kind.REOPEN, value, self.who))

    @property
    def _first(self) -> Interview:
        return self.keyed.conversation.interview

    def _decision(self, said: dict[str, object]) -> Entry:
        value = {"compared": self.second, "with": self._first.id, **said}
        return _entry(self._first, Kind.DECISION, value, self.who)

    def _said(self, *entries: Entry) -> Self:
        return replace(self, entries=(*self.entries, *entries))


def _entry(first: Interview, kind: Kind, value: dict[str, object], who: str) -> Entry:
    return Entry(kind, first.id, value=value, questionnaire=first.questionnaire, who=who)
