"""The campaign as its file says it: teams, days, lines, forms, and how the sample is drawn.

Everything is frozen and checked when it is read; a key that is not known is a fault.
"""

from collections.abc import Mapping
from datetime import date, time
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_serializer, field_validator, model_validator

from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.campaign.model import Category, SubjectKind
from fieldsurvey.campaign.part import Part
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.model import LocalText

Identifier = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
"""A name that is safe in file names on every system."""

_HOUSEHOLD_FORMS = {
    SubjectKind.POOR: ("registered-household",),
    SubjectKind.LIFTED: ("registered-household",),
    SubjectKind.UNREGISTERED: ("unregistered-household",),
    SubjectKind.VILLAGE: ("village-exit-standard", "village-interview", "document-review"),
}


class County(Part):
    """The county or district that is assessed."""

    name: LocalText
    is_delisted: bool
    """已脱贫摘帽."""


class Team(Part):
    """One team of inspectors."""

    code: Identifier
    """Short and for ever: `1`; it stands in the schedule, the lists and the file names."""
    name: LocalText = Field(default_factory=dict)
    members: Annotated[tuple[str, ...], Field(strict=False, min_length=2)]
    """Names; an interview is signed by two of them."""
    laptops: Annotated[int, Field(ge=1)] = 1


class Quotas(Part):
    """Households drawn in a village, by category."""

    poor: Annotated[int, Field(ge=0)] = 5
    lifted: Annotated[int, Field(ge=0)] = 5
    unregistered: Annotated[int, Field(ge=0)] = 5

    def of(self, category: Category) -> int:
        """Return the quota of one category."""
        return {
            Category.POOR: self.poor,
            Category.LIFTED: self.lifted,
            Category.UNREGISTERED: self.unregistered,
        }[category]


class SamplePlan(Part):
    """How the sample is drawn (spec, sections 1 and 4)."""

    villages_per_key_township: Annotated[int, Field(ge=0)] = 3
    villages_per_other_township: Annotated[int, Field(ge=0)] = 2
    households: Quotas = Field(default_factory=Quotas)
    reserves: Annotated[int, Field(ge=0)] = 5
    """Reserves listed for each category of a village."""
    lifted_since: int = 2016
    """Households lifted in an earlier year are outside the frame, unless monitored."""

    def villages_in(self, *, is_key: bool) -> int:
        """Return how many villages are drawn in a township."""
        return self.villages_per_key_township if is_key else self.villages_per_other_township


class PrivacyPlan(Part):
    """What of persons leaves the team."""

    smallest_cell: Annotated[int, Field(ge=0)] = 3
    """Smaller counts of sensitive matters are not told by place; 0 tells every count."""

    @field_validator("smallest_cell")
    @classmethod
    def _hides_more_than_one_number(cls, limit: int) -> int:
        if limit in (1, 2):
            raise ValueError(_("Write 3 or more, or 0: less than 2 could only be 1."))
        return limit


class AtRest(Part):
    """How what is said lies on the laptops' disks."""

    encrypted: Literal["required", "off"] = "off"
    """Whether a laptop encrypts its survey file, photos and plan under a passphrase."""
    lock_after_minutes: Annotated[int, Field(ge=1, le=240)] = 10
    """Without a key pressed for so long, an interview on an encrypted laptop locks the screen."""


class Campaign(Part):
    """One campaign: what campaign.yaml says."""

    id: Identifier
    name: LocalText
    language: Literal["zh", "en"] = "zh"
    """Of the lists and the mail; the screen follows each user."""
    timezone: str = "Asia/Shanghai"
    county: County
    days: Annotated[tuple[Annotated[date, Field(strict=False)], ...], Field(strict=False)]
    """Days in the field, in order."""
    deadline: Annotated[time, Field(strict=False)] = time(20, 0)
    """Local time by which the day's list is sent."""
    poverty_line: Annotated[int, Field(gt=0)] = 4000
    """Yuan a person a year."""
    monitor_line: Annotated[int, Field(gt=0)] = 6000
    """Yuan a person a year; 1.5 × the poverty line where not given. Raises hints only."""
    villages_per_day: Annotated[int, Field(ge=1)] = 2
    """Villages one team visits in a day."""
    sample: SamplePlan = Field(default_factory=SamplePlan)
    teams: Annotated[tuple[Team, ...], Field(strict=False)]
    forms: Mapping[
        Annotated[SubjectKind, Field(strict=False)],
        Annotated[tuple[str, ...], Field(strict=False)],
    ] = Field(default_factory=lambda: dict(_HOUSEHOLD_FORMS))
    """form_id of the questionnaires that apply to each kind of subject."""
    coverage: Mapping[str, Annotated[int, Field(ge=1)]] = Field(
        default_factory=lambda: {"village-interview": 3}
    )
    """How many interviews of a form make a subject complete; one where not named."""
    privacy: PrivacyPlan = Field(default_factory=PrivacyPlan)
    enrolment: Literal["required", "first_bundle"] = "first_bundle"
    """Whose work counts: only laptops that the lead enrolled, or each from its first bundle on."""

    at_rest: AtRest = Field(default_factory=AtRest)

    mail: MailPlan | None = None
    """How the nightly list is sent; not there: it is carried by hand."""

    @model_validator(mode="before")
    @classmethod
    def _monitor_line_follows(cls, plan: Any) -> Any:
        """Take 1.5 × the poverty line where no monitor line is given."""
        if isinstance(plan, dict) and "monitor_line" not in plan:
            line = plan.get("poverty_line")
            if type(line) is int and line > 0:
                return {**plan, "monitor_line": line * 3 // 2}
        return plan

    @field_validator("timezone")
    @classmethod
    def _timezone_exists(cls, name: str) -> str:
        try:
            ZoneInfo(name)
        except (KeyError, ValueError, OSError) as unknown:
            raise ValueError(
                _("There is no time zone “{name}”. Write one like Asia/Shanghai.").format(name=name)
            ) from unknown
        return name

    @field_validator("forms")
    @classmethod
    def _every_kind_is_named(
        cls, forms: Mapping[SubjectKind, tuple[str, ...]]
    ) -> Mapping[SubjectKind, tuple[str, ...]]:
        """Take no form for a kind that is left out."""
        return {kind: forms.get(kind, ()) for kind in (*forms, *SubjectKind)}

    @field_serializer("deadline")
    def _hours_and_minutes(self, deadline: time) -> str:
        return deadline.strftime("%H:%M")

    @model_validator(mode="after")
    def _nothing_twice(self) -> Self:
        codes = [team.code for team in self.teams]
        if twice := sorted({code for code in codes if codes.count(code) > 1}):
            raise ValueError(_("Two teams have the code {code}.").format(code=listed(twice)))
        if list(self.days) != sorted(set(self.days)):
            raise ValueError(_("The days are not in order, or one stands twice."))
        return self

    @property
    def zone(self) -> ZoneInfo:
        """The campaign's time zone."""
        return ZoneInfo(self.timezone)

    def team(self, code: str) -> Team | None:
        """Return the team with this code, if there is one."""
        return next((team for team in self.teams if team.code == code), None)

    def interviews_wanted(self, form_id: str) -> int:
        """Return how many interviews of a form make one subject complete."""
        return self.coverage.get(form_id, 1)
