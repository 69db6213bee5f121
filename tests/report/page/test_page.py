"""The page: one file, nothing from outside, every text escaped, readable without seeing it."""

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.report.poisoning import HOSTILE, poisoned

from fieldsurvey.i18n import language, set_language
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.frozen.edition import Edition, InspectorDurations
from fieldsurvey.report.frozen.missing import VillageDay
from fieldsurvey.report.frozen.problem_row import number_rows
from fieldsurvey.report.frozen.ranked_list import DeductionLine, IndicatorStanding
from fieldsurvey.report.page.rendering import content_policy, render_page
from fieldsurvey.report.page.tables import Part, parts_of, spots_of

VOID = {"meta", "br", "link", "input", "hr", "img"}


class Outline(HTMLParser):
    """Reads a page: its tags with attributes, its text, and whether every tag is closed."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag; void ones close themselves."""
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag of an SVG that closes itself."""
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        """Close the tag that was opened last; any other is a fault of the page."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Gather the text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every `tag`."""
        return [attributes for name, attributes in self.tags if name == tag]


def outline(edition: Edition, of_language: str = "en") -> Outline:
    """Render a page and read it."""
    return Outline(render_page(edition, of_language).decode())


@pytest.mark.parametrize("of_language", ["zh", "en"])
def test_the_page_is_well_formed(edition: Edition, of_language: str) -> None:
    """Every tag is closed in its order, in both languages."""
    page = outline(edition, of_language)

    assert page.open == []
    assert page.all("html")[0]["lang"] == {"zh": "zh-Hans", "en": "en"}[of_language]


