"""The roster comes from offices' spreadsheets: every bad row is named, all at once."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.model import (
    Category,
    Exclusion,
    Flag,
    Household,
    Roster,
    Township,
    Village,
)
from fieldsurvey.campaign.roster.digest import roster_digest
from fieldsurvey.campaign.roster.tables import (
    import_roster,
    read_roster,
    write_empty_roster,
    write_roster,
)
from fieldsurvey.errors import CampaignError, FindingKind

TOWNSHIPS = "乡镇代码,乡镇名称,重点乡镇\n01,青苇镇,是\n"
VILLAGES = "村代码,乡镇代码,村名,脱贫村,驻村工作队,全村人口,非建档立卡人口\n"
VILLAGE = "0103,01,上苇湾村,是,有,1500,1200\n"
HOUSEHOLDS = "户编号,村代码,组,户主,家庭人口,户属性,标签,脱贫年度\n"


def write(folder: Path, households: str = "", villages: str = VILLAGE, encoding="utf-8") -> Path:
    """Write the three tables as an office would."""
    (folder / "乡镇.csv").write_text(TOWNSHIPS, encoding=encoding)
    (folder / "村.csv").write_text(VILLAGES + villages, encoding=encoding)
    (folder / "户.csv").write_text(HOUSEHOLDS + households, encoding=encoding)
    return folder


def codes(findings) -> list[tuple[str, str]]:
    """Return code and place of each finding."""
    return [(finding.code, finding.where) for finding in findings]


def test_a_chinese_roster_is_read(folder):
    """Files are known by their columns; 边缘户 is a category and a flag in one word."""
    roster, findings = import_roster(
        [
            write(
                folder,
                "0103-0001,0103,3组,佟砚畴,4,脱贫户,低保、残疾,2017\n"
                "0103-0002,0103,3组,晏禾,2,边缘户,大病户,\n"
                "0103-0003,0103,,阮稼陇,1,返贫户,五保户 危房,\n",
            )
        ]
    )

    assert findings == []
    assert roster.townships["01"] == Township("01", "青苇镇", is_key=True)
    assert roster.villages["0103"] == Village(
        "0103", "01", "上苇湾村", True, True, population=1500, unregistered_population=1200
    )
    assert roster.households["0103-0001"] == Household(
        "0103-0001",
        "0103",
        "3组",
        "佟砚畴",
        4,
        Category.LIFTED,
        frozenset({Flag.DIBAO, Flag.DISABLED}),
        2017,
    )
    assert roster.households["0103-0002"].flags == {Flag.MARGINAL, Flag.ILLNESS}
    assert roster.households["0103-0003"].flags == {Flag.RELAPSED, Flag.TEKUN, Flag.DILAPIDATED}


def test_excel_in_a_chinese_office_saves_gbk(folder):
    """A GB18030 file is read, and that it was is said, as a warning only."""
    write(folder, "0103-0001,0103,3组,佟砚畴,4,贫困户,,\n", encoding="gb18030")

    roster, findings = import_roster([folder])

    assert roster.households["0103-0001"].head == "佟砚畴"
    assert {finding.code for finding in findings} == {"R002"}
    assert all(finding.kind is FindingKind.WARNING for finding in findings)
    assert "GB18030" in findings[0].what


@pytest.mark.parametrize(
    ("parted_by", "encoding"),
    [("\t", "utf-16"), (";", "utf-8"), ("，", "gb18030"), (",", "utf-8-sig")],
)
def test_other_ways_to_save_a_table_are_read(parted_by, encoding, folder):
    """Excel's Unicode text, semicolons, full-width commas, a byte order mark."""
    write(folder)
    text = HOUSEHOLDS + "0103-0001,0103,3组,佟砚畴,4,脱贫户,低保 残疾,2017\n"
    (folder / "户.csv").write_text(text.replace(",", parted_by), encoding=encoding)

    roster, findings = import_roster([folder])

    assert roster.households["0103-0001"].flags == {Flag.DIBAO, Flag.DISABLED}
    assert {finding.code for finding in findings} <= {"R002"}


