"""Starting the program: quick, in the right order, and the list of commands tells the truth."""

import subprocess
import sys

import pytest

from fieldsurvey.cli import app

HEAVY = ("pydantic", "questionary", "sqlite_utils", "yaml")
PROBE = (
    "import sys; from fieldsurvey.cli.app import run; code = run(sys.argv[1:]);"
    f"print(code, [name for name in {HEAVY!r} if name in sys.modules], file=sys.stderr)"
)


@pytest.mark.parametrize(
    "words",
    [
        ["--help"],
        ["--version"],
        ["--lang", "zh", "--help"],
        ["interview", "--help"],
        ["rank", "-h"],
    ],
    ids=" ".join,
)
def test_help_and_version_load_no_heavy_library(words):
    """Help and version answer without loading what only the work itself needs."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE, *words], capture_output=True, encoding="utf-8", check=True
    )

    assert ran.stderr.strip().splitlines()[-1] == "0 []"


def test_completion_loads_no_heavy_library():
    """Pressing Tab answers without loading what only the work itself needs."""
    ran = subprocess.run(
        [sys.executable, "-c", PROBE],
        env={
            "_FIELDSURVEY_COMPLETE": "complete_bash",
            "COMP_WORDS": "fieldsurvey in",
            "COMP_CWORD": "1",
            "PYTHONPATH": ":".join(sys.path),
        },
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert "interview" in ran.stdout


@pytest.mark.parametrize("entry", app.COMMANDS, ids=lambda entry: entry.name)
def test_the_list_of_commands_says_what_each_command_says_of_itself(entry):
    """The sentence in the list is the first sentence of the command's own help."""
    command = app.build(entry.name)

    assert (command.help or "").strip().split("\n")[0] == entry.help


@pytest.mark.parametrize("entry", app.COMMANDS, ids=lambda entry: entry.name)
def test_every_command_shows_an_example(entry):
    """Help always has an example to copy."""
    for command in _leaves(app.build(entry.name)):
        assert "Example" in (command.help or "") + (command.epilog or ""), command.name


def _leaves(command):
    children = getattr(command, "commands", None)
    if not children:
        return [command]
    return [leaf for child in children.values() for leaf in _leaves(child)]


@pytest.mark.parametrize(
    ("given", "understood"),
    [
        (["today", "--lang", "en"], ["--lang", "en", "today"]),
        (["problems", "list", "-w", "lead"], ["-w", "lead", "problems", "list"]),
        (["show", "--", "--lang"], ["show", "--", "--lang"]),
    ],
)
def test_global_options_may_stand_anywhere(given, understood):
    """A person does not have to know that language and workspace belong to the first word."""
    assert app.global_options_first(given) == understood
