"""The table of the rows of a repeat, and what became of one, in words. Pure: knows no terminal."""

from collections.abc import Iterator
from dataclasses import dataclass

from rich.cells import cell_len

from fieldsurvey.i18n import _, language, listed, ngettext
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.paths import row_path
from fieldsurvey.interview.logic.wording import fill_references, value_in_words
from fieldsurvey.interview.places import asked_in, paths_in_row
from fieldsurvey.interview.rows.changing import can_bring_back
from fieldsurvey.interview.rows.coming_and_going import Deed, RowChange
from fieldsurvey.interview.rows.named import row_name
from fieldsurvey.interview.showing.columns import Line, cut, one_line, pad
from fieldsurvey.interview.showing.review import fault_of
from fieldsurvey.interview.showing.step import Step

_NAME_WIDTH = 24
_TOLD_MOST = 6
"""Answers of a removed row that are said; it can be brought back whole."""


@dataclass(frozen=True, slots=True)
class TableRow:
    """One row of a repeat, as it stands."""

    number: int
    """From 1."""
    name: str
    answered: int
    asked: int
    """Questions asked in it as things stand."""
    problems: int
    faults: int
    """Answers that must be mended before the interview can be finished."""

    @property
    def is_complete(self) -> bool:
        """Whether everything asked in it is answered."""
        return self.answered == self.asked


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a repeat, and what can be done with them."""

    rows: tuple[TableRow, ...]
    """In their order."""
    decides: bool
    """Whether the person says how many there are."""
    undo: str
    """What can be brought back, in words; '' for nothing."""


def table_of(conversation: Conversation, repeat: str) -> Table:
    """Return the table of the repeat at a path."""
    evaluation = conversation.evaluation
    count = evaluation.rows.get(repeat, 0)
    return Table(
        tuple(_table_row(conversation, repeat, number) for number in range(1, count + 1)),
        evaluation.is_asked(repeat),
        removed_in_words(conversation) if can_bring_back(conversation) else "",
    )


def row_titles(rows: tuple[TableRow, ...], columns: int) -> list[str]:
    """Return each row in one line of at most so many columns, after the number that opens it."""
    digits = len(str(len(rows)))
    told = [_answered(row) for row in rows]
    room = columns - digits - 2 - max(map(cell_len, told), default=0) - 2 - len(" ▲ ✗")
    longest = max((cell_len(row.name) for row in rows), default=0)
    width = min(_NAME_WIDTH, max(4, room), max(1, longest))
    return [
        f"{pad(str(row.number), digits)}  {pad(cut(row.name or '—', width), width)}"
        f"  {said}{' ▲' * bool(row.problems)}{' ✗' * bool(row.faults)}"
        for row, said in zip(rows, told, strict=True)
    ]


def table_lines(step: Step, table: Table) -> list[Line]:
    """Return what stands above the rows: what they are, and the keys that change them."""
    assert step.question is not None
    lines: list[Line] = [[("class:hint", note)] for note in step.notes]
    label = f"{step.question.number}  {step.label}".strip()
    if not table.rows:
        told = _("How many are there? Type the number; + adds one; 0 if there are none.")
        return [
            *lines,
            [("class:question", label)],
            [("class:hint", told)],
            *_undo_lines(table.undo),
        ]
    count = ngettext("{count} row", "{count} rows", len(table.rows)).format(count=len(table.rows))
    lines.append([("class:question", label), ("class:quiet", f"  {count}")])
    if table.decides:
        keys = (("+", _("add a row")), ("*", _("copy this row")), ("-", _("remove this row")))
        line: Line = []
        for key, word in keys:
            line += [("class:key", f"{key} "), ("", f"{word}   ")]
        lines.append(line)
    else:
        lines.append([("class:hint", _("The rows follow from another answer."))])
    return [*lines, *_undo_lines(table.undo)]


def removal_question(conversation: Conversation, repeat: str, row: TableRow) -> str:
    """Return what is asked before a row that holds answers is removed."""
    return ngettext(
        "Remove {row}, with {count} answer?", "Remove {row}, with {count} answers?", row.answered
    ).format(row=row_in_words(conversation, repeat, row.number), count=row.answered)


def row_in_words(conversation: Conversation, repeat: str, number: int) -> str:
    """Return which row it is: `Member 2 文秀`."""
    evaluation = conversation.evaluation
    label = fill_references(evaluation.question(repeat).label, evaluation, repeat, language())
    name = row_name(evaluation, row_path(repeat, number), language())
    return " ".join(filter(None, (label, str(number), name)))


def removed_in_words(conversation: Conversation) -> str:
    """Return which row was removed last: `Member 2 文秀`; '' where none was."""
    removed = conversation.removed
    return row_in_words(removed.before, removed.before.at, removed.number) if removed else ""


def change_lines(conversation: Conversation, change: RowChange) -> Iterator[Line]:
    """Yield what became of a row that came or went."""
    if change.deed is Deed.REMOVED:
        yield [("class:moot", "↶ " + _("removed") + "  "), ("", _removed(conversation))]
        return
    row = row_in_words(conversation, change.repeat, change.number)
    if change.deed is Deed.COPIED:
        yield [
            ("class:saved", "✓ " + _("copied") + "  "),
            ("", _("{number} → {row}").format(number=change.copied_from, row=row)),
        ]
    else:
        done = _("added") if change.deed is Deed.ADDED else _("brought back")
        yield [("class:saved", f"✓ {done}  "), ("", row)]


def _removed(conversation: Conversation) -> str:
    """Return which row was removed and what it said, for whoever wants to say it again."""
    removed = conversation.removed
    assert removed is not None
    before, repeat = removed.before.evaluation, removed.before.at
    row = row_path(repeat, removed.number)
    answered = [path for path in asked_in(before, row) if before.answers.get(path)]
    told = [
        cut(one_line(value_in_words(before, path, language())), 20)
        for path in answered[:_TOLD_MOST]
    ]
    words = removed_in_words(conversation)
    if not told:
        return words
    return f"{words}: {listed(told)}{' …' if len(answered) > _TOLD_MOST else ''}"


def _undo_lines(undo: str) -> list[Line]:
    if not undo:
        return []
    told = _("brings back: {row}").format(row=undo)
    return [[("class:key", "U "), ("class:moot", told)]]


def _table_row(conversation: Conversation, repeat: str, number: int) -> TableRow:
    evaluation = conversation.evaluation
    row = row_path(repeat, number)
    asked = asked_in(evaluation, row)
    answered = [path for path in asked if path in evaluation.answers]
    judged = [path for path in paths_in_row(evaluation, row) if path not in asked]
    faults = [path for path in (*answered, *judged) if fault_of(conversation, path)]
    return TableRow(
        number,
        row_name(evaluation, row, language()),
        len(answered),
        len(asked),
        sum(path.startswith(row) for path in conversation.problems),
        len(faults),
    )


def _answered(row: TableRow) -> str:
    return _("{answered} of {asked} answered").format(answered=row.answered, asked=row.asked)
