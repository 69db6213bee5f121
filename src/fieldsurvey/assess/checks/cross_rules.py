"""Takes rules.yaml, gives the rules across forms, households and villages, and of the plan.

The file is data a campaign may replace. A rule is either an expression over one village, in the
language of the questionnaires, or one of the program's own checks with limits of the campaign's.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, Field, model_validator

from fieldsurvey.errors import AssessmentError
from fieldsurvey.expressions import ExpressionError, compile_expression
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire import read_yaml_model, shipped_folder
from fieldsurvey.questionnaire.model import CheckKind, LocalText, Model

RULES_FILE = "rules.yaml"

CHECKS = frozenset(
    {
        "two_forms_of_one_household",
        "namesakes",
        "identical_answers",
        "too_quick",
        "two_villages_at_once",
        "must_visit_missing",
        "two_teams_in_one_village",
        "day_without_list",
        "answer_without_row",
    }
)
"""Names of the program's own checks."""


def _an_expression(text: str) -> str:
    try:
        compile_expression(text)
    except ExpressionError as wrong:
        raise ValueError(str(wrong)) from wrong
    return text


ExpressionText = Annotated[str, AfterValidator(_an_expression)]
"""An expression that can be read."""


class CrossRule(Model):
    """One rule."""

    code: Annotated[str, Field(pattern=r"^[A-Z]-[0-9]{2}[a-z]?$")]
    kind: Annotated[CheckKind, Field(strict=False)]
    text: LocalText
    to_do: LocalText = Field(default_factory=dict)
    when: ExpressionText | None = None
    """Holds where something is wrong."""
    values: Mapping[str, ExpressionText] = Field(default_factory=dict)
    """What the text shows, by the name of its place."""
    once_complete: bool = False
    """Look at a village only once it is complete."""
    check: str = ""
    """One of the program's own checks."""
    limits: Mapping[str, int] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "CrossRule":
        if (self.when is None) == (not self.check):
            raise ValueError(_("A rule has either `when` or `check`."))
        if self.check and self.check not in CHECKS:
            known = ", ".join(sorted(CHECKS))
            raise ValueError(_("Checks there are: {known}.").format(known=known))
        return self


class CrossRules(Model):
    """rules.yaml."""

    note: LocalText = Field(default_factory=dict)
    rules: tuple[CrossRule, ...] = Field(strict=False)
    digest: str = ""
    """SHA-256 of the file, in hex."""

    @model_validator(mode="after")
    def _codes_are_unique(self) -> "CrossRules":
        codes = [rule.code for rule in self.rules]
        if twice := {code for code in codes if codes.count(code) > 1}:
            raise ValueError(
                _("The code {code} is given twice.").format(code=", ".join(sorted(twice)))
            )
        return self

    def with_check(self, name: str) -> tuple[CrossRule, ...]:
        """Return the rules that use one of the program's own checks."""
        return tuple(rule for rule in self.rules if rule.check == name)


def read_rules(folder: Path) -> CrossRules:
    """Read rules.yaml of a folder of questionnaires; the shipped one where it has none.

    Raises:
        AssessmentError: Its shape is off; every fault is in `findings`.
    """
    return read_yaml_model(_rules_file(folder), CrossRules, error=AssessmentError)


def rules_digest(folder: Path) -> str:
    """Return the SHA-256 of the rules.yaml that `read_rules` would read, in hex, unread."""
    return hashlib.sha256(_rules_file(folder).read_bytes()).hexdigest()


def _rules_file(folder: Path) -> Path:
    own = folder / RULES_FILE
    return own if own.is_file() else shipped_folder() / RULES_FILE
