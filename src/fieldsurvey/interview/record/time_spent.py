"""How the time of one interview was spent: question by question, with its pauses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

CUT_OFF = "cut_off"
"""Why of a pause that nobody noted: the program was ended from outside."""

WHYS = ("left", CUT_OFF, "asleep", "gap", "idle")


@dataclass(frozen=True, slots=True)
class QuestionTiming:
    """How one question was gone through."""

    path: str
    """'' is the review."""
    answered_at: str = ""
    """Wall time of its first answer, ISO 8601 with offset; '' where it got none."""
    seconds: float = 0
    """Spent on it, pauses left out."""
    answers: int = 0
    """How often something was answered."""
    edits: int = 0
    """How often an answer was another than the one before."""
    pauses: int = 0
    """Pauses while it was on the screen: its seconds say little then."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Time in which nobody worked on the interview."""

    why: str
    """One of `WHYS`."""
    at: str
    """Wall time of its beginning, ISO 8601 with offset."""
    lasted_s: float | None
    """None where the clocks do not tell."""
    question: str
    """Path of the question on the screen."""


@dataclass(frozen=True, slots=True)
class ClockAnomaly:
    """The wall clock was set, or its zone."""

    at: str
    """Wall time when it was noticed, ISO 8601 with offset."""
    jumped_s: float | None
    """Negative where it went back; None where only the zone changed."""
    zones: str = ""
    """`+0800 → +0900`."""


@dataclass(frozen=True, slots=True)
class Timing:
    """How the time of one interview was spent."""

    questions: Mapping[str, QuestionTiming] = field(default_factory=dict)
    """By path, in the order of the form; the review, if anybody was there, under '' at the end."""
    sections: Mapping[str, float] = field(default_factory=dict)
    """Seconds by the name of the outermost group; '' is what stands in none."""
    pauses: tuple[Pause, ...] = ()
    clock_anomalies: tuple[ClockAnomaly, ...] = ()
    languages: tuple[str, ...] = ()
    """Switched to, in order."""
    jumps: int = 0
    """Jumps to a question of one's choice."""
    backs: int = 0
    forwards: int = 0
    out_of_order: tuple[str, ...] = ()
    """Paths first answered after a question that stands behind them in the form."""

    @property
    def seconds(self) -> float:
        """Duration without pauses."""
        return round(sum(question.seconds for question in self.questions.values()), 3)

    @property
    def paused_s(self) -> float:
        """All pauses together, as far as their length is known."""
        return round(sum(pause.lasted_s or 0 for pause in self.pauses), 3)

    @property
    def edits(self) -> int:
        """How often an answer was changed."""
        return sum(question.edits for question in self.questions.values())
