"""Text in, tokens out: one pass over the text, in time linear in its length."""

import re
from dataclasses import dataclass
from enum import StrEnum

from fieldsurvey.errors import ExpressionError
from fieldsurvey.i18n import _

MAX_LENGTH = 10_000
"""Characters."""


class TokenKind(StrEnum):
    """What a token is, before its neighbours are known."""

    NUMBER = "number"
    TEXT = "text"
    QUESTION = "question"
    NAME = "name"
    SYMBOL = "symbol"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression and where it stands."""

    kind: TokenKind
    text: str
    """As written; of a text literal or a question, what is between the marks."""
    start: int
    """0-based, in characters."""


_NAME = r"[^\W\d][\w.\-]*"
_QUESTION = re.compile(rf"(?:last-saved#)?{_NAME}")
_TOKEN = re.compile(
    rf"""[ \t\r\n]+
    |(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)
    |(?P<text>"[^"]*"|'[^']*')
    |\$\{{(?P<question>[^{{}}'"]*)\}}
    |(?P<name>{_NAME}(?::{_NAME})?)
    |(?P<symbol>\.\.|::|//|!=|<=|>=|[()\[\],./|+\-*=<>@])""",
    re.VERBOSE,
)

_WRITE_INSTEAD = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "（": "(",
    "）": ")",
    "，": ",",
    "、": ",",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "！": "!=",
    "!": "!=",
    "&": "and",
    "×": "*",
    "÷": "div",
    "%": "mod",
    "＋": "+",
    "－": "-",
    "—": "-",
    "−": "-",
    "\u00a0": " ",
    "\u3000": " ",
    "$": "${name}",
    "{": "${name}",
}
"""What a person most likely meant by a character that no expression holds."""


def tokenize(text: str) -> list[Token]:
    """Split `text` into tokens; the last one is always `END`.

    Raises:
        ExpressionError: A character that has no meaning here, a literal that is not closed, or
            a text of more than `MAX_LENGTH` characters.
    """
    if len(text) > MAX_LENGTH:
        raise ExpressionError(
            _("The expression has {count} characters; at most {most} are read.").format(
                count=len(text), most=MAX_LENGTH
            ),
            text=text[:MAX_LENGTH],
            position=MAX_LENGTH,
            to_do=_("Split it over calculations."),
        )
    tokens = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise _unreadable(text, position)
        if match.lastgroup is not None:
            tokens.append(_token(text, match, match.lastgroup))
        position = match.end()
    tokens.append(Token(TokenKind.END, "", len(text)))
    return tokens


def _token(text: str, match: re.Match[str], group: str) -> Token:
    word = match[group]
    if group == TokenKind.TEXT:
        word = word[1:-1]
    elif group == TokenKind.QUESTION and not _QUESTION.fullmatch(word):
        raise ExpressionError(
            _("'{name}' is not the name of a question.").format(name=word),
            text=text,
            position=match.start(),
            to_do=_("Write the name without blanks between ${{ and }}.").format(),
        )
    return Token(TokenKind(group), word, match.start())


def _unreadable(text: str, position: int) -> ExpressionError:
    character = text[position]
    if character in "'\"":
        what = _("This text is not closed.")
        to_do = _("Write the same quotation mark at its end.")
    elif text.startswith("${", position):
        what = _("This name is not closed.")
        to_do = _("Write }} after the name of the question.").format()
    else:
        what = _("{character} has no meaning here.").format(character=ascii(character)[1:-1])
        if character.isprintable():
            what = _("{character} has no meaning here.").format(character=character)
        instead = _WRITE_INSTEAD.get(character)
        to_do = _("Write {instead} instead.").format(instead=instead) if instead else ""
    return ExpressionError(what, text=text, position=position, to_do=to_do)
