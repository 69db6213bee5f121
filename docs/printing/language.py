"""The questionnaire model and the expression language in, tables of their words out."""

from collections.abc import Mapping
from itertools import groupby

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from fieldsurvey.campaign.campaign_file import template_campaign
from fieldsurvey.campaign.facts import facts_of
from fieldsurvey.campaign.model import Category, Household, Roster, Sample, Township, Village, Visit
from fieldsurvey.expressions.functions import ABSENT, known_functions
from fieldsurvey.interview.logic import plan
from fieldsurvey.interview.trials import form_tests
from fieldsurvey.questionnaire import model, question_types
from printing.markdown import code, table

_TEST_PARTS: Mapping[str, type[BaseModel]] = {
    "file of tests": form_tests.FormTestsModel,
    "case": form_tests.CaseModel,
    "expectation": form_tests.Expectation,
}

_PARTS: Mapping[str, type[BaseModel]] = {
    "settings": model.Settings,
    "choice": model.Choice,
    "question": model.Question,
    "problem rule": model.ProblemRule,
    "check": model.Check,
    "group": model.Group,
    "repeat": model.Repeat,
}


def keys() -> list[str]:
    """Print the keys of each part of a questionnaire."""
    return _keys_of(_PARTS)


def test_keys() -> list[str]:
    """Print the keys of each part of a file of tests."""
    return _keys_of(_TEST_PARTS)


def _keys_of(parts: Mapping[str, type[BaseModel]]) -> list[str]:
    lines: list[str] = []
    for name, part in parts.items():
        rows = [
            (code(key), _takes(field), field.description or "")
            for key, field in part.model_fields.items()
        ]
        lines += ["", f"### {name.capitalize()}", ""]
        lines += [(part.__doc__ or "").split("\n\n")[0], "", *table(("key", "", "meaning"), rows)]
    return lines[1:]


def _takes(field: FieldInfo) -> str:
    return "required" if field.is_required() else ""


def types() -> list[str]:
    """Print the types of questions by what the program does with them."""
    of_the_machine = question_types.METADATA - plan.METADATA
    shelves = (
        ("asked", plan.ASKED & question_types.CHOOSING, "Choose from a list of the form."),
        ("asked", plan.ASKED & question_types.CHOOSING_FROM_FILE, "Choose from a table."),
        ("asked", plan.ASKED & question_types.WRITING, "Take an answer that is typed."),
        ("asked", plan.ASKED & question_types.PICTURE, "Take the file of a picture."),
        ("said", plan.TOLD, "Said with the question after it; takes no answer."),
        ("computed", plan.COMPUTED - plan.METADATA, "Has a value and is never shown."),
        ("computed", plan.METADATA, "Filled in by the machine."),
        (
            "kept",
            question_types.SHOWN - plan.ASKED - plan.TOLD | of_the_machine,
            "Read and checked, so that a form can come from a phone and go back;"
            " a terminal cannot ask it.",
        ),
    )
    rows = [(done, ", ".join(code(name) for name in sorted(of)), why) for done, of, why in shelves]
    return table(("", "types", "meaning"), [row for row in rows if row[1]])


def functions() -> list[str]:
    """Print every function of expressions with its one sentence, by topic."""
    lines: list[str] = []
    for topic, shelf in groupby(known_functions(), key=lambda function: function.topic):
        rows = [(code(each.signature), each.gives.value, each.help) for each in shelf]
        lines += ["", f"### {topic}", "", *table(("function", "gives", "meaning"), rows)]
    absent = ", ".join(code(name) for name in sorted(ABSENT))
    return [*lines[1:], "", f"Not offered, because they need a phone or its forms: {absent}."]


def preloads() -> list[str]:
    """Print the facts of the plan that `preload` can name."""
    township = Township("01", "", is_key=False)
    village = Village("0101", "01", "", is_exited=True, has_team=True)
    household = Household("0101-0001", "0101", "", "", 1, Category.POOR)
    roster = Roster({"01": township}, {"0101": village}, {household.code: household})
    sample = Sample("", "", ("0101",), (Visit("0101-01", household, Category.POOR),))
    facts = sorted(facts_of("0101-01", roster, sample, template_campaign("any")))
    by_noun = groupby(facts, key=lambda fact: fact.split(".")[0])
    return table(("about", "facts"), [(noun, ", ".join(map(code, all_))) for noun, all_ in by_noun])
