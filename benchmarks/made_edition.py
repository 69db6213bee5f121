"""An edition of any size for benchmarks: rows as long as those of a real list, no two the same."""

import random
from collections.abc import Iterator
from itertools import count, islice

from fieldsurvey.assess.problems.problem import ProblemState
from fieldsurvey.questionnaire.model import Severity
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.missing import Coverage, VillageCoverage
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding, VillageStanding
from fieldsurvey.report.wording import Names

TOWNSHIPS, VILLAGES = 18, 12
CATEGORIES = {
    "water": ("饮水", "Water", "water_bureau"),
    "education": ("教育", "Education", "education"),
    "health": ("医疗", "Health", "medical_insurance"),
    "housing": ("住房", "Housing", "housing"),
    "income": ("收入", "Income", "poverty_office"),
    "employment": ("就业", "Employment", "hr"),
    "finance": ("金融", "Finance", "finance_office"),
    "infrastructure": ("基础设施", "Infrastructure", "transport"),
}
BUREAUS = {
    "water_bureau": ("水利局", "Water bureau"),
    "education": ("教育局", "Education bureau"),
    "medical_insurance": ("医疗保障局", "Medical insurance bureau"),
    "housing": ("住房和城乡建设局", "Housing bureau"),
    "poverty_office": ("扶贫开发办公室", "Poverty alleviation office"),
    "hr": ("人力资源和社会保障局", "Human resources bureau"),
    "finance_office": ("金融工作办公室", "Finance office"),
    "transport": ("交通运输局", "Transport bureau"),
}
RULES = (
    ("饮水安全无保障", "Drinking water not secured"),
    ("义务教育阶段有子女辍学，劝返措施未落实", "A child of school age has dropped out"),
    ("未参加城乡居民基本医疗保险", "Not in the basic medical insurance"),
    ("住房安全等级为C级，未纳入改造计划", "House graded C and not in the plan"),
    ("人均纯收入低于当年标准", "Income a head below this year's line"),
)
RULE_NAMES = [f"registered-household.rule_{n}" for n in range(len(RULES))]
TOLD = (
    "水井旱季断水，自5月起每天到两公里外的邻村挑水，已向村委会反映三次，至今没有答复",
    "两个孩子中的老二今年3月起没有到校，家长说是身体不好，学校老师来过一次",
    "户主常年在外务工，家中只有两位老人，电话里说不知道要缴费",
    "东墙有裂缝，雨季漏水，2018年鉴定后一直没有动工",
    "去年的养殖项目没有分红，合作社说账还没有算清",
    "",
)


