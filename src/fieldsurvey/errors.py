"""What can go wrong: exceptions for "cannot go on", findings for faults in the data.

The tree of exceptions::

    FieldSurveyError
    ├── UsageError            the words of the command are off, or there is nothing to work on
    ├── ExpressionError       an expression cannot be read
    ├── QuestionnaireError    a questionnaire cannot be used; carries every finding
    ├── CampaignError         campaign, roster, sample or workspace cannot be used
    ├── ChainError            the survey file cannot be opened, read or written
    │   ├── OpenElsewhereError  … because another program has it open
    │   └── NewerFormatError  … because a newer program wrote it
    ├── InterviewError        an answer, a finish or an answers file is refused
    ├── HandoverError         a bundle or a stick cannot be read or written
    ├── AssessmentError       scoring rules cannot be used
    └── ReportError           an edition cannot be made

A fault in the data never raises: it is a `Finding` that rides along with the result, so that one
bad entry, form or laptop does not stop the night.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class FindingKind(StrEnum):
    """How much a finding weighs."""

    FAULT = "fault"
    """Must be mended before going on."""
    WARNING = "warning"
    """May stand, once somebody has looked."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault in the data: where it is, what it is, what to do about it."""

    code: str
    """Stable for ever, e.g. `Q012`; explained in docs/errors.md."""
    where: str
    """A place a person can go to: `water.yaml:14`, `0103-07`, `sample.csv:22`."""
    what: str
    """One sentence in the user's language."""
    to_do: str = ""
    """The next step, in the user's language."""
    subject: str = ""
    """What in that place: `question 'walk_minutes', constraint`."""
    kind: FindingKind = FindingKind.FAULT


class FieldSurveyError(Exception):
    """Work cannot go on; the command says why and what to do, and ends with exit code 1."""

    def __init__(
        self, what: str, *, where: str = "", to_do: str = "", findings: Sequence[Finding] = ()
    ) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.to_do = to_do
        self.findings = tuple(findings)

    def __str__(self) -> str:
        """Where, what and what to do, as one line; findings follow one a line."""
        parts = [f"{self.where}: {self.what}" if self.where else self.what]
        if self.to_do:
            parts.append(self.to_do)
        head = " ".join(parts)
        return "\n".join([head, *(f"{f.where} {f.subject} {f.what}" for f in self.findings)])


class UsageError(FieldSurveyError):
    """The words of the command are off, or what it should work on is not there; exit code 2."""


class ExpressionError(FieldSurveyError):
    """An expression cannot be read; says where in its text and what was expected there."""

    def __init__(self, what: str, *, text: str, position: int, to_do: str = "") -> None:
        super().__init__(what, to_do=to_do)
        self.text = text
        self.position = position


class QuestionnaireError(FieldSurveyError):
    """A questionnaire cannot be used; `findings` holds every fault, not only the first."""


class CampaignError(FieldSurveyError):
    """The campaign, its roster, its sample or its workspace cannot be used."""


class ChainError(FieldSurveyError):
    """The survey file cannot be opened, read or written."""


class OpenElsewhereError(ChainError):
    """The survey file is open in another program: it can be opened once that has closed it."""


class NewerFormatError(ChainError):
    """A line or a survey file was written by a newer program: it is kept, and not misread."""


class InterviewError(FieldSurveyError):
    """An answer, a finish or an answers file is refused."""


class HandoverError(FieldSurveyError):
    """A bundle or a stick cannot be read or written."""


class AssessmentError(FieldSurveyError):
    """The scoring rules cannot be used."""


class ReportError(FieldSurveyError):
    """An edition cannot be made."""
