"""What a work announced and what is on the disk afterwards in; what was lost or is unsound out.

One rule for every fault: each line that was announced as saved is found in a survey file, or in a
sealed bundle that the lead can open; chains are whole; what has its final name is whole.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from tests.locked_laptop import open_survey, workspace_at

from fieldsurvey.campaign.kit.manifest import file_digest
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.storage.state_digest import state_digest
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.cli.workplace.pictures import open_album
from fieldsurvey.cli.workplace.sealing_keys import identities_of
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.handover.bundle import read_bundle
from fieldsurvey.handover.came_as import came_as
from fieldsurvey.interview.photos.album import FileState
from fieldsurvey.report.keeping.writing import FORMATS, read_editions


@dataclass(frozen=True, order=True, slots=True)
class Ack:
    """A line that was announced as saved."""

    device: str
    seq: int
    hash: str
    """Hex."""


@dataclass(slots=True)
class Judgement:
    """What a fault did."""

    lost: list[Ack] = field(default_factory=list)
    """Announced, and found nowhere."""
    unsound: list[str] = field(default_factory=list)
    """Whatever is corrupt, half there, or more than was asked for."""

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost and nothing is corrupt."""
        return not (self.lost or self.unsound)


def acked(said: str) -> list[Ack]:
    """Return the lines that were announced as saved."""
    rows = (row.split() for row in said.splitlines() if row.startswith("ACK "))
    return [Ack(device, int(seq), hash_) for _ack, device, seq, hash_ in rows]


def asked_last(said: str) -> int:
    """Return how many lines may be saved though nobody was told: those of the last steps."""
    untold: list[int] = []
    for row in said.splitlines():
        if row.startswith("ASK "):
            untold.append(int(row.split()[1]))
        elif row.startswith("ACK "):
            untold = untold[-1:]
    return sum(untold)


def lost(
    announced: Iterable[Ack],
    *,
    survey_files: Sequence[Path] = (),
    bundles: Sequence[Path] = (),
    identities: Sequence[AgeIdentity] = (),
) -> list[Ack]:
    """Return the lines that are neither in one of the survey files nor in one of the bundles."""
    missing = set(announced)
    for path in survey_files:
        missing -= set(lines_in_file(path))
    for path in bundles:
        if missing:
            missing -= set(lines_in_bundle(path, identities))
    return sorted(missing)


def lines_in_file(path: Path) -> Iterator[Ack]:
    """Yield every line in a survey file whose text proves its hash; of a damaged file, none."""
    try:
        with open_survey(path) as survey_file:
            rows = survey_file.connection.execute(
                "SELECT device, seq, hash, previous, line FROM line"
            ).fetchall()
    except FieldSurveyError:
        return
    for device, seq, hash_, previous, text in rows:
        is_whole = isinstance(previous, bytes) and isinstance(text, str)
        if is_whole and sha256(previous + sha256(text.encode()).digest()).digest() == hash_:
            yield Ack(device, seq, hash_.hex())


def lines_in_bundle(path: Path, identities: Sequence[AgeIdentity]) -> Iterator[Ack]:
    """Yield every line of a bundle; nothing where it is refused."""
    try:
        bundle = read_bundle(path.read_bytes(), identities)
    except (FieldSurveyError, OSError):
        return
    for line in bundle.lines:
        yield Ack(line.device, line.seq, line.hash.hex())


def judge(scene: Path, said: str, before: Path) -> Judgement:
    """Look at everything that a fault left in a scene.

    Args:
        scene: As the fault left it.
        said: What the work printed.
        before: The scene that it is a copy of.
    """
    found = Judgement()
    identities = identities_of(Workspace(before / "lead"))
    announced = acked(said)
    survey_files = sorted(scene.glob("*/survey.db"))
    bundles = [path for path in sorted(scene.rglob("*.fsb")) if "refused" not in path.parts]
    found.lost = lost(announced, survey_files=survey_files, bundles=bundles, identities=identities)
    for path in survey_files:
        found.unsound += _survey_file(path, announced, asked_last(said), before)
    for path in bundles:
        if path.name.startswith(".") or _lay_there(path, scene, before):
            continue
        if not list(lines_in_bundle(path, identities)):
            found.unsound.append(f"{path.name} in {path.parent.name} is no whole bundle")
    found.unsound += _refused(scene)
    found.unsound += _receipts(scene)
    found.unsound += _editions(scene)
    found.unsound += _promises(scene, said)
    return found


def _lay_there(path: Path, scene: Path, before: Path) -> bool:
    """Tell whether a file has stayed as it was before: whole or not, no fault has touched it."""
    was = before / path.relative_to(scene)
    return was.is_file() and was.read_bytes() == path.read_bytes()