def make_edition(size: int) -> Edition:
    """Return an edition of `size` problems in a county of 18 townships, with scores."""
    villages = [(t, v) for t in range(1, TOWNSHIPS + 1) for v in range(1, VILLAGES + 1)]
    share = -(-size // len(villages))
    rows = (row for place in villages for row in _rows(place, share))
    night = Night(
        rows=list(islice(rows, size)),
        coverage=_coverage(villages),
        rankings=(_ranking(),),
        names=_names(),
        note={"zh": "本工具拟定，可替换", "en": "Proposed by this tool; may be replaced"},
    )
    title = {"zh": "2020年上半年脱贫攻坚成效评估", "en": "Assessment, first half of 2020"}
    made_at = "2020-06-29T19:42:10+08:00"
    return freeze_edition(Cover("2020-h1", title, "2020-06-29", made_at), night)


def _rows(place: tuple[int, int], share: int) -> Iterator[ProblemRow]:
    township, village = place
    chance = random.Random(f"{place}")
    # Made once, as the names of a roster are.
    named = {
        "team": str(township % 5 + 1),
        "township": f"河湾{township}镇",
        "village": f"柳林{village}村",
        "township_code": f"{township:02d}",
        "village_code": f"{township:02d}{village:02d}",
    }
    for number in islice(count(1), share):
        yield _row(named, number, chance)


def _row(named: dict[str, str], number: int, chance: random.Random) -> ProblemRow:
    category, (_zh, _en, sector) = chance.choice(list(CATEGORIES.items()))
    rule = chance.randrange(len(RULES))
    zh, en = RULES[rule]
    told = chance.choice(TOLD)
    detail = f"{told}（{chance.randrange(1, 40)}户）" if told else ""
    subject = f"{named['village_code']}-{number // 3:02d}"
    return ProblemRow(
        sequence=0,
        number=f"{subject}-{number:05d}",
        date=chance.choice(("2020-06-28", "2020-06-29", "2020-06-29")),
        **named,
        group=f"{chance.randrange(1, 9)}组",
        head=chance.choice("王李张刘陈") + "**",
        household_type=chance.choice(("poor", "lifted", "unregistered")),
        household_marks=chance.choice(((), (), ("monitored",), ("marginal",))),
        level="household",
        block=chance.choice("BD"),
        category=category,
        severity=chance.choice((Severity.CRITICAL, Severity.MAJOR, Severity.MINOR)),
        description=f"{zh}；{detail}" if detail else zh,
        source="附件2第9题",
        evidence=f"照片2张：{chance.getrandbits(32):08x}、{chance.getrandbits(32):08x}",
        state=chance.choice((ProblemState.SUSPECTED, ProblemState.CONFIRMED)),
        inspectors=("周一", "吴二"),
        sector=sector,
        responsible_township=named["township"],
        subject=subject,
        form_id="registered-household",
        question=f"members[{number % 6 + 1}]/question_{rule}",
        question_number="9",
        rule=RULE_NAMES[rule],
        indicator="B4",
        support=("township",),
        interview=f"d{chance.getrandbits(32):08x}-{number}",
        interview_head=f"{chance.getrandbits(256):064x}",
        questionnaire="ab" * 32,
        statement={"zh": zh, "en": en},
        detail=detail,
        form={"zh": "附件2", "en": "Annex 2"},
    )


def _coverage(villages: list[tuple[int, int]]) -> Coverage:
    visited = tuple(
        VillageCoverage(
            code=f"{township:02d}{village:02d}",
            name=f"柳林{village}村",
            township=f"河湾{township}镇",
            team=str(township % 5 + 1),
            date="2020-06-29",
            planned=15,
            visited=11 + village % 5,
            must_visit=2,
            must_visit_visited=2,
        )
        for township, village in villages
    )
    return Coverage(
        households_planned=15 * len(villages),
        households_due=15 * len(villages),
        households_visited=sum(each.visited for each in visited),
        must_visit_planned=2 * len(villages),
        must_visit_visited=2 * len(villages),
        by_village=visited,
    )


def _ranking() -> RankedList:
    townships = range(1, TOWNSHIPS + 1)
    return RankedList(townships=tuple(map(_standing, townships)))


def _standing(place: int) -> TownshipStanding:
    lost = {"B": 300 + 20 * place, "D": 150 + 10 * place}
    score = 10_000 - sum(lost.values())
    return TownshipStanding(
        rank=place,
        code=f"{place:02d}",
        name=f"河湾{place}镇",
        confirmed_hundredths=score,
        suspected_hundredths=score - 120,
        lost_hundredths=lost,
        villages=tuple(
            VillageStanding(
                code=f"{place:02d}{village:02d}",
                name=f"柳林{village}村",
                confirmed_hundredths=score,
                suspected_hundredths=score - 120,
                lost_hundredths=lost,
            )
            for village in range(1, VILLAGES + 1)
        ),
    )


def _names() -> Names:
    return Names(
        categories={code: {"zh": zh, "en": en} for code, (zh, en, _s) in CATEGORIES.items()},
        sectors={code: {"zh": zh, "en": en} for code, (zh, en) in BUREAUS.items()},
        blocks={"B": {"zh": "政策落实", "en": "Policy"}, "D": {"zh": "成效", "en": "Outcome"}},
    )
