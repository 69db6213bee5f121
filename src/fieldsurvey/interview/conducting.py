"""Conducts an interview: asks, takes, saves, and only then goes on.

The seam between the pure conversation and the world: `ask` may be a person at a terminal, a list
of replies in a test, or anything else that answers a `Turn` with an action; `save` returns once
what it was given cannot be lost.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import attach, detach, explain_absence
from fieldsurvey.interview.finishing import finish
from fieldsurvey.interview.rows.acting import (
    OpenRow,
    RowChangeAction,
    RowMove,
    ToRow,
    change_rows,
    move_to_row,
)
from fieldsurvey.interview.showing.step import StepKind
from fieldsurvey.interview.signing import ANYBODY, Signature, Signers
from fieldsurvey.interview.typed.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """Text as typed, or a special answer, for the question asked.

    At a problem it is its description, then why there is no photo of it; at a check the reason.
    """

    said: AnswerValue
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A remark on a question."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Describe:
    """What, who, since when of the problem at `path`."""

    path: str
    text: str


@dataclass(frozen=True, slots=True)
class Explain:
    """Why the answers of a check, `check:C-03`, are as they are; blank leaves it for the review."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Attach:
    """Pictures, kept in the workspace already, for the question at `path`."""

    path: str
    photos: tuple[Photo, ...]


@dataclass(frozen=True, slots=True)
class Detach:
    """Take a picture away from the question at `path`."""

    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class NoPhoto:
    """Why there is no picture of the problem at `path`; blank leaves that for the review."""

    path: str
    why: str


@dataclass(frozen=True, slots=True)
class Back:
    """To the question really asked before."""


@dataclass(frozen=True, slots=True)
class Forward:
    """To the next question, without answering this one."""


@dataclass(frozen=True, slots=True)
class Jump:
    """To any question; '' is the review."""

    path: str


@dataclass(frozen=True, slots=True)
class Speak:
    """Go on in another language, which whoever asks speaks already."""

    language: str


@dataclass(frozen=True, slots=True)
class Leave:
    """Leave the interview; it goes on here next time."""


@dataclass(frozen=True, slots=True)
class HandOn:
    """Let others sit down at the keyboard; what they say is said by them."""


@dataclass(frozen=True, slots=True)
class Finish:
    """Finish the interview, signed by two inspectors."""

    signatures: tuple[Signature, ...]


Showing: TypeAlias = Attach | Detach | NoPhoto
Said: TypeAlias = Answer | Remark | Describe | Explain | Showing | RowChangeAction
"""What makes entries."""

Move: TypeAlias = Back | Forward | Jump | RowMove | Speak
"""What changes only what is on the screen."""

Action: TypeAlias = Said | Move | Leave | HandOn | Finish


@dataclass(frozen=True, slots=True)
class Turn:
    """What whoever asks is given each time: where the conversation is, and what became of it."""

    conversation: Conversation
    taken: Taken | None = None
    """What was just taken, and has been saved."""
    refusal: Refusal | None = None
    """Why the last action was not taken."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How conducting an interview ended."""

    conversation: Conversation
    is_finished: bool
    """False where it was left, to go on with later."""
    is_handed_on: bool = False
    """Whether it goes on at once, with others at the keyboard."""


Ask: TypeAlias = Callable[[Turn], Action]
Save: TypeAlias = Callable[[Sequence[Entry]], object]


def conduct_interview(
    conversation: Conversation, ask: Ask, save: Save, signers: Signers = ANYBODY
) -> Ended:
    """Ask until the interview is left or finished; each answer is saved before the next question.

    Whatever `ask` or `save` raises comes through: what was saved until then is all there is.

    Args:
        conversation: Where to start.
        ask: Says what is done next.
        save: Keeps the entries of one action in one transaction; the tick follows its return.
        signers: Those who may sign.
    """
    turn = Turn(conversation)
    while True:
        action = ask(turn)
        if isinstance(action, Leave):
            return Ended(turn.conversation, is_finished=False)
        if isinstance(action, HandOn):
            return Ended(turn.conversation, is_finished=False, is_handed_on=True)
        if isinstance(action, Finish):
            entry = finish(turn.conversation, action.signatures, signers)
            if not isinstance(entry, Refusal):
                save((entry,))
                return Ended(turn.conversation, is_finished=True)
            turn = Turn(turn.conversation, refusal=entry)
            continue
        turn = _next_turn(turn.conversation, action, save)


def _next_turn(conversation: Conversation, action: Said | Move, save: Save) -> Turn:
    if isinstance(action, Move):
        return Turn(_move(conversation, action))
    taken = _take(conversation, action)
    if isinstance(taken, Refusal):
        return Turn(conversation, refusal=taken)
    if taken.entries:
        save(taken.entries)
    return Turn(taken.conversation, taken=taken)


def _move(conversation: Conversation, action: Move) -> Conversation:
    match action:
        case Back():
            return conversation.back()
        case Forward():
            return conversation.forward()
        case Jump(path):
            return conversation.jump(path)
        case ToRow() | OpenRow():
            return move_to_row(conversation, action)
        case Speak():
            return conversation


def _take(conversation: Conversation, action: Said) -> Taken | Refusal:
    match action:
        case Remark(path, text):
            return conversation.remark(path, text)
        case Describe(path, text):
            return conversation.describe(path, text)
        case Explain(path, reason):
            return conversation.explain(path, reason)
        case Answer():
            return _take_answer(conversation, action)
        case Attach() | Detach() | NoPhoto():
            return _show(conversation, action)
    return change_rows(conversation, action)


def _show(conversation: Conversation, action: Showing) -> Taken | Refusal:
    match action:
        case Attach(path, photos):
            return attach(conversation, path, photos)
        case Detach(path, sha256):
            return detach(conversation, path, sha256)
        case NoPhoto(path, why):
            return explain_absence(conversation, path, why)


def _take_answer(conversation: Conversation, action: Answer) -> Taken | Refusal:
    """Take what was typed for what it was asked for: an answer, a description, a reason."""
    said = action.said
    step = conversation.step()
    if isinstance(said, str):
        match step.kind:
            case StepKind.DESCRIPTION:
                return conversation.describe(step.path, said)
            case StepKind.EVIDENCE:
                return explain_absence(conversation, step.path, said)
            case StepKind.CHECK:
                return conversation.explain(step.path, said)
    return conversation.answer(said, action.remark)
