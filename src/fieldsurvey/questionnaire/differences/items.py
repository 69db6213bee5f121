"""Questions, groups and repeats of both versions in; what is asked otherwise out."""

from collections.abc import Iterator

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing, same_text
from fieldsurvey.questionnaire.differences.telling import Place, text_change, told
from fieldsurvey.questionnaire.logic.form import Placed
from fieldsurvey.questionnaire.model import Group, Item, Question, Repeat

_CONDITIONS = (
    ("relevant", DifferenceCode.RELEVANT),
    ("constraint", DifferenceCode.CHECKED),
    ("warning", DifferenceCode.CHECKED),
    ("required", DifferenceCode.REQUIRED),
    ("read_only", DifferenceCode.READ_ONLY),
    ("choice_filter", DifferenceCode.OFFERED),
    ("repeat_count", DifferenceCode.REPEAT_COUNT),
)
"""Keys that hold an expression, and what it is when one says another thing."""

_WORDS = (
    *("label", "hint", "guidance_hint", "required_message", "constraint_message"),
    *("warning_message", "image", "audio", "video"),
)


def item_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield what changed about each question, group and repeat that both versions have."""
    for old, new in pairing.pairs:
        if _kind(old.item) != _kind(new.item):
            yield told(
                DifferenceCode.ITEM_KIND,
                Place(pairing.new, new),
                _("It was of another kind."),
                _("Give the new one a name of its own."),
                change=(_kind(old.item), _kind(new.item)),
            )
            continue
        yield from _conditions(pairing, old, new)
        yield from _words(pairing, old, new)


def _kind(item: Item) -> str:
    return "question" if isinstance(item, Question) else item.type


def _conditions(pairing: Pairing, old: Placed, new: Placed) -> Iterator[Difference]:
    for key, code in _CONDITIONS:
        before, after = getattr(old.item, key, ""), getattr(new.item, key, "")
        if not pairing.same_expression(before, after):
            what = _said(code, retired=key == "relevant" and after == "false()")
            change = (_as_written(before), _as_written(after))
            yield told(code, Place(pairing.new, new, key), what, "", change)


def _said(code: DifferenceCode, retired: bool) -> str:
    if retired:
        return _("It is retired: asked no more, and kept for the answers it has.")
    return {
        DifferenceCode.RELEVANT: _("It is asked in other cases."),
        DifferenceCode.CHECKED: _("Other answers are taken without a word."),
        DifferenceCode.REQUIRED: _("An answer must be given in other cases."),
        DifferenceCode.READ_ONLY: _("It is shown only, or asked, in other cases."),
        DifferenceCode.OFFERED: _("Other choices are offered."),
        DifferenceCode.REPEAT_COUNT: _("It has another number of rows."),
    }[code]


def _as_written(value: str | bool) -> str:
    return str(value).lower() if isinstance(value, bool) else value


def _words(pairing: Pairing, old: Placed, new: Placed) -> Iterator[Difference]:
    swapped = _said_before_by(pairing, old.item, new.item)
    if swapped:
        yield told(
            DifferenceCode.LABEL_SWAPPED,
            Place(pairing.new, new, "label"),
            _("It says now what '{name}' said before.").format(name=swapped),
            _("Keep what each question says; questions may change their order."),
            change=text_change(pairing, old.item.label, new.item.label),
        )
    for key in _WORDS:
        before, after = getattr(old.item, key, {}), getattr(new.item, key, {})
        if not same_text(before, after) and not (swapped and key == "label"):
            change = text_change(pairing, before, after)
            what = _("It is worded differently.")
            yield told(DifferenceCode.WORDING, Place(pairing.new, new, key), what, "", change)
    for key in ("number", "appearance"):
        change = (getattr(old.item, key), getattr(new.item, key))
        if change[0] != change[1]:
            what = _("It is another.")
            yield told(DifferenceCode.SHOWN, Place(pairing.new, new, key), what, "", change)
    if isinstance(old.item, Group | Repeat):
        blocks = (getattr(old.item, "block", ""), getattr(new.item, "block", ""))
        if blocks[0] != blocks[1]:
            what = _("Its problems belong to another block.")
            yield told(DifferenceCode.ASSIGNED, Place(pairing.new, new, "block"), what, "", blocks)


def _said_before_by(pairing: Pairing, old: Item, new: Item) -> str:
    """Return the question that had this label before, where this one had another."""
    if not new.label or same_text(old.label, new.label) or not isinstance(new, Question):
        return ""
    others = [
        question.name
        for question, _placed in pairing.old.questions
        if question.name != old.name and question.label and same_text(question.label, new.label)
    ]
    return listed(others[:1])
