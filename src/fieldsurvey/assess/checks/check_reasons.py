"""Takes decision lines, gives the reasons said to checks that may stand with one.

What such a line says (`Entry.value`)::

    decision   {"check": code, "where": "0103", "interviews": [id, …], "why": …}

The last line about a check holds. Within a form the inspectors give a reason where they confirm
their answers; across forms and of the plan nobody is asked, so the office gives it. Total: a line
that says something else gives none.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at, texts_at


@dataclass(frozen=True, slots=True)
class CheckMeant:
    """Which check a reason is about: of other interviews it is another one."""

    code: str
    """`X-06`."""
    where: str
    """As the list of checks has it: a household, a village, a day, a file of the plan."""
    interviews: frozenset[str] = frozenset()
    """Ids of those it is about; empty where it is about none."""


@dataclass(frozen=True, slots=True)
class CheckReason:
    """Why a check may stand."""

    why: str
    who: str


def fold_check_reasons(lines: Iterable[Line]) -> dict[CheckMeant, CheckReason]:
    """Return the reason that each check has by `lines`, which come in the order said."""
    reasons = {}
    for line in lines:
        said = said_by(line)
        code, why = text_at(said, "check"), text_at(said, "why")
        if code and why:
            about = frozenset(texts_at(said, "interviews"))
            meant = CheckMeant(code, text_at(said, "where"), about)
            reasons[meant] = CheckReason(why, line.entry.who)
    return reasons


def reason_entry(
    code: str, where: str, interviews: Collection[str], *, why: str, who: str
) -> Entry:
    """Return what the line of a reason says."""
    said = {"check": code, "where": where, "interviews": sorted(interviews), "why": why}
    return Entry(Kind.DECISION, value=said, who=who)
