"""What is answered so far in; the fields of the paper in its own order, by section, out. Pure.

The order is that of the printed form: the head of the sheet, what the form asks, the signatures.
Questions that a condition skips have their place too: paper has room for them.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate

from fieldsurvey.i18n import _
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import name_of, row_of
from fieldsurvey.interview.logic.plan import Plan
from fieldsurvey.interview.logic.wording import fill_references
from fieldsurvey.questionnaire.model import Group, Repeat
from fieldsurvey.questionnaire.paper_marks import is_header, is_signature, marks_of

_HEAD, _SIGNATURES = "head of the sheet", "signatures"
"""No name has a blank, so no group is called like this."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the paper that is gone through in one go."""

    name: str
    """Of the outermost group or repeat; '' for what stands in none."""
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of one paper form."""

    order: tuple[str, ...]
    """Of the evaluation it was made from: another order makes another layout."""
    sections: tuple[Section, ...]
    paths: tuple[str, ...] = field(default=())
    """Every field, in the order of the paper."""
    places: Mapping[str, int] = field(default_factory=dict)
    """By path: its place in `paths`."""
    firsts: tuple[int, ...] = ()
    """Place of the first field of each section."""

    def section_of(self, path: str) -> int:
        """Return which section a field stands in, from 0."""
        return bisect_right(self.firsts, self.places[path]) - 1


def layout_of(evaluation: Evaluation) -> Layout:
    """Return the fields of the paper form."""
    sections: list[Section] = []
    for name, path in sorted(_fields(evaluation), key=lambda field: _part(field[0])):
        if sections and sections[-1].name == name:
            sections[-1] = Section(name, (*sections[-1].paths, path))
        else:
            sections.append(Section(name, (path,)))
    paths = tuple(path for section in sections for path in section.paths)
    lengths = (len(section.paths) for section in sections)
    firsts = tuple(accumulate(lengths, initial=0))[:-1]
    places = {path: place for place, path in enumerate(paths)}
    return Layout(evaluation.order, tuple(sections), paths, places, firsts)


def mark_of(evaluation: Evaluation, path: str) -> str:
    """Return by what a field is called on paper, with its row: `2(1)b`, `5 #2`."""
    mark = _marks(evaluation.plan).get(name_of(path)) or evaluation.node(path).item.number
    rows = [part.rpartition("[")[2] for part in row_of(path).split("]/")[:-1]]
    return " #".join([mark, *rows]).strip()


def section_title(evaluation: Evaluation, section: Section, language: str) -> str:
    """Return the heading that a section has on paper."""
    if section.name == _HEAD:
        return _("Head of the sheet")
    if section.name == _SIGNATURES:
        return _("Signatures")
    if not section.name:
        return ""
    item = evaluation.plan.nodes[section.name].item
    words = fill_references(item.label, evaluation, section.name, language) or item.name
    return f"{item.number}、{words}" if item.number and language == "zh" else words


def _fields(evaluation: Evaluation) -> Iterator[tuple[str, str]]:
    for path in evaluation.order:
        node = evaluation.node(path)
        if node.asks is None:
            continue
        if is_header(node.item) and not node.repeats:
            yield _HEAD, path
        elif is_signature(node.item) and not node.repeats:
            yield _SIGNATURES, path
        elif node.above or isinstance(node.item, Group | Repeat):
            yield (node.above[0] if node.above else node.item).name, path
        else:
            yield "", path


def _part(name: str) -> int:
    return {_HEAD: 0, _SIGNATURES: 2}.get(name, 1)


@lru_cache(maxsize=8)
def _marks(plan: Plan) -> Mapping[str, str]:
    return marks_of(plan.questionnaire)
