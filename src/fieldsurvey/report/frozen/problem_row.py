"""One row of the problem list (annex 6): its columns under stable keys, as editions keep it.

A row holds codes, not words: `wording` gives the words in the language of the reader.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import field
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter
from pydantic.dataclasses import dataclass

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.text import PART, CleanText, TextByLanguage

COLUMNS = (
    "sequence",
    "number",
    "date",
    "team",
    "township",
    "village",
    "group",
    "head",
    "household_type",
    "level",
    "block",
    "category",
    "severity",
    "description",
    "source",
    "evidence",
    "state",
    "inspectors",
    "sector",
    "responsible_township",
)
"""Columns 1 to 20 of annex 6, in its order; 21 to 29 are the ledger's."""

HASH_SHOWN = 8
"""Letters of a photo's hash: its file in the laptop's `photos` begins with them."""


# Not a model as the other parts of an edition are: a list may have 100,000 rows, and slots take a
# tenth of the memory of a model's dictionary and set of fields.
@dataclass(frozen=True, slots=True, kw_only=True, config=PART)
class ProblemRow:
    """One row of the problem list: one answer that is a problem."""

    sequence: Annotated[int, Field(ge=0)]
    """1 序号: counts from 1 in each list."""
    number: CleanText
    """2 问题编号: the same for life, in every list and on every machine."""
    date: CleanText
    """3 检查日期, ISO 8601: the day the interview began."""
    team: CleanText
    """4 评估组."""
    township: CleanText
    """5 乡镇, its name."""
    village: CleanText
    """6 村, its name."""
    group: CleanText = ""
    """7 组; empty for a village."""
    head: CleanText = ""
    """8 户主姓名, masked unless asked for; empty for a village."""
    household_type: CleanText = ""
    """9 户属性: `poor`, `lifted` or `unregistered`; empty for a village."""
    level: CleanText
    """10 问题层级: `household`, `village` or `township`."""
    block: CleanText = ""
    """11 落实类别: a block of scoring.yaml."""
    category: CleanText = ""
    """12 问题类别: a category of sectors.yaml."""
    severity: Severity
    """13 严重程度."""
    description: CleanText
    """14 问题描述 in the campaign's language: what the rule says, then the inspector's words."""
    source: CleanText
    """15 问题来源 in the campaign's language: the form and the number of the question."""
    evidence: CleanText = ""
    """16 佐证 in the campaign's language: how many photos with the first letters of their hashes,
    or why there is none."""
    state: ProblemState
    """17 核实状态."""
    inspectors: tuple[CleanText, ...] = ()
    """18 调查员."""
    sector: CleanText = ""
    """19 责任单位(行业): a sector of sectors.yaml."""
    responsible_township: CleanText = ""
    """20 责任乡镇, its name."""
    is_late: bool = False
    """补报: surveyed on a day before the list's."""
    household_marks: tuple[CleanText, ...] = ()
    """Which of `relapsed`, `monitored` and `marginal` the household is."""
    subject: CleanText
    """Who was visited: a sample number `0103-07` or the code of a village `0103`."""
    township_code: CleanText = ""
    village_code: CleanText = ""
    form_id: CleanText
    question: CleanText
    """Path of the answer that is the problem."""
    question_number: CleanText = ""
    """The number on the paper form."""
    rule: CleanText
    """The rule that holds: `registered-household.water_unsafe`."""
    indicator: CleanText = ""
    """The indicator of scoring.yaml it takes points from."""
    quantity: Annotated[int, Field(ge=1)] = 1
    """How many cases it counts as."""
    support: tuple[CleanText, ...] = ()
    """Sectors that assist the responsible one."""
    interview: CleanText
    """The interview the answer stands in."""
    found: CleanText = ""
    """Where it was found if no answer holds it: `eye` or `paper`."""
    is_settled: bool = False
    """Whether a lead decided between several interviews that the household gave."""
    into: CleanText = ""
    """The problem it is merged into, which stands for both."""
    also_in: tuple[CleanText, ...] = ()
    """Other interviews of the subject in which it is a problem: a conflict not yet decided."""
    lines: tuple[CleanText, ...] = ()
    """The lines that say the answer and what belongs to it, `d3f9a1c2-17`, where asked for."""
    interview_head: CleanText
    """Hash of the interview's last line when it was assessed, in hex."""
    questionnaire: CleanText = ""
    """Digest of the questionnaire the interview was made with, in hex."""
    statement: TextByLanguage = field(default_factory=dict)
    """What the rule says, by language."""
    detail: CleanText = ""
    """What, who, since when: the inspector's own words."""
    form: TextByLanguage = field(default_factory=dict)
    """What the list calls the form, by language: 附件2."""

    @property
    def township_key(self) -> str:
        """What counts by township go by: its code, or its name where none is known."""
        return self.township_code or self.township

    def model_copy(self, *, update: Mapping[str, Any]) -> Self:
        """Return a copy with other values in some fields, as every part of an edition does."""
        copied = copy(self)
        for name, value in update.items():
            object.__setattr__(copied, name, value)
        return copied

    def with_value(self, name: str, value: object) -> Self:
        """Return the row with `value` in a field: itself where it has it there already."""
        return self if getattr(self, name) == value else self.model_copy(update={name: value})

    def model_dump(self, *, mode: Literal["python", "json"] = "python") -> dict[str, Any]:
        """Return the row as a dictionary, likewise; in mode `json` with JSON's types only."""
        dumped: dict[str, Any] = _AS_DATA.dump_python(self, mode=mode)
        return dumped


_AS_DATA = TypeAdapter(ProblemRow)


def number_rows(rows: Sequence[ProblemRow]) -> list[ProblemRow]:
    """Return `rows` with `sequence` counting from 1 in their order."""
    return [row.with_value("sequence", n) for n, row in enumerate(rows, start=1)]


def is_hint(row: ProblemRow) -> bool:
    """Whether a row is only a hint for the reviewer, and so not a row of the problem list."""
    return row.severity is Severity.WATCH


def problem_list_schema() -> dict[str, Any]:
    """Return the JSON Schema of the problem list: an array of rows."""
    schema = TypeAdapter(list[ProblemRow]).json_schema(mode="serialization")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Problem list",
        "description": "Columns 1 to 20 of annex 6 under stable keys, in order, then machine keys.",
        **schema,
    }
