"""Takes stored answers, gives them in words: labels for codes, in each language of a text."""

import re
from collections.abc import Callable, Mapping

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.questionnaire.model import Choice, Question, Questionnaire, in_language

BLANK = "—"
"""What stands for a blank answer within a sentence."""

_SPECIAL = {
    SpecialAnswer.REFUSED: {"zh": "拒绝回答", "en": "refused"},
    SpecialAnswer.DONT_KNOW: {"zh": "不知道", "en": "not known"},
    SpecialAnswer.NOT_APPLICABLE: {"zh": "不适用", "en": "not applicable"},
}
"""Part of sentences kept in every language at once, so not a message of the user's language."""

_PLACE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_.-]*)\}")


def answer_in_words(
    questionnaire: Questionnaire, question: Question, value: AnswerValue, language: str
) -> str:
    """Return an answer as a person of `language` reads it; '' for a blank.

    Choices become their labels, several joined by 、 in Chinese and a comma elsewhere.
    """
    default = questionnaire.settings.default_language
    if isinstance(value, SpecialAnswer):
        return in_language(_SPECIAL[value], language, "en")
    if not question.list_name:
        return value
    choices = {choice.name: choice for choice in questionnaire.choice_list(question)}
    names = value.split() if question.base_type != "select_one" else [value] * bool(value)
    return _joined([_label(choices.get(name), name, language, default) for name in names], language)


def _label(choice: Choice | None, name: str, language: str, default: str) -> str:
    return in_language(choice.label, language, default) if choice and choice.label else name


def _joined(words: list[str], language: str) -> str:
    return ("、" if language.startswith("zh") else ", ").join(words)


def fill_in(text: Mapping[str, str], say: Callable[[str, str], str | None]) -> dict[str, str]:
    """Put answers into a text, in each of its languages.

    Args:
        text: By language, with `{question_name}` where an answer goes.
        say: Gives the answer of a question in a language; None for a name it does not know, which
            is then left as it stands.
    """

    def put(language: str) -> Callable[[re.Match[str]], str]:
        def words(place: re.Match[str]) -> str:
            said = say(place[1], language)
            return place[0] if said is None else said or BLANK

        return words

    return {language: _PLACE.sub(put(language), words) for language, words in text.items()}
