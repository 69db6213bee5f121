"""What an answer may be: text as XLSForm stores it, or one of three special answers."""

from enum import Enum
from typing import TypeAlias


class SpecialAnswer(Enum):
    """An answer that is not one: never counted as an answer to a rule, shown in denominators.

    Not a string, so that it cannot be mistaken for the text of the same spelling.
    In expressions it reads as blank.
    """

    REFUSED = "refused"
    DONT_KNOW = "dont_know"
    NOT_APPLICABLE = "not_applicable"


AnswerValue: TypeAlias = str | SpecialAnswer
"""One stored answer. Text is what XLSForm stores: choice names joined by one blank for
select_multiple and rank, ISO 8601 for dates and times, plain decimal notation for numbers.
The empty string is a blank."""
