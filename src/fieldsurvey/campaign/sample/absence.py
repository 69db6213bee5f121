"""What is known of households that could not be met: why, and which reserve stands in for them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from fieldsurvey.i18n import _


class Reason(StrEnum):
    """Why a household cannot be interviewed: the work plan's six, in its order."""

    NOBODY_HOME = "nobody-home"
    """无人."""
    AWAY = "away"
    """外出: not in the village these days."""
    MOVED = "moved"
    """搬迁."""
    DIED = "died"
    """去世: nobody of the household is left."""
    REFUSED = "refused"
    """拒访."""
    WRONG_TYPE = "wrong-type"
    """类型不符: of another category than the roster says."""

    def in_words(self) -> str:
        """Return the reason in the user's language."""
        return {
            Reason.NOBODY_HOME: _("nobody home"),
            Reason.AWAY: _("away from the village"),
            Reason.MOVED: _("moved away"),
            Reason.DIED: _("died"),
            Reason.REFUSED: _("refused"),
            Reason.WRONG_TYPE: _("of another type"),
        }[self]


@dataclass(frozen=True, slots=True)
class Absence:
    """Why one household could not be met."""

    reason: str
    """The value of a `Reason`; another text is shown as it came."""
    note: str = ""
    """What the inspector adds, in his own words."""

    def in_words(self) -> str:
        """Return reason and note in the user's language."""
        known = {reason.value: reason for reason in Reason}.get(self.reason)
        words = known.in_words() if known else self.reason
        return _("{reason}: {note}").format(reason=words, note=self.note) if self.note else words


@dataclass(frozen=True, slots=True)
class Absences:
    """Everything that is known of absences, on one laptop or on all."""

    absent: Mapping[str, Absence] = field(default_factory=dict)
    """By sample number, in the order they were said; a reserve may be absent as well."""
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """Number of the reserve by number of the household it stands in for, the first called first.

    A household that came back keeps a reserve whose interview was begun."""
    passed_over: frozenset[str] = frozenset()
    """Reserves that another pair visits, as somebody said by naming a later one."""
    called_for: Mapping[str, str] = field(default_factory=dict)
    """The household each reserve was last called in for, whether it stands in still or not."""

    def replaced_by(self, reserve: str) -> tuple[str, ...]:
        """Return the households a reserve stands in for: on one laptop one at most."""
        return tuple(number for number, stands_in in self.stand_ins.items() if stands_in == reserve)

    def with_stand_in(self, number: str, reserve: str) -> "Absences":
        """Return the same with a reserve standing in for a household; blank: with none."""
        if self.stand_ins.get(number, "") == reserve:
            return self
        others = {n: r for n, r in self.stand_ins.items() if n != number}
        if not reserve:
            return replace(self, stand_ins=others)
        return replace(
            self,
            stand_ins={**others, number: reserve},
            passed_over=self.passed_over - {reserve},
            called_for={**self.called_for, reserve: number},
        )

    def with_absence(self, number: str, absence: Absence | None) -> "Absences":
        """Return the same with a household or reserve absent; None: with it not absent."""
        if absence is not None:
            return replace(self, absent={**self.absent, number: absence})
        return replace(self, absent={n: why for n, why in self.absent.items() if n != number})
