"""A second, slow way to evaluate expressions, for comparison with the compiled one.

It builds the whole interview as a tree of nodes, as an XForms instance is one, and walks the
parsed expression over it, converting values by the letter of XPath 1.0. It shares nothing with
the compiler; of the functions it calls only those that merely turn texts and numbers into others.
"""
# ruff: noqa: D102, PLR0911, PLR0912 - one method a function of the language, one branch a part

import math
from dataclasses import dataclass, field

from fieldsurvey.expressions import Scope
from fieldsurvey.expressions.calendar import days_of_text
from fieldsurvey.expressions.functions import FUNCTIONS, Kind
from fieldsurvey.expressions.nodes import NodeSet
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
    Text,
    Union,
    named_question,
)

DECIMAL = set("0123456789.-")


@dataclass(eq=False)
class Node:
    """A node of the document."""

    name: str
    above: "Node | None" = None
    below: list["Node"] = field(default_factory=list)
    text: str = ""
    index: int = 0
    has_parts: bool = False
    path: str = ""

    def add(self, node: "Node") -> "Node":
        node.above = self
        self.below.append(node)
        return node

    def everything(self):
        for node in self.below:
            yield node
            yield from node.everything()

    def ancestors(self):
        node = self
        while node is not None:
            yield node
            node = node.above


@dataclass
class Context:
    """Where a part of an expression is evaluated."""

    node: Node
    current: Node
    place: int = 1
    count: int = 1
    is_predicate: bool = False


