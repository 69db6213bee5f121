"""Texts for people: that each is there in every language of the form."""

from collections.abc import Iterator, Mapping

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.questionnaire.logic.form import Form
from fieldsurvey.questionnaire.model import Question
from fieldsurvey.questionnaire.nearest import suggestion
from fieldsurvey.questionnaire.yaml.source import DataPath

_MEDIA = ("image", "audio", "video")
_ITEM_TEXTS = (
    *("label", "hint", "guidance_hint", *_MEDIA),
    *("required_message", "constraint_message", "warning_message", "unit"),
)


def texts_of(form: Form) -> Iterator[tuple[DataPath, Mapping[str, str]]]:
    """Yield every text for people with its place, in the order of the file."""
    settings = form.questionnaire.settings
    yield ("settings", "form_title"), settings.form_title
    yield ("settings", "source"), settings.source
    for name, choices in form.questionnaire.choices.items():
        for index, choice in enumerate(choices):
            for key in ("label", *_MEDIA):
                yield ("choices", name, index, key), getattr(choice, key)
    for placed in form.placed:
        for key in _ITEM_TEXTS:
            yield (*placed.path, key), getattr(placed.item, key, {})
        if isinstance(placed.item, Question):
            for index, rule in enumerate(placed.item.problem):
                yield (*placed.path, "problem", index, "text"), rule.text
    for check in form.checks:
        yield (*check.path, "text"), check.check.text


def languages_of(form: Form) -> tuple[str, ...]:
    """Return the languages any text is in, in the order in which they first come."""
    found = (language for _path, text in texts_of(form) for language in text if language)
    return tuple(dict.fromkeys(found))


def translating_faults(form: Form) -> Iterator[Fault]:
    """Yield texts that lack a language, and a default language that no text is in."""
    languages = languages_of(form)
    for path, text in texts_of(form):
        yield from _text_faults(path, text, languages)
    default = form.questionnaire.settings.default_language
    if languages and default not in languages:
        yield Fault(
            Code.LANGUAGE_DEFAULT,
            ("settings", "default_language"),
            _("No text of the form is in its default language '{language}'.").format(
                language=default
            ),
            suggestion(default, languages),
        )


def _text_faults(
    path: DataPath, text: Mapping[str, str], languages: tuple[str, ...]
) -> Iterator[Fault]:
    if text and "" not in text:
        missing = [language for language in languages if language not in text]
        if missing:
            yield Fault(
                Code.LANGUAGE_MISSING,
                path,
                _("The text is not there in: {languages}.").format(languages=listed(missing)),
                _("Add it, so that a reader of that language is not given another."),
            )
    for language, words in text.items():
        if not words.strip():
            yield Fault(
                Code.TEXT_EMPTY,
                (*path, language) if language else path,
                _("The text is empty."),
                _("Write it, or take the line out."),
            )
