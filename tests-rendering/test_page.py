"""The page in a real browser: it opens in silence, its list can be worked with, it fits."""

import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from browser import Browser, Tab, open_browser, open_tab
from papers import LANGUAGES, Written
from poison import HOSTILE, poisoned

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.page.rendering import render_page

EDITIONS = ("plain", "ranked")
WIDTHS = (1280, 768, 390)

SHOWN = """[...document.querySelectorAll("#list tbody tr[id^='p-']")]
    .filter((row) => row.checkVisibility()).map((row) => row.id.slice(2))"""
COUNT = "document.querySelector('.tools output').textContent"


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Chromium, started once."""
    with open_browser(tmp_path_factory.mktemp("browser-profile")) as started:
        yield started


@pytest.fixture
def tab(browser: Browser) -> Iterator[Tab]:
    """An empty tab as wide as a laptop's screen; what it complains of is a fault."""
    opened = open_tab(browser)
    opened.resize(1280)
    yield opened
    assert opened.complaints() == []


def choose(tab: Tab, column: str, value: str) -> None:
    """Choose in one of the filters, as a hand would: the page hears of the change."""
    tab.ask(f"""{{
        const filter = document.querySelector(".tools select[data-column={column}]");
        filter.value = {value!r};
        filter.dispatchEvent(new Event("change", {{ bubbles: true }}));
    }}""")


def search(tab: Tab, words: str) -> None:
    """Type into the search box, and wait until the page has looked."""
    tab.ask("document.querySelector('.tools input').select()")
    tab.type(words)
    tab.ask("new Promise((done) => setTimeout(done, 200))")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITIONS)
def test_it_opens_in_silence_and_asks_for_nothing(
    written: Mapping[str, Written], tab: Tab, name: str, language: str
) -> None:
    """No error, no violation of its policy, no request but for itself."""
    tab.call("Network.enable")
    page = written[name].file("html", language)
    tab.open(page)
    asked = [
        event["params"]["request"]["url"]
        for event in tab.browser.said
        if event["method"] == "Network.requestWillBeSent" and event["sessionId"] == tab.session
    ]

    assert asked == [page.resolve().as_uri()]
    assert tab.ask("document.compatMode") == "CSS1Compat"


def test_what_the_policy_does_not_allow_does_not_run(
    written: Mapping[str, Written], browser: Browser, tmp_path: Path
) -> None:
    """A script or a style put into the file afterwards does nothing: its hash is not allowed."""
    page = written["plain"].file("html", "en").read_text(encoding="utf-8")
    bad = "<script>document.title = 'bad'</script><p id='bad' style='color: red'>x</p></body>"
    changed = tmp_path / "changed.html"
    changed.write_text(page.replace("</body>", bad), encoding="utf-8")
    tab = open_tab(browser)
    tab.open(changed)

    assert tab.ask("document.title") != "bad"
    assert tab.ask("getComputedStyle(document.getElementById('bad')).color") != "rgb(255, 0, 0)"
    assert len(tab.complaints()) == 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EDITIONS)
