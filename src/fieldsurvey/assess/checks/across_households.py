"""Takes finished interviews and the sample, gives households that cannot both be right."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from fieldsurvey.assess.checks.crossing import Crossing
from fieldsurvey.campaign.model import Visit
from fieldsurvey.chain.interview import Interview
from fieldsurvey.i18n import listed

_HOUSEHOLD_FORMS = ("registered-household", "unregistered-household")


def two_forms_of_one_household(interviews: Iterable[Interview]) -> Iterator[Crossing]:
    """Yield households interviewed both as registered and as unregistered (X-02)."""
    by_subject: dict[str, dict[str, str]] = {}
    for interview in interviews:
        if interview.form_id in _HOUSEHOLD_FORMS:
            by_subject.setdefault(interview.subject, {})[interview.form_id] = interview.id
    for subject, made in by_subject.items():
        if len(made) > 1:
            first, second = sorted(made)
            places = {"first": first, "second": second}
            yield Crossing(subject, places, tuple(made[form] for form in sorted(made)))


def namesakes(visits: Iterable[Visit]) -> Iterator[Crossing]:
    """Yield households of a village whose heads have the same name in different groups (X-03).

    One row for each, naming the others by number: two households, or one that was listed twice.
    """
    drawn = [visit for visit in visits if not visit.is_reserve]
    for _key, group in _grouped(drawn):
        if len({visit.household.group for visit in group}) > 1:
            for visit in group:
                others = [other.number for other in group if other is not visit]
                yield Crossing(visit.number, {"others": listed(others)})


def _grouped(visits: Sequence[Visit]) -> Iterator[tuple[tuple[str, str], list[Visit]]]:
    def key(visit: Visit) -> tuple[str, str]:
        return visit.household.village, visit.household.head

    for named, group in groupby(sorted(visits, key=key), key):
        yield named, list(group)


def identical_answers(interviews: Iterable[Interview], fewest: int) -> Iterator[Crossing]:
    """Yield interviews of one pair that are the same in every answer (X-08).

    Only of households: two villages whose papers are all in order are alike, and rightly so.

    Args:
        interviews: Finished ones.
        fewest: Answers an interview must have to be compared: short ones are alike by chance.
    """
    alike: dict[tuple[object, ...], list[Interview]] = {}
    for interview in interviews:
        if interview.form_id in _HOUSEHOLD_FORMS and len(interview.answers) >= fewest:
            pair = (interview.form_id, *sorted(interview.inspectors))
            answers = frozenset((path, str(said)) for path, said in interview.answers.items())
            alike.setdefault((pair, answers), []).append(interview)
    for same in alike.values():
        of_several = {interview.subject for interview in same}
        if len(of_several) > 1:
            yield from (_one_of(interview, same) for interview in same)


def _one_of(interview: Interview, same: Sequence[Interview]) -> Crossing:
    others = sorted({other.subject for other in same} - {interview.subject})
    places = {"others": listed(others), "answers": str(len(interview.answers))}
    return Crossing(interview.subject, places, (interview.id,))
