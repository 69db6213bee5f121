"""An overview in, the lines and titles it is shown as out. Pure: knows no terminal."""

from collections.abc import Mapping

from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.logic.wording import fill_references, value_in_words
from fieldsurvey.interview.showing.columns import Line, cut, one_line, pad, wrap
from fieldsurvey.interview.showing.overview import (
    Gap,
    Mark,
    Overview,
    Tally,
    condition_of,
    marks_of,
    section_of,
)
from fieldsurvey.interview.showing.problem_words import problem_line
from fieldsurvey.interview.showing.review import CheckRow, ReviewRow, RowState
from fieldsurvey.interview.showing.screen import Heading, short_label
from fieldsurvey.questionnaire.condition_words import Wording
from fieldsurvey.questionnaire.model import in_language

_SIGNS = {Mark.PROBLEM: "▲", Mark.WARNING: "△", Mark.REMARK: "✎", Mark.PHOTO: "▣"}
_STATES = {
    RowState.ANSWERED: "✓",
    RowState.SPECIAL: "?",
    RowState.LEFT_BLANK: "–",
    RowState.OPEN: "·",
}
_FAULT, _SKIPPED = "✗", "○"

_LABEL, _ANSWER = 40, 24
_SKIPPED_LABEL, _SHORT = 30, 20
_SECTION = 26
"""Columns of a section's name, so that the figures stand below each other."""


def overview_lines(whole: Overview) -> list[Line]:
    """Return what stands above the list: how far the interview is, and what is to be mended."""
    counts = whole.review.counts
    asked = sum(counts.values())
    far = _("Overview: {number} of {count} questions gone through").format(
        number=asked - counts.get(RowState.OPEN, 0), count=asked
    )
    lines: list[Line] = [[("class:question", far)]]
    faults = len(whole.faults) + len(whole.check_faults)
    if faults:
        told = ngettext(
            "{count} thing is still to be mended; choose it to go there.",
            "{count} things are still to be mended; choose one to go there.",
            faults,
        )
        lines.append([("class:warning", told.format(count=faults))])
    elif whole.is_complete:
        lines.append([("class:saved", _("Nothing is missing."))])
    else:
        lines.append([("class:quiet", _("Nothing is wrong so far."))])
    return lines


def fault_title(conversation: Conversation, row: ReviewRow, number: int) -> str:
    """Return one question to be mended, numbered, with what is wrong."""
    wrong = row.fault.what if row.fault else ""
    return f"{number}  {_FAULT} {short_label(conversation, row.path, _LABEL)}  {wrong}"


def check_fault_title(row: CheckRow, number: int) -> str:
    """Return one check to be mended or explained, numbered."""
    return f"{number}  ≠ {row.check.code}  {one_line(row.text)}"


def gap_title(conversation: Conversation, gap: Gap, number: int) -> str:
    """Return questions in a row without an answer, numbered, by the first of them."""
    count = len(gap.rows)
    told = ngettext(
        "{count} question not answered yet, from {first}",
        "{count} questions not answered yet, from {first}",
        count,
    )
    first = short_label(conversation, gap.first, _SKIPPED_LABEL)
    return f"{number}  {_STATES[RowState.OPEN]} {told.format(count=count, first=first)}"


def problem_title(conversation: Conversation, row: ReviewRow, heading: Heading) -> str:
    """Return one problem with its description below it."""
    assert row.problem is not None
    line = problem_line(row.problem, row.path, heading, conversation)
    told = "".join(text for _style, text in line)
    return f"{told}\n{row.description}" if row.description else told


def check_title(row: CheckRow) -> str:
    """Return one check that holds, with the reason given below it."""
    told = f"≠ {row.check.code}  {one_line(row.text)}"
    return f"{told}\n" + _("reason: {reason}").format(reason=row.reason) if row.reason else told


