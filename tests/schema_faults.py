"""A JSON value and its schema in, what of the value is not as the schema says out."""

from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]

KINDS = {
    "string": str,
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}
SAYS_NOTHING_OF_VALUES = {"$schema", "$defs", "title", "description", "default"}
KNOWN = SAYS_NOTHING_OF_VALUES | {
    "$ref",
    "additionalProperties",
    "anyOf",
    "const",
    "enum",
    "items",
    "minimum",
    "properties",
    "required",
    "type",
}


def schema_faults(value: Any, schema: Schema) -> list[str]:
    """Return every fault: kinds, keys, choices, limits; a keyword nobody knows here is one."""
    return list(_faults(value, schema, schema.get("$defs", {}), "$"))


def _faults(value: Any, schema: Schema, definitions: Schema, place: str) -> Iterator[str]:
    if unknown := schema.keys() - KNOWN:
        yield f"{place}: the schema has {sorted(unknown)}, which is not looked at"
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[-1]
        yield from _faults(value, definitions[name], definitions, place)
    if "anyOf" in schema:
        tried = [list(_faults(value, each, definitions, place)) for each in schema["anyOf"]]
        if all(tried):
            yield from tried[0]
    kind = KINDS[schema["type"]] if "type" in schema else object
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is int):
        yield f"{place}: {value!r} is no {schema['type']}"
        return
    if value not in schema.get("enum", [value]) or value != schema.get("const", value):
        yield f"{place}: {value!r} is not a choice"
    if "minimum" in schema and value < schema["minimum"]:
        yield f"{place}: {value!r} is less than {schema['minimum']}"
    if isinstance(value, list):
        for position, item in enumerate(value):
            yield from _faults(item, schema.get("items", {}), definitions, f"{place}[{position}]")
    if isinstance(value, dict):
        yield from _object_faults(value, schema, definitions, place)


def _object_faults(value: Schema, schema: Schema, definitions: Schema, place: str) -> Iterator[str]:
    known, other = schema.get("properties", {}), schema.get("additionalProperties", True)
    yield from (f"{place}: {k} is missing" for k in schema.get("required", ()) if k not in value)
    if other is False:
        yield from (f"{place}: {key} is not known" for key in value if key not in known)
    rest = other if isinstance(other, dict) else {}
    for key, item in value.items():
        yield from _faults(item, known.get(key, rest), definitions, f"{place}.{key}")
