"""campaign.yaml in, a Campaign out; a Campaign in, a campaign.yaml with its explanations out."""

from datetime import date
from pathlib import Path
from typing import Any

from fieldsurvey.campaign.plan import Campaign, County, Team
from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.errors import CampaignError

COMMENTS = {
    "id": "标识, 用于文件名: 字母、数字、- · name of the campaign in file names",
    "name": "名称 · title of lists and mail",
    "language": "问题清单和邮件的语言: zh 或 en · language of lists and mail",
    "timezone": "时区 · time zone",
    "county": "县（区）; is_delisted: 是否已摘帽 · county; whether it is delisted",
    "days": "入村日期, 按顺序 · days in the field, in order",
    "deadline": "每日报送问题清单的时限 · local time by which the day's list is sent",
    "poverty_line": "贫困线, 元/人/年 · poverty line, yuan a person a year",
    "monitor_line": "监测线, 缺省为贫困线的1.5倍, 仅作提示 · 1.5 × the line by default; hints only",
    "villages_per_day": "每组每天走访村数 · villages a team visits in a day",
    "sample": "抽样: 每乡镇村数, 每村户数, 备选户数 · villages a township, households a village",
    "teams": "评估组: 编号、名称、成员姓名、电脑台数 · teams: code, name, members, laptops",
    "forms": "各类对象使用的问卷 · questionnaires by what is visited",
    "enrolment": "电脑是否须先登记: required 须登记, first_bundle 首个数据包即认 · "
    "whose work counts: only laptops enrolled, or each from its first bundle on",
    "at_rest": "电脑上的数据是否加密: required 须加密, off 不加密; 无人操作几分钟后锁屏 · "
    "whether laptops encrypt what they hold; minutes until an interview locks its screen",
    "coverage": "一村需几份同一问卷, 缺省一份 · interviews of a form that a village needs",
    "privacy": "对外统计表中小于此数的敏感计数不显示, 0为全部显示 · smaller counts stay inside",
    "mail": "问题清单的邮件报送, 说明见 docs/mail.md; 密码不写在这里 · how the list is sent by "
    "e-mail, see docs/mail.md; the password never stands here",
}
"""What stands above each key of campaign.yaml."""


def read_campaign(path: Path) -> Campaign:
    """Read campaign.yaml.

    Raises:
        CampaignError: It cannot be used; `findings` holds every fault with its line.
    """
    from fieldsurvey.questionnaire import read_yaml_model

    return read_yaml_model(path, Campaign, error=CampaignError)


def write_campaign(path: Path, campaign: Campaign) -> None:
    """Write campaign.yaml, every key explained in both languages.

    Raises:
        CampaignError: The folder is read-only or the disk is full.
    """
    write_bytes(path, campaign_yaml(campaign).encode())


def template_campaign(campaign_id: str) -> Campaign:
    """Return a campaign of the work plan's shape, to be filled in: 5 teams of 7, three days."""
    return Campaign(
        id=campaign_id,
        name={"zh": "脱贫攻坚业务指导", "en": "Poverty alleviation assessment"},
        county=County(name={"zh": "（区县名称）", "en": "(county)"}, is_delisted=True),
        days=(date(2020, 6, 28), date(2020, 6, 29), date(2020, 6, 30)),
        teams=tuple(
            Team(
                code=str(team),
                name={"zh": f"第{team}组", "en": f"Team {team}"},
                members=tuple(f"成员{team}-{member}" for member in range(1, 8)),
            )
            for team in range(1, 6)
        ),
        enrolment="required",
    )


def campaign_yaml(campaign: Campaign) -> str:
    """Return the text of campaign.yaml; reading it gives an equal campaign."""
    plan = campaign.model_dump(mode="json")
    parts = [f"# {COMMENTS[key]}\n{_yaml({key: value})}" for key, value in plan.items()]
    return "\n".join(parts)


def _yaml(value: dict[str, Any]) -> str:
    import yaml

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(value, Dumper=Plain, allow_unicode=True, sort_keys=False, width=100)
