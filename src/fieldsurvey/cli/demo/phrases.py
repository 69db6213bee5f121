"""What the people of the demo say in words: invented, short, and different enough to read."""

from collections.abc import Mapping, Sequence

DETAILS: Mapping[str, Sequence[str]] = {
    "water": ("夏季水压不足,每周停水两三天", "水井浅,雨后浑浊", "取水需步行二十余分钟"),
    "education": ("孩子春季学期起未到校", "寄宿生生活补助未到账", "雨露计划补助未申请到"),
    "health": ("户主的母亲,自今年1月起", "户主本人,自去年下半年起", "家中老人,已向村医反映"),
    "housing": ("北墙有裂缝,雨天漏水", "屋面瓦片破损,檩条腐朽", "厢房地基下沉,仍住人"),
    "industry": ("合作社去年停产,分红未发", "种植项目缺少技术指导", "羊舍闲置已半年"),
    "employment": ("户内劳动力在家待业三个月", "培训内容与本人所长不符"),
    "finance": ("贷款转给亲戚使用", "到期未还,已逾期一个月"),
    "social": ("已向村里反映,尚无结果", "户主说不清办理渠道", "自去年下半年起一直未解决"),
    "resident_team": ("近几个月没有见到工作队", "工作队只来登记过一次"),
    "income": ("主要靠零工,收入时有时无", "务工人员返乡后没有收入来源"),
    "quality": ("收入勉强达标,家底薄", "户主说不清何时脱贫"),
    "food_clothing": ("冬衣被褥不足", "荤菜很少,靠邻里接济"),
    "identification": ("支出大于收入,符合标准而未纳入", "子女在外失去联系"),
    "recognition": ("认为村里分配不公开", "反映的问题一直没有解决"),
    "covid": ("春节后不能外出务工,收入减少", "农产品滞销"),
    "infrastructure": ("道路局部破损,雨天难行", "设备损坏未维修"),
    "responsibility": ("说不出具体安排", "记录不完整"),
    "project": ("公示内容缺少金额", "进度落后于计划"),
}
"""By category, for details and descriptions of problems."""

OTHERWISE = ("情况属实,已现场查看", "据户主介绍,自去年下半年起")

SOLVED = ("村里介绍到县内务工", "安排了公益性岗位", "联系企业统一收购", "尚未解决")

SPEECHES = (
    "全村按年度计划推进,逐户制定措施,目前各项任务按时间节点落实",
    "年初召开会议作了部署,责任到人,每月调度一次",
    "采取错时复工、点对点输送等办法,保证务工和春耕",
    "实施道路、饮水和产业项目各一项,均已公示,正在施工",
    "群众收入稳步增长,住房饮水全部达标",
)
"""What village leaders answer in the interview."""

TEXTS: Mapping[str, Sequence[str]] = {
    "student_stage": ("学前教育", "普通高中", "中职", "高等教育"),
    "industry": ("以食用菌和养羊为主", "以核桃、药材种植为主", "以光伏和来料加工为主"),
    "industry_mode_other": ("土地流转",),
    "employment_support_other": ("跨省务工交通补贴",),
    "team_help_other": ("帮助销售农产品",),
    "dropout_reason_other": ("随父母外出后未入学",),
    "covid_solution": SOLVED,
}
"""By the name of a question."""

NOTHING = "无"
REMARK = "已与户主核对,情况属实"
