"""What the terminal shows, as styled pieces of text. Pure: knows no terminal.

A line is a list of (style, text); styles are class names that mean the same in every place:
`heading`, `quiet`, `question`, `hint`, `saved`, `problem`, `warning`, `moot`, `key`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keys import command_keys, shown_key
from fieldsurvey.interview.logic.wording import fill_references, special_in_words
from fieldsurvey.interview.photos.words import evidence_summary
from fieldsurvey.interview.rows.named import rows_in_words
from fieldsurvey.interview.showing.columns import Line, beside, cut, one_line, pad
from fieldsurvey.interview.showing.review import progress
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.questionnaire.model import LocalText, in_language

_ROW_WIDTH = 16
"""Columns for the row that a question of a list stands in: `2 文秀`."""

SEARCHED_FROM = 40
"""Choices from which on a list is searched by typing instead of numbered."""

STYLES = {
    "heading": "bold",
    "quiet": "",
    "question": "bold nounderline",
    "hint": "",
    "understood": "bold",
    "saved": "ansigreen",
    "problem": "bold ansired",
    "warning": "bold",
    "moot": "ansimagenta",
    "key": "reverse",
    "pointer": "bold",
    "highlighted": "bold",
    "selected": "bold",
    "answer": "",
    "qmark": "",
    "instruction": "",
}
"""Only colours of the terminal's own sixteen that every theme makes readable on its background:
bright black and bold yellow are not; and no colour without a mark or a word that says the same."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom the interview is with: what stands at the top of every screen."""

    subject: str
    """`0103-07`."""
    name: str = ""
    """Head of the household; blank for a village."""
    place: str = ""
    """Village, and township."""
    categories: Mapping[str, LocalText] = field(default_factory=dict)
    """Names of what problems are about, by code: `water`."""


def heading_lines(
    heading: Heading, conversation: Conversation, step: Step, columns: int, clock: str = ""
) -> list[Line]:
    """Return who, where and when; which section, which question of how many, and what is open.

    Args:
        heading: Whom the interview is with.
        conversation: Where it is.
        step: What is asked.
        columns: Of the window; the time stands at its right edge where there is room.
        clock: The time of day, as it is shown.
    """
    who = " · ".join(filter(None, (heading.subject, heading.name, heading.place)))
    called = conversation.evaluation.instance_name
    if not all(word in who for word in called.split()):
        who += f" · {called}"
    first: Line = [("class:heading", pad(who, max(0, columns - len(clock) - 2)))]
    if clock:
        first.append(("class:quiet", f"  {clock}"))
    where = " › ".join(step.sections)
    counts: Line = [("class:quiet", f"{where}  " if where else "")]
    return [first, counts + counts_line(conversation), []]


def counts_line(conversation: Conversation) -> Line:
    """Return which question it is, how many are still needed, and how many are problems."""
    done = progress(conversation)
    line: Line = [
        (
            "class:quiet",
            _("question {number} of {count}").format(number=done.number, count=done.count),
        )
    ]
    if missing := done.unanswered_required:
        line.append(("class:quiet", " · " + _("{count} still needed").format(count=missing)))
    if done.problems:
        told = ngettext("{count} problem", "{count} problems", done.problems)
        line += [("", " · "), ("class:problem", "▲ " + told.format(count=done.problems))]
    return line


def question_lines(step: Step) -> list[Line]:
    """Return what is said before the question, the question, and its hint."""
    question = step.question
    assert question is not None
    lines: list[Line] = [[("class:hint", note)] for note in step.notes]
    number = f"{question.number}  " if question.number else ""
    unit = in_language(question.unit, language())
    asked = f"{number}{step.label}" + (f" ({unit})" if unit else "")
    lines.append(
        [("class:question", asked), ("class:quiet", "" if step.is_required else _optional())]
    )
    lines += [[("class:hint", said)] for said in (step.hint, step.guidance) if said]
    if step.media:
        lines.append([("class:hint", " ".join(step.media))])
    if isinstance(step.answer, SpecialAnswer):
        answer = special_in_words(step.answer, language())
        lines.append([("class:quiet", _("Answered: {answer}").format(answer=answer))])
    if step.remark:
        lines.append([("class:quiet", _("Remark: {remark}").format(remark=step.remark))])
    if step.description:
        lines.append(
            [("class:quiet", _("Described: {description}").format(description=step.description))]
        )
    lines += evidence_summary(step)
    return lines


def blank_row(step: Step) -> str:
    """Return what stands for no choice, above the choices."""
    words = _("no answer yet") if step.is_required else _("leave blank")
    return f"—  {words}"


def _optional() -> str:
    return "  " + _("may be left blank")


def short_label(conversation: Conversation, path: str, width: int = 40) -> str:
    """Return number, row and label of a question, cut to at most `width` columns."""
    question = conversation.evaluation.question(path)
    label = fill_references(question.label, conversation.evaluation, path, language())
    rows = rows_in_words(conversation.evaluation, path, language())
    row = f"[{cut(rows, _ROW_WIDTH)}]" if rows else ""
    return cut(one_line(" ".join((question.number, row, label))), width)


def key_lines(columns: int, *, in_row: bool = False) -> list[Line]:
    """Return the keys, as they stand at the bottom of every screen; none is broken in two.

    Args:
        columns: Of the window.
        in_row: Whether a row of a repeat is asked about.
    """
    keys: list[Line] = [
        [("class:key", f"{key.shown} "), ("", key.word)] for key in command_keys(in_row=in_row)
    ]
    loose, tight = (beside(keys, columns, blanks) for blanks in (2, 1))
    return tight if len(tight) < len(loose) else loose


def help_lines(*, in_row: bool = False) -> list[Line]:
    """Return what every key does; not more than 24 rows of 80 columns.

    Args:
        in_row: Whether a row of a repeat is asked about.
    """
    lines: list[Line] = [[("class:heading", _("Keys"))]]
    for key in command_keys(in_row=in_row):
        names = ", ".join([key.shown, *(shown_key(twin) for twin in key.twins)])
        lines.append(_help_line(names, f"{key.word}: {key.meaning}"))
    return [
        *lines,
        _help_line("1 2 3 …", _("Choose by the number on the paper form.")),
        _help_line(
            "a b c …", _("In a long list: a part of the name, pinyin initials, or the code.")
        ),
        _help_line("↑ ↓", _("Move among the choices; blank marks several.")),
        _help_line("Enter", _("Take the answer and go on.")),
        [],
        [("class:question", _("Any key: back to the question."))],
    ]


def _help_line(keys: str, meaning: str) -> Line:
    return [("class:key", pad(f" {keys}", 21)), ("", f" {meaning}")]
