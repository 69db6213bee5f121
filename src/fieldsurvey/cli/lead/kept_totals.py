"""What villages came to the last time, kept in the workspace; thrown away at the least doubt.

`assessed.kept` holds codes and points, and nothing that anybody said. It is proven by a key that
only this workspace has, so that no hand changes a rank in it; on an encrypted workspace it is
encrypted like everything else. Missing, damaged, altered, of other rules or another program: then
everything is assessed anew.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey import __version__
from fieldsurvey.assess.village_total import VillageTotal, read_total, write_total
from fieldsurvey.chain.files import write_file
from fieldsurvey.chain.since import LastLine
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.errors import FieldSurveyError

if TYPE_CHECKING:
    from fieldsurvey.assess.scores.scoring_rules import Scoring
    from fieldsurvey.assess.village import Rulebook
    from fieldsurvey.campaign.workspace import Workspace

FILE = "assessed.kept"
_FORMAT = 2
_PROOF_BYTES = 32


@dataclass(frozen=True, slots=True)
class Kept:
    """What villages came to, and how far the chain went then."""

    last: LastLine
    totals: Mapping[str, VillageTotal]
    """By village."""


def rules_digest(workspace: "Workspace", rulebook: "Rulebook") -> str:
    """Return the SHA-256, hex, of everything but interviews and decisions that points rest on."""
    said = {
        "format": _FORMAT,
        "program": __version__,
        "questionnaires": sorted(
            (key, form.digest) for key, form in rulebook.questionnaires.items()
        ),
        "scoring": rulebook.scoring.digest,
        "villages": sorted(
            (village.code, village.township, village.has_team, village.is_exited)
            for village in rulebook.villages.values()
        ),
        "campaign": workspace.campaign.id,
    }
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def kept_totals(workspace: "Workspace", scoring: "Scoring", digest: str) -> Kept | None:
    """Return what was kept by the same rules; None where nothing was, or it cannot be relied on."""
    try:
        content = _proven(workspace, _path(workspace).read_bytes())
        said = json.loads(content)
        if said["rules"] != digest:
            return None
        totals = [read_total(scoring, each) for each in said["villages"]]
        last = LastLine(int(said["last"][0]), str(said["last"][1]))
    except (OSError, ValueError, KeyError, TypeError, RecursionError, FieldSurveyError):
        return None
    return Kept(last, {total.village: total for total in totals})


def keep_totals(workspace: "Workspace", digest: str, kept: Kept) -> None:
    """Keep what villages came to; where that cannot be written it is worked out again."""
    said: dict[str, Any] = {
        "rules": digest,
        "last": [kept.last.place, kept.last.hash],
        "villages": [write_total(total) for total in kept.totals.values()],
    }
    content = json.dumps(said, separators=(",", ":")).encode()
    with suppress(OSError, FieldSurveyError):
        proven = _proof(workspace, content) + content
        if workspace.key is not None:
            proven = workspace.key.seal(proven, FILE, secrets.token_bytes)
        write_file(_path(workspace), proven)


def _path(workspace: "Workspace") -> Path:
    return workspace.folder / FILE


def _proven(workspace: "Workspace", content: bytes) -> bytes:
    if workspace.key is not None:
        content = workspace.key.open(content, FILE)
    proof, said = content[:_PROOF_BYTES], content[_PROOF_BYTES:]
    if not hmac.compare_digest(proof, _proof(workspace, said)):
        raise ValueError(FILE)
    return said


def _proof(workspace: "Workspace", content: bytes) -> bytes:
    own = hashlib.blake2b(FILE.encode(), key=load_key(workspace).seed).digest()
    return hashlib.blake2b(content, key=own, digest_size=_PROOF_BYTES).digest()
