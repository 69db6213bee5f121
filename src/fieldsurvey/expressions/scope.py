"""What an expression is evaluated on: the answers, the clock, the lists and the chance given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from fieldsurvey.expressions.shape import Layout, Shape
from fieldsurvey.expressions.values import AnswerValue

Row = Mapping[str, str]
"""A choice with `name`, `label` and its filter columns, or a line of a table."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Everything an expression may look at; nothing else reaches it.

    A scope stands for one moment: after `values` changed, make a new one.
    """

    values: Mapping[str, AnswerValue]
    """Answers by path: `water_safe`, `member[2]/age`; absent and '' are blank."""
    current: str = ""
    """Path of the question `.` stands for; ends with `[2]` for an instance of a repeat."""
    now: datetime | None = None
    """Aware; what `now()` and `today()` say. Without it they are blank."""
    timezone: tzinfo | None = None
    """Where dates without an offset are; without it, that of `now`, else UTC."""
    choices: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """List name → its choices."""
    question_lists: Mapping[str, str] = field(default_factory=dict)
    """Question name → name of its list, for `jr:choice-name`."""
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """Table name → its lines, for `pulldata`."""
    last_saved: Mapping[str, AnswerValue] = field(default_factory=dict)
    """Answers of the interview saved before this one, for `${last-saved#name}`."""
    shape: Shape | None = None
    """Where each question stands; without it, read off the paths of the answers."""
    repeat_counts: Mapping[str, int] = field(default_factory=dict)
    """Path of a repeat → its instances, where the answers alone do not show them."""
    seed: str = ""
    """What chance is drawn from: the same seed, question and expression give the same draw."""
    language: str = "en"
    """Language of the names of months and days."""
    layout: Layout = field(init=False, repr=False, compare=False)
    """Shape and instances; one for all scopes that `at` makes of this one."""

    def __post_init__(self) -> None:
        layout = Layout(self.values, self.shape, self.repeat_counts)
        object.__setattr__(self, "layout", layout)

    @property
    def zone(self) -> tzinfo:
        """The time zone of dates without an offset."""
        if self.timezone is not None:
            return self.timezone
        if self.now is not None and self.now.tzinfo is not None:
            return self.now.tzinfo
        return UTC

    def at(self, path: str) -> "Scope":
        """Return the same scope as another question sees it; cheap."""
        scope = Scope(
            self.values,
            path,
            self.now,
            self.timezone,
            self.choices,
            self.question_lists,
            self.tables,
            self.last_saved,
            self.shape,
            self.repeat_counts,
            self.seed,
            self.language,
        )
        object.__setattr__(scope, "layout", self.layout)
        return scope

    def rows(self, name: str) -> Sequence[Row]:
        """Return a list of choices or a table by name; empty if there is none."""
        found = self.choices.get(name)
        return found if found is not None else self.tables.get(name, ())
