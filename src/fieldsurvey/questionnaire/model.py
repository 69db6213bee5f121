"""The questionnaire: what is asked, of whom, when, and which answers are problems.

XLSForm's words (type, relevant, constraint, choice_filter …) mean what they mean there. Ours are
`number`, `warning`, `special`, `preload`, `privacy`, `detail`, `category`, `sector`, `report`,
`problem` and `checks`.
Everything is frozen: a questionnaire in use never changes.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    PrivateAttr,
    Tag,
)
from pydantic_core import PydanticCustomError

from fieldsurvey.questionnaire.choices.file_table import FileTable


def _by_language(text: object) -> object:
    if isinstance(text, str):
        return {"": text}
    if isinstance(text, Mapping):
        return text
    raise PydanticCustomError("local_text_type", "Input should be a text, or texts by language")


REFERENCE = re.compile(r"\$\{\s*([^{}\s]+)\s*\}")
"""`${name}`, as texts and parameters write it."""

LocalText = Annotated[
    Mapping[str, str],
    BeforeValidator(_by_language, json_schema_input_type=str | Mapping[str, str]),
]
"""A text by language (`{zh: 是, en: "Yes"}`); a bare text stands for every language, under ''."""


def in_language(text: Mapping[str, str], language: str, default: str = "") -> str:
    """Return `text` in `language`, else in `default`, else bare, else in its first language."""
    for key in (language, default, ""):
        if key in text:
            return text[key]
    return next(iter(text.values()), "")


class Severity(StrEnum):
    """How bad a problem is; the order is from worst to mildest."""

    CRITICAL = "critical"
    """重大: the two assurances and three guarantees, a missed or a wrongly lifted household."""
    MAJOR = "major"
    """较大: a policy or a duty not carried out."""
    MINOR = "minor"
    """一般."""
    WATCH = "watch"
    """提示: a hint for the reviewer; not a row of the problem list."""


class CheckKind(StrEnum):
    """What is to be done where answers disagree."""

    FIX = "E"
    """Must be mended: the interview cannot be finished before."""
    CONFIRM = "W"
    """Is mended, or confirmed with a reason."""
    REVIEWER = "R"
    """No slip: said once, and shown to the reviewer."""


class Privacy(StrEnum):
    """Who may see an answer."""

    PLAIN = "plain"
    PERSONAL = "personal"
    """Points at a person: names, addresses, numbers."""
    SENSITIVE = "sensitive"
    """Health, disability, finance, minors."""


class Model(BaseModel):
    """A frozen part of a questionnaire; a key that is not known is a fault."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, use_attribute_docstrings=True
    )


class Choice(Model):
    """One choice of a list."""

    name: str
    """What is stored: the code on the paper form."""
    label: LocalText
    """What is shown."""
    exclusive: bool = False
    """Chosen with any other of its list it is refused ("none of these")."""
    filter: Mapping[str, str] = Field(default_factory=dict)
    """Columns that `choice_filter` may ask for."""
    image: LocalText = Field(default_factory=dict)
    """File name of a picture; a terminal shows the name."""
    audio: LocalText = Field(default_factory=dict)
    """File name of a recording; a terminal shows the name."""
    video: LocalText = Field(default_factory=dict)
    """File name of a film; a terminal shows the name."""


class ProblemRule(Model):
    """When an answer is a problem, and which."""

    name: str
    """Unique in the questionnaire and never used again for another meaning."""
    when: str
    """An expression; `.` is the answer. The first rule of a question that holds is the problem."""
    severity: Annotated[Severity, Field(strict=False)]
    """`critical`, `major`, `minor`, or `watch` for a hint."""
    text: LocalText
    """What the list says; `{question_name}` stands for that answer in words."""
    indicator: str = ""
    """Code of the indicator in scoring.yaml that it takes points from."""
    category: str = ""
    """Taken from the question where not given."""
    sector: str = ""
    """Responsible bureau, a key of sectors.yaml; taken from the question where not given."""
    quantity: str = ""
    """An expression for how many cases it counts as; one where not given."""


