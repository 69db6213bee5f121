"""Minutes of interviews in, the five numbers of each inspector and form out: for a box plot."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Durations:
    """How long one inspector's interviews of one form took, without pauses."""

    form_id: str
    inspector: str
    interviews: int
    shortest_s: int
    lower_quartile_s: int
    median_s: int
    upper_quartile_s: int
    longest_s: int


def durations_by_inspector(
    made: Iterable[tuple[str, Sequence[str], float]],
) -> tuple[Durations, ...]:
    """Return the five numbers of each inspector and form, by form, then the quickest first.

    An interview is both inspectors': who was at the keyboard and who was beside.

    Args:
        made: Form, inspectors and seconds of each interview.
    """
    own: defaultdict[tuple[str, str], list[float]] = defaultdict(list)
    for form_id, inspectors, seconds in made:
        for inspector in inspectors:
            own[form_id, inspector].append(seconds)
    numbers = [_five(form_id, name, seconds) for (form_id, name), seconds in own.items()]
    return tuple(sorted(numbers, key=lambda each: (each.form_id, each.median_s, each.inspector)))


def _five(form_id: str, inspector: str, seconds: list[float]) -> Durations:
    # The inclusive method: what was measured is all there is, not a sample of more.
    quarters = quantiles(seconds, n=4, method="inclusive") if len(seconds) > 1 else [seconds[0]] * 3
    five = [round(each) for each in (min(seconds), *quarters, max(seconds))]
    return Durations(form_id, inspector, len(seconds), *five)
