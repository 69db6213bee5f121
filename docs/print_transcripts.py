"""Run the program in a terminal of 80 × 24 and put what it shows into the README and the tutorial.

`python docs/print_transcripts.py`, by hand after the screen has changed: it takes a minute and
needs what a Unix terminal has. A transcript stands between `<!-- transcript: NAME zh -->` and
`<!-- end -->`. With chromium at hand the pictures of the problem list are taken anew, too.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pexpect
import pyte

DOCS = Path(__file__).parent
COLUMNS, ROWS = 80, 24
ENTER, BACK = "\r", "\x1bOQ"
DESCRIBED = {"zh": "井水自今年四月起浑浊", "en": "The well has been muddy since April"}
NO_PHOTO = {"en": "seen, not photographed", "zh": "已查看，未拍照"}
MARKED = re.compile(r"(<!-- transcript: (\w+) (zh|en) -->\n).*?(<!-- end -->)", re.DOTALL)
PAGES = ("README.md", "README.zh.md", "docs/tutorial.md", "docs/tutorial.zh.md")
PICTURES = {"en": ("problem-list.png", "1040,812"), "zh": ("problem-list.zh.png", "1040,784")}
"""By language: the file, and the size in pixels that ends below the first charts."""


def fieldsurvey(*arguments: str | Path, language: str = "en") -> str:
    """Run a command and return its results."""
    command = [sys.executable, "-m", "fieldsurvey", "--lang", language, *map(str, arguments)]
    environment = {**os.environ, "COLUMNS": str(COLUMNS), "NO_COLOR": "1"}
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return ran.stdout


def laptop(desk: Path) -> Path:
    """Make the laptop of the tutorial, ready to interview."""
    given = DOCS / "tutorial"
    lead = desk / "lead"
    fieldsurvey("new", lead, "--id", "tutorial")
    shutil.copyfile(given / "campaign.yaml", lead / "campaign.yaml")
    fieldsurvey("-w", lead, "roster", "import", *sorted(given.glob("*.csv")))
    fieldsurvey("-w", lead, "sample", "draw", "--seed", "20200612")
    fieldsurvey("-w", lead, "kit", "make", desk / "stick")
    fieldsurvey("join", desk / "stick" / "team-1", desk / "laptop")
    return desk / "laptop"


def one_blank(lines: Iterable[str]) -> list[str]:
    """Return the lines with blank ones only between others, and only one in a row."""
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n").split("\n")


class Terminal:
    """A terminal with the program in it."""

    def __init__(self, *arguments: str) -> None:
        self._screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self._screen)
        self._child = pexpect.spawn(
            sys.executable,
            ["-m", "fieldsurvey", *arguments],
            dimensions=(ROWS, COLUMNS),
            env={**os.environ, "TERM": "xterm-256color"},
        )
        self._show(3)

    def type(self, keys: str) -> list[str]:
        """Type keys; return the lines on the screen, of blank ones only one in a row."""
        self._child.send(keys)
        self._show(0.7)
        rows = ([row[x].data for x in range(COLUMNS)] for row in self._rows())
        return one_blank("".join(row).rstrip() for row in rows)

    def _rows(self) -> Iterator[dict[int, pyte.screens.Char]]:
        return (self._screen.buffer[y] for y in range(ROWS))

    def _show(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            try:
                data = self._child.read_nonblocking(65536, timeout=0.1)
            except pexpect.TIMEOUT:
                continue
            self._stream.feed(data)
            if b"\x1b[6n" in data:
                cursor = self._screen.cursor
                self._child.send(f"\x1b[{cursor.y + 1};{cursor.x + 1}R")


def interview(language: str) -> list[str]:
    """Interview a household up to a problem; describe it, go back, and take it back."""
    with tempfile.TemporaryDirectory() as desk:
        folder = laptop(Path(desk))
        pair = ("--inspectors", "陈知行,林若水")
        terminal = Terminal("--lang", language, "-w", str(folder), "interview", "0101-02", *pair)
        for _header in range(4):
            terminal.type(ENTER)
        terminal.type("2")
        problem = terminal.type(DESCRIBED[language])
        for keys in (ENTER, NO_PHOTO[language], ENTER, "3", ENTER, BACK, BACK):
            terminal.type(keys)
        withdrawn = terminal.type("1")
    tick = max(n for n, line in enumerate(problem) if line.startswith("✓"))
    moot = next(n for n, line in enumerate(withdrawn) if line.startswith("↶"))
    return [*problem[tick:], "", "  …", "", *withdrawn[moot - 1 : moot + 4]]


def demo(language: str) -> list[str]:
    """Run the demo; return its summary, long tables cut short; take the picture of a list."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "demo-campaign"
        lines = fieldsurvey("demo", "--out", out, language=language).splitlines()
        take_picture(out / "lead" / "editions" / "0002-2020-06-29", language)
    return ["$ fieldsurvey demo", *one_blank(cut_tables(lines, rows=4))]


def cut_tables(lines: list[str], rows: int) -> Iterator[str]:
    """Yield the lines without trailing blanks, of each table only the first rows."""
    left = len(lines)
    for line in (line.rstrip() for line in lines):
        left = rows + 1 if line.startswith(" ─") else left - 1 if line else len(lines)
        if left > 0:
            yield line
        elif left == 0:
            yield " …"


def take_picture(edition: Path, language: str) -> None:
    """Take a picture of the page of an edition, if there is a browser."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    pages = sorted(edition.glob("*.html"), key=lambda page: f".{language}." not in page.name)
    if browser:
        command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        name, size = PICTURES[language]
        shot = DOCS / "pictures" / name
        command += [f"--window-size={size}", f"--screenshot={shot}", pages[0].as_uri()]
        subprocess.run(command, capture_output=True, check=True)


TRANSCRIPTS: dict[str, Callable[[str], list[str]]] = {"interview": interview, "demo": demo}


def main() -> None:
    """Make every transcript once and put it where it stands."""
    made: dict[tuple[str, str], list[str]] = {}

    def filled(match: re.Match[str]) -> str:
        opening, name, language, closing = match.groups()
        if (name, language) not in made:
            made[name, language] = TRANSCRIPTS[name](language)
        return "\n".join([opening, "```text", *made[name, language], "```", "", closing])

    for page in (DOCS.parent / name for name in PAGES):
        text = page.read_text(encoding="utf-8")
        page.write_text(MARKED.sub(filled, text), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
