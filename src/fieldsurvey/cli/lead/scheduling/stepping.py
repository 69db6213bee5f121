"""Steps in, done one after the other; what the system does not do is told, to be done by hand."""

import os
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.cli.lead.scheduling import cron
from fieldsurvey.cli.lead.scheduling.job import Places
from fieldsurvey.cli.lead.scheduling.steps import Remove, Run, Step, Write
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _

_LONGEST_S = 60


def places_of(environment: Mapping[str, str], home: Path) -> Places:
    """Return where a user's schedules lie; a path that is not absolute is not meant."""
    config = Path(environment.get("XDG_CONFIG_HOME", ""))
    local = Path(environment.get("LOCALAPPDATA", ""))
    return Places(
        config if config.is_absolute() else home / ".config",
        local if local.is_absolute() else home / "AppData" / "Local",
    )


def show_steps(steps: Iterable[Step]) -> None:
    """Show exactly what would be written and run."""
    for step in steps:
        match step:
            case Write():
                show(_("Would write {path}:").format(path=step.path))
                show(step.text)
            case Remove():
                show(_("Would remove {path}").format(path=step.path))
            case Run():
                show(_("Would run: {command}").format(command=step.text))
                if step.stdin is not None:
                    show(step.stdin)


def take_steps(steps: Sequence[Step]) -> bool:
    """Do the steps, and return whether all of them are done; what is not is told with its reason.

    A command of the system that is absent or fails keeps none of the other steps from being taken.

    Raises:
        ReportError: A file cannot be written or removed.
    """
    is_all_done = True
    for step in steps:
        match step:
            case Write() | Remove():
                _change_file(step)
            case Run():
                is_all_done &= _run(step)
    return is_all_done


def read_cron_table() -> str:
    """Return the user's table of cron; blank where there is none, or no cron.

    Raises:
        ReportError: It cannot be read: it must not be written over then.
    """
    if not shutil.which(cron.READ.words[0]):
        return ""
    done = _call(cron.READ)
    if done.returncode == 0:
        return done.stdout
    if "no crontab" in done.stderr.lower():
        return ""
    raise ReportError(
        _("The table of cron cannot be read: {reason}").format(reason=done.stderr.strip()),
        where=cron.READ.text,
        to_do=_("Nothing was changed. Ask whoever looks after this computer."),
    )


def _change_file(step: Write | Remove) -> None:
    try:
        if isinstance(step, Remove):
            step.path.unlink(missing_ok=True)
        elif not (step.path.is_file() and step.path.read_bytes() == step.content):
            step.path.parent.mkdir(parents=True, exist_ok=True)
            write_file(step.path, step.content)
    except OSError as error:
        raise ReportError(
            _("The schedule cannot be written, {why}.").format(why=disk_words(error)),
            where=str(step.path),
            to_do=_("Make the folder writable, then run the command again."),
        ) from error


def _run(step: Run) -> bool:
    program = step.words[0]
    if not shutil.which(program):
        say(_("{program} is not on this computer.").format(program=program))
    else:
        done = _call(step)
        if done.returncode == 0:
            return True
        said = (done.stderr.strip() or done.stdout.strip()).splitlines()
        why = said[-1] if said else str(done.returncode)
        say(_("{program} refused: {why}").format(program=program, why=why))
    say(_("Do this by hand: {command}").format(command=step.text))
    if step.stdin is not None:
        say(step.stdin)
    return False


def _call(step: Run) -> "subprocess.CompletedProcess[str]":
    """Run a command of the system; its words are ours, and no shell reads them."""
    try:
        return subprocess.run(
            [shutil.which(step.words[0]) or step.words[0], *step.words[1:]],
            input=step.stdin,
            stdin=subprocess.DEVNULL if step.stdin is None else None,
            capture_output=True,
            encoding="utf-8",
            errors="surrogateescape",
            timeout=_LONGEST_S,
            check=False,
            env=os.environ | {"LC_ALL": "C"},
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return subprocess.CompletedProcess(step.words, 1, "", str(error))
