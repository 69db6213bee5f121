"""Every command speaks both languages, fits the window, and talks to programs and to people."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.schema_faults import schema_faults

from fieldsurvey.cli import app
from fieldsurvey.report.frozen.problem_row import COLUMNS

DAY = "2020-06-28"
WIDTH = 80

ON_LEAD = [
    ["status"],
    ["today", "--date", DAY],
    ["problems", "list"],
    ["problems", "list", "--hints"],
    ["score"],
    ["score", "01", "--why", "--with-suspected"],
    ["score", "VILLAGE", "--why"],
    ["rank"],
    ["rank", "--why"],
    ["sample", "show"],
    ["sample", "show", "--village", "VILLAGE", "--reserves"],
    ["sample", "verify"],
    ["show", "HOUSEHOLD"],
    ["nightly", "--date", "2020-06-30", "--dry-run"],
    ["verify", "--digest"],
    ["doctor"],
]
CHANGING = [
    ["problems", "list", "--hints", "--full-names", "--reason", "to find them", "--by", "Li"],
    ["merge"],
    ["nightly", "--date", "2020-07-01"],
    ["rebuild"],
]
ON_LAPTOP = [
    ["today", "--date", DAY],
    ["today", "--date", "2020-06-27"],
    ["show", "HOUSEHOLD"],
    ["show", "HOUSEHOLD", "--history"],
    ["show", "VILLAGE"],
    ["problems", "list"],
]
ANYWHERE = [
    ["questionnaire", "check"],
    ["questionnaire", "show", "registered-household"],
]
LISTINGS = [
    ["status"],
    ["conflicts", "list"],
    ["today", "--date", DAY],
    ["problems", "list"],
    ["problems", "list", "--hints"],
    ["score"],
    ["score", "VILLAGE", "--why"],
    ["rank"],
    ["sample", "show"],
    ["show", "HOUSEHOLD"],
    ["show", "HOUSEHOLD", "--history"],
    ["merge"],
    ["nightly", "--date", "2020-06-30"],
    ["verify"],
    ["doctor"],
    ["questionnaire", "check"],
    ["questionnaire", "show", "village-interview"],
]


def named(words, workspace):
    """Put a village and a household of the workspace into the words of a command."""
    village = (workspace / "schedule.csv").read_text("utf-8-sig").splitlines()[1].split(",")[2]
    places = {"VILLAGE": village, "HOUSEHOLD": f"{village}-01"}
    return [places.get(word, word) for word in words]


def in_words(words):
    """Name a case by its command."""
    return " ".join(words) if isinstance(words, list) else None


def width(line):
    """Return how many columns of a terminal a line takes."""
    from rich.cells import cell_len

    return cell_len(line)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", ON_LEAD, ids=in_words)
def test_every_command_of_the_lead_speaks_both_languages(words, language, demo, command):
    """It ends well, says something, and no table is wider than the window."""
    ran = command("--lang", language, "-w", demo.lead, *named(words, demo.lead))

    assert_fit(ran, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", CHANGING, ids=in_words)
def test_every_command_that_changes_something_speaks_both_languages(words, language, lead, command):
    """It ends well, says something, and no table is wider than the window."""
    assert_fit(command("--lang", language, "-w", lead, *words), language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", ON_LAPTOP, ids=in_words)
def test_every_command_of_an_inspector_speaks_both_languages(words, language, demo, command):
    """It ends well, says something, and no table is wider than the window."""
    laptop = demo.laptops[0]
    ran = command("--lang", language, "-w", laptop, *named(words, laptop))

    assert_fit(ran, language)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("words", ANYWHERE, ids=in_words)
def test_every_command_of_a_designer_speaks_both_languages(words, language, command):
    """It ends well, says something, and no table is wider than the window."""
    assert_fit(command("--lang", language, *words), language)


def assert_fit(ran, language):
    """Hold a command to what a person may expect of it."""
    assert ran.exit_code == 0, ran.err
    assert ran.said.strip()
    assert "\x1b" not in ran.said
    tables = [line for line in ran.out.splitlines() if line.startswith(" ")]
    assert max(map(width, tables), default=0) <= WIDTH
    assert "…" not in "".join(line[-4:] for line in tables)
    if language == "zh":
        assert re.search("[一-鿿]", ran.said)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("entry", app.COMMANDS, ids=lambda entry: entry.name)
def test_every_help_fits_the_window_and_ends_with_an_example(entry, language, command):
    """In both languages, for the command and for each command below it."""
    below = getattr(app.build(entry.name), "commands", None) or {"": None}
    for name in below:
        shown = command("--lang", language, entry.name, *filter(None, [name]), "--help")

        assert shown.exit_code == 0
        assert max(map(width, shown.out.splitlines())) <= WIDTH
        if name or len(below) == 1:
            assert f"fieldsurvey {entry.name}" in shown.out.rpartition("╯")[2]


@pytest.mark.parametrize("words", LISTINGS, ids=in_words)
def test_every_listing_speaks_json(words, demo, command):
    """Standard output is JSON and nothing else; keys are English in any language."""
    ran = command("--lang", "zh", "-w", demo.lead, *named(words, demo.lead), "--json")

    keys = [key for row in rows_of(json.loads(ran.out)) for key in row]
    assert all(re.fullmatch("[a-z_]+", key) for key in keys)


def rows_of(value):
    """Return the objects of a list, or the one object there is."""
    return value if isinstance(value, list) else [value]


@pytest.fixture(scope="module")
def problem_list(demo):
    """The whole problem list, as its JSON says it."""
    listing = [sys.executable, "-m", "fieldsurvey", "-w", demo.lead, "problems", "list", "--json"]
    return json.loads(subprocess.run(listing, capture_output=True, check=True).stdout)


def test_the_problem_list_is_what_its_schema_says(problem_list, request):
    """Annex 6's columns first and in order; every row as docs/problem-list.schema.json has it."""
    described = request.config.rootpath / "docs" / "problem-list.schema.json"
    schema = json.loads(described.read_text(encoding="utf-8"))
    rows = problem_list

    assert len(rows) > 50
    assert tuple(rows[0])[: len(COLUMNS)] == COLUMNS
    assert schema_faults(rows, schema) == []
    assert schema_faults([{**rows[0], "severity": "bad"}], schema)
    assert schema_faults([{**rows[0], "colour": "red"}], schema)
    assert schema_faults([{k: v for k, v in rows[0].items() if k != "number"}], schema)


