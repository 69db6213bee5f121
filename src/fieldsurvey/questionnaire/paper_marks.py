"""A questionnaire in; by what each question is called on paper out.

Numbers of the form stand as they are. Where several questions share one, or have none, a letter
tells them apart, so that "go to 2(1)b" leads to one place. A form without numbers is counted.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from string import ascii_lowercase

from fieldsurvey.questionnaire.model import Question, Questionnaire
from fieldsurvey.questionnaire.question_types import SHOWN

_SIGNING = ("interview.inspector_1", "interview.inspector_2")
_IN_HEADER = ("text", "integer", "decimal", "date")


def is_printed(item: object) -> bool:
    """Return whether an item is a question that a person sees."""
    return isinstance(item, Question) and item.base_type in SHOWN


def is_signature(item: object) -> bool:
    """Return whether an item is the name of an inspector, who signs at the end."""
    return isinstance(item, Question) and item.preload in _SIGNING and is_printed(item)


def is_header(item: object) -> bool:
    """Return whether an item belongs to the head of the sheet: the plan knows its answer."""
    is_known = isinstance(item, Question) and bool(item.preload) and item.base_type in _IN_HEADER
    return is_known and not is_signature(item)


def is_in_body(item: object) -> bool:
    """Return whether an item is a question that is printed between head and signatures."""
    return is_printed(item) and not is_header(item) and not is_signature(item)


def marks_of(questionnaire: Questionnaire) -> Mapping[str, str]:
    """Return the mark of each question in the body of the sheet, by name."""
    questions = [
        question
        for question in questionnaire.questions.values()
        if is_in_body(question) and question.base_type != "note"
    ]
    if not any(question.number for question in questions):
        return {question.name: str(n) for n, question in enumerate(questions, start=1)}
    bases = list(_bases(questions))
    sharing = Counter(bases)
    seen: Counter[str] = Counter()
    marks = {}
    for question, base in zip(questions, bases, strict=True):
        letter = _letters(seen[base]) if sharing[base] > 1 or not base else ""
        seen[base] += 1
        marks[question.name] = base + letter
    return marks


def _bases(questions: Sequence[Question]) -> Iterator[str]:
    """Yield the number of each question, or of the numbered one before it."""
    base = ""
    for question in questions:
        base = question.number or base
        yield base


def _letters(index: int) -> str:
    """Count with letters: a, b, up to z, then aa, ab."""
    letters = ascii_lowercase[index % 26]
    return letters if index < 26 else _letters(index // 26 - 1) + letters
