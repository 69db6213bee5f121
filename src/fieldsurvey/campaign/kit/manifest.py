"""kit.json in, a Manifest out; a folder and its Manifest in, every difference out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from fieldsurvey.campaign.json_about import read_about
from fieldsurvey.campaign.roster.csv_table import Read
from fieldsurvey.errors import CampaignError, Finding
from fieldsurvey.i18n import _

KIT_FORMAT = 2
"""Raised when an older program would misread a kit."""

_LITTER = frozenset({"desktop.ini", "thumbs.db", ".ds_store"})
"""What Windows and macOS leave in any folder they show; never copied."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a kit is and holds."""

    campaign: str
    """The campaign's id."""
    team: str
    """The team's code."""
    lead_key: str
    """The lead's public key, in hex."""
    made_at: str
    """ISO 8601 with offset."""
    files: Mapping[str, str]
    """SHA-256 in hex of every file by its path in the kit, parts joined by `/`."""
    signature: str = ""
    """Hex: the lead's, under `signed_text`; blank where nobody signed."""

    def signed_text(self) -> str:
        """Return what the lead signs: everything but the signature, written the one way."""
        return json.dumps(self._about(), ensure_ascii=False, sort_keys=True)

    def to_json(self) -> str:
        """Return the text of kit.json."""
        about = self._about()
        signed = {"signature": self.signature} if self.signature else {}
        return json.dumps({**about, **signed}, ensure_ascii=False, indent=1) + "\n"

    def _about(self) -> dict[str, Any]:
        return {
            "format": KIT_FORMAT,
            "campaign": self.campaign,
            "team": self.team,
            "lead_key": self.lead_key,
            "made_at": self.made_at,
            "files": dict(sorted(self.files.items())),
        }


def read_manifest(kit: Path) -> Manifest:
    """Read the kit.json of a kit, or of the workspace a laptop joined with it.

    Raises:
        CampaignError: There is none, it is damaged, or made by a newer version.
    """
    path = kit / "kit.json"
    damaged = CampaignError(
        _("The file is damaged."), where=str(path), to_do=_("Have the kit made again.")
    )
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as broken:
        raise damaged from broken
    except (FileNotFoundError, NotADirectoryError) as missing:
        raise CampaignError(
            _("This is not a kit: it holds no kit.json."),
            where=str(kit),
            to_do=_("Name the folder of your team on the stick, e.g. team-1."),
        ) from missing
    except OSError as failed:
        raise CampaignError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
        ) from failed
    return read_about(
        text,
        _manifest,
        newest=KIT_FORMAT,
        newer=_("The kit was made with a newer version of fieldsurvey."),
        where=str(kit),
        damaged=damaged,
    )


def file_digest(content: bytes) -> str:
    """Return the SHA-256 of a file's bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def files_in(folder: Path) -> dict[str, Path]:
    """Return every file in a folder but kit.json, by its path with `/`, sorted."""
    found = (path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())
    named = {path.relative_to(folder).as_posix(): path for path in found}
    return {name: named[name] for name in sorted(named) if not _is_apart(name)}


def differences(kit: Path, manifest: Manifest) -> Iterator[Finding]:
    """Yield what a kit's files have changed, lost or gained against its manifest."""
    present = files_in(kit)
    for name in sorted(manifest.files.keys() | present.keys()):
        what = _difference(name, present.get(name), manifest.files.get(name))
        if what:
            yield Finding("K001", name, what, _("Have the kit made again."))


def altered_since(
    folder: Path, manifest: Manifest, read: Read = Path.read_bytes
) -> Iterator[Finding]:
    """Yield the files of a joined laptop that are not as its kit brought them.

    What the laptop made itself does not count, but a questionnaire that no kit brought does.
    """
    brought = {name: folder / name for name in manifest.files}
    added = {
        name: path
        for name, path in files_in(folder / "questionnaires").items()
        if f"questionnaires/{name}" not in brought
    }
    for name, path in brought.items():
        if what := _difference(name, path if path.is_file() else None, manifest.files[name], read):
            yield Finding(
                "K002", name, what, _("Join again with the kit: fieldsurvey join KIT DIR")
            )
    for name in added:
        what = _("The file does not belong to the kit.")
        yield Finding("K002", f"questionnaires/{name}", what, _("Take it away."))


def _difference(
    name: str, path: Path | None, digest: str | None, read: Read = Path.read_bytes
) -> str:
    if digest is None:
        return _("The file does not belong to the kit.")
    if not _is_inside(name):
        return _("The name leads out of the kit.")
    if path is None:
        return _("The file is missing.")
    if path.is_symlink():
        return _("The file is a link to another place.")
    try:
        same = file_digest(read(path)) == digest
    except CampaignError:
        same = False
    except OSError as failed:
        return _("The file cannot be read: {why}.").format(why=failed.strerror or failed)
    return "" if same else _("The file was changed after the kit was made.")


def _is_apart(name: str) -> bool:
    last = name.rpartition("/")[2].lower()
    return name == "kit.json" or last in _LITTER or last.startswith("._")


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        name.isprintable()
        and not any(sign in name for sign in '\\:*?"<>|')
        and str(path) == name
        and not path.is_absolute()
        and ".." not in path.parts
    )


def _manifest(about: Mapping[str, Any]) -> Manifest:
    files = {str(name): str(digest) for name, digest in about["files"].items()}
    facts = {key: str(about[key]) for key in ("campaign", "team", "lead_key", "made_at")}
    return Manifest(**facts, files=files, signature=str(about.get("signature", "")))