class Reference:
    """Evaluates trees on one scope; needs the scope's shape."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.root = Node("", has_parts=True)
        self.order = {}
        self.build("", self.root, "")
        for at, node in enumerate([self.root, *self.root.everything()]):
            self.order[node] = at
        self.lists = {}

    # -- the document ---------------------------------------------------------------------

    def build(self, name: str, node: Node, prefix: str) -> None:
        """Add what stands in a group, repeat or the form."""
        shape = self.scope.shape
        for child, above in shape.parents.items():
            if above != name:
                continue
            if child in shape.repeats:
                for index in range(1, self.scope.repeat_counts.get(prefix + child, 0) + 1):
                    path = f"{prefix}{child}[{index}]"
                    made = node.add(Node(child, index=index, has_parts=True, path=path))
                    self.build(child, made, path + "/")
            elif child in shape.parents.values():
                made = node.add(Node(child, has_parts=True, path=prefix + child))
                self.build(child, made, prefix)
            else:
                value = self.scope.values.get(prefix + child, "")
                text = value if isinstance(value, str) else ""
                node.add(Node(child, text=text, path=prefix + child))

    def at(self, path: str) -> Node:
        """Return the node of a path."""
        found = [node for node in self.root.everything() if node.path == path]
        return found[0] if found and path else self.root

    def list_root(self, name: str) -> Node:
        """Return a list of choices as a document."""
        if name not in self.lists:
            root = self.lists[name] = Node("root", has_parts=True)
            for index, row in enumerate(self.scope.rows(name), 1):
                item = root.add(Node("item", index=index, has_parts=True, text=row.get("name", "")))
                for column, cell in row.items():
                    item.add(Node(column, text=cell))
            for node in [root, *root.everything()]:
                self.order[node] = len(self.order)
        return self.lists[name]

    # -- values ---------------------------------------------------------------------------

    def text(self, value) -> str:
        match value:
            case bool():
                return "true" if value else "false"
            case float():
                if math.isnan(value):
                    return "NaN"
                if math.isinf(value):
                    return "Infinity" if value > 0 else "-Infinity"
                if value == 0:
                    return "0"
                return f"{value:.0f}" if value % 1 == 0 and abs(value) < 1e16 else _plain(value)
            case list():
                return value[0].text if value else ""
        return value

    def number(self, value) -> float:
        if isinstance(value, list):
            value = self.text(value)
        if not isinstance(value, str):
            return float(value)
        stripped = value.strip(" \t\r\n")
        if stripped and set(stripped) <= DECIMAL:
            try:
                return float(stripped)
            except ValueError:
                pass
        return days_of_text(value, self.scope.zone)

    def truth(self, value) -> bool:
        if isinstance(value, list):
            return any(node.has_parts or node.text != "" for node in value)
        if isinstance(value, str):
            return value != ""
        return not math.isnan(value) and value != 0

    def texts(self, value) -> list[str]:
        return [node.text for node in value] if isinstance(value, list) else [self.text(value)]

    def compare(self, operator: str, left, right) -> bool:
        is_equality = operator in {"=", "!="}
        if is_equality and (isinstance(left, bool) or isinstance(right, bool)):
            return _compared(operator, self.truth(left), self.truth(right))
        if isinstance(left, list):
            return any(self.compare(operator, node.text, right) for node in left)
        if isinstance(right, list):
            return any(self.compare(operator, left, node.text) for node in right)
        if is_equality and isinstance(left, str) and isinstance(right, str):
            return _compared(operator, left, right)
        return _compared(operator, self.number(left), self.number(right))

    # -- evaluation -----------------------------------------------------------------------

    def evaluate(self, tree):
        """Return text, float, boolean or a list of nodes."""
        here = self.at(self.scope.current)
        return self.value(tree, Context(here, here))

    def value(self, tree, at: Context):
        match tree:
            case Number(value) | Text(value):
                return value
            case Question(name):
                return self.question(name, at.current)
            case LastSaved(name):
                value = self.scope.last_saved.get(name, "")
                return [Node(name, text=value if isinstance(value, str) else "")]
            case Here():
                return [at.node] if at.is_predicate else at.node.text
            case Negative(operand):
                return -self.number(self.value(operand, at))
            case Arithmetic(first, rest):
                result = self.number(self.value(first, at))
                for operator, operand in rest:
                    result = _calculated(operator, result, self.number(self.value(operand, at)))
                return result
            case Comparison(operator, left, right):
                return self.compare(operator, self.value(left, at), self.value(right, at))
            case Both(operands):
                return all(self.truth(self.value(each, at)) for each in operands)
            case Either(operands):
                return any(self.truth(self.value(each, at)) for each in operands)
            case Union(operands):
                return self.in_order([n for each in operands for n in self.nodes(each, at)])
            case Filter(subject, predicates):
                return self.filtered(self.nodes(subject, at), predicates, at)
            case Path():
                return self.path(tree, at)
            case Call():
                return self.call(tree, at)
        raise AssertionError(tree)

    def in_order(self, nodes):
        return list(dict.fromkeys(nodes))

    def question(self, name: str, current: Node):
        """Return text where one place is meant, else all places."""
        nodes = self.places(name, current)
        chain = self.repeats_around(name)
        around = [node.name for node in current.ancestors() if node.index][::-1]
        is_one = name not in self.scope.shape.repeats and around[: len(chain)] == chain
        if nodes and is_one:
            return nodes[0].text
        return nodes if chain or name in self.scope.shape.repeats else ""

    def repeats_around(self, name: str) -> list[str]:
        parents, found = self.scope.shape.parents, []
        above = parents.get(name, "")
        while above:
            if above in self.scope.shape.repeats:
                found.insert(0, above)
            above = parents.get(above, "")
        return found

    def places(self, name: str, current: Node) -> list[Node]:
        """Return the nodes of a name that share most instances with the current one."""
        chain = self.repeats_around(name)
        mine = [node for node in current.ancestors() if node.index][::-1]
        shared = []
        for repeat, node in zip(chain, mine, strict=False):
            if node.name != repeat:
                break
            shared.append(node)
        return [
            node
            for node in self.root.everything()
            if node.name == name and all(each in node.above.ancestors() for each in shared)
        ]

    def nodes(self, tree, at: Context) -> list[Node]:
        if isinstance(tree, Question):
            return self.places(tree.name, at.current)
        if isinstance(tree, Here):
            return [at.node]
        value = self.value(tree, at)
        return value if isinstance(value, list) else []

    def path(self, tree: Path, at: Context) -> list[Node]:
        steps, start = tree.steps, tree.start
        if isinstance(start, Root):
            return self.absolute(steps, at)
        nodes = [at.node] if start is None else self.nodes(start, at)
        for step in steps:
            nodes = self.step(nodes, step, at)
        return nodes

    def absolute(self, steps, at: Context) -> list[Node]:
        nodes = [self.root]
        if steps and not steps[0].descendant and steps[0].name not in self.scope.shape.parents:
            steps = steps[1:]
        mine = [node for node in at.current.ancestors() if node.index]
        for place, step in enumerate(steps, 1):
            nodes = self.step(nodes, step, at)
            if step.name in self.scope.shape.repeats and not step.predicates and place < len(steps):
                nodes = [node for node in nodes if node in mine] or nodes
        return nodes

    def step(self, nodes: list[Node], step, at: Context) -> list[Node]:
        found = []
        for node in nodes:
            reached = self.reach(node, step)
            found.extend(self.filtered(reached, step.predicates, at))
        return self.in_order(found)

    def reach(self, node: Node, step) -> list[Node]:
        if step.name == ".":
            return [node]
        if step.name == "..":
            return [node.above] if node.above is not None else []
        if node.name == "root" and node.above is None and step.name == "root":
            return [node]
        if node.name == "item" and step.name not in {"*", *(each.name for each in node.below)}:
            node.add(Node(step.name))
        below = node.everything() if step.descendant else node.below
        found = [each for each in below if step.name in {each.name, "*"}]
        if step.descendant and step.name == "*":
            names = list(self.scope.shape.parents)
            found.sort(key=lambda each: (names.index(each.name), self.order[each]))
        return found

    def filtered(self, nodes: list[Node], predicates, at: Context) -> list[Node]:
        for predicate in predicates:
            kept = []
            for place, node in enumerate(nodes, 1):
                value = self.value(predicate, Context(node, at.current, place, len(nodes), True))
                is_place = isinstance(value, float) and not isinstance(value, bool)
                if value == place if is_place else self.truth(value):
                    kept.append(node)
            nodes = kept
        return nodes

    # -- functions ------------------------------------------------------------------------

    def call(self, tree: Call, at: Context):
        own = getattr(self, "f_" + tree.function.replace("-", "_").replace(":", "_"), None)
        if own is not None:
            return own(tree.arguments, at)
        function = FUNCTIONS[tree.function]
        arguments = [
            self.converted(argument, function.kind_of(index), at)
            for index, argument in enumerate(tree.arguments)
        ]
        if function.needs_scope:
            arguments.insert(0, self.scope)
        return function.implementation(*arguments)

    def converted(self, argument, kind: Kind, at: Context):
        if kind is Kind.NODES:
            return NodeSet(tuple(self.nodes(argument, at)))
        value = self.value(argument, at)
        if kind is Kind.ANY and isinstance(value, list):
            return NodeSet(tuple(value))
        return {
            Kind.TEXT: self.text,
            Kind.NUMBER: self.number,
            Kind.TRUTH: self.truth,
            Kind.ANY: lambda each: each,
        }[kind](value)

    def f_if(self, arguments, at):
        return self.value(arguments[1 if self.truth(self.value(arguments[0], at)) else 2], at)

    def f_coalesce(self, arguments, at):
        texts = [self.text(self.value(each, at)) for each in arguments]
        return next((each for each in texts if each), "")

    def f_not(self, arguments, at):
        return not self.truth(self.value(arguments[0], at))

    def f_true(self, _arguments, _at):
        return True

    def f_false(self, _arguments, _at):
        return False

    def own(self, arguments, at):
        return self.value(arguments[0] if arguments else Here(), at)

    def f_boolean(self, arguments, at):
        return self.truth(self.own(arguments, at))

    def f_string(self, arguments, at):
        return self.text(self.own(arguments, at))

    def f_number(self, arguments, at):
        return self.number(self.own(arguments, at))

    def f_string_length(self, arguments, at):
        return float(len(self.text(self.own(arguments, at))))

    def f_normalize_space(self, arguments, at):
        words = self.text(self.own(arguments, at))
        for blank in "\t\r\n":
            words = words.replace(blank, " ")
        return " ".join(word for word in words.split(" ") if word)

    def f_concat(self, arguments, at):
        return "".join(t for each in arguments for t in self.texts(self.value(each, at)))

    def f_join(self, arguments, at):
        separator, *values = [self.value(each, at) for each in arguments]
        return self.text(separator).join(t for value in values for t in self.texts(value))

    def f_selected(self, arguments, at):
        chosen, wanted = (self.text(self.value(each, at)) for each in arguments)
        return wanted.strip() in chosen.split()

    def f_position(self, arguments, at):
        if not arguments:
            return float(at.place if at.is_predicate else at.node.index or 1)
        nodes = self.nodes(arguments[0], at)
        return float(nodes[0].index or 1) if nodes else math.nan

    def f_last(self, _arguments, at):
        return float(at.count)

    def f_index(self, _arguments, at):
        return float(next((node.index for node in at.current.ancestors() if node.index), 1))

    def f_current(self, _arguments, at):
        return [at.current]

    def f_instance(self, arguments, at):
        return [self.list_root(self.text(self.value(arguments[0], at)))]

    def f_count(self, arguments, at):
        return float(len(self.nodes(arguments[0], at)))

    def f_sum(self, arguments, at):
        return sum((self.number(node.text) for node in self.nodes(arguments[0], at)), 0.0)

    def f_count_non_empty(self, arguments, at):
        return float(len([node for node in self.nodes(arguments[0], at) if node.text]))

    def f_count_if(self, arguments, at):
        return float(len(self.matching(arguments, at)))

    def f_sum_if(self, arguments, at):
        return sum((self.number(node.text) for node in self.matching(arguments, at)), 0.0)

    def matching(self, arguments, at):
        found = []
        for node in self.nodes(arguments[0], at):
            is_element = self.root in node.ancestors()
            there = Context(node, node if is_element else at.current, is_predicate=True)
            if self.truth(self.value(arguments[1], there)):
                found.append(node)
        return found

    def f_max(self, arguments, at):
        return self.extreme(max, arguments, at)

    def f_min(self, arguments, at):
        return self.extreme(min, arguments, at)

    def extreme(self, function, arguments, at):
        numbers = []
        for value in [self.value(each, at) for each in arguments]:
            if isinstance(value, list):
                numbers.extend(self.number(node.text) for node in value)
            else:
                numbers.append(self.number(value))
        has_answer = numbers and not any(math.isnan(each) for each in numbers)
        return function(numbers) if has_answer else math.nan

    def f_indexed_repeat(self, arguments, at):
        question, *pairs = arguments
        wanted = {}
        for repeat, index in zip(pairs[::2], pairs[1::2], strict=True):
            wanted[_last_name(repeat)] = self.number(self.value(index, at))
        for node in self.root.everything():
            if node.name == _last_name(question) and not node.has_parts:
                around = [each for each in node.ancestors() if each.index]
                if all(each.index == wanted.get(each.name, 1.0) for each in around):
                    return node.text
        return ""

    def f_jr_choice_name(self, arguments, at):
        question = arguments[1]
        is_text = isinstance(question, Text)
        name = named_question(question.value) if is_text else _last_name(question)
        return self.label(name, self.text(self.value(arguments[0], at)))

    def f_choice_label(self, arguments, at):
        return self.label(_last_name(arguments[0]), self.text(self.value(arguments[1], at)))

    def label(self, question: str, choice: str) -> str:
        rows = self.scope.choices.get(self.scope.question_lists.get(question, ""), ())
        for wanted in ([choice], choice.split()):
            labels = [
                next((row for row in rows if row.get("name", "") == each), None) for each in wanted
            ]
            found = [row.get("label", "") for row in labels if row is not None]
            if found:
                return ", ".join(found)
        return ""


def _compared(operator, left, right) -> bool:
    return {
        "=": left == right,
        "!=": left != right,
        "<": left < right,
        "<=": left <= right,
        ">": left > right,
        ">=": left >= right,
    }[operator]


def _calculated(operator: str, left: float, right: float) -> float:
    if operator == "div":
        if right == 0:
            is_nan = math.isnan(left) or left == 0
            sign = math.copysign(1, left) * math.copysign(1, right)
            return math.nan if is_nan else sign * math.inf
        return left / right
    if operator == "mod":
        if math.isinf(left) or right == 0 or math.isnan(left + right):
            return math.nan
        return math.fmod(left, right)
    return {"+": left + right, "-": left - right, "*": left * right}[operator]


def _plain(value: float) -> str:
    mantissa, _, exponent = repr(value).partition("e")
    if not exponent:
        return mantissa
    digits = mantissa.replace(".", "").replace("-", "")
    point = len(mantissa.replace("-", "").partition(".")[0]) + int(exponent)
    sign = "-" if value < 0 else ""
    if point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    return f"{sign}{digits[:point].ljust(point, '0')}.{digits[point:]}".rstrip(".")


def _last_name(tree) -> str:
    if isinstance(tree, Question | LastSaved):
        return tree.name
    return tree.steps[-1].name if isinstance(tree, Path) and tree.steps else ""
