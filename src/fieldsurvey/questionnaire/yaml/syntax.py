"""What the YAML reader says, in our own words: its error in, one finding out."""

import re

import yaml

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.findings import Code

_NEWLINE = re.compile(r"\r\n|[\r\n\x85\u2028\u2029]")
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- +)*[\w.]+：")


def syntax_finding(error: yaml.YAMLError, text: str, name: str) -> Finding:
    """Return the finding for an error of syntax in `text`, the file called `name`."""
    problem = getattr(error, "problem", None) or getattr(error, "reason", "")
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context", None) or ""
    begun = getattr(error, "context_mark", None)
    line = mark.line + 1 if mark is not None else 1
    if begun is not None and ("quoted scalar" in context or "flow" in context):
        what, to_do = _unclosed(context)
        return Code.YAML_SYNTAX.finding(f"{name}:{begun.line + 1}", what, to_do)
    if begun is not None and "simple key" in context:
        line = begun.line + 1
    lines = _NEWLINE.split(text)
    for suspect in (line - 1, line):
        if 0 < suspect <= len(lines) and _FULL_WIDTH_COLON.match(lines[suspect - 1]):
            return Code.YAML_SYNTAX.finding(f"{name}:{suspect}", *full_width_colon())
    what, to_do = _broken(str(problem))
    return Code.YAML_SYNTAX.finding(f"{name}:{line}", what, to_do)


def full_width_colon() -> tuple[str, str]:
    """Say that a Chinese colon stands where YAML needs its own."""
    return (
        _("After the key stands the full-width colon '：', which is nothing but text to YAML."),
        _("Write an ordinary colon and a blank: ': '."),
    )


def _unclosed(context: str) -> tuple[str, str]:
    if "quoted scalar" in context:
        return (
            _("The quotation mark that opens here is not closed, or something in it is amiss."),
            _("Close the quotes; inside single quotes write ' twice, inside double quotes \\\"."),
        )
    return (
        _("The bracket that opens here is not closed, or a comma is missing in it."),
        _("Close the bracket; put in quotes a text that holds , : [ ] { or }."),
    )


def _broken(problem: str) -> tuple[str, str]:
    if "mapping values are not allowed" in problem:
        return (
            _("A colon followed by a blank stands where no key can be."),
            _("Put a text that holds a colon in quotes, and check how far the line is indented."),
        )
    if "expected ':'" in problem:
        return (
            _("The line is neither 'key: value' nor an entry of a list."),
            _("Write a colon and a blank after the key; begin an entry of a list with '- '."),
        )
    if "cannot start any token" in problem:
        return (
            _("A text cannot begin with this character unless it is in quotes."),
            _("Put the whole value in quotes."),
        )
    if "did not find expected" in problem:
        return (
            _("The line does not fit the lines above it."),
            _("Indent the keys of one question equally, and begin each entry of a list with '- '."),
        )
    return (
        _("YAML cannot be read from here on."),
        _("Compare this line and the one above with a form that works: indentation, quotes, ':'."),
    )
