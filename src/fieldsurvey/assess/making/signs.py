"""How interviews were made in, what stands out of the group out: the high-frequency checks.

Compared are interviews of one questionnaire. Each sign says what it is in figures a person can
follow; none is proof.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import combinations, pairwise

from fieldsurvey.assess.checks.spans import span_of
from fieldsurvey.assess.making.record import Making
from fieldsurvey.assess.making.spread import OUTLYING, Spread
from fieldsurvey.campaign.model import village_of

ALIKE = 0.95
"""From this share of equal answers on, two interviews are alike (percent match: Kuriakose and
Robbins, Don't get duped, 2016, who look closer from 85 % on; here most answers are yes or no)."""

_FEWEST_COMPARED = 15
"""Answers that two interviews must share before their being alike means anything."""

_SHORTEST_COPIED = 8
"""Characters; a shorter remark is the same by chance."""

_FEWEST_MISSING = 2
"""Problems without a picture."""

_PHOTO_SLACK = timedelta(minutes=30)
"""A camera's clock may be wrong by so much."""

_PLACES_APART_KM = 5.0
"""Two photos of one village farther apart than this were not both taken there."""


class Sign(StrEnum):
    """What may stand out."""

    QUICK = "quick"
    """Far quicker than others with this form."""
    QUICK_SECTION = "quick_section"
    """One section gone through far quicker than by others."""
    STRAIGHT = "straight"
    """The same code far oftener in a row than with others."""
    ALIKE = "alike"
    """Nearly every answer as in another interview of the same inspector."""
    NO_ANSWER = "no_answer"
    """Far more refused or not known than with others."""
    OVERLAP = "overlap"
    """Two interviews of one inspector at the same time."""
    COPIED = "copied"
    """A remark or description word for word as in another interview of the same inspector."""
    PHOTO_TWICE = "photo_twice"
    """The same picture in two interviews."""
    PHOTO_TIME = "photo_time"
    """A picture taken when nobody was there."""
    PHOTO_PLACE = "photo_place"
    """A picture taken far from the others of the village."""
    PHOTOS_MISSING = "photos_missing"
    """Far more problems without a picture than with others."""
    CLOCK = "clock"
    """The clock of the laptop was set while it was made."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """One sign in one interview."""

    sign: Sign
    interview: str
    figures: Mapping[str, str] = field(default_factory=dict)
    """What the sentence about it shows, by the name of its place."""


def notice(makings: Sequence[Making]) -> tuple[Noticed, ...]:
    """Return every sign, by interview, then as `Sign` lists them; order of arrival is no matter."""
    ordered = sorted(makings, key=lambda each: each.interview)
    found = [
        *_out_of_group(ordered),
        *_quick_sections(ordered),
        *_alike(ordered),
        *_overlapping(ordered),
        *_copied(ordered),
        *_photos(ordered),
        *(Noticed(Sign.CLOCK, each.interview) for each in ordered if each.is_clock_set),
    ]
    order = {sign: nth for nth, sign in enumerate(Sign)}
    return tuple(sorted(found, key=lambda each: (each.interview, order[each.sign])))


_FIGURES: Mapping[Sign, tuple[Callable[[Making], float], int]] = {
    Sign.QUICK: (lambda each: each.minutes, -1),
    Sign.STRAIGHT: (lambda each: each.straight * 100, 1),
    Sign.NO_ANSWER: (lambda each: each.no_answer_share * 100, 1),
    Sign.PHOTOS_MISSING: (lambda each: each.photos_absent_share * 100, 1),
}
"""What is measured, and on which side it stands out."""


def _by_form(makings: Iterable[Making]) -> Iterable[list[Making]]:
    by_form: defaultdict[str, list[Making]] = defaultdict(list)
    for making in makings:
        by_form[making.form_id].append(making)
    return by_form.values()


def _out_of_group(makings: Sequence[Making]) -> Iterator[Noticed]:
    for group in _by_form(makings):
        for sign, (measure, side) in _FIGURES.items():
            spread = Spread.of([measure(each) for each in group])
            for each in group:
                if side * spread.z(measure(each)) >= OUTLYING and _is_worth_it(sign, each):
                    yield Noticed(sign, each.interview, _compared(measure(each), spread))


def _is_worth_it(sign: Sign, making: Making) -> bool:
    """Say whether a sign means anything here: one problem without a picture does not."""
    return sign is not Sign.PHOTOS_MISSING or making.photos_absent >= _FEWEST_MISSING


def _compared(figure: float, spread: Spread) -> dict[str, str]:
    return {"figure": f"{figure:.1f}", "median": f"{spread.median:.1f}"}


def _quick_sections(makings: Sequence[Making]) -> Iterator[Noticed]:
    for group in _by_form(makings):
        for section in sorted({name for each in group for name in each.sections if name}):
            through = [each for each in group if section in each.sections]
            spread = Spread.of([each.sections[section] for each in through])
            for each in through:
                if spread.z(each.sections[section]) <= -OUTLYING:
                    figures = _compared(each.sections[section], spread)
                    yield Noticed(
                        Sign.QUICK_SECTION, each.interview, {**figures, "section": section}
                    )


def _alike(makings: Sequence[Making]) -> Iterator[Noticed]:
    """Yield each interview with the one of the same inspector and form most like it."""
    for group in _by_form(makings):
        by_inspector: defaultdict[str, list[Making]] = defaultdict(list)
        for each in group:
            for name in each.inspectors[:1]:
                by_inspector[name].append(each)
        for own in by_inspector.values():
            most: dict[str, tuple[float, str]] = {}
            for one, other in combinations(own, 2):
                share = _share_alike(one, other)
                if share >= ALIKE and one.subject != other.subject:
                    most[one.interview] = max(
                        most.get(one.interview, (0.0, "")), (share, other.subject)
                    )
                    most[other.interview] = max(
                        most.get(other.interview, (0.0, "")), (share, one.subject)
                    )
            for interview, (share, other_subject) in most.items():
                figures = {"share": f"{share * 100:.0f}", "other": other_subject}
                yield Noticed(Sign.ALIKE, interview, figures)


def _share_alike(one: Making, other: Making) -> float:
    shared = one.answers.keys() & other.answers.keys()
    either = len(one.answers.keys() | other.answers.keys())
    if len(shared) < _FEWEST_COMPARED:
        return 0
    return sum(one.answers[path] == other.answers[path] for path in shared) / either


def _overlapping(makings: Sequence[Making]) -> Iterator[Noticed]:
    by_inspector: defaultdict[str, list[tuple[datetime, datetime, Making]]] = defaultdict(list)
    for each in makings:
        span = span_of(each.started_at, each.finished_at)
        if span is not None:
            for name in each.inspectors:
                by_inspector[name].append((*span, each))
    told: set[tuple[str, str]] = set()
    for spans in by_inspector.values():
        spans.sort(key=lambda span: (span[0], span[2].interview))
        for earlier, later in pairwise(spans):
            pair = (earlier[2].interview, later[2].interview)
            if later[0] < earlier[1] and pair not in told:
                told.add(pair)
                yield Noticed(Sign.OVERLAP, pair[1], {"other": earlier[2].subject})


def _copied(makings: Sequence[Making]) -> Iterator[Noticed]:
    where: defaultdict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    for each in makings:
        for text in each.remarks:
            plain = "".join(text.split())
            if len(plain) >= _SHORTEST_COPIED and each.inspectors:
                where[plain, each.inspectors[0]][each.subject] = each.interview
    for (text, _inspector), subjects in sorted(where.items()):
        if len(subjects) > 1:
            for subject, interview in subjects.items():
                other = min(each for each in subjects if each != subject)
                yield Noticed(Sign.COPIED, interview, {"text": text, "other": other})


def _photos(makings: Sequence[Making]) -> Iterator[Noticed]:
    from fieldsurvey.assess.making.places import far_apart_km, taken_at

    of_picture: defaultdict[str, dict[str, str]] = defaultdict(dict)
    by_village: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in makings:
        span = span_of(each.started_at, each.finished_at)
        for photo in each.photos:
            of_picture[photo.sha256][each.subject] = each.interview
            if photo.place:
                by_village[village_of(each.subject)].append((photo.place, each.interview))
            at = taken_at(photo, span[0].tzinfo) if span else None
            if span and at and not span[0] - _PHOTO_SLACK <= at <= span[1] + _PHOTO_SLACK:
                yield Noticed(Sign.PHOTO_TIME, each.interview, {"at": photo.taken_at[:16]})
    for subjects in of_picture.values():
        for subject, interview in subjects.items() if len(subjects) > 1 else ():
            other = min(each for each in subjects if each != subject)
            yield Noticed(Sign.PHOTO_TWICE, interview, {"other": other})
    for placed in by_village.values():
        for interview, km in far_apart_km(placed, _PLACES_APART_KM):
            yield Noticed(Sign.PHOTO_PLACE, interview, {"km": f"{km:.0f}"})
