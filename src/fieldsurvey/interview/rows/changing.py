"""Rows that a person adds, copies and removes at the table of a repeat. Pure.

Takes a conversation at a table; gives what is to be saved, in one transaction, and the conversation
that follows, or a refusal. The entries are ordinary answers, notes, pictures and withdrawals.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Conversation, Removed, Taken
from fieldsurvey.interview.judging import read_said
from fieldsurvey.interview.logic.paths import row_path
from fieldsurvey.interview.places import first_in_row, is_table
from fieldsurvey.interview.rows.coming_and_going import (
    Deed,
    RowChange,
    Said,
    after_removal,
    answers_after,
    entries_between,
    with_copy,
    without_row,
)
from fieldsurvey.interview.rows.judged import evaluated, is_copied, without_broken
from fieldsurvey.interview.typed.refusal import NOT_ASKED, Refusal


def no_more_rows(conversation: Conversation) -> Taken | Refusal:
    """Go on past the rows of the table that stands here; none where none were told."""
    if conversation.evaluation.is_asked(conversation.at):
        return conversation.answer(str(conversation.row_count))
    onward = (
        conversation.forward()
        if conversation.ahead
        else conversation.moved(conversation.after_confirming(conversation.at))
    )
    return Taken(onward, (), conversation.at)


def add_row(conversation: Conversation) -> Taken | Refusal:
    """Add a row at the end of the table that stands here, and ask its first question."""
    number = conversation.row_count + 1
    taken = (
        conversation.answer(str(number))
        if is_table(conversation.evaluation, conversation.at)
        else _no_table()
    )
    if isinstance(taken, Refusal):
        return taken
    row = row_path(conversation.at, number)
    there = conversation.in_row(row, first_in_row(taken.conversation.evaluation, row))
    after = replace(taken.conversation, at=there.at, trail=there.trail, row=there.row)
    return replace(taken, conversation=after, rows=RowChange(Deed.ADDED, conversation.at, number))


def copy_row(conversation: Conversation, number: int) -> Taken | Refusal:
    """Add a row that says what row `number` says, and ask its first question.

    What is worked out once for each row, what would break a rule in the new one, remarks,
    descriptions and pictures are not copied.
    """
    to = conversation.row_count + 1
    if not 1 <= number < to or not conversation.evaluation.is_asked(conversation.at):
        return _no_table()
    count = read_said(conversation.evaluation, conversation.at, str(to))
    if isinstance(count, Refusal):
        return count
    row = row_path(conversation.at, to)
    wanted = with_copy(
        conversation.said(),
        conversation.at,
        number,
        to,
        lambda path: is_copied(conversation.evaluation, path),
    )
    wanted[conversation.at] = replace(wanted[conversation.at], answer=count)
    sound = without_broken(conversation.evaluation, wanted, row)
    change = RowChange(Deed.COPIED, conversation.at, to, copied_from=number)
    taken = _with_rows(conversation, sound, conversation.evaluation.values, change)
    there = conversation.in_row(row, first_in_row(taken.conversation.evaluation, row))
    after = replace(taken.conversation, at=there.at, trail=there.trail, row=there.row)
    return replace(taken, conversation=after)


def remove_row(conversation: Conversation, number: int) -> Taken | Refusal:
    """Remove row `number` of the table that stands here; the rows after it move up by one.

    `bring_back_row` undoes it until something else is said.
    """
    if not 1 <= number <= conversation.row_count or not conversation.evaluation.is_asked(
        conversation.at
    ):
        return _no_table()
    left = conversation.row_count - 1
    wanted = without_row(conversation.said(), conversation.at, number)
    wanted[conversation.at] = replace(wanted[conversation.at], answer=str(left) if left else None)
    moved = partial(after_removal, repeat=conversation.at, number=number)
    before = {new: v for old, v in conversation.evaluation.values.items() if (new := moved(old))}
    taken = _with_rows(
        conversation, wanted, before, RowChange(Deed.REMOVED, conversation.at, number), moved
    )
    trail = tuple(new for old in conversation.trail if (new := moved(old)) is not None)
    after = replace(taken.conversation, trail=trail)
    return replace(
        taken, conversation=replace(after, removed=Removed(conversation, number, after.said()))
    )


def bring_back_row(conversation: Conversation) -> Taken | Refusal:
    """Undo the removal of a row, if nothing else was said since."""
    removed = conversation.removed
    if removed is None or not can_bring_back(conversation):
        return Refusal(
            NOT_ASKED,
            _("There is no removed row that could be brought back."),
            _("Add a row, and answer it again."),
        )
    known = removed.before
    here = replace(conversation, at=known.at, trail=known.trail)
    change = RowChange(Deed.BROUGHT_BACK, known.at, removed.number)
    taken = _with_rows(here, known.said(), known.evaluation.values, change)
    # What was left for the review before the removal is left there again.
    back = replace(
        taken.conversation,
        removed=known.removed,
        undescribed=known.undescribed,
        unevidenced=known.unevidenced,
        unexplained=known.unexplained,
    )
    return replace(taken, conversation=back)


def can_bring_back(conversation: Conversation) -> bool:
    """Whether the row removed last can be brought back: nothing else was said since."""
    return conversation.removed is not None and conversation.said() == conversation.removed.after


def _with_rows(
    conversation: Conversation,
    wanted: Mapping[str, Said],
    before: Mapping[str, AnswerValue],
    change: RowChange,
    moved: Callable[[str], str | None] = str,
) -> Taken:
    """Say all that is wanted, and take back the rest; stay at the table.

    Args:
        conversation: At the table.
        wanted: By path.
        before: The values known until now, by the path they have then.
        change: What was done to the rows.
        moved: Gives the path that one of now has then.
    """
    saved = {
        path: what for path, what in conversation.said().items() if path not in conversation.unsaved
    }
    evaluation, said = evaluated(conversation.evaluation, wanted, before)
    entries = entries_between(saved, said, conversation.at, conversation.entry)
    order = answers_after(
        {p: a for p, a in conversation.evaluation.answers.items() if p in saved}, entries, said
    )
    moot = tuple(p for p, what in wanted.items() if what.answer is not None and p not in said)
    known = {moved(path) for path in conversation.problems}
    after = replace(
        conversation,
        evaluation=evaluation.in_order(order),
        remarks={path: what.remark for path, what in said.items() if what.remark},
        descriptions={p: what.description for p, what in said.items() if what.description},
        photos={path: what.photos for path, what in said.items() if what.photos},
        photos_absent={p: w.photos_absent for p, w in said.items() if w.photos_absent},
        ahead=(),
        unsaved=(),
    )
    row = row_path(conversation.at, change.number) if change.deed is Deed.COPIED else None
    fired = {moved(path) or "": check for path, check in conversation.evaluation.fired.items()}
    raised = after.with_raised(conversation.at, fired)
    waiting = replace(
        raised,
        undescribed=tuple(p for p in raised.undescribed if _is_news(p, known, row)),
        unevidenced=tuple(p for p in raised.unevidenced if _is_news(p, known, row)),
    )
    new = tuple(path for path in evaluation.fired if path not in fired)
    return Taken(waiting, entries, conversation.at, moot, new, change)


def _is_news(path: str, known: Collection[str | None], row: str | None) -> bool:
    """Say whether a problem came by the change of rows, and is not only copied with one."""
    return path not in known and not (row and path.startswith(row))


def _no_table() -> Refusal:
    return Refusal(
        NOT_ASKED,
        _("The rows here follow from another answer, or there is no such row."),
        _("Correct the answer that they follow from, or choose a row of the table."),
    )