def test_it_never_scrolls_sideways(
    written: Mapping[str, Written], tab: Tab, name: str, language: str, scheme: str
) -> None:
    """At three widths, with every fold of it opened."""
    tab.show_as(scheme)
    for width in WIDTHS:
        tab.resize(width)
        tab.open(written[name].file("html", language))
        tab.ask("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        wide, room = tab.ask(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )

        assert wide <= room == width


@pytest.mark.parametrize("language", LANGUAGES)
def test_filters_narrow_the_list_and_say_so(
    written: Mapping[str, Written], tab: Tab, language: str
) -> None:
    """Each value of each filter shows its rows, together all; two at once show what both hold."""
    edition = written["ranked"].edition
    tab.open(written["ranked"].file("html", language))
    everything = [row.number for row in edition.rows]
    assert tab.ask(SHOWN) == everything

    for column in ("township", "category", "severity", "sector", "state"):
        choices = tab.ask(f"""[...document.querySelectorAll(
            ".tools select[data-column={column}] option")].map((each) => each.value)""")
        shown: list[str] = []
        for choice in choices[1:]:
            choose(tab, column, choice)
            part = tab.ask(SHOWN)
            assert part and tab.ask(COUNT).count(str(len(part))) >= 1
            shown += part
        assert sorted(shown) == sorted(everything), column
        choose(tab, column, "")

    worst = {"zh": "重大", "en": "critical"}[language]
    town = next(row.township for row in edition.rows if row.severity == "critical")
    choose(tab, "severity", worst)
    choose(tab, "township", town)
    assert tab.ask(SHOWN) == [
        row.number for row in edition.rows if (row.severity, row.township) == ("critical", town)
    ]
    tab.ask("document.querySelector('.tools button').click()")
    assert tab.ask(SHOWN) == everything


def test_search_finds_chinese_and_latin(written: Mapping[str, Written], tab: Tab) -> None:
    """In capitals or not, in full-width letters, several words at once, by place and by number."""
    rows = written["plain"].edition.rows
    tab.open(written["plain"].file("html", "en"))
    number = rows[3].number

    for words in (number, number.lower(), number.translate(FULL_WIDTH), f"  {number} "):
        search(tab, words)
        assert tab.ask(SHOWN) == [number]
    search(tab, rows[0].village)
    assert tab.ask(SHOWN) == [row.number for row in rows if row.village == rows[0].village]
    search(tab, f"{rows[0].village} WATER")
    assert set(tab.ask(SHOWN)) <= {row.number for row in rows if row.village == rows[0].village}
    search(tab, "no such words")
    assert tab.ask(SHOWN) == []
    assert tab.ask(COUNT).startswith("0 of ")


FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}


def test_headers_sort_by_mouse_and_keyboard(written: Mapping[str, Written], tab: Tab) -> None:
    """Up, down, and back to the order of the list; numbers as numbers, the worst first."""
    rows = written["ranked"].edition.rows
    tab.open(written["ranked"].file("html", "en"))
    everything = [row.number for row in rows]

    tab.ask("document.querySelector('th[data-column=severity] button').click()")
    order = {
        number: ["critical", "major", "minor"].index(row.severity)
        for number, row in zip(everything, rows, strict=True)
    }
    assert [order[each] for each in tab.ask(SHOWN)] == sorted(order.values())
    assert tab.ask("document.querySelector('th[data-column=severity]').ariaSort") == "ascending"
    assert rows[0].village in tab.ask(
        f"document.getElementById('p-{rows[0].number}').querySelector('.at').textContent"
    )

    tab.ask("document.querySelector('th[data-column=sequence] button').focus()")
    tab.press("Enter")
    assert tab.ask(SHOWN) == everything
    tab.press("Enter")
    assert tab.ask(SHOWN) == everything[::-1]
    tab.press("Enter")
    assert tab.ask(SHOWN) == everything
    assert tab.ask("document.querySelectorAll('th[aria-sort]:not([aria-sort=none])').length") == 0


def test_chinese_is_sorted_by_its_sound(written: Mapping[str, Written], tab: Tab) -> None:
    """As a Chinese dictionary has it, not by the numbers of the signs."""
    tab.open(written["ranked"].file("html", "zh"))
    tab.ask("document.querySelector('th[data-column=category] button').click()")
    sorted_ = tab.ask("""[...document.querySelectorAll("#list tr[id^='p-']")]
        .map((row) => row.children[4].firstChild.textContent)""")

    assert sorted_ == tab.ask(f"""{sorted_!r}.sort(new Intl.Collator("zh-Hans").compare)""")
    assert sorted_ != sorted(sorted_)


def test_a_figure_leads_to_its_rows(written: Mapping[str, Written], tab: Tab) -> None:
    """Each category and township of the charts, by mouse, narrows the list to what it counts."""
    edition = written["ranked"].edition
    tab.open(written["ranked"].file("html", "en"))
    for position, line in enumerate(edition.today.by_category):
        tab.ask(f"""document.querySelectorAll("svg a[data-column=category]")[{position}]
            .dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}))""")
        assert len(tab.ask(SHOWN)) == line.total
    for position, line in enumerate(edition.today.by_township):
        tab.ask(f"""document.querySelectorAll("svg a[data-column=township]")[{position}]
            .dispatchEvent(new MouseEvent("click", {{ bubbles: true, cancelable: true }}))""")
        assert len(tab.ask(SHOWN)) == line.total

    hidden = next(row.number for row in edition.rows if row.number not in tab.ask(SHOWN))
    tab.ask(f"location.hash = 'p-{hidden}'")
    tab.ask("new Promise((done) => setTimeout(done, 50))")
    assert len(tab.ask(SHOWN)) == len(edition.rows)