def test_every_edition_is_what_its_schema_says(demo, request):
    """As docs/edition.schema.json has it: with late rows, corrections, hints and the ranking."""
    described = request.config.rootpath / "docs" / "edition.schema.json"
    schema = json.loads(described.read_text(encoding="utf-8"))
    made = sorted(Path(demo.lead, "editions").glob("*/problem-list.json"))

    assert len(made) == 3
    for path in made:
        assert schema_faults(json.loads(path.read_text(encoding="utf-8")), schema) == []


@pytest.mark.parametrize(
    ("options", "keep"),
    [
        (["--severity", "critical"], lambda row: row["severity"] == "critical"),
        (["--team", "2"], lambda row: row["team"] == "2"),
        (["--township", "01"], lambda row: row["township_code"] == "01"),
        (["--category", "health"], lambda row: row["category"] == "health"),
        (["--date", DAY, "--team", "1"], lambda row: (row["date"], row["team"]) == (DAY, "1")),
    ],
    ids=in_words,
)
def test_filters_keep_what_they_say_and_all_of_it(options, keep, problem_list, demo, command):
    """Nothing more, nothing less, numbered as in the whole list."""
    chosen = json.loads(command("-w", demo.lead, "problems", "list", "--json", *options).out)

    assert chosen
    assert chosen == [row for row in problem_list if keep(row)]


@pytest.mark.parametrize("surroundings", [{}, {"NO_COLOR": "1"}, {"TERM": "dumb"}], ids=str)
def test_what_is_not_a_terminal_gets_no_escape_codes(surroundings, demo):
    """Piped into a file or another program, output is text."""
    ran = subprocess.run(
        [sys.executable, "-m", "fieldsurvey", "-w", demo.lead, "rank"],
        env=os.environ | surroundings,
        capture_output=True,
        check=True,
    )

    assert b"\x1b" not in ran.stdout + ran.stderr
    assert len(ran.stdout.splitlines()) > 11


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal to look at")
@pytest.mark.parametrize(("surroundings", "is_plain"), [({}, False), ({"NO_COLOR": "1"}, True)])
def test_no_color_is_obeyed_on_a_terminal(surroundings, is_plain, demo):
    """Headings are bold on a terminal; NO_COLOR leaves no colour in them."""
    import pexpect

    screen = pexpect.spawn(
        sys.executable,
        ["-m", "fieldsurvey", "-w", str(demo.lead), "rank", "--help"],
        env={**os.environ, "TERM": "xterm-256color", **surroundings},
        encoding="utf-8",
        timeout=60,
    )
    shown = screen.read()

    colours = re.findall(r"\x1b\[(?:[0-9;]*;)?3[0-8](?:;[0-9;]*)?m", shown)
    assert (not colours) is is_plain


def test_a_workspace_may_be_named_by_the_surroundings(demo, monkeypatch, command):
    """FIELDSURVEY_WORKSPACE and FIELDSURVEY_LANG stand in for the options."""
    by_option = command("--lang", "zh", "-w", demo.lead, "rank")
    monkeypatch.setenv("FIELDSURVEY_WORKSPACE", str(demo.lead))
    monkeypatch.setenv("FIELDSURVEY_LANG", "zh")

    assert command("rank") == by_option


def test_a_workspace_is_found_above(demo, monkeypatch, command):
    """Standing in any folder of a workspace is enough."""
    monkeypatch.chdir(demo.lead / "editions")

    assert command("rank").exit_code == 0
