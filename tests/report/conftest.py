"""A small campaign of two townships and three villages, built by hand."""

from collections.abc import Callable, Sequence

import pytest

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.campaign.model import Category, Household, Roster, Township, Village
from fieldsurvey.chain.interview import Interview, Photo, Status
from fieldsurvey.questionnaire.model import Question, Questionnaire, Settings, Severity
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.freezing.problem_list import ListFacts, list_problem_rows
from fieldsurvey.report.frozen.edition import DeviceHead, Edition, Version
from fieldsurvey.report.frozen.missing import (
    Coverage,
    Missing,
    MissingHousehold,
    MissingTeam,
    RefusedBundle,
    VillageCoverage,
)
from fieldsurvey.report.frozen.problem_row import ProblemRow
from fieldsurvey.report.frozen.ranked_list import RankedList, TownshipStanding, VillageStanding
from fieldsurvey.report.wording import Names

HEADS = {"0103-07": "王小明", "0103-08": "欧阳春花", "0201-01": "李四"}
DIGEST = "ab" * 32


def _form(form_id: str, subject: str, annex: str, questions: Sequence[str]) -> Questionnaire:
    settings = Settings(
        form_id=form_id,
        form_title={"zh": form_id, "en": form_id},
        version="2020.1",
        subject=subject,
        source={"zh": f"附件{annex}", "en": f"Annex {annex}"},
    )
    return Questionnaire(
        settings=settings, survey=tuple(Question(name=name, type="text") for name in questions)
    )


@pytest.fixture
def facts() -> ListFacts:
    """What the list needs to know of the campaign."""
    forms = [
        _form("registered-household", "household", "2", ["water_safe", "dropout", "loan_overdue"]),
        _form("village-exit-standard", "village", "1", ["road_hard"]),
    ]
    household = Household("0103-0042", "0103", "3组", "赵大海", 4, Category.POOR)
    return ListFacts(
        questionnaires={form.form_id: form for form in forms},
        roster=Roster(
            townships={
                "01": Township("01", "河湾镇", True),
                "02": Township("02", "青石乡", False),
            },
            villages={
                "0103": Village("0103", "01", "柳林村", True, True),
                "0201": Village("0201", "02", "石桥村", False, False),
            },
            households={household.code: household},
        ),
        blocks={"B4": "B", "B5": "B", "D5": "D"},
    )


@pytest.fixture
def interviews() -> list[Interview]:
    """Three households and one village, each interviewed once."""
    return [
        _interview("d1-1", "0103-07", "lifted", "monitored illness")._replace(
            photos={"water_safe": (Photo("3fa9c1d2" * 8), Photo("77b0e4a1" * 8))},
            photos_absent={"dropout": "王小明家长不愿意拍照"},
        ),
        _interview("d1-90", "0103-08", "poor", "relapsed", day="2020-06-28"),
        _interview("d2-1", "0201-01", "poor", "normal", team="2"),
        Interview(
            id="d2-60",
            subject="0201",
            form_id="village-exit-standard",
            questionnaire=DIGEST,
            device="d2",
            team="2",
            inspectors=("周一", "吴二"),
            status=Status.FINISHED,
            started_at="2020-06-29T15:00:00+08:00",
            preload={"village.code": "0201", "village.name": "石桥村", "township.name": "青石乡"},
        ),
    ]


def _interview(
    number: str,
    subject: str,
    category: str,
    flags: str,
    *,
    day: str = "2020-06-29",
    team: str = "1",
) -> Interview:
    return Interview(
        id=number,
        subject=subject,
        form_id="registered-household",
        questionnaire=DIGEST,
        device=number.split("-", maxsplit=1)[0],
        team=team,
        inspectors=("周一", "吴二"),
        status=Status.FINISHED,
        started_at=f"{day}T09:30:00+08:00",
        preload={
            "village.code": subject[:4],
            "household.head": HEADS[subject],
            "household.group": "3组",
            "household.category": category,
            "household.flags": flags,
        },
    )


def make_problem(number: str, interview: str, question: str, **changes: object) -> Problem:
    """Build a problem of the small campaign; `changes` replaces any of its fields."""
    subject = number[:7] if number[4] == "-" and number[5:7].isdigit() else number[:4]
    form_id = "registered-household" if len(subject) > 4 else "village-exit-standard"
    problem = Problem(
        number=number,
        rule=f"{form_id}.{question}_rule",
        question=question,
        question_number="1",
        severity=Severity.MAJOR,
        category="water",
        indicator="B4",
        sector="water_bureau",
        support=("township",),
        text={"zh": "饮水安全无保障", "en": "Drinking water not secured"},
        description="水井旱季断水，自5月起",
        quantity=1,
        subject=subject,
        form_id=form_id,
        interview=interview,
        head=DIGEST,
    )
    return problem._replace(**changes)


@pytest.fixture
def problem() -> Callable[..., Problem]:
    """Build one problem."""
    return make_problem


