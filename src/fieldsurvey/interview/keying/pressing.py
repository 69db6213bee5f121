"""A desk and one key in, the desk after it out. Pure."""

from collections.abc import Callable
from functools import reduce

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _
from fieldsurvey.interview.keying.codes import Typed, press_enter, type_character
from fieldsurvey.interview.keying.codes import erase as erase_code
from fieldsurvey.interview.keying.desk import ENTER, LOOK, WORDS, Desk, Mode
from fieldsurvey.interview.keying.faults import FaultKind
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.moving import (
    back_to_the_faults,
    onward,
    past_the_faults,
    to_field_after,
    to_field_before,
    to_number,
)
from fieldsurvey.interview.typed.refusal import Refusal


def type_text(desk: Desk, text: str) -> Desk:
    """Take characters one by one, as if each had been pressed; Enter is `ENTER`."""
    return reduce(_press, text, desk)


def erase(desk: Desk) -> Desk:
    """Take the last character back."""
    if desk.mode is Mode.STOP and desk.held:
        return desk.quiet(held=desk.held[:-1])
    if not desk.typed:
        return desk.refused()
    is_code = desk.mode is Mode.FIELD
    return desk.quiet(typed=erase_code(desk.field, desk.typed) if is_code else desk.typed[:-1])


def back(desk: Desk) -> Desk:
    """Go to the field before this one; or back from the faults, a remark or a choice."""
    if desk.mode in (Mode.STOP, Mode.FAULTS, Mode.END):
        return desk.moved(desk.at)
    if desk.mode is Mode.FIELD:
        return back_to_the_faults(desk) if desk.is_mending else to_field_before(desk)
    return _returned(desk)


def forward(desk: Desk) -> Desk:
    """Go to the field after this one; from the faults on to the next section."""
    if desk.mode in (Mode.STOP, Mode.FAULTS):
        return _with_held(past_the_faults(desk))
    return to_field_after(desk) if desk.mode is Mode.FIELD else desk.refused()


def up(desk: Desk) -> Desk:
    """Choose the fault above, else go to the field before."""
    return _chose(desk, desk.chosen - 1) if desk.mode is Mode.FAULTS else back(desk)


def down(desk: Desk) -> Desk:
    """Choose the fault below, else go to the field after."""
    return _chose(desk, desk.chosen + 1) if desk.mode is Mode.FAULTS else forward(desk)


def remark(desk: Desk) -> Desk:
    """Begin a remark: on the field, or to settle the fault chosen."""
    if desk.mode is Mode.FIELD:
        return desk.quiet(mode=Mode.REMARK, typed=desk.conversation.remarks.get(desk.at, ""))
    if desk.mode is not Mode.FAULTS:
        return desk.refused()
    if not desk.faults[desk.chosen].can_be_explained:
        return desk.refused(_("A remark does not settle this one: key it anew."))
    return desk.quiet(mode=Mode.EXPLAIN, typed="")


def special(desk: Desk) -> Desk:
    """Let a special answer be chosen by its number."""
    is_of_fault = desk.mode is Mode.FAULTS
    path = desk.faults[desk.chosen].mend_at if is_of_fault else desk.at
    if desk.mode not in (Mode.FIELD, Mode.FAULTS) or not path:
        return desk.refused()
    evaluation = desk.conversation.evaluation
    if not evaluation.is_asked(path) or not evaluation.question(path).special:
        return desk.refused(_("This question takes no special answer."))
    is_mending = desk.is_mending or is_of_fault
    return desk.quiet(mode=Mode.SPECIAL, at=path, typed="", is_mending=is_mending)


def go_to(desk: Desk) -> Desk:
    """Let the number of a question be typed."""
    return desk.quiet(mode=Mode.GO_TO, typed="") if desk.mode is Mode.FIELD else back(desk)


def _press(desk: Desk, character: str) -> Desk:
    if desk.mode in WORDS:
        return _type_words(desk, character)
    handle = _HANDLERS.get(desk.mode)
    return handle(desk, character) if handle else desk.refused()


