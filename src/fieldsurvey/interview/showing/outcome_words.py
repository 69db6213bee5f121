"""What became of an action in, the lines that tell it out: what is saved, or why not. Pure."""

from collections.abc import Iterator

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.paths import code_of
from fieldsurvey.interview.logic.wording import value_in_words
from fieldsurvey.interview.photos.words import saved_photo_words
from fieldsurvey.interview.rows.shown import change_lines
from fieldsurvey.interview.showing.columns import Line, one_line
from fieldsurvey.interview.showing.problem_words import check_line, check_text, problem_line
from fieldsurvey.interview.showing.screen import Heading, short_label
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.questionnaire.model import CheckKind


def outcome_lines(turn: Turn, heading: Heading) -> Iterator[Line]:
    """Yield what became of the last action: tick, withdrawals and problem, or why not taken."""
    if turn.refusal:
        yield from refusal_lines(turn.refusal)
    if turn.taken and turn.taken.entries:
        yield from _saved_lines(turn.taken, heading)


def refusal_lines(refusal: Refusal) -> list[Line]:
    """Return why something was not taken, and what to do."""
    return [[("class:warning", f"✗ {refusal.what} "), ("", refusal.to_do)]]


def _saved_lines(taken: Taken, heading: Heading) -> Iterator[Line]:
    conversation, path = taken.conversation, taken.path
    if taken.rows is not None:
        yield from change_lines(conversation, taken.rows)
    for entry in taken.entries:
        if taken.rows is not None and entry.question not in taken.withdrawn:
            continue
        if entry.question == path:
            label = code_of(path) or short_label(conversation, path)
            yield [
                ("class:saved", "✓ " + _("saved") + "  "),
                ("class:quiet", f"{label}  "),
                ("", _saved_words(conversation, entry)),
            ]
        elif entry.kind is Kind.WITHDRAW and (moot := short_label(conversation, entry.question)):
            yield [
                ("class:moot", "↶ " + _("withdrawn") + "  "),
                ("", _("{question}: no longer asked").format(question=moot)),
            ]
    rule = taken.problem
    is_answered = any(entry.kind is Kind.ANSWER for entry in taken.entries)
    is_still_to_come = path in (*conversation.undescribed, *conversation.unevidenced)
    if rule is not None and is_answered and not is_still_to_come:
        yield problem_line(rule, path, heading, conversation)
    for fired in taken.fired:
        check = conversation.evaluation.checks.get(fired)
        if check is not None and check.kind is CheckKind.REVIEWER:
            yield check_line(check, check_text(conversation, fired))


def _saved_words(conversation: Conversation, entry: Entry) -> str:
    """Return what was saved with one entry: the answer, the remark or the description."""
    if entry.kind is Kind.ANSWER:
        words = value_in_words(conversation.evaluation, entry.question, language())
        return one_line(words) or _("(left blank)")
    if entry.kind is Kind.PHOTO:
        return saved_photo_words(entry.value)
    if "remark" in entry.value:
        remark = entry.value["remark"]
        if code_of(entry.question):
            return _("reason: {reason}").format(reason=remark)
        return _("remark: {remark}").format(remark=remark) if remark else _("remark taken away")
    return _("description: {text}").format(text=entry.value["description"])
