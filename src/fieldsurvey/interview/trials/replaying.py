"""A conversation and given answers in, the same entries that a person would have made, out. Pure.

What a person could not have entered is refused, every fault at once.
"""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from fieldsurvey.chain.interview import Photo
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.errors import Finding, InterviewError
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _, language, listed, ngettext
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.evidencing import attach, explain_absence
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import code_of, name_of
from fieldsurvey.interview.logic.wording import value_in_words
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.typed.refusal import NOT_ASKED, UNKNOWN_QUESTION, Refusal
from fieldsurvey.questionnaire.model import Question
from fieldsurvey.questionnaire.question_types import PICTURE


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What is given for one question."""

    said: AnswerValue | None = None
    """Text as typed, or a special answer; None where only a note is given."""
    remark: str = ""
    description: str = ""
    """What, who, since when, where the answer is a problem."""
    photo_files: tuple[str, ...] = ()
    """Files of pictures as they were named, to be kept in the workspace first."""
    photos: tuple[Photo, ...] = ()
    """Pictures that belong to it, kept in the workspace already."""
    no_photo: str = ""
    """Why there is none, where the answer is a problem."""
    where: str = ""
    """Where it was read: `0103-07.yaml:12`."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """A conversation gone through with given answers."""

    conversation: Conversation
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Attempt:
    """A conversation gone through with given answers, as far as they were taken."""

    conversation: Conversation
    entries: tuple[Entry, ...]
    not_taken: Mapping[str, Refusal]
    """Why something given was not taken, by path: what a person could not have entered."""
    to_mend: Mapping[str, Refusal]
    """What else keeps the interview from being finished, by path."""


def attempt(
    conversation: Conversation, answers: Mapping[str, GivenAnswer | AnswerValue]
) -> Attempt:
    """Go through the conversation with given answers as `replay` does, taking what can be taken.

    Args:
        conversation: New, or gone on with.
        answers: By path.
    """
    pass_ = _Pass(
        conversation,
        {
            path: given if isinstance(given, GivenAnswer) else GivenAnswer(given)
            for path, given in answers.items()
        },
    )
    pass_.go()
    pass_.show()
    pass_.check()
    return Attempt(pass_.conversation, tuple(pass_.entries), pass_.not_taken, pass_.to_mend)


def replay(
    conversation: Conversation, answers: Mapping[str, GivenAnswer | AnswerValue]
) -> Replayed:
    """Go through the conversation with given answers, as a person would.

    A question nothing is given for keeps its answer, else takes what is proposed, else stays
    blank.

    Args:
        conversation: New, or gone on with.
        answers: By path.

    Raises:
        InterviewError: With a finding for everything a person could not have entered, and for
            everything that keeps the interview from being finished.
    """
    tried = attempt(conversation, answers)
    if refusals := {**tried.not_taken, **tried.to_mend}:
        count = len(refusals)
        raise InterviewError(
            ngettext(
                "{count} answer cannot be taken; nothing was saved.",
                "{count} answers cannot be taken; nothing was saved.",
                count,
            ).format(count=count),
            where=conversation.interview.subject,
            findings=tuple(
                _finding(path, refusal, answers.get(path), conversation.interview.subject)
                for path, refusal in refusals.items()
            ),
        )
    return Replayed(tried.conversation, tried.entries)


def _finding(
    path: str, refusal: Refusal, given: GivenAnswer | AnswerValue | None, subject: str
) -> Finding:
    where = given.where if isinstance(given, GivenAnswer) else ""
    return Finding(refusal.code, where or subject, refusal.what, refusal.to_do, subject=path)


@dataclass(slots=True)
class _Pass:
    """One replay while it goes on."""

    conversation: Conversation
    given: Mapping[str, GivenAnswer]
    entries: list[Entry] = field(default_factory=list)
    asked: set[str] = field(default_factory=set)
    not_taken: dict[str, Refusal] = field(default_factory=dict)
    """One a path: the first is the cause, the rest follow from it."""
    to_mend: dict[str, Refusal] = field(default_factory=dict)
    """Of paths where everything given was taken."""

    def go(self) -> None:
        """Answer one question after the other until each was asked once."""
        while path := self._next():
            self.asked.add(path)
            given = self.given.get(path, GivenAnswer())
            evaluation = self.conversation.evaluation
            if given.said is None and path in evaluation.answers:
                self._take(path, self.conversation.remark(path, given.remark or self._kept(path)))
                self.conversation = self.conversation.forward()
                continue
            said = evaluation.proposal(path) if given.said is None else given.said
            is_left_out = said == "" and not self._is_picture(path, given)
            if is_left_out and evaluation.is_required(path):
                self.conversation = self.conversation.forward()
            elif self._take(path, self._answer(path, said, given)):
                self._describe()
                self._explain(self.conversation.unexplained)
            else:
                self.conversation = self.conversation.forward()

    def check(self) -> None:
        """Note what was given and never asked for, and what is still to be mended."""
        self._explain(tuple(self.conversation.evaluation.checks))
        for path, given in self.given.items():
            if path not in self.asked and (refusal := self._refuse_unasked(path, given)):
                self._note(path, refusal)
            elif given.description and path not in self.conversation.problems:
                self._note(path, _not_a_problem())
        gone_through = review(self.conversation)
        for row in gone_through.faults:
            if row.fault and row.path not in self.not_taken:
                self.to_mend[row.path] = row.fault
        for check in gone_through.check_faults:
            if check.fault and check.path not in self.not_taken:
                self.to_mend[check.path] = check.fault

    def _next(self) -> str:
        at = self.conversation.at
        if at and at not in self.asked:
            return at
        rest = (p for p in self.conversation.evaluation.asked() if p not in self.asked)
        path = next(rest, "")
        self.conversation = self.conversation.jump(path)
        return path

    def _take(self, path: str, taken: Taken | Refusal) -> bool:
        if isinstance(taken, Refusal):
            self._note(path, taken)
            return False
        self.conversation = taken.conversation
        self.entries += taken.entries
        return True

    def _answer(self, path: str, said: AnswerValue, given: GivenAnswer) -> Taken | Refusal:
        if self._is_picture(path, given):
            return attach(self.conversation, path, given.photos)
        return self.conversation.answer(said, given.remark)

    def _is_picture(self, path: str, given: GivenAnswer) -> bool:
        question = self.conversation.evaluation.question(path)
        return bool(given.photos) and question.base_type in PICTURE

    def _describe(self) -> None:
        for path in self.conversation.undescribed:
            described = self.given.get(path, GivenAnswer()).description
            self._take(path, self.conversation.describe(path, described))

    def _explain(self, paths: Iterable[str]) -> None:
        """Give the reasons there are for checks; what must be mended is left as it stands."""
        for path in paths:
            given = self.given.get(path, GivenAnswer())
            said = given.said if isinstance(given.said, str) else ""
            self._take(path, self.conversation.explain(path, given.remark or said))

    def show(self) -> None:
        """Attach what is given to what is asked and to what is a problem, once all is answered."""
        known = self.conversation.evaluation.plan.nodes
        for path, given in self.given.items():
            if name_of(path) not in known:
                continue
            if given.photos:
                self._take(path, attach(self.conversation, path, given.photos))
            if given.no_photo:
                self._take(path, explain_absence(self.conversation, path, given.no_photo))

    def _kept(self, path: str) -> str:
        return self.conversation.remarks.get(path, "")

    def _refuse_unasked(self, path: str, given: GivenAnswer) -> Refusal | None:
        evaluation = self.conversation.evaluation
        if code_of(path):
            return _refuse_reason(evaluation, path)
        if name_of(path) not in evaluation.plan.nodes:
            near = difflib.get_close_matches(name_of(path), evaluation.plan.nodes, n=3)
            return Refusal(
                UNKNOWN_QUESTION,
                _("The questionnaire has no question “{name}”.").format(name=path),
                _("Did you mean {near}?").format(near=listed(near))
                if near
                else _("fieldsurvey questionnaire show lists the questions."),
            )
        stands = _as_it_stands(evaluation, path)
        if given.said is None or given.said in (stands, evaluation.values.get(path)):
            return None
        return Refusal(
            NOT_ASKED,
            _("This question is not asked: the answers given to others rule it out.")
            if path not in evaluation.relevant
            else _("This question is never asked: its value is “{value}”.").format(value=stands),
            _("Leave it out, or correct the answers it depends on."),
        )

    def _note(self, path: str, refusal: Refusal) -> None:
        self.not_taken.setdefault(path, refusal)


def _as_it_stands(evaluation: Evaluation, path: str) -> str:
    """Return the value of a question in words, of a repeat its number of rows; '' of a group."""
    if isinstance(evaluation.plan.nodes[name_of(path)].item, Question):
        return value_in_words(evaluation, path, language())
    return str(evaluation.rows[path]) if path in evaluation.rows else ""


def _refuse_reason(evaluation: Evaluation, path: str) -> Refusal | None:
    """Return why a reason for a check is not taken; None where it is."""
    known = evaluation.plan.checks
    if code_of(path) not in known:
        near = difflib.get_close_matches(code_of(path), known, n=3)
        return Refusal(
            UNKNOWN_QUESTION,
            _("The questionnaire has no check “{code}”.").format(code=code_of(path)),
            _("Did you mean {near}?").format(near=listed(near))
            if near
            else _("fieldsurvey questionnaire show lists the checks."),
        )
    if path in evaluation.checks:
        return None
    return Refusal(
        NOT_ASKED,
        _("A reason is given, but these answers go together."),
        _("Leave the reason out."),
    )


def _not_a_problem() -> Refusal:
    return Refusal(
        NOT_ASKED,
        _("A description is given, but this answer is no problem."),
        _("Leave the description out, or say it in a remark."),
    )
