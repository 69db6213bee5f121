"""The columns of the roster's three tables, and the words that may stand in their cells.

A table may be written in Chinese or in English; columns and values of both are known.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from fieldsurvey.campaign.model import Category, Exclusion, Flag


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the name it is written under, and every name it is read under."""

    name: str
    chinese: tuple[str, ...]
    """The first is what the template says."""
    required: bool = True


@dataclass(frozen=True, slots=True)
class TableKind:
    """One of the roster's tables."""

    name: str
    """Also its file: `villages` is `villages.csv`."""
    columns: tuple[Column, ...]

    def header(self, language: str = "en") -> tuple[str, ...]:
        """Return the column names in Chinese or in English."""
        return tuple(c.chinese[0] if language == "zh" else c.name for c in self.columns)

    def columns_of(self, header: tuple[str, ...]) -> dict[str, str]:
        """Return, for each of our columns that `header` has, the name it has there."""
        known = {
            alias: column.name
            for column in self.columns
            for alias in (column.name, *column.chinese)
        }
        return {known[plain(name)]: name for name in header if plain(name) in known}

    def missing_in(self, header: tuple[str, ...]) -> tuple[Column, ...]:
        """Return the required columns that `header` lacks."""
        found = self.columns_of(header)
        return tuple(c for c in self.columns if c.required and c.name not in found)


TOWNSHIPS = TableKind(
    "townships",
    (
        Column("code", ("乡镇代码", "乡镇编码", "代码", "编码")),
        Column("name", ("乡镇名称", "乡镇", "名称")),
        Column("is_key", ("重点乡镇", "是否重点", "是否重点乡镇")),
    ),
)

VILLAGES = TableKind(
    "villages",
    (
        Column("code", ("村代码", "村编码", "行政村代码", "行政村编码")),
        Column("township", ("乡镇代码", "所属乡镇代码", "乡镇编码")),
        Column("name", ("村名", "村名称", "行政村", "行政村名称")),
        Column("is_exited", ("脱贫村", "是否脱贫村", "贫困村退出", "出列村")),
        Column("has_team", ("驻村工作队", "有驻村工作队", "是否有驻村工作队")),
        Column("population", ("人口", "总人口", "全村人口"), required=False),
        Column(
            "unregistered_population",
            ("非建档立卡人口", "未建档立卡人口", "未建档立卡农村人口"),
            required=False,
        ),
    ),
)

HOUSEHOLDS = TableKind(
    "households",
    (
        Column("code", ("户编号", "户代码", "户编码")),
        Column("village", ("村代码", "村编码", "行政村代码", "行政村编码")),
        Column("group", ("组", "村民组", "小组", "自然村"), required=False),
        Column("head", ("户主", "户主姓名", "姓名")),
        Column("size", ("家庭人口", "人口数", "人口", "家庭人口数")),
        Column("category", ("户属性", "户类型", "贫困户属性", "类型")),
        Column("flags", ("标签", "标识", "重点情况", "户情"), required=False),
        Column("exit_year", ("脱贫年度", "脱贫年份", "退出年度"), required=False),
        Column("exclusions", ("四出情形", "四出", "数据比对"), required=False),
    ),
)

TABLES = (HOUSEHOLDS, VILLAGES, TOWNSHIPS)
"""From the most telling header to the least: a file is the first whose columns it has."""

TRUTHS: Mapping[str, bool] = {
    **dict.fromkeys(("1", "yes", "y", "true", "是", "有", "√"), True),
    **dict.fromkeys(("0", "no", "n", "false", "否", "无", "没有", "×", "x"), False),
}
"""A blank cell is no."""

CATEGORIES: Mapping[str, tuple[Category, frozenset[Flag]]] = {
    **{category.value: (category, frozenset[Flag]()) for category in Category},
    **dict.fromkeys(("贫困户", "未脱贫", "未脱贫户"), (Category.POOR, frozenset())),
    "返贫户": (Category.POOR, frozenset({Flag.RELAPSED})),
    **dict.fromkeys(("脱贫户", "已脱贫", "已脱贫户"), (Category.LIFTED, frozenset())),
    **dict.fromkeys(("脱贫监测户", "脱贫不稳定户"), (Category.LIFTED, frozenset({Flag.MONITORED}))),
    **dict.fromkeys(
        ("非建档立卡户", "非建档立卡", "未建档立卡户", "非贫困户", "一般户", "一般农户"),
        (Category.UNREGISTERED, frozenset()),
    ),
    **dict.fromkeys(
        ("边缘户", "边缘易致贫户"), (Category.UNREGISTERED, frozenset({Flag.MARGINAL}))
    ),
}
"""Words for a category; some say a flag at the same time."""

FLAGS: Mapping[str, Flag] = {
    **{flag.value: flag for flag in Flag},
    **dict.fromkeys(("返贫", "返贫户"), Flag.RELAPSED),
    **dict.fromkeys(("监测户", "脱贫监测户", "脱贫不稳定户"), Flag.MONITORED),
    **dict.fromkeys(("边缘户", "边缘易致贫户"), Flag.MARGINAL),
    **dict.fromkeys(("危房", "危房户", "疑似危房", "疑似危房户"), Flag.DILAPIDATED),
    **dict.fromkeys(("大病", "重病", "大病户", "重病户", "大病重病户"), Flag.ILLNESS),
    **dict.fromkeys(("低保", "低保户"), Flag.DIBAO),
    **dict.fromkeys(("特困", "特困户", "特困供养户", "五保", "五保户"), Flag.TEKUN),
    **dict.fromkeys(("残疾", "残疾人户", "残疾户"), Flag.DISABLED),
    **dict.fromkeys(("无劳动力", "无劳动力户"), Flag.NO_LABOUR),
    **dict.fromkeys(("独居老人", "独居老人户"), Flag.LONE_ELDERLY),
    **dict.fromkeys(("其他重点", "其他重点户", "其他"), Flag.OTHER_PRIORITY),
    **dict.fromkeys(("正常", "正常户"), Flag.NORMAL),
}

EXCLUSIONS: Mapping[str, Exclusion] = {
    **{exclusion.value: exclusion for exclusion in Exclusion},
    **dict.fromkeys(("财政供养", "财政供养人员", "村干部"), Exclusion.PUBLIC_PAYROLL),
    **dict.fromkeys(
        ("经营", "工商户", "个体工商户", "企业", "经营企业", "经营企业户"), Exclusion.BUSINESS
    ),
    **dict.fromkeys(("商品房", "有商品房"), Exclusion.COMMERCIAL_FLAT),
    **dict.fromkeys(("小汽车", "有小汽车", "轿车"), Exclusion.CAR),
}


def plain(cell: str) -> str:
    """Return a cell as it is compared: no outer blanks, full-width forms as half-width, lower."""
    return unicodedata.normalize("NFKC", cell).strip().lower()


def split_flags(cell: str) -> list[str]:
    """Return the words of a flags cell; blanks, commas, semicolons and 、 part them."""
    return plain(cell).translate(str.maketrans(",;、|/", "     ")).split()
