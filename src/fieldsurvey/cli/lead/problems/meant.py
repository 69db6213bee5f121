"""A number as somebody read it over the telephone in, the problem that is meant out."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from fieldsurvey.assess.problems.problem import Problem

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})
"""Signs that numbers do not have, and what was read when one was written."""


def problem_meant(problems: "Sequence[Problem]", wanted: str) -> "Problem":
    """Return the problem with a number, however it was written down.

    Raises:
        UsageError: There is none.
    """
    number = wanted.strip().upper().translate(_READ_AS)
    for problem in problems:
        if problem.number == number:
            return problem
    raise _none(problems, wanted, number)


def _none(problems: "Sequence[Problem]", wanted: str, number: str) -> UsageError:
    of_subject = [p.number for p in problems if number and p.subject == number]
    if of_subject:
        to_do = _("It has these: {numbers}.").format(numbers=listed(of_subject))
    else:
        from fieldsurvey.questionnaire.nearest import nearest

        near = nearest(number, [problem.number for problem in problems])
        to_do = (
            _("Did you mean '{near}'?").format(near=near)
            if near
            else _("fieldsurvey problems list lists them.")
        )
    return UsageError(_("No problem has the number {number}.").format(number=wanted), to_do=to_do)