@pytest.fixture
def problems() -> list[Problem]:
    """Four problems and a hint, out of order."""
    return [
        make_problem(
            "0201-XXXXX",
            "d2-60",
            "road_hard",
            severity=Severity.MINOR,
            category="infrastructure",
            sector="transport",
            indicator="D5",
            text={"zh": "通村公路未硬化", "en": "Village road not hardened"},
            description="",
        ),
        make_problem("0201-01-HHHHH", "d2-1", "dropout", severity=Severity.WATCH),
        make_problem("0103-08-BBBBB", "d1-90", "loan_overdue", indicator="B5", category="finance"),
        make_problem("0103-07-CCCCC", "d1-1", "dropout", category="education"),
        make_problem("0103-07-AAAAA", "d1-1", "water_safe", severity=Severity.CRITICAL),
    ]


@pytest.fixture
def rows(
    problems: list[Problem], interviews: list[Interview], facts: ListFacts
) -> list[ProblemRow]:
    """The small campaign's rows, hints among them."""
    return list_problem_rows(problems, interviews, facts)


@pytest.fixture
def names() -> Names:
    """Names of the codes that are data."""
    return Names(
        categories={
            "water": {"zh": "饮水", "en": "Water"},
            "education": {"zh": "教育", "en": "Education"},
            "finance": {"zh": "金融", "en": "Finance"},
            "infrastructure": {"zh": "基础设施", "en": "Infrastructure"},
        },
        sectors={
            "water_bureau": {"zh": "水利局", "en": "Water bureau"},
            "transport": {"zh": "交通运输局", "en": "Transport bureau"},
        },
        blocks={
            "B": {"zh": "政策落实", "en": "Policy"},
            "D": {"zh": "脱贫成效", "en": "Outcome"},
        },
        forms={"document-review": {"zh": "查阅资料", "en": "Document review"}},
    )


def make_cover(date: str = "2020-06-29") -> Cover:
    """Build the cover of one evening."""
    return Cover(
        campaign="2020-h1",
        title={"zh": "2020年上半年脱贫攻坚成效评估", "en": "Assessment, first half of 2020"},
        date=date,
        made_at=f"{date}T19:42:10+08:00",
        cut_off=f"{date}T19:30:00+08:00",
    )


@pytest.fixture
def cover() -> Callable[..., Cover]:
    """Build the cover of one evening."""
    return make_cover


@pytest.fixture
def night(rows: list[ProblemRow], names: Names) -> Night:
    """One evening with everything an edition may say, much of it missing."""
    short = VillageCoverage(
        code="0201",
        name="石桥村",
        township="青石乡",
        team="2",
        date="2020-06-29",
        planned=15,
        visited=11,
        must_visit=2,
        must_visit_visited=1,
        unsettled=4,
        forms_missing=("document-review",),
    )
    done = VillageCoverage(
        code="0103", name="柳林村", township="河湾镇", team="1", planned=15, visited=15
    )
    return Night(
        rows=rows,
        coverage=Coverage(
            households_planned=420,
            households_due=30,
            households_visited=26,
            must_visit_planned=2,
            must_visit_visited=1,
            by_village=(done, short),
        ),
        missing=Missing(
            teams=(MissingTeam(team="3", villages=("杨庄村", "槐树村")),),
            villages=(short,),
            must_visit=(MissingHousehold(subject="0201-16", village="石桥村"),),
            bundles=(RefusedBundle(bundle="d5-1-40.fsb", reason="bad signature"),),
        ),
        rankings=(make_ranking(),),
        covers=(
            DeviceHead(device="d2", team="2", lines=70, head="cd" * 32),
            DeviceHead(device="d1", team="1", lines=140, head="ef" * 32),
        ),
        versions=(
            Version(name="scoring", version="", digest="12" * 32),
            Version(name="registered-household", version="2020.1", digest=DIGEST),
        ),
        names=names,
        note={"zh": "本工具拟定，可替换", "en": "Proposed by this tool; may be replaced"},
    )


def make_ranking() -> RankedList:
    """Build a ranking of the two townships, one of them provisional."""
    village = VillageStanding(
        code="0103",
        name="柳林村",
        confirmed_hundredths=8875,
        suspected_hundredths=8525,
        visited=15,
        lost_hundredths={"B": 700, "D": 425},
    )
    return RankedList(
        townships=(
            TownshipStanding(
                rank=1,
                code="01",
                name="河湾镇",
                is_key=True,
                confirmed_hundredths=9108,
                suspected_hundredths=8808,
                grade={"zh": "较好", "en": "Fairly good"},
                critical=1,
                lost_hundredths={"B": 592, "D": 300},
                villages=(village,),
            ),
            TownshipStanding(
                code="02",
                name="青石乡",
                confirmed_hundredths=9350,
                suspected_hundredths=9350,
                is_provisional=True,
                lost_hundredths={"D": 650},
            ),
        ),
    )


@pytest.fixture
def edition(night: Night) -> Edition:
    """The first edition of the small campaign."""
    return freeze_edition(make_cover(), night)


@pytest.fixture
def quiet_edition(names: Names) -> Edition:
    """An edition of a day on which nothing was found and nothing is missing."""
    return freeze_edition(make_cover(), Night(rows=(), names=names))
