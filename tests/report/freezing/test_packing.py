"""The feedback meeting's pack: the whole for the office, and for each township its own."""

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook
from tests.report.conftest import make_cover

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.freezing.packing import (
    Meeting,
    changes_in_no_list,
    make_pack,
    says_the_same,
    township_lists,
)
from fieldsurvey.report.frozen.edition import Version
from fieldsurvey.report.frozen.edition_json import edition_json
from fieldsurvey.report.frozen.pack import Anyway, GoodPractice, Pack
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.ranked_list import DeductionLine, IndicatorStanding, RankedList
from fieldsurvey.report.keeping.shelves import files_of_pack
from fieldsurvey.report.pdf.rendering import notice_data

Covering = Callable[..., Cover]
NAMES = {"01": "河湾镇", "02": "青石乡"}


@pytest.fixture
def meeting() -> Meeting:
    """What the meeting is told beside problems and scores."""
    return Meeting(
        undecided=("0103-07: claimed twice, and nobody has decided.",),
        anyway=Anyway(why="反馈会定于明日", who="刘强"),
        good_practice=(
            GoodPractice(
                township_code="01",
                township="河湾镇",
                village_code="0103",
                village="柳林村",
                form={"zh": "村级访谈提纲"},
                question={"zh": "取得了哪些成效?", "en": "What has been achieved?"},
                who={"zh": "支书", "en": "party branch secretary"},
                text="食用菌合作社带动三十户",
            ),
        ),
        indicators={"B4": {"zh": "饮水", "en": "Drinking water"}},
    )


@pytest.fixture
def night_with_working(night: Night) -> Night:
    """The evening of the small campaign, one village's score with its working."""
    [ranked] = night.rankings
    first, second = ranked.townships
    held = DeductionLine(
        number="0103-07-AAAAA", asked_hundredths=250, taken_hundredths=250, standing="counted"
    )
    gone = DeductionLine(
        number="0103-07-ZZZZZ", asked_hundredths=100, taken_hundredths=0, standing="dismissed"
    )
    working = IndicatorStanding(
        code="B4",
        label={"zh": "饮水"},
        points_hundredths=250,
        possible_hundredths=500,
        deductions=(held, gone),
    )
    village = first.villages[0].model_copy(update={"indicators": (working,)})
    ranking = RankedList(townships=(first.model_copy(update={"villages": (village,)}), second))
    return Night(
        rows=night.rows,
        coverage=night.coverage,
        missing=night.missing,
        rankings=(ranking,),
        covers=night.covers,
        versions=night.versions,
        names=night.names,
        note=night.note,
    )


@pytest.fixture
def pack(night_with_working: Night, meeting: Meeting) -> Pack:
    """The pack of the small campaign, made though much was open."""
    lists = [freeze_edition(make_cover(), night_with_working)]
    return make_pack(make_cover("2020-07-02"), night_with_working, meeting, lists)


def test_the_whole_campaign_is_in_it(pack: Pack) -> None:
    """Every problem with the marks of the lists, the days, and problems by bureau and indicator."""
    assert (pack.number, len(pack.rows), pack.today.total) == (1, 4, 4)
    assert [row.number for row in pack.rows if row.is_late] == ["0103-08-BBBBB"]
    assert [(day.edition, day.date) for day in pack.days] == [(1, "2020-06-29")]
    assert pack.hints == ()
    assert sum(line.total for line in pack.by_sector) == 4
    water = next(line for line in pack.by_indicator if line.key == "B4")
    assert (water.total, water.villages, water.taken_hundredths) == (2, 1, 250)
    assert water.label["zh"] == "饮水"


def test_rules_changed_before_the_first_list_are_told(
    night_with_working: Night, meeting: Meeting
) -> None:
    """As that list told it: the kits went out with other rules."""
    kits, since = "1a" * 32, "2b" * 32
    night = replace(
        night_with_working,
        versions=(Version(name="scoring", digest=since),),
        rules_at_start={"scoring": kits},
    )
    lists = [freeze_edition(make_cover(), night)]
    pack = make_pack(make_cover("2020-07-02"), night, meeting, lists)

    [change] = pack.rule_changes
    assert (change.before, change.after, change.edition) == (kits, since, 1)
    assert pack.rule_changes == lists[0].rule_changes


def test_what_is_open_is_told_whenever_it_was_due(pack: Pack) -> None:
    """Villages that are not complete, and every sentence about what nobody decided."""
    assert [village.code for village in pack.missing.villages] == ["0201"]
    assert pack.missing.further == ("0103-07: claimed twice, and nobody has decided.",)
    assert pack.anyway is not None


