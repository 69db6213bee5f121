"""The files scores are made by in, their one hash and every change since the survey began out.

A score table that is changed once villages were seen can be made to fit them. So its hash stands
on every page, and a change is told with both hashes and the list it came in with.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition, EditionHead, RuleChange, Version

RULE_FILES = ("scoring", "rules")
"""What a score, a rank and a check across forms depend on, beside the questionnaires."""

HASH_SHOWN = 12
"""Letters of a hash that people compare."""


@dataclass(frozen=True, slots=True)
class RulesUsed:
    """What scores are made by, as a page says it."""

    versions: tuple[Version, ...]
    """Of the rule files only."""
    changes: tuple[RuleChange, ...] = ()

    @property
    def rule_hash(self) -> str:
        """SHA-256 over the rule files together, in hex."""
        return hash_rules(self.versions)


def rules_used(
    versions: Iterable[Version],
    earlier: Iterable[Edition | EditionHead],
    *,
    at_start: Mapping[str, str] | None = None,
    number: int | None,
    date: str,
) -> RulesUsed:
    """Return which rules are used, and how they changed since the first list.

    Args:
        versions: Of every file in use now.
        earlier: The lists made so far, in any order.
        at_start: Digest by file as the teams set out with it, where that was noted.
        number: Of the list being made; None where none is.
        date: Of that list.
    """
    used = tuple(sorted(filter(_is_rule, versions), key=_order))
    made = sorted(earlier, key=lambda edition: edition.number)
    begun = {name: Version(name=name, digest=each) for name, each in (at_start or {}).items()}
    changes = (
        change
        for now in used
        for change in _changes_of(now, begun.get(now.name), made, number, date)
    )
    return RulesUsed(used, tuple(changes))


def digests_in(folder: Path) -> dict[str, str]:
    """Return the SHA-256, in hex, of the rule files in a folder, by name; those that are there."""
    found = ((name, folder / f"{name}.yaml") for name in RULE_FILES)
    return {
        name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in found if path.exists()
    }


def hash_rules(versions: Iterable[Version]) -> str:
    """Return one SHA-256, in hex, over the digests of the rule files; '' where there are none."""
    used = sorted(filter(_is_rule, versions), key=_order)
    text = "".join(f"{version.name} {version.digest}\n" for version in used)
    return hashlib.sha256(text.encode()).hexdigest() if text else ""


def _is_rule(version: Version) -> bool:
    return version.name in RULE_FILES


def _order(version: Version) -> int:
    return RULE_FILES.index(version.name)


def _changes_of(
    now: Version,
    known: Version | None,
    made: Sequence[Edition | EditionHead],
    number: int | None,
    date: str,
) -> Iterator[RuleChange]:
    for edition in made:
        own = next((each for each in edition.versions if each.name == now.name), None)
        if own is not None and known is not None and own.digest != known.digest:
            yield _change(known, own, edition.number, edition.date)
        known = own or known
    if known is not None and known.digest != now.digest:
        last = made[-1].date if made else ""
        yield _change(known, now, number, date if number is not None else last)


def _change(before: Version, after: Version, number: int | None, date: str) -> RuleChange:
    return RuleChange(
        name=after.name, before=before.digest, after=after.digest, edition=number, date=date
    )


def short(digest: str) -> str:
    """Return as much of a hash as people compare."""
    return digest[:HASH_SHOWN]


def rules_in_short(rule_hash: str, changes: Sequence[RuleChange]) -> str:
    """Return what stands on every page: the hash, and whether the rules were changed."""
    said = _("rules {hash}").format(hash=short(rule_hash))
    return _("{rules}, changed since the survey began").format(rules=said) if changes else said


def rules_line(used: RulesUsed) -> str:
    """Return the hash of the rules, and of each of their files."""
    files = ", ".join(f"{each.name}.yaml {short(each.digest)}" for each in used.versions)
    return _("Rules {hash}: {files}").format(hash=short(used.rule_hash), files=files)


def change_lines(changes: Iterable[RuleChange]) -> list[str]:
    """Return one sentence for each change: what, from when on, both hashes."""
    return [_change_line(change) for change in changes]


def _change_line(change: RuleChange) -> str:
    if change.edition is None:
        said = _(
            "{file} was changed after the survey began: {before} before, {after} now; no list was "
            "made with it yet."
        )
    else:
        said = _(
            "{file} was changed after the survey began: {before} before, {after} from list "
            "No. {number} of {date} on."
        )
    return said.format(
        file=f"{change.name}.yaml",
        before=short(change.before),
        after=short(change.after),
        number=change.edition,
        date=change.date,
    )
