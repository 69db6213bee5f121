"""Text in, a tree out: precedence climbing over XPath 1.0's operators, bounded in depth.

What can be known without a questionnaire is checked here: functions, their number of arguments,
patterns, and that only nodes are counted, summed or filtered.
"""

from dataclasses import dataclass, field

from fieldsurvey.errors import ExpressionError
from fieldsurvey.expressions.calls import (
    can_be_nodes,
    complain_of_call,
    complain_of_name,
    say_no_nodes,
)
from fieldsurvey.expressions.functions import FUNCTIONS
from fieldsurvey.expressions.tokens import Token, TokenKind, tokenize
from fieldsurvey.expressions.tree import (
    Arithmetic,
    Both,
    Call,
    Comparison,
    Either,
    Filter,
    Here,
    LastSaved,
    Negative,
    Number,
    Path,
    Question,
    Root,
    Step,
    Text,
    Tree,
    Union,
)
from fieldsurvey.i18n import _

MAX_DEPTH = 80
"""Parentheses, calls and predicates within each other: reading, compiling and evaluating the
deepest needs some 600 of the 1,000 frames that Python allows."""

_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_LEVEL_OF = {operator: level for level, all_ in enumerate(_LEVELS) for operator in all_}
_OR, _AND, _EQUALITY, _RELATION = range(4)
_AXES = {"child": "", "self": ".", "parent": ".."}


def parse(text: str) -> Tree:
    """Read `text` as one expression.

    Raises:
        ExpressionError: It is not one; says where, and what was expected there.
    """
    return _Parser(text, tokenize(text)).whole()


