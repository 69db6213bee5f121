"""One evening's problem list, frozen: everything that each of its files says.

An edition holds the problems that no earlier one had, what changed in those that had them, who is
missing, and the figures of the day and to date. It never changes; what comes late is in the next.
"""

from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from fieldsurvey.report.frozen.missing import Coverage, Missing
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.ranked_list import RankedList
from fieldsurvey.report.frozen.tally import DayFigures, Tally
from fieldsurvey.report.text import CleanText, Frozen, TextByLanguage
from fieldsurvey.report.wording import Names


class CorrectionKind(StrEnum):
    """What happened to a row of an earlier edition."""

    CHANGED = "changed"
    VANISHED = "vanished"
    """Its answer is a problem no more: it was changed or withdrawn."""


class Correction(Frozen):
    """A row of an earlier edition that does not stand any more as it was printed."""

    kind: CorrectionKind
    number: CleanText
    """问题编号."""
    edition: int
    """The edition that last had it."""
    columns: tuple[CleanText, ...] = ()
    """Which columns changed, in the order of the list."""
    before: ProblemRow
    after: ProblemRow | None = None
    """None where it vanished."""


class DeviceHead(Frozen):
    """How far the chain of one device is in this edition."""

    device: CleanText
    team: CleanText = ""
    lines: int
    """Lines 1 to this one are covered."""
    head: CleanText
    """Hash of the last of them, in hex."""


class Version(Frozen):
    """A file the edition was made with."""

    name: CleanText
    """`registered-household`, `scoring`."""
    version: CleanText = ""
    digest: CleanText
    """SHA-256, in hex."""


class RuleChange(Frozen):
    """One change of a file that scores are made by, after the teams set out or a list was made."""

    name: CleanText
    """`scoring` or `rules`."""
    before: CleanText
    """SHA-256 of the file before, in hex."""
    after: CleanText
    """SHA-256 of the file since, in hex."""
    edition: int | None
    """The first list made with it; None where there is none yet."""
    date: CleanText
    """Of that list; of the last list there is, where none was made with it yet."""


class EarlierRow(Frozen):
    """A row of an earlier list that a score of this one rests on, as it stands now."""

    edition: int
    """The edition that last printed it."""
    row: ProblemRow


class InspectorDurations(Frozen):
    """How long one inspector's interviews of one form took, without pauses."""

    form_id: CleanText
    inspector: CleanText
    """Named as in the column of inspectors of the list."""
    interviews: int
    shortest_s: int
    lower_quartile_s: int
    median_s: int
    upper_quartile_s: int
    longest_s: int


class CheckLine(Frozen):
    """Something that does not go together; it takes no point."""

    code: CleanText
    """`C-03` within a form, `X-04` across forms, `P-01` of the plan and the lists."""
    kind: Literal["E", "W", "R"]
    """To be mended, to be mended or explained, or for the reviewer."""
    where: CleanText
    """A household `0103-07`, a village `0103`, a day, or a file of the plan."""
    village: CleanText = ""
    """Its name; empty where it is of none."""
    text: CleanText
    """What does not go together, in the campaign's language, as the rest."""
    to_do: CleanText = ""
    reason: CleanText = ""
    """What an inspector said to it."""


class Edition(Frozen):
    """One numbered problem list."""

    format: Literal[1] = 1
    """Raised when an edition says something an older program would misread."""
    number: int = Field(ge=1)
    """1, 2, 3 … in the campaign."""
    campaign: CleanText
    """The campaign's id."""
    title: TextByLanguage
    """What the campaign is called."""
    language: CleanText = "zh"
    """The campaign's."""
    date: CleanText
    """The day it is for, ISO 8601."""
    made_at: CleanText
    """ISO 8601 with offset."""
    cut_off: CleanText = ""
    """What came after it is in the next edition; ISO 8601 with offset."""
    missing: Missing = Field(default_factory=Missing)
    today: Tally = Field(default_factory=Tally)
    """Of the rows of this edition."""
    to_date: Tally = Field(default_factory=Tally)
    """Of every problem that stands, in this edition and all before."""
    days: tuple[DayFigures, ...] = ()
    """This edition and those before it, oldest first."""
    coverage: Coverage = Field(default_factory=Coverage)
    rows: tuple[ProblemRow, ...] = ()
    """Problems that no earlier edition had."""
    corrections: tuple[Correction, ...] = ()
    hints: tuple[ProblemRow, ...] = ()
    """提示: for the reviewer; not problems."""
    rankings: tuple[RankedList, ...] = ()
    """Scores and ranking, where the readers may see them."""
    earlier: tuple[EarlierRow, ...] = ()
    """What the scores rest on beside `rows`."""
    durations: tuple[InspectorDurations, ...] = ()
    """By form, then the quickest first; for the readers of the list only, never for townships."""
    checks: tuple[CheckLine, ...] = ()
    """What does not go together in all that is in; for the readers of the list only."""
    covers: tuple[DeviceHead, ...] = ()
    versions: tuple[Version, ...] = ()
    rule_hash: CleanText = ""
    """SHA-256 over scoring.yaml and rules.yaml together: the same rules, the same hash."""
    rule_changes: tuple[RuleChange, ...] = ()
    """Every change of these files since the survey began, oldest first."""
    names: Names = Field(default_factory=Names)
    note: TextByLanguage = Field(default_factory=dict)
    """Said at the foot of every page: 本工具拟定，可替换."""


class EditionHead(BaseModel):
    """Which edition it is and what it was made with: all that is read of it for a score."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    number: int = Field(ge=1)
    date: CleanText
    versions: tuple[Version, ...] = ()
