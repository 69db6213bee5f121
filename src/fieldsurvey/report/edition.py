"""One evening's problem list, frozen: everything that each of its files says.

An edition holds the problems that no earlier one had, what changed in those that had them, who is
missing, and the figures of the day and to date. It never changes; what comes late is in the next.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from fieldsurvey.report.missing import Coverage, Missing
from fieldsurvey.report.problem_row import ProblemRow
from fieldsurvey.report.text import CleanText, Frozen, Sorted, TextByLanguage
from fieldsurvey.report.wording import Names

EDITION_FORMAT = 1
"""Raised when an edition says something an older program would misread."""


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


class TallyLine(Frozen):
    """How many problems one category, township or team has, by severity."""

    key: CleanText
    name: CleanText = ""
    """Empty where the key is a code that the edition's `names` explain."""
    critical: int = 0
    major: int = 0
    minor: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.critical + self.major + self.minor


class Tally(Frozen):
    """Problems counted; those dismissed are counted apart."""

    critical: int = 0
    major: int = 0
    minor: int = 0
    dismissed: int = 0
    late: int = 0
    by_category: tuple[TallyLine, ...] = ()
    by_township: tuple[TallyLine, ...] = ()
    by_team: tuple[TallyLine, ...] = ()

    @property
    def total(self) -> int:
        """All but the dismissed."""
        return self.critical + self.major + self.minor


class DayFigures(Frozen):
    """What one edition brought: a column of the chart of days."""

    edition: int
    date: CleanText
    critical: int = 0
    major: int = 0
    minor: int = 0


class DeductionLine(Frozen):
    """One problem held against an indicator, confirmed only."""

    number: CleanText
    """问题编号: its row is in `rows`, or in `earlier`."""
    asked_hundredths: int
    """What the rules ask, before scaling and caps."""
    taken_hundredths: int
    standing: CleanText
    """`counted`, `capped`, `lower`, `same_standard`, `unconfirmed`, `dismissed`, `merged` or
    `not_applicable`."""
    instead: CleanText = ""
    """The problem that counts in its place."""


class IndicatorStanding(Frozen):
    """What one village got for an indicator that something is held against."""

    code: CleanText
    label: TextByLanguage
    points_hundredths: int
    possible_hundredths: int
    deductions: tuple[DeductionLine, ...]


class VillageStanding(Frozen):
    """The score of one village."""

    code: CleanText
    name: CleanText
    confirmed_hundredths: int
    suspected_hundredths: int
    visited: int = 0
    critical: int = 0
    grade: TextByLanguage = Field(default_factory=dict)
    lost_hundredths: Sorted[int] = Field(default_factory=dict)
    """Points taken by block, of 100, confirmed only."""
    indicators: tuple[IndicatorStanding, ...] = ()
    """The working of the confirmed score."""


class TownshipStanding(Frozen):
    """The place of one township in the ranking."""

    rank: int | None = None
    """None: provisional, not ranked. Ties share a rank."""
    code: CleanText
    name: CleanText
    is_key: bool = False
    confirmed_hundredths: int
    """88.75 is 8875. The ranking goes by this."""
    suspected_hundredths: int
    """With suspected problems counted too."""
    grade: TextByLanguage = Field(default_factory=dict)
    critical: int = 0
    is_provisional: bool = False
    """暂定: not all of its villages are complete."""
    decided_by: CleanText = ""
    """What sets it below the one above: `score`, `critical`, `policies` or `nothing`."""
    lost_hundredths: Sorted[int] = Field(default_factory=dict)
    """Mean points taken by block, of 100, confirmed only."""
    villages: tuple[VillageStanding, ...] = ()


class RankedList(Frozen):
    """One list of townships, best first; those without a rank at the end."""

    of: Literal["all", "key", "other"] = "all"
    """Which townships: all, or key (重点) and others apart."""
    townships: tuple[TownshipStanding, ...]

    @property
    def blocks(self) -> tuple[str, ...]:
        """The blocks that took points from any of them, in order."""
        return tuple(sorted({b for town in self.townships for b in town.lost_hundredths}))


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


def edition_json(edition: Edition) -> bytes:
    """Return the edition as JSON in UTF-8, ending with a line feed: same facts, same bytes.

    One line a field, one line a row: two editions can be compared with any tool.
    """
    return b"".join(edition_pieces(edition))


def edition_pieces(edition: Edition) -> Iterator[bytes]:
    """Yield that JSON line by line: of 100,000 rows the whole is never in memory."""
    before = "{\n"
    for name in type(edition).model_fields:
        yield f"{before}{_compact(name)}: ".encode()
        yield from _by_line(getattr(edition, name))
        before = ",\n"
    yield b"\n}\n"


def _as_data(part: object) -> Mapping[str, Any]:
    """Return the fields of a part of an edition, in order, for the encoder."""
    if isinstance(part, ProblemRow):
        return {name: getattr(part, name) for name in _FIELDS_OF_A_ROW}
    return vars(part)


_FIELDS_OF_A_ROW = tuple(field.name for field in fields(ProblemRow))
_compact = json.JSONEncoder(ensure_ascii=False, default=_as_data).encode


def _by_line(value: object) -> Iterator[bytes]:
    """Yield a list of objects with one line for each, everything else on one line."""
    if not isinstance(value, tuple) or not value:
        yield _compact(value).encode()
        return
    before = "[\n"
    for each in value:
        yield f"{before}{_compact(each)}".encode()
        before = ",\n"
    yield b"\n]"


def edition_digest(edition: Edition) -> str:
    """Return the SHA-256 of the edition's JSON, in hex: what its line in the chain witnesses."""
    digest = hashlib.sha256()
    for piece in edition_pieces(edition):
        digest.update(piece)
    return digest.hexdigest()


def edition_schema() -> dict[str, Any]:
    """Return the JSON Schema of an edition."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Edition.model_json_schema(mode="serialization"),
    }
