"""`doctor`: is this computer fit for a survey."""

import os
import platform
import shutil
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import FieldSurveyError
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False)

ENOUGH_FREE_BYTES = 500 * 1024 * 1024
SLOW_SYNC_MS = 50
SYNCED_FOLDERS = ("onedrive", "dropbox", "nutstore", "坚果云", "icloud", "google drive", "baidu")
OLDEST_YEAR = 2020


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at."""

    what: str
    found: str
    is_fit: bool = True
    to_do: str = ""


@app.command(epilog="Example: fieldsurvey doctor")
def doctor(
    ctx: typer.Context,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Check that this computer is fit for a survey.

    Looks at the program, the screen, the clock, the disk and, in a workspace, at its files. Exit
    code 1 if something must be mended first.
    """
    standing: Standing = ctx.obj
    examined = [examine() for examine in _EXAMINATIONS]
    examined += _workspace(standing)
    if json:
        show_json([{"what": e.what, "found": e.found, "is_fit": e.is_fit} for e in examined])
    else:
        rows = [("✓" if e.is_fit else "✗", e.what, e.found) for e in examined]
        show(table(("", _("Looked at"), _("Found")), rows))
    unfit = [e for e in examined if not e.is_fit]
    for found in unfit:
        say(f"{found.what}: {found.found}\n  {found.to_do}")
    if unfit:
        raise typer.Exit(FAULTS)
    say(_("This computer is fit."))


def _python() -> Examined:
    version = platform.python_version()
    return Examined(
        _("Python"),
        f"{version}, SQLite {sqlite3.sqlite_version}",
        sys.version_info >= (3, 11),
        _("Install Python 3.11 or newer."),
    )


def _screen() -> Examined:
    size = shutil.get_terminal_size()
    is_large = size.columns >= 80 and size.lines >= 24
    encoding = (sys.stdout.encoding or "").lower()
    return Examined(
        _("Terminal"),
        f"{size.columns}×{size.lines}, {encoding}",
        (is_large or not sys.stdout.isatty()) and encoding.startswith("utf"),
        _("Make the window at least 80 columns wide and 24 lines high."),
    )


def _clock() -> Examined:
    now = datetime.now().astimezone()
    return Examined(
        _("Clock"),
        now.isoformat(timespec="minutes"),
        now.year >= OLDEST_YEAR,
        _("Set date and time: every answer carries them."),
    )


def _signing() -> Examined:
    try:
        from nacl.signing import SigningKey

        key = SigningKey(bytes(32))
        key.verify_key.verify(key.sign(b"?"))
    except Exception as failed:
        return Examined(
            _("Signatures"), type(failed).__name__, False, _("Install the program again.")
        )
    return Examined(_("Signatures"), "Ed25519")


def _sealing() -> Examined:
    try:
        import pyrage

        identity = pyrage.x25519.Identity.generate()
        sealed = pyrage.encrypt(b"?", [identity.to_public()])
        is_fit = pyrage.decrypt(sealed, [identity]) == b"?"
    except Exception as failed:
        return Examined(
            _("Sealing"),
            type(failed).__name__,
            False,
            _("No interview can be finished here. Install the program again, or use another PC."),
        )
    return Examined(_("Sealing"), "age, X25519", is_fit, _("Install the program again."))


def _encrypting() -> Examined:
    from fieldsurvey.chain.storage.encrypted import has_cipher
    from fieldsurvey.chain.survey_file import SurveyFile

    what = _("Encrypting at rest")
    if not has_cipher():
        return Examined(what, _("not installed; campaigns that want it need: fieldsurvey[secure]"))
    try:
        with tempfile.TemporaryDirectory(prefix="fieldsurvey-") as folder:
            path = Path(folder) / "survey.db"
            SurveyFile.create(path, device="d00000000", database_key=bytes(range(32))).close()
            SurveyFile.open(path, database_key=bytes(range(32))).close()
    except Exception as failed:
        return Examined(what, type(failed).__name__, False, _("Install the program again."))
    return Examined(what, "SQLCipher")


_EXAMINATIONS: tuple[Callable[[], Examined], ...] = (
    _python,
    _screen,
    _clock,
    _signing,
    _sealing,
    _encrypting,
)


def _workspace(standing: Standing) -> Iterator[Examined]:
    try:
        workspace = standing.workspace()
    except FieldSurveyError:
        yield from _disk(Path.cwd())
        yield Examined(_("Workspace"), _("none here"))
        return
    yield from _disk(workspace.folder)
    yield from _left_half_filled(workspace.folder)
    yield from _recovery_key(workspace)
    try:
        from fieldsurvey.cli.workplace.standing import open_survey_file
        from fieldsurvey.questionnaire import load_questionnaires

        name = workspace.campaign.id
        forms = load_questionnaires(workspace.questionnaires)
        with open_survey_file(workspace) as survey_file:
            lines = survey_file.last_seq
    except FieldSurveyError as failed:
        yield Examined(_("Workspace"), failed.what, False, failed.to_do)
        return
    yield Examined(
        _("Workspace"),
        _("{name}, team {team}; questionnaires: {forms}, lines of its own: {lines}").format(
            name=name, team=workspace.team or _("lead"), forms=len(forms), lines=lines
        ),
    )


def _left_half_filled(folder: Path) -> Iterator[Examined]:
    """Sweep away what a joining left that was cut short, and say so."""
    from fieldsurvey.campaign.folders import sweep

    if left := sweep(folder.resolve()):
        found = ngettext(
            "{count} left by a joining that was cut short: removed",
            "{count} left by joinings that were cut short: removed",
            len(left),
        ).format(count=len(left))
        yield Examined(_("Unfinished folders"), found)


def _recovery_key(workspace: "Workspace") -> Iterator[Examined]:
    """Yield a reminder, which nothing has to wait for."""
    from fieldsurvey.cli.workplace.sealing_keys import recovery_reminder

    if reminder := recovery_reminder(workspace):
        say(reminder)
        yield Examined(_("Recovery key"), _("still here: move it to a stick in a safe"))


def _disk(folder: Path) -> Iterator[Examined]:
    free = shutil.disk_usage(folder).free
    yield Examined(
        _("Free space"),
        f"{free // (1024 * 1024):,} MB",
        free >= ENOUGH_FREE_BYTES,
        _("Make room: at least 500 MB."),
    )
    synced = [name for name in SYNCED_FOLDERS if name in str(folder.resolve()).lower()]
    yield Examined(
        _("Folder"),
        str(folder),
        not synced,
        _("Work outside of folders that a program copies to the network."),
    )
    yield _sync(folder)
    from fieldsurvey.cli.start.disk_encryption import is_disk_encrypted

    said = {True: _("yes"), False: _("no"), None: _("unknown: the system does not say")}
    yield Examined(_("Disk encrypted"), said[is_disk_encrypted(folder)])


def _sync(folder: Path) -> Examined:
    what = _("Saving to the disk")
    try:
        took_ms = _sync_ms(folder)
    except OSError as failed:
        return Examined(what, failed.strerror or str(failed), False, _("Work where you may write."))
    return Examined(
        what,
        f"{took_ms:.1f} ms",
        took_ms <= SLOW_SYNC_MS,
        _("This disk is slow to save: use the computer's own disk, not a stick."),
    )


def _sync_ms(folder: Path) -> float:
    """Return the median time of five writes that are really on the disk."""
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _nth in range(5):
            started = time.perf_counter()
            file.write(b"?" * 512)
            file.flush()
            os.fsync(file.fileno())
            times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[2]