def test_the_page_needs_nothing_from_outside(edition: Edition) -> None:
    """No address, no inline style; the policy allows its own style sheet and script only."""
    text = render_page(edition, "en").decode()
    page = Outline(text)

    assert page.all("script") == [{}]
    assert not page.all("link")
    assert not page.all("img")
    for _, attributes in page.tags:
        assert not {"src", "style", "xlink:href", "srcset", "action"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert attributes.get("href", "#").startswith("#")
    assert "://" not in text
    assert "@import" not in text
    [policy] = [m["content"] for m in page.all("meta") if m.get("http-equiv")]
    [style] = re.findall(r"<style>(.*?)</style>", text, re.S)
    [script] = re.findall(r"<script>(.*?)</script>", text, re.S)
    assert policy == content_policy(style, script)
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert len(script.encode()) < 8_000


def test_every_row_stands_in_the_table(edition: Edition) -> None:
    """Number, place, household, words and sector of each problem."""
    page = outline(edition)

    for row in (*edition.rows, *edition.hints):
        assert row.number in page.text
        assert row.village in page.text
    for word in ("王**", "欧阳**", "Drinking water not secured", "Water bureau", "Annex 2, item 1"):
        assert word in page.text


def test_who_is_missing_comes_before_everything_else(edition: Edition) -> None:
    """The first section of main."""
    text = outline(edition).text
    lines = ("Team 3 has not reported", "0201-16", "d5-1-40.fsb", "Document review")

    assert all(text.index(line) < text.rindex("In figures") for line in lines)


def test_a_day_without_problems_is_a_page_too(quiet_edition: Edition) -> None:
    """It says so, and that everything is in."""
    text = outline(quiet_edition).text

    assert text.count("No problems today.") == 2
    assert "Everything that was due is in." in text


def test_the_page_can_be_read_without_seeing_it(edition: Edition) -> None:
    """Landmarks, headings in order, scopes on every heading cell, words for every drawing."""
    page = outline(edition)
    names = [tag for tag, _ in page.tags]

    assert {"header", "nav", "main", "footer"} <= set(names)
    assert names.count("caption") == names.count("table")
    assert names.count("h1") == 1
    assert all(cell.get("scope") for cell in page.all("th"))
    ids = {attributes["id"] for _, attributes in page.tags if "id" in attributes}
    assert len(ids) == sum("id" in attributes for _, attributes in page.tags)
    for _, attributes in page.tags:
        if "aria-labelledby" in attributes:
            assert set(str(attributes["aria-labelledby"]).split()) <= ids
    for drawing in page.all("svg"):
        said = {drawing.get("aria-labelledby"), drawing.get("aria-describedby")}
        is_told = drawing.get("role") in ("img", "group") and said <= ids
        assert is_told or drawing.get("aria-hidden") == "true" or drawing.get("viewbox")


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_markup(ranked_night: Night, text: str) -> None:
    """Put into every field that holds text, it is shown as it is and opens no tag."""
    first = freeze_edition(make_cover(), ranked_night)
    kept = ranked_night.rows[1].model_copy(update={"evidence": "照片2张", "detail": "x"})
    changed = replace(
        ranked_night, rows=(kept, *ranked_night.rows[2:]), durations=(made_in("周一"),)
    )
    honest = freeze_edition(make_cover("2020-06-30"), changed, [first])
    honest = honest.model_copy(update={"rows": first.rows, "hints": first.hints, "earlier": ()})
    hostile = Edition.model_validate(poisoned(honest.model_dump(mode="json"), text))

    page, as_it_was = outline(hostile), outline(honest)
    assert page.open == []
    assert page.text.count(text) >= 120
    assert Counter(tag for tag, _ in page.tags) == Counter(tag for tag, _ in as_it_was.tags)
    for (_, attributes), (_, before) in zip(page.tags, as_it_was.tags, strict=True):
        assert set(attributes) == set(before)
    followed(page, "p-")


def made_in(inspector: str) -> InspectorDurations:
    """Return how long nine interviews of one inspector took."""
    return InspectorDurations(
        form_id="registered-household",
        inspector=inspector,
        interviews=9,
        shortest_s=600,
        lower_quartile_s=900,
        median_s=1200,
        upper_quartile_s=1500,
        longest_s=1800,
    )


def test_field_work_is_drawn_and_stands_in_a_table(night: Night) -> None:
    """Households by village and day, and minutes by inspector; without either nothing is said."""
    days = (VillageDay(village="0103", date="2020-06-29", households=15),)
    coverage = night.coverage.model_copy(update={"by_day": days})
    told = replace(night, coverage=coverage, durations=(made_in("周一"), made_in("吴二")))
    page = outline(freeze_edition(make_cover(), told))
    svgs = {str(svg.get("aria-labelledby")).split("-title")[0] for svg in page.all("svg")}

    assert {"visits", "durations-0"} <= svgs
    assert "柳林村" in page.text and "2020-06-29" in page.text
    assert "周一, 9 interviews: 10.0 to 30.0 minutes" in page.text
    assert followed(page, "k-") == 2 * ["k-0103", "k-0201"]
    assert "Durations" not in outline(freeze_edition(make_cover(), night)).text


def test_a_very_wide_campaign_is_drawn_by_township(night: Night) -> None:
    """The table has every village and day; what is not drawn is said."""
    first = night.coverage.by_village[0]
    villages = tuple(
        first.model_copy(update={"code": f"v{n}", "name": f"村{n}", "township": f"镇{n % 3}"})
        for n in range(90)
    )
    days = tuple(
        VillageDay(village=f"v{n}", date=f"2020-{5 + n // 30:02d}-{1 + n % 30:02d}", households=3)
        for n in range(90)
    )
    coverage = night.coverage.model_copy(update={"by_village": villages, "by_day": days})
    many = tuple(made_in(f"周{n}") for n in range(70))
    told = replace(night, coverage=coverage, durations=many)
    page = outline(freeze_edition(make_cover(), told))

    assert "by township and day" in page.text
    assert "Drawn are the last 31 days of 90." in page.text
    assert "Drawn are the 60 quickest of 70 inspectors." in page.text
    assert all(f"村{n}" in page.text and f"周{n}" in page.text for n in (0, 69))


def test_a_long_list_stands_in_many_tables_and_misses_no_row(edition: Edition) -> None:
    """Cut between villages where it can be; every row once, in its order, and it is said."""
    rows = number_rows(
        [
            edition.rows[0].model_copy(
                update={
                    "number": f"n{n}",
                    "village": f"村{n // 120}" if n < 1200 else "大村",
                    "village_code": f"v{n // 120}" if n < 1200 else "big",
                }
            )
            for n in range(2400)
        ]
    )
    page = outline(edition.model_copy(update={"rows": tuple(rows)}))
    numbers = [str(each["id"])[2:] for each in page.all("tr") if "p-n" in str(each.get("id"))]
    tables = [len(table.rows) for table in map(Table, parts_of(rows))]

    assert numbers == [row.number for row in rows]
    assert tables == [480, 480, 240, 500, 500, 200]
    assert "All 2400 rows are here, in 6 tables." in page.text
    followed(page, "town")


class Table:
    """The rows of one table of the page."""

    def __init__(self, part: Part) -> None:
        self.rows = [row for group in part.groups for row in group.rows]


def test_a_count_leads_to_what_it_counts(edition: Edition) -> None:
    """Category, township, village: each link has its place, each place the right rows."""
    page = outline(edition)
    text = render_page(edition, "en").decode()

    assert set(followed(page, "category-")) == {f"category-{n}" for n in range(1, 5)}
    assert set(followed(page, "town-")) == {"town-1", "town-2"}
    assert set(followed(page, "village-")) == {"village-1", "village-2"}
    for line in edition.today.by_category:
        word = edition.names.categories[line.key]["en"]
        assert f'data-column="category" data-value="{word}"' in text
    counted = {
        category: sum(spot.count for spot in spots)
        for category, spots in spots_of(edition.rows).items()
    }
    assert counted == {line.key: line.total for line in edition.today.by_category}


def test_rendering_leaves_the_user_s_language_alone(edition: Edition) -> None:
    """A page in English does not turn a Chinese screen English."""
    before = language()
    try:
        set_language("zh")
        render_page(edition, "en")
        assert language() == "zh"
    finally:
        set_language(before)


def test_the_same_edition_makes_the_same_page(edition: Edition) -> None:
    """Byte for byte, read back from its own JSON too."""
    read_back = Edition.model_validate_json(edition.model_dump_json())

    assert render_page(edition, "zh") == render_page(read_back, "zh")


def make_cover(date: str = "2020-06-29") -> Cover:
    """Build the cover of one evening."""
    made = f"{date}T19:42:10+08:00"
    return Cover(campaign="2020-h1", title={"zh": "评估"}, date=date, made_at=made)


def held(number: str, standing: str = "counted", instead: str = "") -> DeductionLine:
    """Hold one problem against an indicator."""
    taken = 250 if standing == "counted" else 0
    return DeductionLine(
        number=number,
        asked_hundredths=250,
        taken_hundredths=taken,
        standing=standing,
        instead=instead,
    )


@pytest.fixture
def ranked_night(night: Night) -> Night:
    """The night with the working of the first village's score."""
    [ranked] = night.rankings
    first, *others = ranked.townships
    [village] = first.villages
    water = IndicatorStanding(
        code="B4",
        label={"zh": "饮水", "en": "Drinking water"},
        points_hundredths=250,
        possible_hundredths=500,
        deductions=(
            held("0103-07-AAAAA"),
            held("0103-08-BBBBB", "lower", "0103-07-AAAAA"),
        ),
    )
    village = village.model_copy(update={"indicators": (water,)})
    first = first.model_copy(update={"villages": (village,)})
    ranked = ranked.model_copy(update={"townships": (first, *others)})
    return replace(night, rankings=(ranked,))


def followed(page: Outline, start: str) -> list[str]:
    """Return where every link of a page leads that begins with `start`; each must be there once."""
    ids = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    links = [str(link["href"])[1:] for link in page.all("a")]
    assert len(ids) == len(set(ids))
    assert set(links) <= set(ids)
    return [link for link in links if link.startswith(start)]


@pytest.mark.parametrize("of_language", ["zh", "en"])
def test_a_rank_leads_to_its_problems_by_clicking(ranked_night: Night, of_language: str) -> None:
    """Township, village, deduction, row, the lines behind it: all in the one file, no script."""
    page = outline(freeze_edition(make_cover(), ranked_night), of_language)

    assert page.open == []
    assert followed(page, "v-") == ["v-0103"]
    assert {"p-0103-07-AAAAA", "p-0103-08-BBBBB"} <= set(followed(page, "p-"))
    assert "by 0103-07-AAAAA" in page.text or of_language == "zh"
    assert "d1-1" in page.text


def test_problems_of_earlier_lists_have_their_rows_where_scores_rest_on_them(
    ranked_night: Night,
) -> None:
    """The next list prints no row twice, yet every link has somewhere to go; names stay masked."""
    first = freeze_edition(make_cover(), ranked_night)
    second = freeze_edition(make_cover("2020-06-30"), ranked_night, [first])
    page = outline(second)

    assert second.rows == ()
    assert [(each.edition, each.row.number) for each in second.earlier] == [
        (1, "0103-07-AAAAA"),
        (1, "0103-08-BBBBB"),
    ]
    assert followed(page, "p-") == ["p-0103-07-AAAAA", "p-0103-08-BBBBB"]
    assert "Problems of earlier lists" in page.text
    assert "王小明" not in page.text and "欧阳春花" not in page.text


def test_without_a_ranking_nothing_of_the_working_is_told(night: Night) -> None:
    """Who gets the list only sees no points, and no row of an earlier list again."""
    plain = replace(night, rankings=())
    first = freeze_edition(make_cover(), plain)
    second = freeze_edition(make_cover("2020-06-30"), plain, [first])

    assert second.earlier == ()
    assert followed(outline(second), "v-") == []
    assert {each.get("class") for each in outline(first).all("details")} == {"numbers"}


def test_a_township_ranked_though_provisional_carries_a_mark(night: Night) -> None:
    """Where the campaign ranks provisional ones, the rank alone would say too much."""
    [ranked] = night.rankings
    first, second = ranked.townships
    second = second.model_copy(update={"rank": 2})
    ranked = ranked.model_copy(update={"townships": (first, second)})
    page = render_page(freeze_edition(make_cover(), replace(night, rankings=(ranked,))), "en")

    assert "2 <small>provisional</small>" in page.decode()
