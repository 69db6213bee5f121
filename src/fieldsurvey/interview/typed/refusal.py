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
SAYS_NOTHING: Final = "A018"
"""A description or a reason without a single word in it."""
WRONG_CODE: Final = "A019"
"""The personal code is not that of whoever signs."""
NO_PICTURE: Final = "A030"
"""A file is no picture of a format that is taken."""
BROKEN_PICTURE: Final = "A031"
"""A picture is not whole: its file is cut off or damaged."""
PICTURE_TOO_LARGE: Final = "A032"
"""A file is too large for a photo."""
NO_SUCH_FILE: Final = "A033"
"""The file of a photo is not there, or cannot be read."""
NOT_KEPT: Final = "A034"
"""The disk did not take the copy of a photo; nothing was attached."""
NO_EVIDENCE: Final = "A035"
"""A critical or major problem without a photo, and without a reason why there is none."""
NO_SUCH_PHOTO: Final = "A036"
"""The question has no such photo."""
NO_PHOTO_HERE: Final = "A037"
"""There is no question here that a photo could belong to."""


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