def _type_code(desk: Desk, character: str) -> Desk:
    field = desk.field
    if character != ENTER:
        typed = type_character(field, desk.typed, character)
    elif not desk.typed and (proposal := desk.proposal):
        typed = Typed(proposal, is_complete=True)
    else:
        typed = press_enter(field, desk.typed)
    if typed is None:
        return desk.refused(_("No code of this question goes on like this."))
    if not typed.is_complete:
        return desk.quiet(typed=typed.text)
    if typed.special and not desk.conversation.evaluation.is_asked(desk.at):
        return desk.refused(_("This question takes no special answer."))
    return _took(desk, typed.special or typed.text)


def _took(desk: Desk, said: AnswerValue) -> Desk:
    after = desk.took(desk.keyed.take(desk.at, said))
    return _with_held(back_to_the_faults(after)) if desk.is_mending else onward(after)


def _hold(desk: Desk, character: str) -> Desk:
    if character == LOOK:
        return desk.quiet(mode=Mode.FAULTS, chosen=0, typed="")
    return desk.quiet(held=desk.held + character)


def _with_held(desk: Desk) -> Desk:
    """Take what was typed ahead, once there is a field again."""
    if not desk.held or desk.mode is not Mode.FIELD or desk.is_mending:
        return desk
    return type_text(desk.quiet(held=""), desk.held)


def _choose(desk: Desk, character: str) -> Desk:
    if character == ENTER:
        return _mend(desk, desk.chosen)
    numbers = [str(number) for number in range(1, len(desk.faults) + 1)]
    typed = desk.typed + character
    begun = [number for number in numbers if number.startswith(typed)]
    if not begun:
        return desk.refused()
    chosen = int(typed) - 1 if typed in numbers else desk.chosen
    return _mend(desk, chosen) if len(begun) == 1 else desk.quiet(typed=typed, chosen=chosen)


def _chose(desk: Desk, place: int) -> Desk:
    return desk.quiet(typed="", chosen=max(0, min(place, len(desk.faults) - 1)))


def _mend(desk: Desk, place: int) -> Desk:
    fault = desk.faults[place]
    if fault.kind is FaultKind.DESCRIBE:
        return desk.quiet(mode=Mode.DESCRIBE, typed="", chosen=place)
    if not fault.mend_at:
        return desk.refused(_("There is no field for this on the paper: F5 sets it aside."))
    return desk.quiet(mode=Mode.FIELD, typed="", chosen=place, at=fault.mend_at, is_mending=True)


def _choose_special(desk: Desk, character: str) -> Desk:
    allowed = desk.field.question.special
    if not character.isdecimal() or not 1 <= int(character) <= len(allowed):
        return desk.refused()
    return _took(desk.quiet(mode=Mode.FIELD), SpecialAnswer(allowed[int(character) - 1]))


def _type_words(desk: Desk, character: str) -> Desk:
    if character == ENTER:
        return _ended_words(desk)
    return desk.quiet(typed=desk.typed + character) if character.isprintable() else desk.refused()


def _ended_words(desk: Desk) -> Desk:
    if desk.mode is Mode.GO_TO:
        return to_number(desk, desk.typed.strip())
    if desk.mode is Mode.REMARK:
        return _noted(desk, desk.keyed.remark(desk.at, desk.typed))
    path = desk.faults[desk.chosen].path
    if not desk.typed.strip():
        return desk.refused(_("Write it as the paper has it, or say why; F2 goes back."))
    tell = desk.keyed.describe if desk.mode is Mode.DESCRIBE else desk.keyed.explain
    return _noted(desk, tell(path, desk.typed))


def _noted(desk: Desk, keyed: Keyed | Refusal) -> Desk:
    return desk.refused(str(keyed)) if isinstance(keyed, Refusal) else _returned(desk.took(keyed))


def _returned(desk: Desk) -> Desk:
    """Go back to where a remark or a choice was begun."""
    if desk.mode in (Mode.EXPLAIN, Mode.DESCRIBE) or desk.is_mending:
        return _with_held(back_to_the_faults(desk))
    return desk.quiet(mode=Mode.FIELD, typed="")


def _finish(desk: Desk, character: str) -> Desk:
    return desk.quiet(mode=Mode.DONE) if character == LOOK else desk.refused()


_HANDLERS: dict[Mode, Callable[[Desk, str], Desk]] = {
    Mode.FIELD: _type_code,
    Mode.STOP: _hold,
    Mode.FAULTS: _choose,
    Mode.SPECIAL: _choose_special,
    Mode.END: _finish,
}
