"""A desk with faults in, the lines that list them and say what to do out. Pure."""

from rich.cells import cell_len

from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.interview.keying.desk import ENTER, Desk, Mode
from fieldsurvey.interview.keying.faults import Fault
from fieldsurvey.interview.keying.layout import mark_of
from fieldsurvey.interview.logic.wording import fill_references
from fieldsurvey.interview.showing.columns import Line, cut, one_line


def stop_lines(desk: Desk) -> list[Line]:
    """Return how many faults there are at the end of a section, and what to do."""
    count = len(desk.faults)
    told = ngettext(
        "{count} fault. Look up from the paper.", "{count} faults. Look up from the paper.", count
    ).format(count=count)
    keys = _("Space: mend.  F3: on to the next section; it comes again at the end.")
    if desk.section is None:
        keys = _("Space: mend.  F9: leave, and go on later.")
    return [[("class:problem", f"■ {told}")], [("class:question", keys)], *held_lines(desk)]


def held_lines(desk: Desk) -> list[Line]:
    """Return the keys that were typed ahead of the faults, if any."""
    if not desk.held:
        return []
    told = ngettext(
        "{count} key typed ahead waits for the next section: {keys}",
        "{count} keys typed ahead wait for the next section: {keys}",
        len(desk.held),
    ).format(count=len(desk.held), keys=desk.held.replace(ENTER, "⏎"))
    return [[("class:hint", told)]]


def fault_rows(desk: Desk, columns: int, room: int) -> list[Line]:
    """Return the faults around the one chosen, two lines each."""
    found = desk.faults
    most = max(1, room // 2)
    first = max(0, min(desk.chosen - most // 2, len(found) - most))
    lines: list[Line] = []
    for place in range(first, min(len(found), first + most)):
        lines += _fault_lines(desk, found[place], place, columns)
    if len(found) > most and len(lines) < room:
        told = ngettext("{count} fault in all", "{count} faults in all", len(found))
        lines.append([("class:quiet", told.format(count=len(found)))])
    return lines[:room]


def _fault_lines(desk: Desk, fault: Fault, place: int, columns: int) -> list[Line]:
    evaluation = desk.conversation.evaluation
    is_chosen = place == desk.chosen and desk.mode is not Mode.STOP
    said = f"  “{fault.said}”" if fault.said else ""
    pointer = "»" if is_chosen else " "
    about = fault.mend_at or fault.path
    named = fault.path
    if about in evaluation.places:
        label = fill_references(evaluation.question(about).label, evaluation, about, language())
        named = f"{mark_of(evaluation, about)} {one_line(label)}"
    head = cut(f"{pointer} {place + 1}  {named}", columns - cell_len(said))
    style = "class:highlighted" if is_chosen else ""
    what = cut(f"     {fault.refusal.what} {fault.refusal.to_do}", columns)
    return [[(style, head), ("class:warning", said)], [("class:hint", what)]]
