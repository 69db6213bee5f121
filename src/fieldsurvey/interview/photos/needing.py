"""A problem's severity and how it came in in; whether evidence is asked for it, out.

The one place for the rule. Every problem is asked for a photo the moment it is raised, and Enter
alone goes on. A critical or major problem takes points from a village by itself and is contested
first, so before the interview is finished it has a photo or a sentence why there is none. A minor
one may do without: to ask thrice in a household for a picture of nothing teaches people to write
"none". Who keys a paper form was not there and has only the paper, so nothing is asked; photos of
it can be attached like any other.
"""

from fieldsurvey.chain.interview import Keying
from fieldsurvey.questionnaire.model import Severity

_ASKED = frozenset({Severity.CRITICAL, Severity.MAJOR, Severity.MINOR})
_DEMANDED = frozenset({Severity.CRITICAL, Severity.MAJOR})


def is_evidence_asked(severity: Severity, keying: Keying) -> bool:
    """Say whether a photo of such a problem is asked for when it is raised."""
    return keying is Keying.DIALOGUE and severity in _ASKED


def is_evidence_demanded(severity: Severity, keying: Keying) -> bool:
    """Say whether an interview with such a problem needs a photo of it, or why there is none."""
    return keying is Keying.DIALOGUE and severity in _DEMANDED
