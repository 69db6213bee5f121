"""Takes finished interviews, gives those whose times cannot be what they seem.

Times are the laptop's wall clock: what speaks here is for the reviewer, never proof.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from itertools import combinations

from fieldsurvey.assess.checks.crossing import Crossing
from fieldsurvey.assess.checks.spans import span_of
from fieldsurvey.campaign.model import Village, village_of
from fieldsurvey.chain.interview import Interview, Keying

_SECONDS_A_MINUTE = 60


def too_quick(
    interviews: Iterable[Interview], limits_minutes: Mapping[str, int]
) -> Iterator[Crossing]:
    """Yield households interviewed in fewer minutes than anybody could (X-09).

    Paper is keyed faster, and an interview about a village has few questions.

    Args:
        interviews: Finished ones.
        limits_minutes: The fewest, by `form_id`; `minutes` where a form has none of its own.
    """
    for interview in interviews:
        span = span_of(interview.started_at, interview.finished_at)
        is_of_household = "-" in interview.subject
        if span is None or interview.keying is not Keying.DIALOGUE or not is_of_household:
            continue
        fewest_minutes = limits_minutes.get(interview.form_id, limits_minutes["minutes"])
        taken_s = (span[1] - span[0]).total_seconds()
        if 0 <= taken_s < fewest_minutes * _SECONDS_A_MINUTE:
            minutes = int(taken_s) // _SECONDS_A_MINUTE
            places = {"taken": str(minutes), "minutes": str(fewest_minutes)}
            yield Crossing(interview.subject, places, (interview.id,))


def two_villages_at_once(
    interviews: Iterable[Interview], villages: Mapping[str, Village]
) -> Iterator[Crossing]:
    """Yield interviews of one inspector that overlap in two villages (X-09).

    Keyed from paper they may: the laptop stood elsewhere then.
    """
    by_inspector: dict[str, list[tuple[datetime, datetime, Interview]]] = {}
    for interview in interviews:
        span = span_of(interview.started_at, interview.finished_at)
        if span is not None and interview.keying is Keying.DIALOGUE:
            for name in interview.inspectors:
                by_inspector.setdefault(name, []).append((*span, interview))
    for name in sorted(by_inspector):
        spans = sorted(by_inspector[name], key=lambda each: (each[0], each[2].id))
        for earlier, later in combinations(spans, 2):
            if later[0] >= earlier[1]:
                continue
            if village_of(earlier[2].subject) != village_of(later[2].subject):
                yield _at_once(name, earlier[2], later[2], villages)


def _at_once(
    name: str, earlier: Interview, later: Interview, villages: Mapping[str, Village]
) -> Crossing:
    code = village_of(earlier.subject)
    elsewhere = villages[code].name if code in villages else code
    places = {"inspector": name, "elsewhere": elsewhere, "other": earlier.subject}
    return Crossing(later.subject, places, (earlier.id, later.id))
