"""Two versions in; what came, went, was renamed and moved out."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.differences.difference import Difference, DifferenceCode
from fieldsurvey.questionnaire.differences.pairing import Pairing
from fieldsurvey.questionnaire.differences.telling import Place, told
from fieldsurvey.questionnaire.logic.form import Placed
from fieldsurvey.questionnaire.model import Group, Question, Repeat


def placing_differences(pairing: Pairing) -> Iterator[Difference]:
    """Yield questions, groups and repeats that are not where they were."""
    for placed in pairing.added:
        yield _added(pairing, placed)
    for placed in pairing.removed:
        yield _removed(pairing, placed)
    for old, new in pairing.pairs:
        if old.item.name != new.item.name:
            yield told(
                DifferenceCode.RENAMED,
                Place(pairing.new, new),
                _("It seems to be '{name}' under a new name.").format(name=old.item.name),
                _("Keep the name; only the label may change."),
                change=(old.item.name, new.item.name),
            )
    yield from _moves(pairing)


def _added(pairing: Pairing, placed: Placed) -> Difference:
    if isinstance(placed.item, Question):
        code, what = DifferenceCode.ADDED, _("It is new; interviews made before lack it.")
    elif placed.item.relevant:
        code, what = DifferenceCode.GROUP_CONDITION, _("It is new and has a condition.")
    else:
        code, what = DifferenceCode.GROUP_ADDED, _("It is new.")
    return told(code, Place(pairing.new, placed), what)


def _removed(pairing: Pairing, placed: Placed) -> Difference:
    if isinstance(placed.item, Question):
        return told(
            DifferenceCode.REMOVED,
            Place(pairing.old, placed),
            _("It is gone."),
            _('Keep it, and retire it with  relevant: "false()"'),
        )
    if placed.item.relevant:
        what = _("It is gone, and with it the condition of what it held.")
        return told(DifferenceCode.GROUP_CONDITION, Place(pairing.old, placed), what)
    return told(DifferenceCode.GROUP_REMOVED, Place(pairing.old, placed), _("It is gone."))


def _moves(pairing: Pairing) -> Iterator[Difference]:
    strayed = _strayed(pairing)
    for old, new in pairing.pairs:
        before, after = _repeats(pairing, old), _repeats(pairing, new)
        conditions = _conditions(pairing, old, new)
        if before != after:
            yield told(
                DifferenceCode.MOVED_REPEAT,
                Place(pairing.new, new),
                _("It is answered once in each row of another repeat."),
                _("Leave it where it was, and add a question with a name of its own."),
                change=(listed(before), listed(after)),
            )
        elif conditions[0] != conditions[1]:
            what = _("The groups it stands in have other conditions.")
            change = (listed(conditions[0]), listed(conditions[1]))
            yield told(DifferenceCode.MOVED_CONDITION, Place(pairing.new, new), what, "", change)
        elif new.item.name in strayed:
            yield told(
                DifferenceCode.MOVED, Place(pairing.new, new), _("It stands at another place.")
            )


def _repeats(pairing: Pairing, placed: Placed) -> tuple[str, ...]:
    return tuple(each.name for each in placed.above if isinstance(each, Repeat))


def _conditions(
    pairing: Pairing, old: Placed, new: Placed
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the conditions of groups that only one of two places is in, of those in both."""
    before, after = _kept_groups(pairing, old), _kept_groups(pairing, new)
    return (
        tuple(each.relevant for each in before if each.relevant and each.name not in _names(after)),
        tuple(each.relevant for each in after if each.relevant and each.name not in _names(before)),
    )


def _names(groups: Iterable[Group | Repeat]) -> set[str]:
    return {each.name for each in groups}


def _kept_groups(pairing: Pairing, placed: Placed) -> tuple[Group | Repeat, ...]:
    """Return the groups it stands in that both versions have."""
    return tuple(
        each
        for each in placed.above
        if each.name in pairing.old.order and each.name in pairing.new.order
    )


def _strayed(pairing: Pairing) -> set[str]:
    """Return who left its group, or its place among those of its group that kept their order."""
    strayed: set[str] = set()
    stayed: dict[str, list[tuple[int, str]]] = {}
    for old, new in pairing.pairs:
        before, after = (_kept_groups(pairing, each) for each in (old, new))
        home = after[-1].name if after else ""
        if (before[-1].name if before else "") != home:
            strayed.add(new.item.name)
        else:
            place = pairing.old.order[old.item.name]
            stayed.setdefault(home, []).append((place, new.item.name))
    for siblings in stayed.values():
        in_order = _longest_rising([place for place, _name in siblings])
        strayed |= {name for index, (_at, name) in enumerate(siblings) if index not in in_order}
    return strayed


def _longest_rising(numbers: Sequence[int]) -> set[int]:
    """Return the indices of a longest rising subsequence: what need not have been moved."""
    tails: list[int] = []
    tail_at: list[int] = []
    before: list[int] = []
    for index, number in enumerate(numbers):
        length = bisect_left(tails, number)
        before.append(tail_at[length - 1] if length else -1)
        tails[length : length + 1] = [number]
        tail_at[length : length + 1] = [index]
    rising: set[int] = set()
    index = tail_at[-1] if tail_at else -1
    while index >= 0:
        rising.add(index)
        index = before[index]
    return rising
