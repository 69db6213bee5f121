"""Answers and texts of a questionnaire in the words of one language. Pure."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Protocol

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.interview.logic.plan import Plan
from fieldsurvey.interview.typed.answering import CHOOSING
from fieldsurvey.questionnaire.choices.lists import OTHER, choice_lists
from fieldsurvey.questionnaire.identity import Same
from fieldsurvey.questionnaire.model import Choice, Question, Questionnaire, in_language

_SPECIAL = {
    SpecialAnswer.REFUSED: {"zh": "拒绝回答", "en": "refused"},
    SpecialAnswer.DONT_KNOW: {"zh": "不知道", "en": "does not know"},
    SpecialAnswer.NOT_APPLICABLE: {"zh": "不适用", "en": "not applicable"},
}
"""Said in the language of the interview, which may not be the user's: so not messages."""

_REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_EITHER = re.compile(r"\$?\{\s*([^{}\s]+)\s*\}")
_PLACE = re.compile(r"\{([^{}\s]+)\}")


class Answered(Protocol):
    """A questionnaire with answers in it: what words are filled from."""

    @property
    def plan(self) -> Plan:
        """The questionnaire, compiled."""

    @property
    def answers(self) -> Mapping[str, AnswerValue]:
        """What was said and stands, by path."""

    @property
    def values(self) -> Mapping[str, AnswerValue]:
        """Every value by path: answers, and what is computed."""

    def question(self, path: str) -> Question:
        """Return the question at `path`."""

    def nearest(self, path: str, name: str) -> str:
        """Return the path of `name` in the row of `path`, or around it."""


def special_in_words(answer: SpecialAnswer, language: str) -> str:
    """Return a special answer as a person of `language` reads it."""
    return in_language(_SPECIAL[answer], language, "en")


def answer_in_words(
    questionnaire: Questionnaire, question: Question, value: AnswerValue, language: str
) -> str:
    """Return an answer as a person of `language` reads it; '' for a blank.

    Choices become their labels, several joined by 、 in Chinese and a comma elsewhere.
    """
    if isinstance(value, SpecialAnswer):
        return special_in_words(value, language)
    if question.base_type not in CHOOSING:
        return value
    if question.list_name.startswith("${"):
        return value
    return _choices_in_words(Same(questionnaire), question.name, value, language)


@lru_cache(maxsize=4096)
def _choices_in_words(same: Same[Questionnaire], name: str, value: str, language: str) -> str:
    questionnaire = same.value
    offered = choice_lists(questionnaire).of(questionnaire.questions[name])
    default = questionnaire.settings.default_language
    words = []
    for code in value.split():
        choice = offered.named(code)
        words.append(in_language(choice.label, language, default) if choice else code)
    return ("、" if language.startswith("zh") else ", ").join(words)


def value_in_words(evaluation: Answered, path: str, language: str) -> str:
    """Return what stands at `path` as a person of `language` reads it, own words after "other"."""
    value = evaluation.answers.get(path)
    if value is None:
        value = evaluation.values.get(path, "")
    question = evaluation.question(path)
    words = answer_in_words(evaluation.plan.questionnaire, question, value, language)
    if question.or_other and isinstance(value, str) and OTHER.name in value.split():
        own_words = evaluation.values.get(f"{path}_other", "")
        return f"{words}: {own_words}" if own_words else words
    return words


def media_of(item: Question | Choice, language: str, default: str) -> tuple[str, ...]:
    """Return the names of the media files that go with a question or a choice."""
    named = (in_language(each, language, default) for each in (item.image, item.audio, item.video))
    return tuple(f"[{name}]" for name in named if name)


def fill_references(text: Mapping[str, str], evaluation: Answered, path: str, language: str) -> str:
    """Return a label or a hint in `language`, with every `${name}` replaced by its answer."""
    return _fill(_REFERENCE, text, evaluation, path, language)


def fill_places(text: Mapping[str, str], evaluation: Answered, path: str, language: str) -> str:
    """Return the text of a problem in `language`, with every `{name}` replaced by its answer."""
    return _fill(_PLACE, text, evaluation, path, language)


def fill_check(text: Mapping[str, str], evaluation: Answered, path: str, language: str) -> str:
    """Return the text of a check in `language`, `${name}` and `{name}` replaced by answers."""
    return _fill(_EITHER, text, evaluation, path, language)


def _fill(
    pattern: re.Pattern[str],
    text: Mapping[str, str],
    evaluation: Answered,
    path: str,
    language: str,
) -> str:
    default = evaluation.plan.questionnaire.settings.default_language
    written = in_language(text, language, default)
    if "{" not in written:
        return written
    words = []
    for before, place, name in _places(pattern, written):
        words.append(before)
        if not isinstance(getattr(evaluation.plan.nodes.get(name), "item", None), Question):
            words.append(place)
        else:
            at = evaluation.nearest(path, name)
            words.append(value_in_words(evaluation, at, language) or "—")
    return "".join(words)


@lru_cache(maxsize=4096)
def _places(pattern: re.Pattern[str], written: str) -> tuple[tuple[str, str, str], ...]:
    """Split a text at its places: what stands before each, the place as written, its name."""
    places, end = [], 0
    for match in pattern.finditer(written):
        places.append((written[end : match.start()], match[0], match[1]))
        end = match.end()
    return (*places, (written[end:], "", ""))
