"""A roster in, its fingerprint out: which frame a sample was drawn from."""

import hashlib
import json
from collections.abc import Iterator

from fieldsurvey.campaign.model import Roster


def roster_digest(roster: Roster) -> str:
    """Return SHA-256 over everything the roster says, in hex; the order of rows is no matter."""
    digest = hashlib.sha256()
    for row in _rows(roster):
        digest.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _rows(roster: Roster) -> Iterator[list[object]]:
    for _code, township in sorted(roster.townships.items()):
        yield ["township", township.code, township.name, township.is_key]
    for _code, village in sorted(roster.villages.items()):
        yield [
            "village",
            village.code,
            village.township,
            village.name,
            village.is_exited,
            village.has_team,
            village.population,
            village.unregistered_population,
        ]
    for _code, household in sorted(roster.households.items()):
        yield [
            "household",
            household.code,
            household.village,
            household.group,
            household.head,
            household.size,
            household.category.value,
            sorted(household.flags),
            household.exit_year,
            # Only where there are any: a frame drawn before the column was known stays the same.
            *([sorted(household.exclusions)] if household.exclusions else []),
        ]
