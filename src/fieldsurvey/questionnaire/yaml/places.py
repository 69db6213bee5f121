"""A path into a questionnaire in; the words in which a person would name that place out."""

from collections.abc import Mapping, Sequence
from typing import Any

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.yaml.source import DataPath


def subject_of(top: Any, path: DataPath) -> str:
    """Name the place at `path`: `question 'walk_minutes', constraint`.

    Args:
        top: A questionnaire, or the plain data of a file that is to become one.
        path: The way from there.
    """
    words: list[str] = []
    here, key_above = top, ""
    for step, key in enumerate(path):
        here = _inside(here, key)
        if isinstance(key, str):
            list_word = _list_word(path, step)
            words.append(list_word or key)
            key_above = key
            continue
        named = _named(here, key_above, path[0] if path else "")
        if key_above in ("survey", "children"):
            words = [named]
        elif named:
            is_list_named = key_above in ("problem", "checks")
            words = [*words[: -1 if is_list_named else None], named]
        else:
            words = [*words[:-1], f"{words[-1] if words else ''} {key + 1}".strip()]
    return listed(words)


def _inside(value: Any, key: str | int) -> Any:
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(key, str):
        return getattr(value, key, None)
    if isinstance(value, Sequence) and not isinstance(value, str) and key < len(value):
        return value[key]
    return None


def _list_word(path: DataPath, step: int) -> str:
    if step == 1 and path[0] == "choices":
        return _("list '{name}'").format(name=path[1])
    return ""


def _named(value: Any, key_above: str, top_key: str | int) -> str:
    if key_above == "checks":
        code = _inside(value, "code")
        return _("check '{code}'").format(code=code) if isinstance(code, str) and code else ""
    name = _inside(value, "name")
    name = name if isinstance(name, str) else ""
    if key_above in ("survey", "children"):
        return _item_named(name, _inside(value, "type"))
    if not name:
        return ""
    if key_above == "problem":
        return _("problem '{name}'").format(name=name)
    return _("choice '{name}'").format(name=name) if top_key == "choices" else f"'{name}'"


def _item_named(name: str, kind: object) -> str:
    if not name:
        return _("an entry without a name")
    if kind == "group":
        return _("group '{name}'").format(name=name)
    if kind == "repeat":
        return _("repeat '{name}'").format(name=name)
    return _("question '{name}'").format(name=name)
