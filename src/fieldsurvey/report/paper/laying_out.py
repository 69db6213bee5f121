"""A questionnaire in; its paper form, in the language spoken, out."""

from collections.abc import Iterator, Mapping, Sequence

from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.condition_words import Wording
from fieldsurvey.questionnaire.model import Group, Item, Question, Questionnaire, Repeat
from fieldsurvey.questionnaire.paper_marks import is_header, is_in_body, is_signature, marks_of
from fieldsurvey.report.paper.entries import Entries
from fieldsurvey.report.paper.sheet import Entry, Room, Rows, Section, Sheet
from fieldsurvey.report.paper.skips import END, skips_of

FEWEST_ROWS, MOST_ROWS = 6, 20
"""Rows of a repeat whose number is not known, and the most that a sheet has room for."""


def lay_out(questionnaire: Questionnaire) -> Sheet:
    """Return what stands on the paper form."""
    return _LayingOut(questionnaire).sheet()


class _LayingOut:
    """Lays one questionnaire out."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self.questionnaire = questionnaire
        marks = marks_of(questionnaire)
        self.words = Wording(questionnaire, marks)
        self.entries = Entries(questionnaire, self.words, marks, self.go_to())

    def sheet(self) -> Sheet:
        settings = self.questionnaire.settings
        questions = self.questionnaire.questions.values()
        return Sheet(
            form_id=settings.form_id,
            title=self.words.text(settings.form_title),
            source=self.words.text(settings.source),
            version=settings.version,
            digest=self.questionnaire.digest,
            is_of_household=settings.subject == "household",
            header=tuple(self.entries.entry(each) for each in questions if is_header(each)),
            sections=tuple(_filled(list(self.sections(self.questionnaire.survey, None, 0)))),
            signatures=self.signatures(),
        )

    def signatures(self) -> tuple[Entry, ...]:
        """Return two places to sign, those first that are questions of the form."""
        words = (_("Inspector 1, signature"), _("Inspector 2, signature"))
        signing = [each for each in self.questionnaire.questions.values() if is_signature(each)]
        asked = [self.entries.entry(each) for each in signing]
        return (*asked, *(Entry("", "", word, Room.LINE) for word in words[len(asked) :]))

    def go_to(self) -> Mapping[tuple[str, str], str]:
        """Return, by question and choice, where to go on, in words."""
        return {
            at: _("go to the end")
            if target == END
            else _("go to {question}").format(question=self.words.named(target))
            for at, target in skips_of(self.questionnaire).items()
        }

    def sections(self, items: Sequence[Item], group: Group | None, depth: int) -> Iterator[Section]:
        """Yield a section for what stands directly below a heading, then those of its groups.

        What follows an inner group goes on below the outer heading, which is not said again.
        """
        parts: list[Entry | Rows] = []
        is_first = True
        for item in items:
            if isinstance(item, Group):
                yield self.section(group if is_first else None, depth, parts)
                parts, is_first = [], False
                yield from self.sections(item.children, item, depth + 1)
            elif isinstance(item, Repeat):
                parts += self.tables(item, "")
            elif is_in_body(item):
                parts.append(self.entries.entry(item))
        yield self.section(group if is_first else None, depth, parts)

    def section(self, group: Group | None, depth: int, parts: Sequence[Entry | Rows]) -> Section:
        if group is None:
            return Section("", "", "", depth, (), "", tuple(parts))
        return Section(
            name=group.name,
            mark=group.number,
            label=self.words.text(group.label),
            depth=depth,
            hints=self.hints(group),
            condition=self.words.asked_when(group),
            parts=tuple(parts),
        )

    def tables(self, repeat: Repeat, outer: str) -> Iterator[Rows]:
        """Yield a table for a repeat, then one for each repeat in it."""
        label = self.words.text(repeat.label)
        inside = list(_flat(repeat.children))
        yield Rows(
            name=repeat.name,
            mark=repeat.number,
            label=label,
            hints=self.hints(repeat),
            condition=self.words.asked_when(repeat),
            columns=tuple(
                self.entries.entry(each) for each in inside if isinstance(each, Question)
            ),
            rows=_rows(repeat.repeat_count),
            outer=outer,
        )
        for each in inside:
            if isinstance(each, Repeat):
                yield from self.tables(each, label or repeat.name)

    def hints(self, item: Group | Repeat) -> tuple[str, ...]:
        return tuple(hint for hint in (self.words.text(item.hint),) if hint)


def _filled(sections: Sequence[Section]) -> Iterator[Section]:
    """Leave out what is empty, but for headings of groups that hold nothing but groups."""
    for index, section in enumerate(sections):
        after = sections[index + 1 : index + 2]
        is_above = bool(section.label and after and after[0].depth > section.depth)
        if section.parts or is_above:
            yield section


def _flat(items: Sequence[Item]) -> Iterator[Question | Repeat]:
    """Yield the printed questions of a repeat, those of its groups too, and its repeats."""
    for item in items:
        if isinstance(item, Group):
            yield from _flat(item.children)
        elif isinstance(item, Repeat) or is_in_body(item):
            yield item


def _rows(count: str) -> int:
    return min(max(int(count), 1), MOST_ROWS) if count.isdecimal() else FEWEST_ROWS
