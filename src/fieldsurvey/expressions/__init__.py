"""Text in, a checked and compiled expression out.

The language is that of XLSForm and ODK XForms: XPath 1.0's operators, `${name}`, paths, and ODK's
functions. An expression sees nothing but its `Scope`.
"""

from fieldsurvey.errors import ExpressionError
from fieldsurvey.expressions.bench import evaluate, flatten_answers
from fieldsurvey.expressions.caret import caret
from fieldsurvey.expressions.expression import Expression, compile_expression
from fieldsurvey.expressions.facts import Facts
from fieldsurvey.expressions.functions import Function, known_functions
from fieldsurvey.expressions.scope import Scope
from fieldsurvey.expressions.shape import Shape
from fieldsurvey.expressions.tables import Table
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer

__all__ = [
    "AnswerValue",
    "Expression",
    "ExpressionError",
    "Facts",
    "Function",
    "Scope",
    "Shape",
    "SpecialAnswer",
    "Table",
    "caret",
    "compile_expression",
    "evaluate",
    "flatten_answers",
    "known_functions",
]
