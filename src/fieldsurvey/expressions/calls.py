"""What can be known of a call without a questionnaire: its function, its arguments, its pattern."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from fieldsurvey.expressions.functions import ABSENT, FUNCTIONS, Function, Kind
from fieldsurvey.expressions.patterns import PatternError, matcher
from fieldsurvey.expressions.tree import (
    Call,
    Filter,
    Here,
    LastSaved,
    Path,
    Question,
    Text,
    Tree,
    Union,
)
from fieldsurvey.i18n import _, ngettext


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a call cannot be."""

    what: str
    to_do: str = ""
    argument: int = -1
    """Index of the argument that is at fault; -1 for the call itself."""
    offset: int = 0
    """Characters from the start of the argument to the fault."""


def complain_of_name(name: str) -> Complaint:
    """Say that there is no function of a name, and which is nearest."""
    if name in ABSENT:
        what = _("The function {name}() is not offered here.").format(name=name)
        return Complaint(what, _("It needs what a phone has and a terminal has not."))
    near = difflib.get_close_matches(name.lower(), FUNCTIONS, n=1)
    return Complaint(
        _("There is no function {name}().").format(name=name),
        _("Did you mean {near}()?").format(near=near[0]) if near else "",
    )


def complain_of_call(function: Function, arguments: Sequence[Tree]) -> Complaint | None:
    """Return what is wrong with a call, if anything."""
    count = len(arguments)
    if not function.accepts(count):
        said = ngettext(
            "{signature} does not take {count} argument.",
            "{signature} does not take {count} arguments.",
            count,
        )
        return Complaint(said.format(signature=function.signature, count=count))
    for index, argument in enumerate(arguments):
        if function.kind_of(index) is Kind.NODES and not can_be_nodes(argument):
            return Complaint(say_no_nodes(), argument=index)
    if function.name == "regex" and isinstance(arguments[1], Text):
        return _complain_of_pattern(arguments[1].value)
    return None


def _complain_of_pattern(pattern: str) -> Complaint | None:
    try:
        matcher(pattern)
    except PatternError as error:
        quotation_mark = 1
        return Complaint(str(error), argument=1, offset=quotation_mark + error.position)
    return None


def can_be_nodes(tree: Tree) -> bool:
    """Say whether a part can be a node-set."""
    if isinstance(tree, Call):
        return FUNCTIONS[tree.function].gives in {Kind.NODES, Kind.ANY}
    return isinstance(tree, Question | LastSaved | Here | Path | Filter | Union)


def say_no_nodes() -> str:
    """Say that nodes were expected."""
    return _("Expected a question, a repeat or a path; this is a single value.")
