"""How interviews were made and what was noticed in, each inspector beside the others out.

They are ranked by what deserves a back-check: signs an interview, then figures that stand out of
the other inspectors'.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from fieldsurvey.assess.making.record import Making
from fieldsurvey.assess.making.signs import Noticed
from fieldsurvey.assess.making.spread import OUTLYING, Spread


@dataclass(frozen=True, slots=True)
class InspectorRow:
    """One inspector beside the others."""

    name: str
    interviews: int
    figures: Mapping[str, float]
    """By the names of `FIGURES`, and `pace`: minutes taken, in percent of the form's median."""
    z: Mapping[str, float]
    """How far each figure is from the group's median."""
    noticed: tuple[Noticed, ...]

    @property
    def outlying(self) -> tuple[str, ...]:
        """Figures that stand out of the other inspectors'."""
        return tuple(name for name, z in self.z.items() if abs(z) >= OUTLYING)

    @property
    def signs_each(self) -> float:
        """Signs an interview."""
        return len(self.noticed) / self.interviews if self.interviews else 0


FIGURES: Mapping[str, Callable[[Sequence[Making]], float]] = {
    "refused": lambda made: _per_hundred(made, lambda each: each.refused),
    "dont_know": lambda made: _per_hundred(made, lambda each: each.dont_know),
    "problems": lambda made: fmean(each.problems for each in made),
    "straight": lambda made: 100 * fmean(each.straight for each in made),
    "photos_missing": lambda made: 100 * fmean(each.photos_absent_share for each in made),
}
"""What is compared besides the pace: refused and not known of a hundred answers; problems
a form; the longest run of one code and problems without a picture, in percent."""


def _per_hundred(made: Sequence[Making], count: Callable[[Making], int]) -> float:
    asked = sum(len(each.answers) for each in made)
    return 100 * sum(map(count, made)) / asked if asked else 0


@dataclass(frozen=True, slots=True)
class Inspectors:
    """All of them, and the group they are compared with."""

    rows: tuple[InspectorRow, ...]
    """Who most deserves a back-check first."""
    group: Mapping[str, Spread]
    """Of each figure, over the inspectors."""


def compare_inspectors(makings: Sequence[Making], noticed: Sequence[Noticed]) -> Inspectors:
    """Return every inspector with figures beside the group's.

    An interview is both inspectors': who was at the keyboard and who was beside.
    """
    own: defaultdict[str, list[Making]] = defaultdict(list)
    for making in sorted(makings, key=lambda each: each.interview):
        for name in making.inspectors:
            own[name].append(making)
    usual = _usual_minutes(makings)
    figures = {
        name: {"pace": _pace(made, usual), **{key: of(made) for key, of in FIGURES.items()}}
        for name, made in own.items()
    }
    group = {key: Spread.of([each[key] for each in figures.values()]) for key in ("pace", *FIGURES)}
    by_interview: defaultdict[str, list[Noticed]] = defaultdict(list)
    for each in noticed:
        by_interview[each.interview].append(each)
    rows = [
        InspectorRow(
            name=name,
            interviews=len(made),
            figures=figures[name],
            z={key: group[key].z(figure) for key, figure in figures[name].items()},
            noticed=tuple(sign for each in made for sign in by_interview[each.interview]),
        )
        for name, made in own.items()
    ]
    rows.sort(key=lambda row: (-row.signs_each, -len(row.outlying), row.name))
    return Inspectors(tuple(rows), group)


def _usual_minutes(makings: Sequence[Making]) -> dict[str, float]:
    by_form: defaultdict[str, list[float]] = defaultdict(list)
    for making in makings:
        by_form[making.form_id].append(making.minutes)
    return {form_id: median(minutes) for form_id, minutes in by_form.items()}


def _pace(made: Sequence[Making], usual: Mapping[str, float]) -> float:
    shares = [100 * each.minutes / usual[each.form_id] for each in made if usual[each.form_id]]
    return median(shares) if shares else 0