def test_grounds_for_exclusion_stand_in_a_column_of_their_own(folder):
    """Comparison of data may be brought along, in either language; unknown words are told."""
    write(folder)
    head, row = HOUSEHOLDS.rstrip("\n"), "0103-0001,0103,3组,佟砚畴,4,非建档立卡户,,"
    table = folder / "户.csv"

    table.write_text(f"{head},四出情形\n{row},小汽车、商品房 business\n", encoding="utf-8")
    roster, findings = import_roster([folder])
    assert findings == []
    assert roster.households["0103-0001"].exclusions == {
        Exclusion.CAR,
        Exclusion.COMMERCIAL_FLAT,
        Exclusion.BUSINESS,
    }

    table.write_text(f"{head},四出情形\n{row},拖拉机\n", encoding="utf-8")
    assert [(f.code, f.subject) for f in import_roster([folder])[1]] == [("R022", "exclusions")]


def test_full_width_digits_are_digits(folder):
    """What an input method makes of numbers and codes is read as meant."""
    roster, findings = import_roster(
        [write(folder, "０１０３－０００１,０１０３,3组,佟砚畴,４,贫困户,,\n")]
    )

    assert findings == []
    assert roster.households["0103-0001"].size == 4


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        ("0103-0001,0103,,佟砚,4,富裕户,,", "R009", "category"),
        (",0103,,佟砚,4,贫困户,,", "R006", "code"),
        ("0103/1,0103,,佟砚,4,贫困户,,", "R011", "code"),
        ("0103-1,0999,,佟砚,4,贫困户,,", "R013", "village"),
        ("0104-1,0103,,佟砚,4,贫困户,,", "R014", "code"),
        ("0103-1,0103,,,4,贫困户,,", "R006", "head"),
        ("0103-1,0103,,佟砚,四,贫困户,,", "R007", "size"),
        ("0103-1,0103,,佟砚,0,贫困户,,", "R007", "size"),
        ("0103-1,0103,,佟砚,-2,贫困户,,", "R007", "size"),
        ("0103-1,0103,,佟砚,4,贫困户,,明年", "R007", "exit_year"),
        ("0103-1,0103,,佟砚,4,贫困户,富裕,", "R010", "flags"),
        ("0103-1,0103,,佟砚,4,贫困户,监测户,", "R015", "flags"),
        ("0103-1,0103,,佟砚,4,脱贫户,边缘户,2018", "R015", "flags"),
        ("0103-1,0103,,佟砚,4,非建档立卡户,返贫户,", "R015", "flags"),
        ("0103-1,0103,,佟砚,4,非建档立卡户,正常 低保,", "R016", "flags"),
        ("0103-1,0103,,佟砚,4,脱贫户,,", "R017", "exit_year"),
        ("0103-1,0103,,佟砚,4,脱贫户,,1998", "R017", "exit_year"),
        ("0103-1,0103,,佟砚,4,贫困户,,2018", "R017", "exit_year"),
        ("0103-1,0103,,=cmd|calc,4,贫困户,,", "R018", "head"),
        ("0103-1,0103,,佟\x1b[2J砚,4,贫困户,,", "R018", "head"),
        (f"0103-1,0103,,{'佟' * 80},4,贫困户,,", "R018", "head"),
        ("0103-1,0103,,佟砚,45,贫困户,,", "R020", "size"),
        ("0103-1,0103,,佟砚,4,贫困户,,,表外", "R021", ""),
    ],
)
def test_a_bad_row_is_named(row, code, column, folder):
    """Every fault says its file, line and column."""
    _roster, findings = import_roster([write(folder, row + "\n")])

    assert (code, "户.csv:2", column) in [(f.code, f.where, f.subject) for f in findings]
    assert all(finding.what and finding.to_do for finding in findings)


def test_all_faults_are_found_at_once(folder):
    """Two bad villages and three bad households: five places, in one go."""
    write(
        folder,
        "0103-1,0103,,佟砚,4,贫困户,,\n"
        "\n"
        "0103-1,0103,,佟砚,4,贫困户,,\n"
        "0103-2,0103,,佟砚,x,贫困户,,\n"
        '0103-3,0103,"三\n组",佟砚,4,富裕户,,\n',
        villages=VILLAGE + "0203,02,村,是,有,,\n103,01,村,也许,有,100,200\n",
    )

    _roster, findings = import_roster([folder])

    assert codes(findings) == [
        ("R013", "村.csv:3"),
        ("R008", "村.csv:4"),
        ("R014", "村.csv:4"),
        ("R019", "村.csv:4"),
        ("R012", "户.csv:4"),
        ("R007", "户.csv:5"),
        ("R009", "户.csv:6"),
        ("R018", "户.csv:6"),
    ]


