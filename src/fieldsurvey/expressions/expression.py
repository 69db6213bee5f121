"""An expression: read and checked when it is made, compiled when it is first asked."""

from collections.abc import Callable, Sequence
from functools import cached_property, lru_cache

from fieldsurvey.expressions.choosing import RowChooser
from fieldsurvey.expressions.compiler import Compiler
from fieldsurvey.expressions.conversions import Value
from fieldsurvey.expressions.facts import Facts, find_facts
from fieldsurvey.expressions.functions import Kind
from fieldsurvey.expressions.nodes import NodeSet
from fieldsurvey.expressions.parser import parse
from fieldsurvey.expressions.printing import print_tree
from fieldsurvey.expressions.scope import Row, Scope
from fieldsurvey.expressions.tree import Question, Tree, walk


class Expression:
    """One expression of the questionnaire language.

    `truth`, `number` and `text` are plain compiled functions: they are made when first asked for
    and cost little more than the same rule written in Python.
    """

    def __init__(self, source: str) -> None:
        """Read `source`.

        Raises:
            ExpressionError: It is no expression; says where, and what was expected there.
        """
        self.source = source
        """The text it was read from."""
        self.tree: Tree = parse(source)
        """Its parts."""

    def __reduce__(self) -> tuple[Callable[[str], "Expression"], tuple[str]]:
        return compile_expression, (self.source,)

    def __str__(self) -> str:
        return print_tree(self.tree)

    def __repr__(self) -> str:
        return f"compile_expression({self.source!r})"

    @cached_property
    def references(self) -> frozenset[str]:
        """Names of the questions and repeats in `${…}`."""
        return frozenset(part.name for part in walk(self.tree) if isinstance(part, Question))

    @cached_property
    def facts(self) -> Facts:
        """What it looks at besides `references`: columns, lists, tables, clock, chance."""
        return find_facts(self.tree)

    @cached_property
    def truth(self) -> Callable[[Scope], bool]:
        """Whether it holds: blank, 0 and NaN do not."""
        return Compiler(self.source).function(self.tree, Kind.TRUTH)

    @cached_property
    def number(self) -> Callable[[Scope], float]:
        """Its value as a number; NaN for what is none."""
        return Compiler(self.source).function(self.tree, Kind.NUMBER)

    @cached_property
    def text(self) -> Callable[[Scope], str]:
        """Its value as XPath writes it, `NaN` included."""
        return Compiler(self.source).function(self.tree, Kind.TEXT)

    @cached_property
    def value(self) -> Callable[[Scope], Value]:
        """Its value as it is; a node-set where it means many answers."""
        return Compiler(self.source).function(self.tree, Kind.ANY)

    def text_value(self, scope: Scope) -> str:
        """Return the value as a calculation stores it: what is no number is blank."""
        said = self.text(scope)
        return "" if said in _NOT_STORED else said

    def evaluate(self, scope: Scope) -> str | float | bool:
        """Return the value; of a node-set the text of its first node."""
        value = self.value(scope)
        return value.text if isinstance(value, NodeSet) else value

    def texts(self, scope: Scope) -> list[str]:
        """Return the texts of all nodes of a node-set, or the one text of any other value."""
        value = self.value(scope)
        return value.texts if isinstance(value, NodeSet) else [self.text(scope)]

    def matching(self, rows: Sequence[Row], scope: Scope) -> Sequence[Row]:
        """Return the rows that it holds for, as a choice filter: bare names are columns."""
        return self._chooser.choose(rows, scope)

    @cached_property
    def _chooser(self) -> RowChooser:
        return RowChooser(self.tree, self.source)


_NOT_STORED = frozenset({"NaN", "Infinity", "-Infinity"})


@lru_cache(maxsize=16_384)
def compile_expression(text: str) -> Expression:
    """Return the expression that `text` writes; the same text gives the same object.

    Raises:
        ExpressionError: It is no expression; says where, and what was expected there.
    """
    return Expression(text)