def digest_of(survey_db: Path) -> str:
    """Return the state digest of a survey file."""
    with open_survey(survey_db) as survey_file:
        return state_digest(survey_file)


def _survey_file(path: Path, announced: Sequence[Ack], asked: int, before: Path) -> Iterator[str]:
    name = path.parent.name
    try:
        with open_survey(path) as survey_file:
            report = verify(survey_file)
            device, last = survey_file.device, survey_file.last_seq
            interviews = survey_file.interviews()
    except FieldSurveyError as error:
        yield f"{name}: {error.what}"
        return
    if not report.is_sound:
        yield f"{name}: {[finding.what for finding in report.findings]}"
    known = max((ack.seq for ack in announced if ack.device == device), default=0)
    known = known or _last_seq(before / name / "survey.db")
    if known and last > known + asked:
        yield f"{name}: {last - known} lines more than were announced, {asked} were asked for"
    album = open_album(workspace_at(path.parent))
    for interview in interviews:
        for photo in (photo for photos in interview.photos.values() for photo in photos):
            own = interview.device == device
            if own and album.state(photo) is not FileState.PRESENT:
                yield f"{name}: the photo {photo.file} is in a line but not in its place"


def _last_seq(survey_db: Path) -> int:
    if not survey_db.exists():
        return 0
    with open_survey(survey_db) as survey_file:
        return survey_file.last_seq


def _refused(scene: Path) -> Iterator[str]:
    for path in sorted(scene.glob("*/inbox/refused/[!.]*.fsb")):
        if file_digest(path.read_bytes()) != path.stem:
            yield f"{path.name} was refused, and is not kept as it came"
        if came_as(path.parents[1], path) == (path.name,):
            yield f"{path.name} was refused, and nothing says what it was called"


def _receipts(scene: Path) -> Iterator[str]:
    for path in sorted(scene.rglob("[!.]*.receipt")):
        try:
            text, signature, rest = path.read_text(encoding="utf-8").split("\n")
            is_whole = bool(json.loads(text)["head"]) and len(signature) == 128 and not rest
        except (ValueError, KeyError, UnicodeDecodeError):
            is_whole = False
        if not is_whole:
            yield f"{path.name} is no whole receipt"


def _editions(scene: Path) -> Iterator[str]:
    for folder in sorted(scene.glob("*/editions")):
        try:
            read_editions(folder)
        except FieldSurveyError as error:
            yield f"{error.where}: {error.what}"
        for place in folder.glob("[0-9]*-*"):
            there = {path.suffix[1:] for path in place.iterdir() if path.stat().st_size}
            if there != set(FORMATS):
                yield f"edition {place.name} has only {there}"


def _promises(scene: Path, said: str) -> Iterator[str]:
    """Hold what was said to people against what is there."""
    if ("FINISHED" in said or "Finished and sealed" in said) and (scene / "laptop").is_dir():
        outbox = scene / "laptop" / "outbox"
        if not any(outbox.glob("[!.]*.fsb")):
            yield "an interview was called finished without a bundle"
        with open_survey(scene / "laptop" / "survey.db") as survey_file:
            last = survey_file.last_seq
        ends = [int(path.stem.rsplit("-", 1)[1]) for path in outbox.glob("[!.]*.fsb")]
        if last not in ends:
            yield "an interview was called finished, and its last line is in no bundle"
    for row in said.splitlines():
        # Files that were named as written: of an edition.
        if row.startswith(f"{scene.parent}/") and "/editions/" in row:
            lead, name = row.split("/editions/")
            if not (scene / Path(lead).name / "editions" / name).is_file():
                yield f"{name} was called written, and is not there"
    if "EXIT 0" in said and "This laptop is" in said:
        joined = [scene / name for name in ("new-laptop", "laptop") if (scene / name).is_dir()]
        if not joined:
            yield "a laptop was called joined, and there is no folder"
        for folder in joined:
            yield from _joined(workspace_at(folder))


def _joined(workspace: Workspace) -> Iterator[str]:
    """Hold a laptop that was called joined against its kit."""
    wrong = [
        name
        for name, digest in workspace.manifest.files.items()
        if not (workspace.folder / name).is_file()
        or file_digest(workspace.content(workspace.folder / name)) != digest
    ]
    if wrong:
        yield f"a laptop was called joined with {wrong} not as in the kit"
    try:
        key = load_key(workspace)
        with open_survey(workspace.survey_db) as survey_file:
            if survey_file.device != key.device:
                yield "a laptop was called joined with the key of another"
    except FieldSurveyError as error:
        yield f"a laptop was called joined: {error.where}: {error.what}"
