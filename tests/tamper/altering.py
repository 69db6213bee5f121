"""A survey file in, the same altered behind the program's back out: what a skilled hand can do."""

import contextlib
import hashlib
import json
import random
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.register import bundles
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import rebuild_views
from fieldsurvey.handover.bundle import Header, write_bundle

Change = Callable[[dict[str, Any]], None]


@contextlib.contextmanager
def unguarded(workspace: Path) -> Iterator[sqlite3.Connection]:
    """Open the survey file as any SQLite tool does, its guards taken off and put back."""
    connection = sqlite3.connect(workspace / "survey.db", isolation_level=None)
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall()
    for name, _sql in guards:
        connection.execute(f"DROP TRIGGER {name}")
    try:
        yield connection
        for _name, sql in guards:
            connection.execute(sql)
    finally:
        connection.close()


def alter(workspace: Path, sql: str, *parameters: object) -> None:
    """Run one statement on the survey file; it must change something."""
    with unguarded(workspace) as connection:
        done = connection.execute(sql, parameters)
        assert done.rowcount != 0, f"nothing was changed by {sql}"


def rebuild(workspace: Path) -> None:
    """Fold the interviews from what the lines say now, so that the alteration shows nowhere."""
    with SurveyFile.open(workspace / "survey.db") as survey_file:
        rebuild_views(survey_file)


def rechain(workspace: Path, device: str, seq: int, change: Change | None) -> None:
    """Change what line `seq` says (None: leave it out), and hash all that follows anew."""
    with unguarded(workspace) as connection:
        rows = connection.execute(
            "SELECT seq, line, previous FROM line WHERE device = ? AND seq >= ? ORDER BY seq",
            (device, seq),
        ).fetchall()
        previous = rows[0][2]
        connection.execute("DELETE FROM line WHERE device = ? AND seq >= ?", (device, seq))
        texts = [json.loads(text) for _seq, text, _previous in rows]
        if change is None:
            del texts[0]
        else:
            change(texts[0])
        for number, said in enumerate(texts, start=seq):
            said["seq"] = number
            previous = _insert(connection, device, said, previous)
    rebuild(workspace)


def append_forged(workspace: Path, device: str, change: Change) -> None:
    """Add a line at the end of a chain, as its last line but changed, without its key."""
    with unguarded(workspace) as connection:
        text, hash_ = connection.execute(
            "SELECT line, hash FROM line WHERE device = ? ORDER BY seq DESC LIMIT 1", (device,)
        ).fetchone()
        said = json.loads(text)
        said["seq"] += 1
        change(said)
        _insert(connection, device, said, hash_)
    rebuild(workspace)


def _insert(
    connection: sqlite3.Connection, device: str, said: dict[str, Any], previous: bytes
) -> bytes:
    text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    digest = hashlib.sha256(text.encode()).digest()
    hash_ = hashlib.sha256(previous + digest).digest()
    connection.execute(
        "INSERT INTO line (device, seq, hash, previous, digest, line, kind, interview)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (device, said["seq"], hash_, previous, digest, text, said["kind"], said["interview"]),
    )
    return hash_


def seal_as(workspace: Path, target: Path, key: DeviceKey, **header: object) -> Path:
    """Write all lines of a laptop as one bundle that `key` signs, to the campaign's recipients."""
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.cli.workplace.sealing_up import recipients_of

    with SurveyFile.open(workspace / "survey.db") as survey_file:
        lines = list(survey_file.lines())
        about: dict[str, Any] = {
            "campaign": survey_file.campaign,
            "team": survey_file.team,
            "device": survey_file.device,
            "public_key": key.public.hex(),
            "first": lines[0].seq,
            "last": lines[-1].seq,
            "previous": lines[0].previous,
            "head": lines[-1].hash,
            "made_at": "2020-06-28T18:00:00+08:00",
        }
        text = Header(**{**about, **header}).text()
    signature = sign_text(key, Purpose.BUNDLE, text)
    path = target / f"{about['device']}-{about['first']:06d}-{about['last']:06d}.fsb"
    path.write_bytes(
        write_bundle(text, signature, lines, recipients=recipients_of(Workspace(workspace)))
    )
    return path


def forget_seals(workspace: Path) -> None:
    """Throw away what was sealed, so that the next hand-over seals and signs all anew."""
    alter(workspace, "DELETE FROM bundle WHERE direction = 'out'")
    for path in (workspace / "outbox").glob("*.fsb"):
        path.unlink()


def say(workspace: Path, *entries: Entry, seed: int = 5) -> None:
    """Say something more in a workspace, by the program itself."""
    randomness = random.Random(seed)
    path = workspace / "survey.db"
    with SurveyFile.open(path, random_bytes=randomness.randbytes) as survey_file:
        survey_file.append(entries or [Entry(Kind.SESSION, value={"event": "begin"})])


def device_of_workspace(workspace: Path) -> str:
    """Return the id of the device whose workspace it is."""
    return DeviceKey.load(workspace / "keys" / "device.key").device


def seq_of(workspace: Path, kind: str, device: str = "") -> int:
    """Return the seq of the first line of a kind that a device (its own by default) said."""
    with unguarded(workspace) as connection:
        [seq] = connection.execute(
            "SELECT min(seq) FROM line WHERE device = ? AND kind = ?",
            (device or device_of_workspace(workspace), kind),
        ).fetchone()
    return int(seq)


def sealed_count(workspace: Path) -> int:
    """Return how many bundles a workspace has sealed."""
    with SurveyFile.open(workspace / "survey.db") as survey_file:
        return len(bundles(survey_file, "out"))
