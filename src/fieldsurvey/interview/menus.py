"""What there is to choose from besides answers: (title, value) pairs for a list. Pure."""

from typing import TypeAlias

from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.conducting import Explain, Finish, Jump
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.review import Review, ReviewRow, review
from fieldsurvey.interview.rows_named import rows_in_words
from fieldsurvey.interview.screen import answer_line, check_review_line, review_line
from fieldsurvey.interview.searched_list import SearchedList, searched_menu
from fieldsurvey.interview.step import Step
from fieldsurvey.interview.wording import fill_references, special_in_words
from fieldsurvey.questionnaire.search_index import CELLS

ReviewChoice: TypeAlias = Jump | Finish | Command


def review_menu(gone_through: Review, conversation: Conversation) -> list[tuple[str, ReviewChoice]]:
    """Return what can be done at the review: mend a question, finish, look through, leave.

    Finishing comes without its signatures: they are asked for once it is chosen.
    """
    menu: list[tuple[str, ReviewChoice]] = [
        (review_line(conversation, row, with_fault=True), Jump(row.mend_at))
        for row in gone_through.faults
    ]
    menu += [(check_review_line(row), Jump(row.path)) for row in gone_through.check_faults]
    if gone_through.is_complete:
        menu.append((_("1  Finish: both inspectors sign"), Finish(())))
    menu.append((_("2  Look through all answers"), Command.LIST))
    menu.append((_("3  Leave, and go on later"), Command.LEAVE))
    return menu


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
    """Return every question asked as things stand with its path, and the review with ''.

    A row is found by all words of its question, which it has no room to show.
    """
    menu = [
        (review_line(conversation, row), _words(conversation, row), row.path)
        for row in review(conversation).rows
        if conversation.evaluation.is_asked(row.path)
    ]
    review_row = _("⏎ Review and finish")
    return searched_menu([*menu, (review_row, review_row, "")], conversation.at)


def _words(conversation: Conversation, row: ReviewRow) -> str:
    question = conversation.evaluation.question(row.path)
    label = fill_references(question.label, conversation.evaluation, row.path, language())
    rows = rows_in_words(conversation.evaluation, row.path, language())
    return CELLS.join((question.number, rows, label, review_line(conversation, row)))


def special_menu(step: Step) -> list[tuple[str, SpecialAnswer]]:
    """Return the special answers that the question asked allows, numbered."""
    return [
        (f"{number}  {special_in_words(special, language())}", special)
        for number, special in enumerate(step.special, start=1)
    ]
