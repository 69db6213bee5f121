"""The desk where a paper form is keyed: what was keyed, where the cursor is, what it waits for.

Nothing interrupts inside a section: what cannot be taken stays as ink, and the cursor goes on. At
the end of a section with faults the desk stops. What is typed ahead then is held, shown, and taken
where the keying goes on, so that no key is lost and none settles a fault by accident. Pure.
"""

from dataclasses import dataclass, replace
from enum import Enum
from typing import Self

from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.keying.codes import Field, field_at
from fieldsurvey.interview.keying.faults import Fault, FaultKind, faults
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.layout import Layout, Section, layout_of

ENTER = "\r"
LOOK = " "
"""Typed where the desk has stopped: look at the faults. No code has it."""


class Mode(Enum):
    """What the next key is for."""

    FIELD = "field"
    STOP = "stop"
    """The section has faults; keys are held until somebody looks."""
    FAULTS = "faults"
    """Numbers choose a fault."""
    REMARK = "remark"
    EXPLAIN = "explain"
    """A remark that settles the fault chosen."""
    DESCRIBE = "describe"
    SPECIAL = "special"
    """Numbers choose a special answer."""
    GO_TO = "go_to"
    """The number of a question on paper is typed."""
    END = "end"
    """Everything is keyed and nothing is left to be mended."""
    DONE = "done"
    """The keyer says it is finished."""


WORDS = frozenset({Mode.REMARK, Mode.EXPLAIN, Mode.DESCRIBE, Mode.GO_TO})
"""Modes in which a line of text is typed."""


@dataclass(frozen=True, slots=True)
class Desk:
    """How the keying of one paper form stands."""

    keyed: Keyed
    layout: Layout
    at: str
    """Path of the field that the keys go to, or that is remarked on."""
    is_second: bool = False
    """A blind second keying keeps what the paper says, and asks for no mending."""
    mode: Mode = Mode.FIELD
    typed: str = ""
    held: str = ""
    """Typed ahead while the desk had stopped."""
    told: str = ""
    """What there is to say about the last key."""
    is_refused: bool = False
    """Whether the last key did nothing: the terminal beeps."""
    section: int | None = None
    """Whose faults are mended; None for those of the whole paper."""
    chosen: int = 0
    """Place in the faults."""
    is_mending: bool = False
    """Whether the keying goes back to the faults after this field."""

    @property
    def field(self) -> Field:
        """The field that the keys go to."""
        return field_at(self.keyed.conversation.evaluation, self.at)

    @property
    def conversation(self) -> Conversation:
        """What was keyed, as an interview."""
        return self.keyed.conversation

    @property
    def here(self) -> Section:
        """The section that is shown."""
        return self.layout.sections[self.layout.section_of(self.at)]

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What is wrong in the section that was gone through, or in the whole paper."""
        scope = None if self.section is None else self.layout.sections[self.section].paths
        found = faults(self.keyed, self.layout, scope)
        if self.is_second:
            return tuple(fault for fault in found if fault.kind is FaultKind.OPEN)
        return found

    @property
    def proposal(self) -> str:
        """What Enter alone confirms: in the head of the sheet, where paper repeats the plan."""
        evaluation = self.conversation.evaluation
        is_of_plan = bool(self.field.question.preload) and evaluation.is_asked(self.at)
        if not is_of_plan or self.at in self.keyed.ink:
            return ""
        said = evaluation.answers.get(self.at)
        return said if isinstance(said, str) and said else evaluation.proposal(self.at)

    def saved(self) -> Self:
        """Return the same once everything keyed so far is on the disk."""
        return replace(self, keyed=self.keyed.saved())

    def took(self, keyed: Keyed) -> Self:
        """Return the desk with something more keyed; its fields may be others now."""
        order = keyed.conversation.evaluation.order
        is_same = order == self.layout.order
        layout = self.layout if is_same else layout_of(keyed.conversation.evaluation)
        return self.quiet(keyed=keyed, layout=layout, typed="")

    def moved(self, path: str) -> Self:
        """Return the desk with the cursor in a field, ready to key it."""
        return self.quiet(mode=Mode.FIELD, at=path, typed="", is_mending=False)

    def quiet(self, **changes: object) -> Self:
        """Return the desk changed, with nothing to say about it."""
        return replace(self, is_refused=False, told="", **changes)  # type: ignore[arg-type]

    def refused(self, told: str = "") -> Self:
        """Return the desk as it was: the last key did nothing, and why."""
        return replace(self, is_refused=True, told=told)