@dataclass(slots=True)
class _Parser:
    text: str
    tokens: list[Token]
    index: int = 0
    depth: int = 0
    end: Token = field(init=False)

    def __post_init__(self) -> None:
        self.end = self.tokens[-1]

    # -- reading tokens -------------------------------------------------------------------

    @property
    def token(self) -> Token:
        return self.tokens[self.index]

    def take(self) -> Token:
        token = self.tokens[self.index]
        if token is not self.end:
            self.index += 1
        return token

    def sees(self, *symbols: str) -> bool:
        token = self.tokens[self.index]
        return token.kind is TokenKind.SYMBOL and token.text in symbols

    def skip(self, symbol: str) -> bool:
        if self.sees(symbol):
            self.index += 1
            return True
        return False

    def expect(self, symbol: str) -> None:
        if not self.skip(symbol):
            raise self.expected(symbol)

    def fault(self, what: str, position: int, to_do: str = "") -> ExpressionError:
        return ExpressionError(what, text=self.text, position=position, to_do=to_do)

    def expected(self, what: str) -> ExpressionError:
        found = self.token.text if self.token is not self.end else _("the end")
        said = _("Expected {expected}, found {found}.").format(expected=what, found=found)
        return self.fault(said, self.token.start, _hint(self.token, self.tokens[self.index - 1]))

    # -- operators ------------------------------------------------------------------------

    def whole(self) -> Tree:
        if self.token is self.end:
            raise self.fault(_("The expression is empty."), 0)
        tree = self.expression()
        if self.token is not self.end:
            raise self.expected(_("an operator or the end"))
        return tree

    def expression(self, least: int = 0) -> Tree:
        """Read operands joined by operators that bind at least as tightly as `least`."""
        left = self.operand()
        while (level := self.level()) >= least:
            start = self.token.start
            pairs = []
            while self.level() == level:
                operator = self.take().text
                pairs.append((operator, self.expression(level + 1)))
            left = self.join(level, left, pairs, start)
        return left

    def level(self) -> int:
        token = self.tokens[self.index]
        if token.kind is TokenKind.SYMBOL or token.kind is TokenKind.NAME:
            return _LEVEL_OF.get(token.text, -1)
        return -1

    def join(self, level: int, left: Tree, pairs: list[tuple[str, Tree]], start: int) -> Tree:
        operands = (left, *(operand for _operator, operand in pairs))
        if level == _OR:
            return Either(operands)
        if level == _AND:
            return Both(operands)
        if level > _RELATION:
            return Arithmetic(left, tuple(pairs))
        if self.depth + len(pairs) > MAX_DEPTH:
            raise self.too_deep(start)
        for operator, operand in pairs:
            left = Comparison(operator, left, operand)
        return left

    def nested(self) -> Tree:
        """Read an expression that stands inside another."""
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise self.too_deep(self.token.start)
        tree = self.expression()
        self.depth -= 1
        return tree

    def too_deep(self, position: int) -> ExpressionError:
        return self.fault(
            _("The expression is nested more than {most} deep.").format(most=MAX_DEPTH),
            position,
            _("Split it over calculations."),
        )

    def operand(self) -> Tree:
        signs = 0
        while self.skip("-"):
            signs += 1
        if self.depth + signs > MAX_DEPTH:
            raise self.too_deep(self.token.start)
        start = self.token.start
        tree = self.path()
        if self.sees("|"):
            tree = self.union(tree, start)
        for _sign in range(signs):
            tree = Negative(tree)
        return tree

    def union(self, first: Tree, start: int) -> Tree:
        operands = [self.as_nodes(first, start)]
        while self.skip("|"):
            start = self.token.start
            operands.append(self.as_nodes(self.path(), start))
        return Union(tuple(operands))

    # -- paths ----------------------------------------------------------------------------

    def path(self) -> Tree:
        token = self.token
        if self.sees("/", "//"):
            self.index += self.sees("/")
            is_bare = token.text == "/" and not self.starts_step()
            return Path(Root(), () if is_bare else self.steps())
        if self.starts_step() and not self.is_call():
            return self.relative_path()
        tree = self.primary()
        if self.sees("["):
            tree = Filter(self.as_nodes(tree, token.start), self.predicates())
        if self.sees("/", "//"):
            self.as_nodes(tree, token.start)
            self.index += self.sees("/")
            return Path(tree, self.steps())
        return tree

    def relative_path(self) -> Tree:
        if not self.sees("."):
            return Path(None, self.steps())
        self.take()
        if self.sees("["):
            raise self.fault(_("A predicate cannot follow '.'."), self.token.start)
        if not self.sees("/", "//"):
            return Here()
        self.index += self.sees("/")
        return Path(Here(), self.steps())

    def starts_step(self) -> bool:
        return self.token.kind is TokenKind.NAME or self.sees(".", "..", "*", "@")

    def is_call(self) -> bool:
        after = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        return self.token.kind is TokenKind.NAME and after.text == "("

    def steps(self) -> tuple[Step, ...]:
        """Read steps; a `/` before the first is already taken, a `//` is not."""
        steps = [self.step()]
        while self.sees("/", "//"):
            self.index += self.sees("/")
            steps.append(self.step())
        return tuple(steps)

    def step(self) -> Step:
        descendant = self.skip("//")
        if not self.starts_step() or self.is_call():
            raise self.expected(_("the name of a question or group"))
        name = self.step_name()
        if self.sees("[") and name in {".", ".."}:
            raise self.fault(
                _("A predicate cannot follow '{name}'.").format(name=name), self.token.start
            )
        return Step(name, self.predicates(), descendant)

    def step_name(self) -> str:
        token = self.take()
        if token.text == "@" and token.kind is TokenKind.SYMBOL:
            raise self.fault(_("An interview has no attributes."), token.start)
        if not self.sees("::"):
            return token.text
        if token.text not in _AXES:
            raise self.fault(
                _("The axis '{axis}' is not offered.").format(axis=token.text),
                token.start,
                _("Offered are: {all}.").format(all=", ".join(_AXES)),
            )
        self.take()
        axis = _AXES[token.text]
        if not self.starts_step() or self.sees(".", "..", "@"):
            raise self.expected(_("the name of a question or group"))
        if axis and not self.sees("*"):
            raise self.expected("*")
        return axis if self.take().text == "*" and axis else self.tokens[self.index - 1].text

    def predicates(self) -> tuple[Tree, ...]:
        found = []
        while self.skip("["):
            found.append(self.nested())
            self.expect("]")
        return tuple(found)

    # -- literals, questions, calls -------------------------------------------------------

    def primary(self) -> Tree:
        token = self.token
        match token.kind:
            case TokenKind.NUMBER:
                return self.number(self.take())
            case TokenKind.TEXT:
                return Text(self.take().text)
            case TokenKind.QUESTION:
                name = self.take().text
                saved = name.removeprefix("last-saved#")
                return Question(name) if saved == name else LastSaved(saved)
            case TokenKind.NAME:
                return self.call(self.take())
        if not self.skip("("):
            raise self.expected(_("a value"))
        tree = self.nested()
        self.expect(")")
        return tree

    def number(self, token: Token) -> Tree:
        value = float(token.text)
        if value == float("inf"):
            raise self.fault(_("This number is too large."), token.start)
        return Number(value)

    def call(self, name: Token) -> Tree:
        function = FUNCTIONS.get(name.text)
        if function is None:
            complaint = complain_of_name(name.text)
            raise self.fault(complaint.what, name.start, complaint.to_do)
        self.expect("(")
        arguments: list[Tree] = []
        starts: list[int] = []
        while not self.sees(")"):
            if arguments:
                self.expect(",")
            starts.append(self.token.start)
            arguments.append(self.nested())
        self.take()
        wrong = complain_of_call(function, arguments)
        if wrong is not None:
            at = name.start if wrong.argument < 0 else starts[wrong.argument]
            raise self.fault(wrong.what, at + wrong.offset, wrong.to_do)
        return Call(function.name, tuple(arguments))

    def as_nodes(self, tree: Tree, position: int) -> Tree:
        """Return `tree` if it can be a node-set."""
        if not can_be_nodes(tree):
            raise self.fault(say_no_nodes(), position)
        return tree


def _hint(token: Token, before: Token) -> str:
    if token.text == "=" and before.text == "=":
        return _("Write {instead} instead.").format(instead="=")
    if token.text == ">" and before.text == "<":
        return _("Write {instead} instead.").format(instead="!=")
    if token.kind is TokenKind.QUESTION and before.kind is TokenKind.QUESTION:
        return _("Put an operator between them.")
    return ""