class Question(Model):
    """One question."""

    name: str
    """What its answer is called in expressions and data; unique in the questionnaire."""
    type: str
    """An XLSForm type, with its list: `select_one yes_no`."""
    number: str = ""
    """The number on the paper form; shown before the label."""
    label: LocalText = Field(default_factory=dict)
    """What is asked; `${name}` in it stands for an earlier answer."""
    hint: LocalText = Field(default_factory=dict)
    """Said below the question, for the inspector."""
    guidance_hint: LocalText = Field(default_factory=dict)
    """Said below the hint: how to ask it, for training and for doubt."""
    image: LocalText = Field(default_factory=dict)
    """File name of a picture; a terminal shows the name."""
    audio: LocalText = Field(default_factory=dict)
    """File name of a recording; a terminal shows the name."""
    video: LocalText = Field(default_factory=dict)
    """File name of a film; a terminal shows the name."""
    required: bool | str = False
    """True, false, or an expression."""
    required_message: LocalText = Field(default_factory=dict)
    """Said where a required question is left blank."""
    relevant: str = ""
    """An expression: the question is asked only while it holds."""
    constraint: str = ""
    """Hard: an answer that breaks it is not taken."""
    constraint_message: LocalText = Field(default_factory=dict)
    """Said where the constraint is broken."""
    warning: str = ""
    """Soft: an answer that breaks it is taken only with a remark."""
    warning_message: LocalText = Field(default_factory=dict)
    """Said where the warning is broken."""
    default: str = ""
    """The answer proposed, or an expression for it; that of a `calculate` or `hidden` is worked
    out once, when the interview or the row begins."""
    calculation: str = ""
    """An expression for the value of a `calculate`, or for what another question proposes."""
    trigger: str = ""
    """`${name}`: the calculation is worked out only when that answer changes, and an answer
    given here before is asked for again."""
    read_only: bool | str = False
    """True, false, or an expression: shown, not asked."""
    choice_filter: str = ""
    """An expression over the columns of a choice: only those it holds for are offered."""
    parameters: str = ""
    """XLSForm's: `start=0 end=10 step=1` of a range, `randomize=true seed=7` of choices,
    `value=code label=name` of choices from a file; others are kept."""
    appearance: str = ""
    """XLSForm's; `multiline`, `year` and `month-year` change what a terminal takes."""
    preload: str = ""
    """Fact of the plan that fills it: `household.head`, `village.has_team`."""
    special: tuple[Literal["refused", "dont_know", "not_applicable"], ...] = Field(
        default=(), strict=False
    )
    """Special answers allowed here."""
    privacy: Annotated[Privacy, Field(strict=False)] = Privacy.PLAIN
    """`plain`, `personal` (points at a person) or `sensitive` (health, finance, minors)."""
    unit: LocalText = Field(default_factory=dict)
    """Shown after the question: yuan, minutes."""
    detail: str = ""
    """Name of the text question that describes the problem; without it the inspector is asked."""
    category: str = ""
    """What the question is about: `water`, `housing`; a key of the campaign's categories."""
    sector: str = ""
    """Responsible bureau, a key of sectors.yaml."""
    support: tuple[str, ...] = Field(default=(), strict=False)
    """Bureaus that assist the responsible one."""
    report: Literal["", "good_practice"] = ""
    """`good_practice`: what is answered goes into the feedback meeting's report, for others to
    learn from."""
    problem: tuple[ProblemRule, ...] = Field(default=(), strict=False)
    """Rules, read in order; the first that holds is the problem of the answer."""

    @property
    def base_type(self) -> str:
        """The type without its list: `select_one`."""
        return self.type.split(" ", 1)[0]

    @property
    def list_name(self) -> str:
        """The list of a select or rank, or the file of a select from file; '' for others."""
        words = self.type.split()
        return words[1] if len(words) > 1 else ""

    @property
    def or_other(self) -> bool:
        """Whether the list is followed by an "other" with its own text."""
        return self.type.split()[2:] == ["or_other"]

    @property
    def triggers(self) -> tuple[str, ...]:
        """Names of the questions whose new answers work its calculation out."""
        return tuple(REFERENCE.findall(self.trigger)) if self.trigger else ()

    @property
    def given_parameters(self) -> Mapping[str, str]:
        """`parameters` by key, as they are written."""
        words = re.split(r"[\s,;]+", self.parameters) if self.parameters else ()
        return dict(word.split("=", 1) for word in words if "=" in word)


class Check(Model):
    """When answers do not go together: looked at as soon as all it reads is answered."""

    code: str
    """Its name in reports and reasons, `C-03`: unique in the questionnaire and never used again
    for another meaning."""
    kind: Annotated[CheckKind, Field(strict=False)]
    """`E` must be mended before the interview is finished; `W` is mended or confirmed with a
    reason; `R` is told to the reviewer and asks for nothing."""
    when: str
    """An expression over `${name}`; where it holds, the answers disagree. A question that is asked
    and left blank counts as answered."""
    text: LocalText
    """What does not go together, and what to do; `${name}` or `{name}` stands for that answer in
    words."""
    at: str = ""
    """The question to go to for mending; without it the last one it reads. Where that one is asked
    for each row of a repeat, so is the check, and `.` is its answer there."""


class Group(Model):
    """Questions under one heading; `relevant` covers all of them."""

    name: str
    """Unique in the questionnaire, among questions, too."""
    type: Literal["group"]
    """The word `group`."""
    number: str = ""
    """The number on the paper form."""
    label: LocalText = Field(default_factory=dict)
    """The heading."""
    hint: LocalText = Field(default_factory=dict)
    """Said below the heading."""
    relevant: str = ""
    """An expression: nothing in the group is asked unless it holds."""
    appearance: str = ""
    """XLSForm's; kept."""
    block: str = ""
    """落实类别 of its problems where the indicator does not say: a block of scoring.yaml."""
    children: tuple["Item", ...] = Field(strict=False)
    """Questions, groups and repeats, in the order they are asked."""


