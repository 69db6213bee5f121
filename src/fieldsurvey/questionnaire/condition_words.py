"""A condition in; the words in which paper and the list of questions say it out."""

import re
from collections.abc import Mapping

from fieldsurvey.errors import ExpressionError
from fieldsurvey.expressions import compile_expression
from fieldsurvey.expressions.printing import print_tree
from fieldsurvey.expressions.tree import Both, Call, Comparison, Either, Tree
from fieldsurvey.i18n import _, language
from fieldsurvey.questionnaire.logic.reasoning import asked_of, literal_of
from fieldsurvey.questionnaire.model import Item, Questionnaire, in_language

_REFERENCE = re.compile(r"\$\{([^{}]+)\}")
_OPPOSITE = {"=": "!=", "!=": "=", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


class Wording:
    """Says conditions and labels of one questionnaire, its questions by their marks."""

    def __init__(self, questionnaire: Questionnaire, marks: Mapping[str, str]) -> None:
        self.questionnaire = questionnaire
        self.marks = marks
        self.default = questionnaire.settings.default_language

    def text(self, text: Mapping[str, str]) -> str:
        """Return a text in the language spoken, answers in it named by their marks."""
        said = in_language(text, language(), self.default)
        return _REFERENCE.sub(lambda found: f"[{self.named(found[1])}]", said)

    def condition(self, expression: str) -> str:
        """Say a condition; what has no words stands as it is written, with marks for names."""
        try:
            tree = compile_expression(expression).tree
        except ExpressionError:
            return expression
        return self._said(tree)

    def asked_when(self, item: Item) -> str:
        """Say when a question, group or repeat is asked; blank for always."""
        return "" if item.relevant in ("", "true()") else self.condition(item.relevant)

    def named(self, name: str) -> str:
        """Return what a question is called on paper: its mark, or its label where it has none."""
        if name in self.marks:
            return self.marks[name]
        labels = (item.label for item, _above in self.questionnaire.walk() if item.name == name)
        return in_language(next(labels, {}), language(), self.default) or name

    def _said(self, tree: Tree) -> str:  # noqa: PLR0911 - one line a kind of condition
        match tree:
            case Both(operands):
                return _(" and ").join(self._inner(each) for each in operands)
            case Either(operands):
                return _(" or ").join(self._inner(each) for each in operands)
            case Call("not", (Comparison(operator, left, right),)):
                return self._compared(Comparison(_OPPOSITE[operator], left, right))
            case Call("not", (Call("selected", (asked, choice)),)):
                return self._selected(tree, asked, choice, is_in=False)
            case Call("selected", (asked, choice)):
                return self._selected(tree, asked, choice, is_in=True)
            case Call("not", (inner,)):
                return _("not ({condition})").format(condition=self._said(inner))
            case Call("false", ()):
                return _("never")
            case Comparison():
                return self._compared(tree)
        return self._as_written(tree)

    def _inner(self, tree: Tree) -> str:
        said = self._said(tree)
        return f"({said})" if isinstance(tree, Both | Either) else said

    def _compared(self, tree: Comparison) -> str:
        name, literal = asked_of(tree.left), literal_of(tree.right)
        if not name or literal is None:
            return self._as_written(tree)
        fact = self._fact(name, tree.operator, literal)
        if fact:
            return fact
        if literal == "" and tree.operator in ("=", "!="):
            pattern = (
                _("{question} is blank") if tree.operator == "=" else _("{question} is answered")
            )
            return pattern.format(question=self.named(name))
        return self._pattern(tree.operator).format(
            question=self.named(name), answer=self._answer(name, literal)
        )

    def _pattern(self, operator: str) -> str:
        return {
            "=": _("{question} is {answer}"),
            "!=": _("{question} is not {answer}"),
            "<": _("{question} is less than {answer}"),
            "<=": _("{question} is at most {answer}"),
            ">": _("{question} is more than {answer}"),
            ">=": _("{question} is at least {answer}"),
        }[operator]

    def _selected(self, tree: Tree, asked: Tree, choice: Tree, *, is_in: bool) -> str:
        name, literal = asked_of(asked), literal_of(choice)
        if not name or literal is None:
            return self._as_written(tree)
        pattern = _("{question} has {answer}") if is_in else _("{question} does not have {answer}")
        return pattern.format(question=self.named(name), answer=self._answer(name, literal))

    def _answer(self, name: str, code: str) -> str:
        """Return a code with its label, or the literal itself."""
        question = self.questionnaire.questions.get(name)
        choices = self.questionnaire.choice_list(question) if question else ()
        for choice in choices:
            if choice.name == code:
                label = in_language(choice.label, language(), self.default)
                return _("“{code} {label}”").format(code=code, label=label)
        return code

    def _fact(self, name: str, operator: str, literal: str) -> str:
        """Say what a fact of the plan means that no question on paper shows."""
        question = self.questionnaire.questions.get(name)
        words = _facts().get(question.preload) if question and name not in self.marks else None
        if words is None or operator != "=" or literal not in ("0", "1"):
            return ""
        return words if literal == "1" else _("not ({condition})").format(condition=words)

    def _as_written(self, tree: Tree) -> str:
        return _REFERENCE.sub(lambda found: f"[{self.named(found[1])}]", print_tree(tree))


def _facts() -> Mapping[str, str]:
    return {
        "village.has_team": _("the village has a resident team"),
        "village.is_exited": _("the village has left poverty"),
        "county.is_delisted": _("the county has left the list of poor counties"),
    }
