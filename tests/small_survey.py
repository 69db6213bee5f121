"""A village of five households and the pair that visits it, for surveys from end to end."""

import json
from pathlib import Path

DAY = "2020-06-28"
PAIR = "佟禾畴,邝砚"
"""As they stand on the command line."""

ROSTER = {
    "乡镇.csv": "乡镇代码,乡镇名称,重点乡镇\n01,鹤汀乡,否\n",
    "村.csv": (
        "村代码,乡镇代码,村名,脱贫村,驻村工作队,人口,非建档立卡人口\n"
        "0101,01,苇湾村,是,有,1200,900\n"
    ),
    "户.csv": (
        "户编号,村代码,组,户主,家庭人口,户属性,标签,脱贫年度\n"
        "0101-0001,0101,1组,晏岫畴,2,贫困户,低保,\n"
        "0101-0002,0101,1组,阮稼穗,4,脱贫户,,2017\n"
        "0101-0003,0101,2组,谌棠,3,脱贫监测户,,2018\n"
        "0101-0004,0101,2组,荆苇芦,3,非建档立卡户,大病,\n"
        "0101-0005,0101,3组,麦笙,1,边缘户,,\n"
    ),
}
"""The files of the roster by name; two of the households must be visited."""


def codes_of_pair(lead: Path) -> str:
    """Return what stands on the slips of the pair, as the environment gives it."""
    codes = json.loads((lead / "keys" / "codes.json").read_text(encoding="utf-8"))["codes"]["1"]
    return ",".join(codes[name] for name in PAIR.split(","))
