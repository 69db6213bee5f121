"""Codes of an edition in, words of the reader's language out.

Names of sectors, categories, blocks and forms are data (sectors.yaml, scoring.yaml) and travel
with the edition; the rest are messages.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pydantic import Field

from fieldsurvey.i18n import _, pgettext
from fieldsurvey.questionnaire.model import in_language
from fieldsurvey.report.freezing.problem_list import describe, name_added, name_settled, name_source
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.text import Frozen, Sorted, TextByLanguage

NOTHING = "—"
"""What a cell shows that has nothing to show."""


class Names(Frozen):
    """Names of the codes that are data, by code and language."""

    categories: Sorted[TextByLanguage] = Field(default_factory=dict)
    sectors: Sorted[TextByLanguage] = Field(default_factory=dict)
    blocks: Sorted[TextByLanguage] = Field(default_factory=dict)
    forms: Sorted[TextByLanguage] = Field(default_factory=dict)
    """Titles of the questionnaires, by form id."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Gives the words of one language; say it inside `speaking(language)`."""

    language: str
    names: Names = field(default_factory=Names)
    default: str = "zh"
    """The campaign's language, for texts that the wanted one lacks."""

    def category(self, code: str) -> str:
        """Return the name of a 问题类别."""
        return self._name(self.names.categories, code)

    def sector(self, code: str) -> str:
        """Return the name of a 责任单位."""
        return self._name(self.names.sectors, code)

    def block(self, code: str) -> str:
        """Return the name of a 落实类别."""
        return self._name(self.names.blocks, code)

    def form(self, code: str) -> str:
        """Return the title of a questionnaire."""
        return self._name(self.names.forms, code)

    def place(self, township: str, village: str) -> str:
        """Return a village with its township, as an address has them."""
        if self.language == "zh":
            return f"{township}{village}" or NOTHING
        return ", ".join(part for part in (village, township) if part) or NOTHING

    def severity(self, code: str) -> str:
        """Return the word for a 严重程度."""
        return severities().get(code, code)

    def state(self, code: str) -> str:
        """Return the word for a 核实状态."""
        return states().get(code, code)

    def state_of(self, row: ProblemRow) -> str:
        """Return the 核实状态 of a row, what it is part of, whether two interviews disagree."""
        word = self.state(row.state)
        if row.into:
            word = _("{state} into {number}").format(state=word, number=row.into)
        return _("{state} (two interviews)").format(state=word) if row.also_in else word

    def level(self, code: str) -> str:
        """Return the word for a 问题层级."""
        return levels().get(code, code)

    def household(self, row: ProblemRow) -> str:
        """Return the 户属性 with its marks: `脱贫户（监测户）`."""
        return self.household_type(row.household_type, row.household_marks)

    def household_type(self, category: str, marks: tuple[str, ...] = ()) -> str:
        """Return the word for a category of households, with the marks it carries."""
        word = household_types().get(category, category)
        if not marks:
            return word
        listed = self.listed(household_marks().get(mark, mark) for mark in marks)
        return _("{household} ({marks})").format(household=word, marks=listed)

    def description(self, row: ProblemRow) -> str:
        """Return the 问题描述."""
        return describe(row.statement, row.detail, self.language, self.default) or row.description

    def source(self, row: ProblemRow) -> str:
        """Return the 问题来源."""
        if row.found:
            return name_added(row.found)
        if not row.form:
            return row.source
        said = name_source(row.form, row.question_number, self.language, self.default)
        return name_settled(said) if row.is_settled else said

    def text(self, by_language: Mapping[str, str]) -> str:
        """Return a text kept by language."""
        return in_language(by_language, self.language, self.default)

    def day(self, day: str) -> str:
        """Return a day as an official paper writes it: 2020年6月29日."""
        if self.language != "zh":
            return day
        try:
            parsed = date.fromisoformat(day)
        except ValueError:
            return day
        return f"{parsed.year}年{parsed.month}月{parsed.day}日"

    def listed(self, parts: Iterable[str]) -> str:
        """Return `parts` one after the other, as a list within a sentence."""
        return ("、" if self.language == "zh" else ", ").join(parts)

    def cell(self, row: ProblemRow, column: str) -> str:
        """Return what a row shows in one of the `COLUMNS`, as text."""
        say = _SPOKEN.get(column)
        return (say(self, row) if say else str(getattr(row, column))) or NOTHING

    def _name(self, names: Mapping[str, Mapping[str, str]], code: str) -> str:
        return in_language(names.get(code, {}), self.language, self.default) or code


