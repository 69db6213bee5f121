"""Python's syntax tree, in the few words that compiled expressions are written in.

Every node gets a place in the text when it is made, which Python's compiler asks for.
"""

import ast
import sys
from typing import Any

_THERE: Any = {"lineno": 1, "col_offset": 0}
_LOAD = ast.Load()
_STORE = ast.Store()


def load(name: str) -> ast.expr:
    """Return the code that reads a name."""
    return ast.Name(name, _LOAD, **_THERE)


def constant(value: str | float | None) -> ast.expr:
    """Return the code of a text, number, boolean or `None`."""
    return ast.Constant(value, **_THERE)


def attribute(of: ast.expr, name: str) -> ast.expr:
    """Return the code that reads an attribute."""
    return ast.Attribute(of, name, _LOAD, **_THERE)


def item(of: ast.expr, key: ast.expr) -> ast.expr:
    """Return the code of `of[key]`."""
    return ast.Subscript(of, key, _LOAD, **_THERE)


def pack(items: list[ast.expr]) -> ast.expr:
    """Return the code of a tuple."""
    return ast.Tuple(items, _LOAD, **_THERE)


def bind(name: str, value: ast.expr) -> ast.expr:
    """Return the code of `(name := value)`."""
    return ast.NamedExpr(ast.Name(name, _STORE, **_THERE), value, **_THERE)


def invoke(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    """Return the code that calls what an expression gives."""
    return ast.Call(function, list(arguments), [], **_THERE)


def call(function: str, *arguments: ast.expr) -> ast.expr:
    """Return the code that calls one of the functions of the runtime."""
    return invoke(load(function), *arguments)


def scoped(function: str, *arguments: ast.expr) -> ast.expr:
    """Return the code that calls a function with the scope first."""
    return call(function, load("scope"), *arguments)


def get(mapping: ast.expr, *arguments: ast.expr) -> ast.expr:
    """Return the code of `mapping.get(…)`."""
    return invoke(attribute(mapping, "get"), *arguments)


def choose(test: ast.expr, then: ast.expr, otherwise: ast.expr) -> ast.expr:
    """Return the code of `then if test else otherwise`."""
    return ast.IfExp(test, then, otherwise, **_THERE)


def compare(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> ast.expr:
    """Return the code of one comparison."""
    return ast.Compare(left, [operator], [right], **_THERE)


def all_of(operands: list[ast.expr]) -> ast.expr:
    """Return the code of `a and b and …`."""
    return ast.BoolOp(ast.And(), operands, **_THERE)


def first_of(operands: list[ast.expr]) -> ast.expr:
    """Return the code of `a or b or …`."""
    return ast.BoolOp(ast.Or(), operands, **_THERE)


def operate(left: ast.expr, operator: ast.operator, right: ast.expr) -> ast.expr:
    """Return the code of `left op right`."""
    return ast.BinOp(left, operator, right, **_THERE)


def operate_on(operator: ast.unaryop, operand: ast.expr) -> ast.expr:
    """Return the code of `-operand` or `not operand`."""
    return ast.UnaryOp(operator, operand, **_THERE)


def define(name: str, parameters: list[str], code: ast.expr) -> ast.FunctionDef:
    """Return the code of a function of a scope and more; `values` are the scope's answers."""
    values = ast.Name("values", _STORE, **_THERE)
    body: list[ast.stmt] = [
        ast.Assign([values], attribute(load("scope"), "values"), **_THERE),
        ast.Return(code, **_THERE),
    ]
    arguments = ast.arguments(
        posonlyargs=[],
        args=[ast.arg(parameter, **_THERE) for parameter in parameters],
        kwonlyargs=[],
        kw_defaults=[],
        defaults=[],
    )
    parts: dict[str, Any] = {"name": name, "args": arguments, "body": body, "decorator_list": []}
    if sys.version_info >= (3, 12):
        parts["type_params"] = []
    return ast.FunctionDef(**parts, **_THERE)


def run(definitions: list[ast.FunctionDef], reachable: dict[str, Any]) -> dict[str, Any]:
    """Compile functions and return them by name.

    Args:
        definitions: Made by `define`; never by a parser of text.
        reachable: The only names they can see; Python's own are not among them.
    """
    namespace = {**reachable, "__builtins__": {}}
    module = ast.Module([*definitions], [])
    exec(compile(module, "<expression>", "exec"), namespace)
    return namespace
