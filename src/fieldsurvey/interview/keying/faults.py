"""What was keyed so far in; what is wrong with it, all at once, out. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum

from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Taken
from fieldsurvey.interview.keying.codes import UNREADABLE
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.layout import Layout
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.typed import refusal as codes
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire.model import CheckKind


class FaultKind(Enum):
    """What is to be done about a fault."""

    OPEN = "open"
    """Passed over: key it."""
    REFUSED = "refused"
    """What the paper says is not taken: key it anew, or explain it where that is enough."""
    SKIPPED = "skipped"
    """Ink where the conditions skip the question (C-12): mend either, or set it aside."""
    RULE = "rule"
    """Taken, and breaks a rule with what was keyed later."""
    DESCRIBE = "describe"
    """A problem without what, who, since when."""
    CHECK = "check"
    """Answers that do not go together."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault."""

    path: str
    """Of a field, or of a check: `check:C-03`."""
    kind: FaultKind
    refusal: Refusal
    mend_at: str
    """Path of the field that is keyed anew; '' where there is none."""
    said: str = ""
    """What the paper says, as it was keyed."""
    is_explained: bool = False
    """Whether the questionnaire takes a reason for it."""

    @property
    def can_be_explained(self) -> bool:
        """Whether a remark settles it."""
        return self.kind is FaultKind.SKIPPED or self.is_explained or self.refusal.wants_remark


def faults(keyed: Keyed, layout: Layout, paths: Collection[str] | None = None) -> tuple[Fault, ...]:
    """Return every fault, in the order of the paper.

    Args:
        keyed: What was keyed.
        layout: The fields.
        paths: Those of one section; None for the whole paper, with what only the whole can show.
    """
    wanted = layout.paths if paths is None else paths
    found = {fault.path: fault for fault in _of_ink(keyed, layout, paths)}
    evaluation = keyed.conversation.evaluation
    for path in wanted:
        if evaluation.is_asked(path) and not keyed.is_keyed(path):
            found[path] = _open(path)
    for fault in _of_answers(keyed, layout, paths):
        found.setdefault(fault.path, fault)
    last = len(layout.paths)
    places = layout.places
    return tuple(sorted(found.values(), key=lambda f: places.get(f.mend_at or f.path, last)))


def open_fields(keyed: Keyed, layout: Layout) -> tuple[str, ...]:
    """Return the fields that are asked as things stand and not gone through yet."""
    evaluation = keyed.conversation.evaluation
    return tuple(
        path for path in layout.paths if evaluation.is_asked(path) and not keyed.is_keyed(path)
    )


def _of_ink(keyed: Keyed, layout: Layout, paths: Collection[str] | None) -> Iterator[Fault]:
    evaluation = keyed.conversation.evaluation
    for path, text in keyed.ink.items():
        if paths is not None and path not in paths:
            continue
        at = path if path in layout.places else ""
        if not evaluation.is_asked(path):
            yield Fault(path, FaultKind.SKIPPED, _skipped(), at, text)
        elif refusal := _refusal_of(keyed, path, text):
            yield Fault(path, FaultKind.REFUSED, refusal, at, text)


def _refusal_of(keyed: Keyed, path: str, text: str) -> Refusal | None:
    if text == UNREADABLE:
        return Refusal(
            codes.UNREADABLE,
            _("The paper cannot be read here."),
            _("Ask those who filled it in, and key what they say."),
        )
    conversation = keyed.conversation
    if not text and conversation.evaluation.is_required(path):
        return Refusal(
            codes.REQUIRED,
            _("The paper is blank here, and an answer is needed."),
            _("Ask those who filled it in, and key what they say."),
        )
    taken = conversation.jump(path).answer(text, conversation.remarks.get(path, ""))
    return None if isinstance(taken, Taken) else taken


def _of_answers(keyed: Keyed, layout: Layout, paths: Collection[str] | None) -> Iterator[Fault]:
    gone_through = review(keyed.conversation)
    for row in gone_through.faults:
        if row.fault is None or (paths is not None and row.path not in paths):
            continue
        is_description = row.fault.code == codes.NO_DESCRIPTION and row.mend_at == row.path
        if row.fault.code == codes.REQUIRED and not keyed.is_keyed(row.path):
            continue
        yield Fault(
            row.path,
            FaultKind.DESCRIBE if is_description else FaultKind.RULE,
            row.fault,
            row.mend_at if row.mend_at in layout.places else "",
            row.answer if isinstance(row.answer, str) else "",
        )
    for check in gone_through.check_faults:
        if check.fault and (paths is None or {*paths}.intersection(check.disagreeing)):
            mend_at = next((path for path in check.disagreeing if path in layout.places), "")
            can_be = check.check.kind is not CheckKind.FIX
            yield Fault(check.path, FaultKind.CHECK, check.fault, mend_at, is_explained=can_be)


def _open(path: str) -> Fault:
    refusal = Refusal(
        codes.REQUIRED, _("Not keyed yet."), _("Key it; Enter where the paper is blank.")
    )
    return Fault(path, FaultKind.OPEN, refusal, path)


def _skipped() -> Refusal:
    return Refusal(
        codes.NOT_ASKED,
        _("The paper has an answer that the answers before it rule out."),
        _("Key one or the other as the paper has it, or set it aside with a remark."),
    )
