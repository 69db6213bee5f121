"""A questionnaire in, its paper form as one self-contained HTML page out, ready for print on A4."""

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from fieldsurvey.i18n import _, language, pgettext
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.report.page.rendering import content_policy
from fieldsurvey.report.paper.laying_out import lay_out
from fieldsurvey.report.paper.sheet import Sheet
from fieldsurvey.report.speaking import speaking

_TAGS = {"zh": "zh-Hans", "en": "en"}


def render_paper(questionnaire: Questionnaire, wanted: str) -> bytes:
    """Return the paper form of `questionnaire` in the language `wanted`, UTF-8.

    `data-question` and `data-code` name questions and choices, so that it can be read back.
    """
    with speaking(wanted):
        return _environment().get_template("paper.html.j2").render(_view(questionnaire)).encode()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("fieldsurvey.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _style() -> str:
    return (files("fieldsurvey.report") / "templates" / "paper.css").read_text(encoding="utf-8")


def _view(questionnaire: Questionnaire) -> dict[str, Any]:
    """Return everything the template shows, in words."""
    style = _style()
    sheet = lay_out(questionnaire)
    return {
        "tag": _TAGS[language()],
        "style": Markup(style),
        "policy": content_policy(style),
        "sheet": sheet,
        "plan": _plan(questionnaire),
        "say": _words(sheet),
    }


def _plan(questionnaire: Questionnaire) -> list[str]:
    """Return what the head of the sheet asks besides the questions that the plan answers."""
    about = {
        "township.name": _("Township"),
        "village.name": _("Village"),
        "household.group": _("Village group"),
        "household.head": _("Head of household"),
    }
    if questionnaire.settings.subject == "village":
        about = {fact: word for fact, word in about.items() if not fact.startswith("household")}
    asked = {question.preload for question in questionnaire.questions.values() if question.label}
    return [word for fact, word in about.items() if fact not in asked]


def _words(sheet: Sheet) -> dict[str, str]:
    return {
        "version": _("version {version}"),
        "subject": _("Sample number") if sheet.is_of_household else _("Village code"),
        "date": pgettext("paper", "Date"),
        "team": pgettext("paper", "Team"),
        "how": _(
            "Tick the code of the answer. Ask what stands after ◇ only where it holds;"
            " follow the arrows. * must be answered."
        ),
        "only_if": _("Only if {condition}"),
        "date_order": _("year – month – day"),
        "row": pgettext("paper", "No."),
        "finish_code": _("Finish code"),
    }