class Repeat(Model):
    """Questions asked once for each member, plot or loan."""

    name: str
    """Unique in the questionnaire; answers are called `member[2]/age`."""
    type: Literal["repeat"]
    """The word `repeat`."""
    number: str = ""
    """The number on the paper form."""
    label: LocalText = Field(default_factory=dict)
    """The heading."""
    hint: LocalText = Field(default_factory=dict)
    """Said below the heading."""
    relevant: str = ""
    """An expression: nothing in the repeat is asked unless it holds."""
    appearance: str = ""
    """XLSForm's; kept."""
    repeat_count: str = ""
    """A number or an expression for how many rows; blank asks how many."""
    children: tuple["Item", ...] = Field(strict=False)
    """Questions, groups and repeats, asked again for each row."""


def _kind_of(item: object) -> str:
    """Say which of the three an item is, so that its faults are told as those of one kind only."""
    kind = item.get("type") if isinstance(item, Mapping) else getattr(item, "type", None)
    return kind if kind in ("group", "repeat") else "question"


Item = Annotated[
    Annotated[Question, Tag("question")]
    | Annotated[Group, Tag("group")]
    | Annotated[Repeat, Tag("repeat")],
    Discriminator(_kind_of),
]
"""A question, or a group or repeat of them."""

Group.model_rebuild()
Repeat.model_rebuild()


class Settings(Model):
    """What the questionnaire is, as XLSForm's settings sheet says it."""

    form_id: str
    """Name of the questionnaire in commands and data, for ever the same."""
    form_title: LocalText
    """What people call it."""
    version: str
    """Any text, such as `2020061201`; data is tied to the digest of the file, not to this."""
    default_language: str = "zh"
    """The language that every text has."""
    instance_name: str = ""
    """An expression that names one interview."""
    subject: Literal["household", "village"]
    """What is visited."""
    instance_key: tuple[str, ...] = Field(default=(), strict=False)
    """Questions that, with the subject, tell one interview from another: the role of the person
    interviewed. Without any, a subject has one interview of this questionnaire."""
    source: LocalText = Field(default_factory=dict)
    """What the problem list names as source: `附件2`."""
    style: str = ""
    """XLSForm's look of a form on phones: `pages`, `theme-grid`; kept."""
    submission_url: str = ""
    """XLSForm's address that phones send to; kept."""
    public_key: str = ""
    """XLSForm's key that phones encrypt with; kept."""
    auto_send: bool | None = None
    """XLSForm's: whether phones send by themselves; kept."""
    auto_delete: bool | None = None
    """XLSForm's: whether phones delete what they sent; kept."""


class Questionnaire(Model):
    """A questionnaire, read and checked."""

    settings: Settings
    """What the questionnaire is."""
    choices: Mapping[str, Annotated[tuple[Choice, ...], Field(strict=False)]] = Field(
        default_factory=dict
    )
    """Lists of choices by name."""
    survey: tuple[Item, ...] = Field(strict=False)
    """Questions, groups and repeats, in the order they are asked."""
    checks: Annotated[tuple[Check, ...], Field(strict=False)] = ()
    """Answers that do not go together, across questions."""
    digest: str = ""
    """SHA-256 of the file it was read from and of the CSV files it uses, in hex: the version an
    interview is tied to."""
    _tables: Mapping[str, FileTable] = PrivateAttr(default_factory=dict)

    def __hash__(self) -> int:
        """Let what is worked out from a questionnaire be kept by it."""
        return hash((self.settings.form_id, self.digest))

    @property
    def form_id(self) -> str:
        """Its name, unique in a campaign."""
        return self.settings.form_id

    @property
    def tables(self) -> Mapping[str, FileTable]:
        """The CSV files it uses, by file name."""
        return self._tables

    def with_tables(self, tables: Mapping[str, FileTable], digest: str) -> "Questionnaire":
        """Return the same questionnaire with its CSV files, and the version that is of both."""
        together = self.model_copy(update={"digest": digest})
        together._tables = dict(tables)
        return together

    @cached_property
    def questions(self) -> Mapping[str, Question]:
        """Every question by name, in the order of the form."""
        return {item.name: item for item, _ in self.walk() if isinstance(item, Question)}

    @cached_property
    def rules(self) -> Mapping[str, tuple[Question, ProblemRule]]:
        """Every problem rule with its question, by its full name: `form_id.rule_name`."""
        return {
            f"{self.form_id}.{rule.name}": (question, rule)
            for question in self.questions.values()
            for rule in question.problem
        }

    def walk(self) -> Iterator[tuple[Item, tuple[Group | Repeat, ...]]]:
        """Yield every item with the groups and repeats it stands in, outermost first."""
        yield from _walk(self.survey, ())

    def choice_list(self, question: Question) -> tuple[Choice, ...]:
        """Return the choices of a select or rank question; empty for other types."""
        return self.choices.get(question.list_name, ())


def _walk(
    items: tuple[Item, ...], above: tuple[Group | Repeat, ...]
) -> Iterator[tuple[Item, tuple[Group | Repeat, ...]]]:
    for item in items:
        yield item, above
        if not isinstance(item, Question):
            yield from _walk(item.children, (*above, item))