def tally_title(conversation: Conversation, tally: Tally) -> str:
    """Return one section: answered of asked, and whatever else there is of it."""
    counts = [
        _("{answered} of {count} answered").format(answered=tally.answered, count=tally.asked)
    ]
    counts += [
        words.format(count=count)
        for count, words in (
            (tally.special, _("{count} special")),
            (tally.left_blank, _("{count} left blank")),
            (tally.open, _("{count} not yet")),
        )
        if count
    ]
    signs = " ".join(f"{_SIGNS[mark]}{count}" for mark, count in tally.marks.items())
    name = section_in_words(conversation, tally.first) or _("(without a heading)")
    return f"{pad(cut(name, _SECTION), _SECTION)}  {' · '.join(counts)}  {signs}".rstrip()


def signs_in_words() -> str:
    """Return what the signs of the sections mean."""
    return "  ".join(
        f"{_SIGNS[mark]} {word}"
        for mark, word in (
            (Mark.PROBLEM, _("problem")),
            (Mark.WARNING, _("warning")),
            (Mark.REMARK, _("remark")),
            (Mark.PHOTO, _("photo")),
        )
    )


def section_in_words(conversation: Conversation, path: str) -> str:
    """Return the heading of the section that a question stands in; '' if none."""
    evaluation = conversation.evaluation
    if not section_of(evaluation, path):
        return ""
    outer = evaluation.node(path).above[0]
    words = fill_references(outer.label, evaluation, path, language())
    return f"{outer.number}、{words}" if outer.number and language() == "zh" else words


def listed_title(conversation: Conversation, row: ReviewRow) -> str:
    """Return one question of the list: its state, its label, its answer and its marks."""
    answer = one_line(value_in_words(conversation.evaluation, row.path, language()))
    is_wrong = row.fault is not None and row.state is not RowState.OPEN
    told = answer or {
        RowState.OPEN: _("not yet"),
        RowState.LEFT_BLANK: _("left blank"),
    }.get(row.state, "")
    signs = "".join(_SIGNS[mark] for mark in marks_of(conversation, row))
    label = pad(short_label(conversation, row.path, _LABEL), _LABEL)
    state = _FAULT if is_wrong else _STATES[row.state]
    return f"{state} {label}  {cut(told, _ANSWER)} {signs}".rstrip()


def skipped_title(conversation: Conversation, path: str, wording: Wording) -> str:
    """Return one question of the list that a rule skips, with the rule."""
    label = pad(short_label(conversation, path, _SKIPPED_LABEL), _SKIPPED_LABEL)
    return f"{_SKIPPED} {label}  {why_skipped(conversation, path, wording)}"


def why_skipped(conversation: Conversation, path: str, wording: Wording) -> str:
    """Return when a question would be asked: the questions of its condition, in words."""
    condition = condition_of(conversation.evaluation, path)
    if not condition:
        return _("skipped by a rule of the form")
    return _("asked only if {condition}").format(condition=wording.condition(condition))


def skipped_lines(conversation: Conversation, path: str) -> list[Line]:
    """Return why one cannot go to a question that a rule skips, and what would open it."""
    label = short_label(conversation, path, 60)
    why = why_skipped(conversation, path, condition_wording(conversation, _LABEL))
    return [
        [
            (
                "class:warning",
                f"{_SKIPPED} " + _("{question}: not asked now.").format(question=label),
            )
        ],
        [("", f"  {why}")],
    ]


def condition_wording(conversation: Conversation, width: int = 0) -> Wording:
    """Return what says conditions: each question by its number, with `width` by its label, too."""
    questionnaire = conversation.evaluation.plan.questionnaire
    default = questionnaire.settings.default_language

    def called(number: str, label: Mapping[str, str]) -> str:
        if number and not width:
            return _("question {number}").format(number=number)
        words = one_line(f"{number} {in_language(label, language(), default)}".strip())
        return cut(words, width or _SHORT)

    marks = {
        name: called(question.number, question.label)
        for name, question in questionnaire.questions.items()
        if question.label
    }
    return Wording(questionnaire, marks)


def hung(title: str, columns: int, before: int) -> str:
    """Return a title broken between words, each further line as far in as its first word.

    Args:
        title: Of one or more lines.
        columns: Of the window.
        before: Columns that stand before a title: the pointer.
    """
    indent = " " * (before + 2)
    parts = [
        "".join(text for _style, text in part).rstrip()
        for line in title.split("\n")
        for part in wrap([("", line)], max(1, columns - len(indent)))
    ]
    return f"\n{indent}".join(parts)
