"""A very long list in a real browser: every row is there, and it can be worked with.

`FIELDSURVEY_PAGE_ROWS=100000 make test-rendering` does it with that many rows, and prints figures.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path

import pytest
from browser import Browser, Tab, open_browser, open_tab
from papers import Written

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.problem_row import ProblemRow, number_rows
from fieldsurvey.report.frozen.tally import tally_rows
from fieldsurvey.report.page.rendering import render_page

ROWS = int(os.environ.get("FIELDSURVEY_PAGE_ROWS", "10000"))
ROWS_A_VILLAGE = 33
VILLAGES_A_TOWNSHIP = 25


def long_edition(edition: Edition) -> Edition:
    """Return an edition with `ROWS` rows, as many villages as a province has."""
    rows = number_rows([_row(row, n) for n, row in enumerate(islice(cycle(edition.rows), ROWS))])
    return edition.model_copy(update={"rows": tuple(rows), "today": tally_rows(rows)})


def _row(row: ProblemRow, position: int) -> ProblemRow:
    village = position // ROWS_A_VILLAGE
    township = village // VILLAGES_A_TOWNSHIP
    return row.model_copy(
        update={
            "number": f"{village:05d}-{position % ROWS_A_VILLAGE:02d}-{position:06d}",
            "township": f"第{township}镇",
            "township_code": f"t{township}",
            "village": f"第{village}村",
            "village_code": f"v{village}",
        }
    )


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    """A Chromium of its own, so that its time is this page's."""
    with open_browser(tmp_path / "profile") as started:
        yield started


@contextmanager
def taking(browser: Browser, what: str, most_s: float) -> Iterator[None]:
    """Print how many seconds of processor time all of Chromium took, and hold them to a limit."""

    def spent_s() -> float:
        known = browser.call("SystemInfo.getProcessInfo")["processInfo"]
        return float(sum(process["cpuTime"] for process in known))

    before = spent_s()
    yield
    took = spent_s() - before
    print(f"{ROWS} rows, {what}: {took:.1f} s")
    assert took < most_s, what


def numbers_shown(tab: Tab) -> int:
    """Return how many rows are not filtered away, laid out or not."""
    shown: int = tab.ask("document.querySelectorAll('#list tr[id^=p-]:not([hidden])').length")
    return shown


def test_a_long_list_stays_usable(
    written: Mapping[str, Written], browser: Browser, tmp_path: Path
) -> None:
    """Opening costs seconds; finding, filtering and sorting about one; no row is missing."""
    edition = long_edition(written["plain"].edition)
    page = tmp_path / "page.html"
    page.write_bytes(render_page(edition, "zh"))
    print(f"{ROWS} rows: {page.stat().st_size / 1e6:.1f} MB")
    scale = 0.5 + ROWS / 100_000
    tab = open_tab(browser)
    tab.resize(1280)

    with taking(browser, "opening", 30 * scale):
        tab.open(page)
        assert numbers_shown(tab) == ROWS
    with taking(browser, "one township", 5 * scale):
        tab.ask("""{
            const filter = document.querySelector(".tools select[data-column=township]");
            filter.selectedIndex = 1;
            filter.dispatchEvent(new Event("change", { bubbles: true }));
            document.body.offsetHeight;
        }""")
        assert numbers_shown(tab) == min(ROWS, ROWS_A_VILLAGE * VILLAGES_A_TOWNSHIP)
    with taking(browser, "all again", 5 * scale):
        tab.ask("document.querySelector('.tools button').click(), document.body.offsetHeight")
        assert numbers_shown(tab) == ROWS
    with taking(browser, "finding one", 5 * scale):
        tab.ask("document.querySelector('.tools input').focus()")
        tab.type(edition.rows[-1].number)
        tab.ask("new Promise((done) => setTimeout(done, 200))")
        assert numbers_shown(tab) == 1
    tab.ask("document.querySelector('.tools button').click()")
    with taking(browser, "sorting", 10 * scale):
        tab.ask("document.querySelector('th[data-column=severity] button').click()")
        tab.ask("document.body.offsetHeight")
    assert numbers_shown(tab) == ROWS
    ordered = tab.ask("""[...document.querySelectorAll("#list .severity")].map((each) =>
        ["critical", "major", "minor"].indexOf(each.className.slice(9)))""")
    assert ordered == sorted(ordered)
    assert tab.complaints() == []