def test_a_township_gets_its_own_problems_and_nothing_of_another(pack: Pack) -> None:
    """Every problem that stands is in exactly one list; no other name, no rank, no inspector."""
    handed = township_lists(pack)

    assert [each.township for each in handed] == ["河湾镇", "青石乡"]
    assert [len(each.rows) for each in handed] == [3, 1]
    for each in handed:
        said = edition_json(each).decode()
        others = set(NAMES.values()) - {each.township}
        assert not any(other in said for other in others)
        assert each.rankings == () and each.covers == ()
        assert all(row.inspectors == () for row in each.rows)
        assert each.standing is not None and each.standing.rank is None


def test_a_dismissed_problem_is_handed_to_nobody(
    pack: Pack, night: Night, meeting: Meeting
) -> None:
    """The office's report keeps it listed; what it was made of is said there."""
    rows = [row.model_copy(update={"state": ProblemState.DISMISSED}) for row in night.rows]
    dismissed = make_pack(make_cover(), Night(rows=rows, rankings=night.rankings), meeting, [])

    assert len(dismissed.rows) == 4 and dismissed.today.total == 0
    assert [each.rows for each in township_lists(dismissed)] == [(), ()]


def test_the_pack_is_the_same_until_something_is_new(
    pack: Pack, night_with_working: Night, meeting: Meeting
) -> None:
    """Another day alone makes no new pack; another problem does."""
    lists = [freeze_edition(make_cover(), night_with_working)]
    later = make_pack(make_cover("2020-07-09"), night_with_working, meeting, lists, [pack])
    fewer = make_pack(make_cover(), Night(rows=night_with_working.rows[1:]), meeting, lists, [pack])

    assert (later.number, says_the_same(pack, later)) == (2, True)
    assert not says_the_same(pack, fewer)


def test_what_no_list_has_told_is_counted(night: Night, rows: list[ProblemRow]) -> None:
    """Before the first list everything; after it nothing; then what changed."""
    lists = [freeze_edition(make_cover(), night)]
    confirmed = [rows[0].model_copy(update={"state": ProblemState.CONFIRMED}), *rows[1:]]
    cover = make_cover("2020-06-30")

    assert changes_in_no_list(night, [], cover) == 4
    assert changes_in_no_list(night, lists, cover) == 0
    assert changes_in_no_list(Night(rows=confirmed), lists, cover) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_file_says_for_whom_it_is_and_no_other_township(pack: Pack, language: str) -> None:
    """Word document and workbook of each township; the office's report names all of them."""
    files = _files_of(pack, language)
    texts = {name: _text_of(content) for name, content in files.items()}
    handed = {name: text for name, text in texts.items() if name.startswith("townships/")}

    assert sorted(handed) == [
        f"townships/{code}-{name}/problem-list.{end}"
        for code, name in NAMES.items()
        for end in ("docx", "xlsx")
    ]
    for name, text in handed.items():
        own = next(each for each in NAMES.values() if each in name)
        assert own in text
        assert not any(other in text for other in set(NAMES.values()) - {own}), name
        assert "周一" not in text and "0103-07-ZZZZZ" not in text
    report = texts["overall-report.docx"]
    assert all(name in report for name in NAMES.values())
    assert "反馈会定于明日" in report and "刘强" in report
    assert "食用菌合作社带动三十户" in report
    assert files == _files_of(pack, language)


def test_the_workbook_counts_by_bureau_once(pack: Pack) -> None:
    """In the summary, beside its chart; Word document and page have it as a part of their own."""
    files = _files_of(pack, "en")
    book = CalamineWorkbook.from_filelike(io.BytesIO(files["overall-report.xlsx"]))
    summary = [row[0] for row in book.get_sheet_by_name("Summary").to_python() if row]
    title = "Problems by responsible bureau"

    assert title in summary
    assert title not in book.sheet_names
    assert "Main problems by indicator" in book.sheet_names
    assert title in _text_of(files["overall-report.docx"])
    assert title in _text_of(files["overall-report.html"])


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_townships_pdf_names_no_other(pack: Pack, language: str) -> None:
    """Its charts are of its own villages and problems, too."""
    for handed in township_lists(pack):
        said = json.dumps(notice_data(handed, language), ensure_ascii=False)
        assert handed.township in said
        assert not any(other in said for other in set(NAMES.values()) - {handed.township})
        assert "周一" not in said and "0103-07-ZZZZZ" not in said


def test_a_township_is_told_its_own_score_and_how_it_came_about(pack: Pack) -> None:
    """88.75 of its village, and the problem that took 2.50 points."""
    text = _text_of(_files_of(pack, "en")["townships/01-河湾镇/problem-list.docx"])

    assert "91.08" in text and "88.75" in text and "2.50" in text
    assert "The township’s reply" in text or "The township's reply" in text


def _files_of(pack: Pack, language: str) -> dict[str, bytes]:
    return {name: b"".join(pieces) for name, pieces in files_of_pack(pack, [language])}


def _text_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode("utf-8-sig")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return re.sub(r"<[^>]+>", " ", "\n".join(parts)).replace("&#x27;", "'")
