"""What there is to choose from besides answers: (title, value) pairs for a list. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import TypeAlias

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.conducting import Explain, Finish, HandOn, Jump
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.logic.wording import fill_references, special_in_words
from fieldsurvey.interview.rows.named import rows_in_words
from fieldsurvey.interview.showing.overview import Overview, section_of, skipped
from fieldsurvey.interview.showing.overview_words import (
    check_fault_title,
    check_title,
    condition_wording,
    fault_title,
    gap_title,
    listed_title,
    problem_title,
    section_in_words,
    signs_in_words,
    skipped_title,
    tally_title,
)
from fieldsurvey.interview.showing.problem_words import answer_line
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.showing.searched_list import SearchedList, searched_menu
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.questionnaire.choices.search_index import CELLS

ReviewChoice: TypeAlias = Jump | Finish | HandOn | Command


@dataclass(frozen=True, slots=True)
class Part:
    """A heading among the rows of a menu; it cannot be chosen."""

    words: str


def overview_menu(
    whole: Overview, conversation: Conversation, heading: Heading
) -> list[tuple[str, ReviewChoice] | Part]:
    """Return what stands in the overview, and what can be done there.

    What is to be mended comes first and is numbered; where nothing is, finishing is. Then the
    problems, the sections, and the ways on. Finishing comes without its signatures: they are
    asked for once it is chosen.
    """
    menu: list[tuple[str, ReviewChoice] | Part] = [*_to_mend(whole, conversation)]
    if whole.is_complete:
        menu.append((_("1  Finish: both inspectors sign"), Finish(())))
    noted = [*_noted(whole, conversation, heading)]
    if noted:
        menu += [Part(_("Problems and remarks to them")), *noted]
    menu.append(Part(_("Sections") + f"   {signs_in_words()}"))
    menu += [(tally_title(conversation, tally), Jump(tally.first)) for tally in whole.tallies]
    return [
        *menu,
        Part(_("Go on")),
        (_("F2  Back to where you were"), Command.BACK),
        (_("F4  Look through all answers"), Command.LIST),
        (_("    Others sit down at the keyboard"), HandOn()),
        (_("F9  Leave, and go on later"), Command.LEAVE),
    ]


def _to_mend(whole: Overview, conversation: Conversation) -> Iterator[tuple[str, Jump]]:
    number = count(1)
    for row in whole.faults:
        yield fault_title(conversation, row, next(number)), Jump(row.mend_at)
    for check in whole.check_faults:
        yield check_fault_title(check, next(number)), Jump(check.path)
    for gap in whole.gaps:
        yield gap_title(conversation, gap, next(number)), Jump(gap.first)


def _noted(
    whole: Overview, conversation: Conversation, heading: Heading
) -> Iterator[tuple[str, Jump]]:
    for row in whole.problems:
        yield problem_title(conversation, row, heading), Jump(row.mend_at)
    for check in whole.review.checks:
        if not check.fault:
            yield check_title(check), Jump(check.disagreeing[0] if check.disagreeing else "")


def check_menu(step: Step, conversation: Conversation) -> list[tuple[str, Jump | Explain]]:
    """Return the answers that disagree, to go to one of them, and leaving them as they are."""
    menu: list[tuple[str, Jump | Explain]] = [
        (f"{number}  {_line_of(conversation, path)}", Jump(path))
        for number, path in enumerate(step.disagreeing, start=1)
    ]
    later = _("{number}  Later: it stays in the review").format(number=len(menu) + 1)
    return [*menu, (later, Explain(step.path, ""))]


def _line_of(conversation: Conversation, path: str) -> str:
    return "".join(text for _style, text in answer_line(conversation, path)).strip()


def jump_menu(conversation: Conversation) -> SearchedList:
    """Return every question with its path under the headings of the sections, the review with ''.

    Questions that a rule skips stand there, too, with the rule. A row is found by all words of
    its question, which it has no room to show; a heading leads to the first question below it.
    """
    rows = {row.path: row for row in review(conversation).rows if row.is_asked}
    left_out = set(skipped(conversation.evaluation))
    wording = condition_wording(conversation)
    menu: list[tuple[str, str, str | Jump]] = []
    before = ""
    for path in conversation.evaluation.order:
        if path not in rows and path not in left_out:
            continue
        section = section_in_words(conversation, path)
        if section != before:
            menu.append((f"── {section} ──", section, Jump(path)))
            before = section
        title = (
            listed_title(conversation, rows[path])
            if path in rows
            else skipped_title(conversation, path, wording)
        )
        menu.append((title, _words(conversation, path, title), path))
    last = _("⏎ Overview, and finish")
    return searched_menu([*menu, (last, last, "")], conversation.at)


def _words(conversation: Conversation, path: str, title: str) -> str:
    question = conversation.evaluation.question(path)
    label = fill_references(question.label, conversation.evaluation, path, language())
    rows = rows_in_words(conversation.evaluation, path, language())
    return CELLS.join((question.number, rows, label, title))


def special_menu(step: Step) -> list[tuple[str, SpecialAnswer]]:
    """Return the special answers that the question asked allows, numbered."""
    return [
        (f"{number}  {special_in_words(special, language())}", special)
        for number, special in enumerate(step.special, start=1)
    ]


def first_asked(conversation: Conversation, path: str) -> str:
    """Return the first question asked of the section that begins at `path`, else `path`."""
    evaluation = conversation.evaluation
    section = section_of(evaluation, path)
    asked = evaluation.asked(evaluation.places[path])
    return next((p for p in asked if section_of(evaluation, p) == section), path)
