"""The models in, a JSON Schema out: with it editors complete a questionnaire and underline faults.

It says what a key may hold; what only shows across questions `questionnaire check` says.
"""

import re
from typing import Any

from fieldsurvey.questionnaire import question_types as types
from fieldsurvey.questionnaire.model import Group, Question, Questionnaire, Repeat

_KEYS = ("settings", "choices", "survey", "checks")
"""Of the file; what else the model holds the program fills in."""
_WITH_LIST = types.CHOOSING | types.CHOOSING_FROM_FILE


def questionnaire_schema() -> dict[str, Any]:
    """Return the JSON Schema (draft 2020-12) of a questionnaire as its file holds it."""
    schema = _without_titles(Questionnaire.model_json_schema())
    schema["properties"] = {key: schema["properties"][key] for key in _KEYS}
    definitions = schema["$defs"]
    definitions["Question"]["properties"]["type"].update(_question_type())
    definitions["Item"] = _item()
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Questionnaire",
        **schema,
    }


def _without_titles(part: Any) -> Any:
    """Drop pydantic's titles, which only repeat the keys; let items be those of `_item`."""
    if isinstance(part, list):
        return [_without_titles(each) for each in part]
    if not isinstance(part, dict):
        return part
    if "oneOf" in part:
        return {"$ref": "#/$defs/Item"}
    return {
        key: _without_titles(value)
        for key, value in part.items()
        if not (key == "title" and isinstance(value, str))
    }


def _item() -> dict[str, Any]:
    """Choose by `type`, so that an editor tells the faults of one kind of item only."""
    otherwise = _reference(Question)
    for model, word in ((Repeat, "repeat"), (Group, "group")):
        is_it = {"properties": {"type": {"const": word}}, "required": ["type"]}
        otherwise = {"if": is_it, "then": _reference(model), "else": otherwise}
    return {"description": "A question, or a group or repeat of them.", **otherwise}


def _reference(model: type) -> dict[str, Any]:
    return {"$ref": f"#/$defs/{model.__name__}"}


def _question_type() -> dict[str, Any]:
    alone = sorted(types.KNOWN - _WITH_LIST)
    choosing = "|".join(map(re.escape, sorted(_WITH_LIST)))
    return {
        "anyOf": [
            {"enum": [*alone, "group", "repeat"]},
            {"pattern": rf"^({choosing}) \S+( or_other)?$"},
        ]
    }
