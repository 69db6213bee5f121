"""Lines in, who was absent and who stands in out; and a change of that in, its lines out.

What these lines say (`Entry.value`)::

    absent     {"subject": sample number, "reason": …, "note": …}     it could not be met, and why
    absent     {"subject": sample number, "back": true}               taken back: it can be met
    replace    {"subject": household, "reserve": reserve, "reason": …, "passed_over": [reserve, …]}
    replace    {"subject": household, "reserve": "", "reason": …}     nobody stands in any longer

`reason` is the value of a `Reason`, in a replace line that of the absence, or `back`; `note` and
`passed_over` are left out where there is nothing to say. `passed_over` names earlier reserves that
another pair visits. A later line about the same household holds.

Total: a line that says something else changes nothing.
"""

from collections.abc import Iterable

from fieldsurvey.campaign.sample.absence import Absence, Absences
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import in_order_said, said_by, text_at

KINDS = (Kind.ABSENT, Kind.REPLACE)
BACK = "back"


def fold_absences(lines: Iterable[Line]) -> Absences:
    """Return what the lines of one or all devices say; lines of other kinds are passed over."""
    absent: dict[str, Absence] = {}
    stand_ins: dict[str, str] = {}
    passed_over: set[str] = set()
    called_for: dict[str, str] = {}
    for line in in_order_said(line for line in lines if line.entry.kind in KINDS):
        said = said_by(line)
        subject, reason = text_at(said, "subject"), text_at(said, "reason")
        if not subject:
            continue
        if line.entry.kind is Kind.REPLACE:
            stand_ins.pop(subject, None)
            passed_over |= _numbers(said.get("passed_over"))
            if reserve := text_at(said, "reserve"):
                stand_ins[subject], called_for[reserve] = reserve, subject
                passed_over.discard(reserve)
        elif said.get(BACK) is True:
            absent.pop(subject, None)
        elif reason:
            absent[subject] = Absence(reason, text_at(said, "note"))
    return Absences(absent, stand_ins, frozenset(passed_over), called_for)


def absence_entries(before: Absences, after: Absences, who: str = "") -> list[Entry]:
    """Return what must be said for `after` to hold where `before` did."""
    return [*_absent_entries(before, after, who), *_replace_entries(before, after, who)]


def _absent_entries(before: Absences, after: Absences, who: str) -> Iterable[Entry]:
    for number in before.absent:
        if number not in after.absent:
            yield Entry(Kind.ABSENT, value={"subject": number, BACK: True}, who=who)
    for number, absence in after.absent.items():
        if absence != before.absent.get(number):
            said = {"subject": number, "reason": absence.reason}
            noted = {"note": absence.note} if absence.note else {}
            yield Entry(Kind.ABSENT, value=said | noted, who=who)


def _replace_entries(before: Absences, after: Absences, who: str) -> Iterable[Entry]:
    passed_over = sorted(after.passed_over - before.passed_over)
    changed = [n for n in before.stand_ins if n not in after.stand_ins]
    changed += [n for n, reserve in after.stand_ins.items() if before.stand_ins.get(n) != reserve]
    for number in changed:
        absence = after.absent.get(number)
        said = {
            "subject": number,
            "reserve": after.stand_ins.get(number, ""),
            "reason": absence.reason if absence else BACK,
        }
        others = {"passed_over": passed_over} if passed_over else {}
        yield Entry(Kind.REPLACE, value=said | others, who=who)


def _numbers(value: object) -> set[str]:
    if not isinstance(value, list):
        return set()
    return {number.strip() for number in value if isinstance(number, str)}
