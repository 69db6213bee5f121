"""What is known on one evening, what a cover says, and what all that is frozen takes of both."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from fieldsurvey.report.freezing.rule_versions import rules_used
from fieldsurvey.report.frozen.edition import DeviceHead, Edition, InspectorDurations, Version
from fieldsurvey.report.frozen.missing import Coverage, Missing
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.ranked_list import RankedList
from fieldsurvey.report.wording import Names


@dataclass(frozen=True, slots=True)
class Cover:
    """What stands on the cover of an edition."""

    campaign: str
    title: Mapping[str, str]
    date: str
    """The day it is for, ISO 8601."""
    made_at: str
    """ISO 8601 with offset; given, so that the same night makes the same bytes."""
    cut_off: str = ""
    language: str = "zh"


@dataclass(frozen=True, slots=True)
class Night:
    """What is known on one evening."""

    rows: Sequence[ProblemRow]
    """Every problem and hint to date, in the order of the list."""
    coverage: Coverage = field(default_factory=Coverage)
    missing: Missing = field(default_factory=Missing)
    rankings: Sequence[RankedList] = ()
    durations: Sequence[InspectorDurations] = ()
    covers: Sequence[DeviceHead] = ()
    versions: Sequence[Version] = ()
    rules_at_start: Mapping[str, str] = field(default_factory=dict)
    """Digest of each rule file as the teams set out with it, by name."""
    names: Names = field(default_factory=Names)
    note: Mapping[str, str] = field(default_factory=dict)


def fields_of_cover(cover: Cover) -> dict[str, Any]:
    """Return the fields that everything frozen has of its cover."""
    return {
        "campaign": cover.campaign,
        "title": cover.title,
        "language": cover.language,
        "date": cover.date,
        "made_at": cover.made_at,
    }


def fields_of_night(
    night: Night, lists: Sequence[Edition], cover: Cover, *, number: int | None
) -> dict[str, Any]:
    """Return the fields that everything frozen by itself, not of lists, has of its evening.

    Args:
        night: What is known.
        lists: The nightly lists made so far, oldest first.
        cover: Of what is frozen.
        number: Of the nightly list that is being made; None where another thing is.
    """
    used = rules_used(
        night.versions, lists, at_start=night.rules_at_start, number=number, date=cover.date
    )
    return {
        "coverage": night.coverage,
        "rankings": tuple(night.rankings),
        "covers": tuple(sorted(night.covers, key=lambda head: head.device)),
        "versions": tuple(sorted(night.versions, key=lambda version: version.name)),
        "rule_hash": used.rule_hash,
        "rule_changes": used.changes,
        "names": night.names,
        "note": night.note,
    }
