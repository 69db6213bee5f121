"""A refusal: why what was typed is not taken, and what to do instead. A value, never raised."""

from dataclasses import dataclass
from typing import Final

from fieldsurvey.i18n import sentences

UNREADABLE: Final = "A001"
"""What was typed cannot be read as this type."""
NOT_A_CHOICE: Final = "A002"
"""No such choice is offered."""
EXCLUSIVE: Final = "A003"
"""An exclusive choice was chosen together with others."""
OUT_OF_RANGE: Final = "A004"
"""Outside the bounds of a range question."""
TOO_LONG: Final = "A005"
"""More text than an answer may hold."""
SPECIAL_NOT_ALLOWED: Final = "A006"
"""This special answer is not allowed here."""
REQUIRED: Final = "A007"
"""A required question was left blank."""
CONSTRAINT: Final = "A008"
"""The answer breaks the question's constraint."""
WARNING: Final = "A009"
"""The answer breaks the question's warning and has no remark yet."""
NOT_ASKED: Final = "A010"
"""The question is not asked, because its condition does not hold or it is never asked."""
UNKNOWN_QUESTION: Final = "A011"
"""The questionnaire has no such question."""
NO_DESCRIPTION: Final = "A012"
"""A problem without what, who, since when."""
BAD_ANSWERS_FILE: Final = "A013"
"""An answers file says something that is no answer."""
SIGNATURE: Final = "A014"
"""The signatures are not those of two different inspectors of the team."""

UNFINISHED: Final = "A015"
"""Something is still to be mended before the interview can be finished."""

INCONSISTENT: Final = "A016"
"""Answers do not go together: a check holds, and they are neither mended nor explained."""
WRONG_CODE: Final = "A019"
"""The personal code is not that of whoever signs."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why something is not taken: what is wrong and what to do, in the user's language."""

    code: str
    """Stable for ever; one of this module's."""
    what: str
    to_do: str = ""

    @property
    def wants_remark(self) -> bool:
        """Whether the same answer is taken once it comes with a remark."""
        return self.code == WARNING

    def __str__(self) -> str:
        """Both sentences in one line."""
        return sentences((self.what, self.to_do))