_SPOKEN: Mapping[str, Callable[[Wording, ProblemRow], str]] = {
    "household_type": Wording.household,
    "level": lambda say, row: say.level(row.level),
    "block": lambda say, row: say.block(row.block),
    "category": lambda say, row: say.category(row.category),
    "severity": lambda say, row: say.severity(row.severity),
    "description": Wording.description,
    "source": Wording.source,
    "state": Wording.state_of,
    "inspectors": lambda say, row: say.listed(row.inspectors),
    "sector": lambda say, row: say.sector(row.sector),
}


def headings() -> Mapping[str, str]:
    """Return the heading of each of the `COLUMNS`, as annex 6 has it."""
    return {
        "sequence": pgettext("column", "No."),
        "number": pgettext("column", "Problem number"),
        "date": pgettext("column", "Date"),
        "team": pgettext("column", "Team"),
        "township": pgettext("column", "Township"),
        "village": pgettext("column", "Village"),
        "group": pgettext("column", "Group"),
        "head": pgettext("column", "Head of household"),
        "household_type": pgettext("column", "Household type"),
        "level": pgettext("column", "Level"),
        "block": pgettext("column", "Block"),
        "category": pgettext("column", "Category"),
        "severity": pgettext("column", "Severity"),
        "description": pgettext("column", "Description"),
        "source": pgettext("column", "Source"),
        "evidence": pgettext("column", "Evidence"),
        "state": pgettext("column", "State"),
        "inspectors": pgettext("column", "Inspectors"),
        "sector": pgettext("column", "Responsible bureau"),
        "responsible_township": pgettext("column", "Responsible township"),
    }


def severities() -> Mapping[str, str]:
    """Return the words for 严重程度, worst first."""
    return {
        "critical": pgettext("severity", "critical"),
        "major": pgettext("severity", "major"),
        "minor": pgettext("severity", "minor"),
        "watch": pgettext("severity", "hint"),
    }


def states() -> Mapping[str, str]:
    """Return the words for 核实状态."""
    return {
        "suspected": pgettext("state", "suspected"),
        "confirmed": pgettext("state", "confirmed"),
        "dismissed": pgettext("state", "dismissed"),
        "merged": pgettext("state", "merged"),
    }


def levels() -> Mapping[str, str]:
    """Return the words for 问题层级."""
    return {
        "household": pgettext("level", "household"),
        "village": pgettext("level", "village"),
        "township": pgettext("level", "township"),
    }


def counted_headings() -> list[str]:
    """Return the headings of counts by severity, the one of all at the end."""
    words = severities()
    return [words["critical"], words["major"], words["minor"], pgettext("column", "All")]


def household_types() -> Mapping[str, str]:
    """Return the words for 户属性."""
    return {
        "poor": pgettext("household", "poor"),
        "lifted": pgettext("household", "lifted"),
        "unregistered": pgettext("household", "unregistered"),
    }


def check_kinds() -> Mapping[str, str]:
    """Return what a check of each kind asks for."""
    return {"E": _("mend"), "W": _("explain"), "R": _("review")}


def household_marks() -> Mapping[str, str]:
    """Return the words for what is marked beside the 户属性."""
    return {
        "relapsed": pgettext("household", "relapsed"),
        "monitored": pgettext("household", "monitored"),
        "marginal": pgettext("household", "marginal"),
    }
