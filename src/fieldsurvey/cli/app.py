"""The commands in the order of a survey, each loaded only when it is asked for."""

import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer
from typer.core import TyperCommand, TyperGroup
from typer.main import get_command as build_command

from fieldsurvey.cli import failing
from fieldsurvey.cli.helping import (
    HELP_OPTIONS,
    let_help_flow,
    translate_help,
    translate_panels,
)
from fieldsurvey.cli.speaking import speak_utf8
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.i18n import LANGUAGES, _, set_language


class Entry(NamedTuple):
    """A command as the list shows it."""

    name: str
    panel: str
    help: str
    """The first line of its docstring: kept equal by a test."""


COMMANDS = (
    Entry("demo", "Start", "Run a whole campaign with invented households, in seconds."),
    Entry("doctor", "Start", "Check that this computer is fit for a survey."),
    Entry("new", "Start", "Make the folder of a new campaign."),
    Entry("roster", "Planner", "Import the townships, villages and households to draw from."),
    Entry("sample", "Planner", "Draw, show and verify the sample."),
    Entry("kit", "Planner", "Make one kit for each team."),
    Entry("join", "Inspector", "Join this laptop to a team's kit."),
    Entry("rejoin", "Inspector", "Let a laptop go on that was copied or set back."),
    Entry("today", "Inspector", "Show who is to be visited today."),
    Entry("interview", "Inspector", "Interview a household or a village, or go on with one."),
    Entry(
        "absent", "Inspector", "Say that a household cannot be interviewed, and see who stands in."
    ),
    Entry("photo", "Inspector", "Attach photos to an interview, list them, or remove one."),
    Entry("show", "Inspector", "Show what was answered in an interview."),
    Entry("reopen", "Inspector", "Open a finished interview again, with a reason."),
    Entry(
        "compare",
        "Inspector",
        "Compare paper forms that were keyed twice, and settle where they differ.",
    ),
    Entry("hand-over", "Inspector", "Copy what was said to the team lead's stick."),
    Entry("change-passphrase", "Inspector", "Give this encrypted laptop another passphrase."),
    Entry(
        "purge", "Inspector", "Remove from this laptop the interviews that the lead has signed for."
    ),
    Entry("merge", "Team lead", "Take in what the laptops hand over."),
    Entry("devices", "Team lead", "List, enrol and revoke the teams' laptops."),
    Entry("status", "Team lead", "Show who was visited and what is missing."),
    Entry("conflicts", "Team lead", "Show and decide what claims the same place twice."),
    Entry("share", "Team lead", "Hand everything the lead has over to another lead."),
    Entry("withdraw", "Team lead", "Take an interview out of every list, score and count at once."),
    Entry(
        "erase",
        "Team lead",
        "Remove for good what was said in an interview, or in all of a household.",
    ),
    Entry("problems", "Team lead", "List the problems, look at them, decide about them."),
    Entry("checks", "Team lead", "Show what does not go together."),
    Entry("backcheck", "Team lead", "Draw interviews to be asked again, and compare."),
    Entry("score", "Team lead", "Score the villages and townships, with the working."),
    Entry("rank", "Team lead", "Rank the townships."),
    Entry("rates", "Team lead", "Show the rates of the whole district; townships get counts."),
    Entry("nightly", "Team lead", "Make tonight's problem list."),
    Entry("schedule", "Team lead", "Let the computer make the list of every evening."),
    Entry(
        "edition", "Team lead", "Make a week's or a month's bulletin; list and show what was made."
    ),
    Entry("feedback", "Team lead", "Make the feedback meeting's pack: report, ranking, townships."),
    Entry("mail", "Team lead", "Send the lists by e-mail, each to everybody once."),
    Entry("questionnaire", "Designer", "Write, check, try, test and compare questionnaires."),
    Entry("verify", "Data", "Check every line, hash and signature of the survey file."),
    Entry("recover", "Team lead", "Open a laptop whose passphrase is forgotten, or that is dead."),
    Entry("rescue", "Data", "Recover every provable line of a damaged survey file."),
    Entry("rebuild", "Data", "Fold the interviews from their lines again."),
)

_GLOBAL_WITH_VALUE = ("--lang", "--workspace", "-w")


_PACKAGES = {
    "Start": "start",
    "Planner": "planner",
    "Inspector": "inspector",
    "Team lead": "lead",
    "Designer": "designer",
    "Data": "data",
}


