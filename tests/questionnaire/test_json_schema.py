"""The JSON Schema takes what the reader takes, and underlines what it refuses."""

import re
from collections.abc import Iterator, Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from fieldsurvey.questionnaire import shipped_folder
from fieldsurvey.questionnaire.json_schema import questionnaire_schema
from fieldsurvey.questionnaire.reading import NOT_FORMS

FORMS = sorted(path for path in shipped_folder().glob("*.yaml") if path.name not in NOT_FORMS)
KINDS = {"object": dict, "array": list, "string": str, "boolean": bool}


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_shipped_forms_fit_the_schema(path: Path) -> None:
    """An editor underlines nothing in them."""
    assert faults(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"relevent": "true()"}, "survey/0/relevent"),
        ({"label": 12}, "survey/0/label"),
        ({"required": "true()"}, None),
        ({"label": "bare"}, None),
        ({"type": "select_one"}, "survey/0/type"),
        ({"type": "select_one yes_no"}, None),
        ({"type": "select_multiple yes_no or_other"}, None),
        ({"type": "txt"}, "survey/0/type"),
        ({"privacy": "secret"}, "survey/0/privacy"),
        ({"special": ["refused", "maybe"]}, "survey/0/special/1"),
        ({"problem": [{"name": "a", "when": "1", "text": "A"}]}, "survey/0/problem/0"),
        ({"type": "group"}, "survey/0"),
        ({"type": "group", "children": []}, None),
        ({"type": "group", "children": [], "required": True}, "survey/0/required"),
        ({"type": "repeat", "children": [], "repeat_count": "2"}, None),
        ({"type": "repeat", "children": [{"type": "text"}]}, "survey/0/children/0"),
    ],
)
def test_a_fault_is_underlined_where_it_is(change: dict[str, Any], place: str | None) -> None:
    """One fault of one item is told once, and not as a fault of all kinds of items."""
    form = {
        "settings": {"form_id": "f", "form_title": "F", "version": "1", "subject": "village"},
        "survey": [{"name": "a", "type": "text", "label": "A", **change}],
    }

    assert faults(form) == ([place] if place else [])


def test_every_key_tells_what_it_is_for() -> None:
    """An editor shows a sentence for each key as the designer types."""
    definitions = questionnaire_schema()["$defs"]
    keys = [
        (name, key, described)
        for name, definition in definitions.items()
        for key, described in definition.get("properties", {}).items()
    ]

    assert len(keys) > 50
    assert [(name, key) for name, key, described in keys if "description" not in described] == []


def test_what_the_program_fills_in_is_no_key_of_the_file() -> None:
    """The digest and the like are not offered to the designer."""
    keys = ["settings", "choices", "survey", "checks"]
    assert list(questionnaire_schema()["properties"]) == keys


def faults(form: Any) -> list[str]:
    """Return where a form does not fit the schema: the part of JSON Schema that ours uses."""
    schema = questionnaire_schema()
    return list(_faults(schema, form, schema["$defs"], ""))


def _faults(schema: Mapping[str, Any], value: Any, known: Any, at: str) -> Iterator[str]:
    schema = deepcopy(dict(schema))
    if "$ref" in schema:
        yield from _faults(known[schema["$ref"].rpartition("/")[2]], value, known, at)
    if "if" in schema:
        is_so = not list(_faults(schema["if"], value, known, at))
        yield from _faults(schema["then" if is_so else "else"], value, known, at)
    choices = [list(_faults(each, value, known, at)) for each in schema.get("anyOf", ())]
    if not _fits(schema, value) or (choices and all(choices)):
        yield at
    elif isinstance(value, dict):
        yield from _inside(schema, value, known, at)
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _faults(schema.get("items", {}), each, known, f"{at}/{index}".lstrip("/"))


def _fits(schema: Mapping[str, Any], value: Any) -> bool:
    if "type" in schema and not isinstance(value, KINDS[schema["type"]]):
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    return "pattern" not in schema or re.search(schema["pattern"], value) is not None


def _inside(schema: Mapping[str, Any], value: dict[str, Any], known: Any, at: str) -> Iterator[str]:
    if any(key not in value for key in schema.get("required", ())):
        yield at
    properties, others = schema.get("properties", {}), schema.get("additionalProperties", True)
    for key, each in value.items():
        here = f"{at}/{key}".lstrip("/")
        if key in properties:
            yield from _faults(properties[key], each, known, here)
        elif others is False:
            yield here
        elif others is not True:
            yield from _faults(others, each, known, here)
