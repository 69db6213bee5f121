"""Every way a command can fail, told in words with the exit code of the design.

0 done · 1 faults found · 2 wrong usage · 3 our bug, its log named · 130 interrupted.
"""

import os
import re
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import typer
from typer._click.exceptions import ClickException
from typer._click.exceptions import UsageError as CommandLineError

from fieldsurvey.cli.speaking import clear_screen, say
from fieldsurvey.errors import ExpressionError, FieldSurveyError, Finding, UsageError
from fieldsurvey.i18n import _, ngettext, sentences
from fieldsurvey.interview.leaving import QuickExit

DONE, FAULTS, USAGE, BUG, INTERRUPTED = 0, 1, 2, 3, 130


@dataclass(slots=True)
class Outcome:
    """How a command ended."""

    exit_code: int = DONE


@contextmanager
def told() -> Iterator[Outcome]:
    """Turn whatever the command raises into words on stderr and an exit code."""
    outcome = Outcome()
    try:
        yield outcome
    except typer.Exit as ended:
        outcome.exit_code = ended.exit_code
    except QuickExit:
        clear_screen()
    except (KeyboardInterrupt, typer.Abort):
        say(_("Stopped. Everything that was ticked is kept; the same command goes on from there."))
        outcome.exit_code = INTERRUPTED
    except ClickException as wrong:
        outcome.exit_code = _tell_usage(wrong)
    except UsageError as wrong:
        tell_error(wrong)
        outcome.exit_code = USAGE
    except FieldSurveyError as failed:
        tell_error(failed)
        outcome.exit_code = FAULTS
    except BrokenPipeError:
        sys.stderr.close()
        outcome.exit_code = DONE
    except Exception as bug:
        outcome.exit_code = _tell_bug(bug)


def tell_error(error: FieldSurveyError) -> None:
    """Say where, what and what to do; then every finding."""
    if error.where:
        say(error.where)
    indent = "  " if error.where else ""
    say(f"{indent}{error.what}")
    if isinstance(error, ExpressionError):
        from fieldsurvey.expressions import caret

        for line in caret(error.text, error.position).split("\n"):
            say(f"{indent}{line}")
    if error.to_do:
        say(f"{indent}{error.to_do}")
    tell_findings(error.findings)


def tell_findings(findings: tuple[Finding, ...] | list[Finding]) -> None:
    """Say every finding: where and about what, then what is wrong and what to do."""
    for finding in findings:
        head = "  ".join(part for part in (finding.where, finding.subject) if part)
        say(f"{head}  [{finding.code}]" if finding.code else head)
        _say_finding(finding)
    if findings:
        count = len(findings)
        say(ngettext("{count} finding.", "{count} findings.", count).format(count=count))


def _say_finding(finding: Finding) -> None:
    """Say what and what to do: on one line, or where the text shows a place, below it."""
    if "\n" in finding.what:
        say(f"  {finding.what}")
        say(f"  {finding.to_do}")
    else:
        say("  " + sentences((finding.what, finding.to_do)))


def _tell_usage(wrong: ClickException) -> int:
    if isinstance(wrong, CommandLineError) and wrong.ctx is not None:
        if type(wrong).__name__ == "NoArgsIsHelpError":
            return USAGE
        path = wrong.ctx.command_path
        say(_usage_sentence(wrong))
        say(_("'{command} --help' says how it is used.").format(command=path))
    else:
        say(wrong.format_message())
    return USAGE


def _usage_sentence(wrong: CommandLineError) -> str:
    parameter = getattr(wrong, "param", None)
    name = parameter.get_error_hint(wrong.ctx) if parameter is not None else ""
    match type(wrong).__name__:
        case "MissingParameter":
            return _("{name} is missing.").format(name=name)
        case "NoSuchOption":
            return _("There is no option {name}.").format(name=getattr(wrong, "option_name", ""))
        case "BadParameter":
            return f"{name}: {wrong.message}"
        case _:
            return _in_our_words(wrong.format_message())


def _in_our_words(sentence: str) -> str:
    """Say in the user's language what the command line library says in English only."""
    if sentence == "Missing command.":
        return _("It takes one more word: a command.")
    if unknown := re.match(r"No such command '([^']*)'\.(?: Did you mean '([^']*)'\?)?", sentence):
        said = _("There is no command “{name}”.").format(name=unknown[1])
        near = unknown[2] and _("Did you mean '{near}'?").format(near=unknown[2])
        return sentences((said, near or ""))
    if more := re.match(r"Got unexpected extra argument\(s\) \((.*)\)$", sentence):
        return _("These words are too many: {words}").format(words=more[1])
    return sentence


def _tell_bug(bug: Exception) -> int:
    if isinstance(bug, OSError) and bug.filename:
        say(_("{path} cannot be used: {why}.").format(path=bug.filename, why=bug.strerror))
        say(_("Look whether it is read-only or the disk is full, or name another folder."))
        return FAULTS
    log = _write_log(bug)
    say(_("Something went wrong that is our mistake, not yours; nothing that was saved is lost."))
    say(_("What happened is written in {path}; please send that file.").format(path=log))
    return BUG


def _write_log(bug: Exception) -> Path:
    """Write where it happened, never what was answered: frames without their values."""
    frames = "".join(traceback.format_tb(bug.__traceback__))
    handle, name = tempfile.mkstemp(prefix="fieldsurvey-", suffix=".log", text=True)
    with os.fdopen(handle, "w", encoding="utf-8") as log:
        log.write(f"{frames}{type(bug).__module__}.{type(bug).__qualname__}\n")
    return Path(name)