def test_it_can_be_read_without_its_script(
    written: Mapping[str, Written], browser: Browser, tab: Tab, tmp_path: Path
) -> None:
    """Every row, and nothing to press that would do nothing; links reach their counts."""
    tab.call("Emulation.setScriptExecutionDisabled", value=True)
    page = Path(shutil.copy(written["ranked"].file("html", "zh"), tmp_path / "page.html"))
    tab.open(page)
    root = tab.call("DOM.getDocument")["root"]["nodeId"]

    def found(selector: str) -> int:
        return len(tab.call("DOM.querySelectorAll", nodeId=root, selector=selector)["nodeIds"])

    assert found("#list tbody tr[id^='p-']") == len(written["ranked"].edition.rows)
    assert found("button, input, select") == 0


def named_as(tab: Tab) -> list[tuple[str, str]]:
    """Return role and name of all that a screen reader is told of."""
    nodes = tab.call("Accessibility.getFullAXTree")["nodes"]
    return [
        (node["role"]["value"], node.get("name", {}).get("value", ""))
        for node in nodes
        if not node["ignored"]
    ]


@pytest.mark.parametrize("width", WIDTHS)
def test_whoever_cannot_see_it_is_told_what_everything_is(
    written: Mapping[str, Written], tab: Tab, width: int
) -> None:
    """Everything to press, every table, drawing and landmark has a name; tables stay tables."""
    tab.resize(width)
    tab.open(written["ranked"].file("html", "en"))
    told = named_as(tab)
    roles = Counter(role for role, _name in told)

    wanted = {"link", "button", "combobox", "searchbox", "table", "region", "navigation", "search"}
    assert [role for role, name in told if role in wanted and not name.strip()] == []
    assert wanted | {"banner", "main", "contentinfo", "status"} <= set(roles)
    assert roles["row"] > 200 and roles["rowheader"] > 100 and roles["columnheader"] > 40
    assert ("group", "Problems by category") in told


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_more_than_text(
    written: Mapping[str, Written], tab: Tab, tmp_path: Path, text: str
) -> None:
    """Put into every field: the same elements, nothing runs, and the list can be worked with."""
    honest = written["ranked"].edition
    hostile = Edition.model_validate(poisoned(honest.model_dump(mode="json"), text))
    page = tmp_path / "page.html"
    counted = []
    for edition in (honest, hostile):
        page.write_bytes(render_page(edition, "zh"))
        tab.open(page)
        counted.append(tab.ask(ELEMENTS))

    assert counted[0] == counted[1]
    assert len(tab.ask(SHOWN)) == len(honest.rows)
    for column in ("township", "category", "sector"):
        choose(
            tab,
            column,
            tab.ask(f"""document.querySelector(
            ".tools select[data-column={column}]").options[1].value"""),
        )
        assert tab.ask(SHOWN)
        choose(tab, column, "")
    search(tab, text)
    assert len(tab.ask(SHOWN)) == len(honest.rows)
    tab.ask("document.querySelector('th[data-column=category] button').click()")


ELEMENTS = """[...document.body.querySelectorAll(":not(option)")].map((each) =>
    each.tagName + [...each.attributes].map((one) => one.name)).join()"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_pictures_for_eyes(
    written: Mapping[str, Written], tab: Tab, language: str, tmp_path: Path
) -> None:
    """Light, dark and printed pages are drawn, each unlike the others."""
    tab.open(written["ranked"].file("html", language))
    drawn = set()
    for scheme in ("light", "dark"):
        tab.show_as(scheme)
        drawn.add(tab.picture(tmp_path / f"{scheme}.png").read_bytes())
    tab.show_as("dark", "print")
    assert tab.ask("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.print(tmp_path / "page.pdf").read_bytes().startswith(b"%PDF")
    assert len(drawn) == 2