def test_missing_columns_and_tables_are_named_in_both_languages(folder):
    """A table without a needed column says which, under both its names."""
    (folder / "households.csv").write_text("户编号,村代码,户主\n", encoding="utf-8")

    _roster, findings = import_roster([folder])

    assert codes(findings)[0] == ("R003", "households.csv:1")
    assert "size (家庭人口)" in findings[0].what
    assert {f.where for f in findings if f.code == "R004"} == {
        "townships.csv",
        "villages.csv",
        "households.csv",
    }


def test_columns_that_are_not_ours_are_left_alone(folder):
    """An ID number in the office's table is not copied, and a warning says so."""
    write(folder)
    (folder / "户.csv").write_text(
        "户编号,村代码,户主,家庭人口,户属性,证件号码\n0103-1,0103,佟砚,4,贫困户,X123\n",
        encoding="utf-8",
    )

    roster, findings = import_roster([folder])

    assert codes(findings) == [("R005", "户.csv:1")]
    assert "证件号码" in findings[0].what
    assert "X123" not in repr(roster)


@pytest.mark.parametrize(
    "content",
    [b"\xff\xfe\x00", b"\x00" * 100, b'a,"b\nc', b"\x89PNG\r\n\x1a\n\xff\xff"],
    ids=["half a letter", "zeros", "open quote", "picture"],
)
def test_a_file_that_is_no_table_is_named(content, folder):
    """Broken files become findings beside those of the good ones."""
    write(folder, "0103-1,0103,,佟砚,四,贫困户,,\n")
    (folder / "图.csv").write_bytes(content)

    _roster, findings = import_roster([folder])

    assert {finding.code for finding in findings} == {"R001", "R007"}


def test_a_file_that_is_not_there_is_named(folder):
    """A wrong name is a finding, in words."""
    _roster, findings = import_roster([folder / "没有.csv"])

    assert findings[0].code == "R001"
    assert "没有.csv" in findings[0].where


def test_a_bad_roster_cannot_be_used(folder):
    """Reading a workspace's roster raises once, with all of its faults."""
    write(folder, "0103-1,0103,,佟砚,四,贫困户,,\n0103-1,0103,,佟砚,4,贫困户,,\n")
    for office, ours in (("乡镇", "townships"), ("村", "villages"), ("户", "households")):
        (folder / f"{office}.csv").rename(folder / f"{ours}.csv")

    with pytest.raises(CampaignError) as caught:
        read_roster(folder)

    assert [finding.code for finding in caught.value.findings] == ["R007", "R012"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_empty_tables_are_a_roster_of_nobody(language, folder):
    """What `new` writes can be read as it is."""
    write_empty_roster(folder, language)

    assert import_roster([folder]) == (Roster(), [])


def test_a_roster_written_is_the_roster_read(county, folder):
    """The tables carry everything, and Excel knows them for UTF-8."""
    write_roster(folder, county)

    assert read_roster(folder) == county
    assert (folder / "households.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@settings(deadline=None, max_examples=40)
@given(
    st.text(st.characters(categories=["L", "N", "Zs", "P"]), min_size=1, max_size=20),
    st.integers(1, 20),
    st.sampled_from(Category),
    st.frozensets(st.sampled_from([Flag.DIBAO, Flag.ILLNESS, Flag.NO_LABOUR])),
    st.frozensets(st.sampled_from(Exclusion)),
)
def test_any_household_survives_the_file(tmp_path_factory, head, size, category, flags, exclusions):
    """Commas, quotes and rare characters in a name come back, or are refused with a finding."""
    folder = tmp_path_factory.mktemp("roster")
    year = 2018 if category is Category.LIFTED else None
    household = Household("0103-1", "0103", "", head, size, category, flags, year, exclusions)
    village = Village("0103", "01", "村", True, True)
    roster = Roster({"01": Township("01", "乡", True)}, {"0103": village}, {"0103-1": household})
    write_roster(folder, roster)

    again, findings = import_roster([folder])

    stripped = replace(household, head=head.strip())
    assert findings or again.households["0103-1"] == stripped


def test_the_digest_knows_every_fact_and_no_order(county):
    """Another order of rows is the same frame; any changed cell is another."""
    digest = roster_digest(county)
    backwards = Roster(
        *(
            dict(reversed(units.items()))
            for units in (county.townships, county.villages, county.households)
        )
    )
    first, *_ = county.households.values()
    changed = {**county.households, first.code: replace(first, size=first.size + 1)}

    excluded = replace(first, exclusions=frozenset(Exclusion))
    compared = replace(county, households={**county.households, first.code: excluded})

    assert roster_digest(backwards) == digest
    assert roster_digest(compared) != digest
    assert roster_digest(replace(county, households=changed)) != digest
