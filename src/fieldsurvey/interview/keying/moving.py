"""From field to field, over the end of a section and its faults, to the end of the paper. Pure."""

from dataclasses import replace

from fieldsurvey.i18n import _
from fieldsurvey.interview.keying.desk import Desk, Mode
from fieldsurvey.interview.keying.faults import open_fields
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.layout import layout_of, mark_of


def open_desk(keyed: Keyed, *, is_second: bool = False) -> Desk:
    """Return the desk at its first field, or at the one after the field keyed last."""
    layout = layout_of(keyed.conversation.evaluation)
    desk = Desk(keyed, layout, layout.paths[0], is_second)
    left = open_fields(keyed, layout)
    after = layout.places.get(keyed.conversation.interview.answered_last, -1)
    later = [path for path in left if layout.places[path] > after]
    return desk.moved((later or left)[0]) if left else at_the_end(desk)


def onward(desk: Desk) -> Desk:
    """Go to the next open field of the section, else end the section."""
    place, section = desk.layout.places[desk.at], desk.layout.section_of(desk.at)
    evaluation = desk.conversation.evaluation
    for path in desk.layout.paths[place + 1 :]:
        if desk.layout.section_of(path) != section:
            break
        if evaluation.is_asked(path) and not desk.keyed.is_keyed(path):
            return desk.moved(path)
    return _section_ended(desk, section)


def to_field_before(desk: Desk) -> Desk:
    """Go to the field before this one, skipped or not."""
    place = desk.layout.places[desk.at]
    return desk.moved(desk.layout.paths[place - 1]) if place else desk.refused()


def to_field_after(desk: Desk) -> Desk:
    """Go to the field after this one, skipped or not, and leave this one as it is."""
    place, section = desk.layout.places[desk.at] + 1, desk.layout.section_of(desk.at)
    paths = desk.layout.paths
    if place < len(paths) and desk.layout.section_of(paths[place]) == section:
        return desk.moved(paths[place])
    return _section_ended(desk, section)


def to_number(desk: Desk, number: str) -> Desk:
    """Go to the first field that has a number on paper, or one that begins with it: `2` → `2a`."""
    evaluation = desk.conversation.evaluation
    wanted = _compared(number)
    marks = [(_compared(mark_of(evaluation, path)), path) for path in desk.layout.paths]
    exact = [path for mark, path in marks if mark == wanted]
    begun = [
        path
        for mark, path in marks
        if wanted and mark.startswith(wanted) and not mark[len(wanted) :][:1].isdecimal()
    ]
    if not (exact or begun):
        return desk.refused(_("The paper has no question {number}.").format(number=number))
    return desk.moved((exact or begun)[0])


def past_the_faults(desk: Desk) -> Desk:
    """Leave the faults of a section for later."""
    if desk.section is None:
        return desk.refused(_("These keep the form from being finished; F9 leaves it."))
    return _next_section(desk)


def back_to_the_faults(desk: Desk) -> Desk:
    """Show what is left of the faults; without any, go on."""
    left = replace(desk, is_mending=False, mode=Mode.FAULTS)
    count = len(left.faults)
    if not count:
        return at_the_end(left) if desk.section is None else _next_section(left)
    return left.quiet(typed="", chosen=min(desk.chosen, count - 1))


def at_the_end(desk: Desk) -> Desk:
    """Stop at what is left to be mended in the whole paper; without any, it can be finished."""
    last = desk.layout.paths[-1]
    ended = desk.quiet(section=None, mode=Mode.STOP, at=last, typed="", is_mending=False, chosen=0)
    return ended if ended.faults else replace(ended, mode=Mode.END, held="")


def _section_ended(desk: Desk, section: int) -> Desk:
    ended = desk.quiet(section=section, mode=Mode.STOP, typed="", is_mending=False, chosen=0)
    return ended if ended.faults else _next_section(ended)


def _next_section(desk: Desk) -> Desk:
    """Go to the first open field of a later section, else to the end."""
    after = -1 if desk.section is None else desk.section
    for path in open_fields(desk.keyed, desk.layout):
        if desk.layout.section_of(path) > after:
            return desk.moved(path)
    return at_the_end(desk)


def _compared(mark: str) -> str:
    return mark.casefold().replace(" ", "")