class CommandsInOrder(TyperGroup):
    """The top command: lists the others without loading them."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names, in the order of a survey."""
        return [entry.name for entry in COMMANDS]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Load one command; the list of commands needs only what `COMMANDS` says."""
        for entry in COMMANDS:
            if entry.name == cmd_name:
                return load_command(entry.name)
        return None

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Take the global options from wherever they stand."""
        self.commands = {entry.name: TyperCommand(entry.name) for entry in COMMANDS}
        self.said = tuple(args)
        return super().parse_args(ctx, global_options_first(args))

    def invoke(self, ctx: Any) -> Any:
        """Run one command; without one show what commands there are."""
        if not ctx._protected_args:
            self.format_help(ctx, ctx.make_formatter())
            raise typer.Exit(failing.USAGE)
        translate_panels(self.said)
        return super().invoke(ctx)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Show the commands by who uses them, in the user's language."""
        translate_panels(())
        translate_help(self)
        listing = TyperGroupListing(self)
        listing.format_help(ctx, formatter)


class TyperGroupListing(TyperGroup):
    """The top command as its help shows it: every command a name and a sentence."""

    def __init__(self, of: CommandsInOrder) -> None:
        super().__init__(
            name=of.name,
            help=of.help,
            params=of.params,
            epilog=of.epilog,
            subcommand_metavar=of.subcommand_metavar,
            rich_markup_mode=of.rich_markup_mode,
        )
        for entry in COMMANDS:
            stub = TyperCommand(entry.name, help=entry.help, rich_help_panel=entry.panel)
            translate_help(stub)
            self.add_command(stub)


def build(name: str) -> Any:
    """Import the module of a command, in the package of who uses it, and build it."""
    package = next(_PACKAGES[entry.panel] for entry in COMMANDS if entry.name == name)
    module = import_module(f"fieldsurvey.cli.{package}.{name.replace('-', '_')}")
    command = build_command(module.app)
    command.name = name
    let_help_flow(command)
    return command


def load_command(name: str) -> Any:
    """Build a command with its help in the user's language."""
    command = build(name)
    translate_help(command)
    return command


def global_options_first(arguments: Sequence[str]) -> list[str]:
    """Move `--lang` and `--workspace` to the front: they mean the same wherever they stand."""
    first: list[str] = []
    rest: list[str] = []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest.extend((word, *words))
        elif word in _GLOBAL_WITH_VALUE:
            first.extend((word, *([value] if (value := next(words, None)) is not None else [])))
        elif word.startswith(("--lang=", "--workspace=")):
            first.append(word)
        else:
            rest.append(word)
    return first + rest


def _choose_language(wanted: str | None) -> str | None:
    if wanted is not None and wanted not in LANGUAGES:
        raise typer.BadParameter(_("“{wanted}” is neither zh nor en.").format(wanted=wanted))
    set_language(wanted)
    return wanted


def _show_version(wanted: bool) -> None:
    if wanted:
        from fieldsurvey import __version__

        typer.echo(f"fieldsurvey {__version__}")
        raise typer.Exit


app = typer.Typer(
    name="fieldsurvey",
    cls=CommandsInOrder,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": list(HELP_OPTIONS)},
    epilog="Example: fieldsurvey demo",
)


@app.callback()
def fieldsurvey(
    ctx: typer.Context,
    workspace: Annotated[
        Path | None,
        typer.Option(
            "--workspace",
            "-w",
            metavar="DIR",
            envvar="FIELDSURVEY_WORKSPACE",
            help="The folder to work in; without it the nearest one at or above this folder.",
        ),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            "--lang",
            metavar="zh|en",
            envvar="FIELDSURVEY_LANG",
            help="The language of messages and questions.",
            is_eager=True,
            callback=_choose_language,
        ),
    ] = None,
    version: Annotated[
        bool,
        typer.Option("--version", help="Show the version.", is_eager=True, callback=_show_version),
    ] = False,
) -> None:
    """Survey households offline: interview, merge, find problems, rank, report."""
    ctx.obj = Standing(workspace)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code (design, section 10)."""
    speak_utf8()
    command = build_command(app)
    with failing.told() as outcome:
        code = command.main(list(arguments), prog_name="fieldsurvey", standalone_mode=False)
        if code == failing.INTERRUPTED:  # typer says nothing of Ctrl-C
            raise KeyboardInterrupt
        outcome.exit_code = code if isinstance(code, int) else 0
    sys.stdout.flush()
    return outcome.exit_code
