"""A problem: one answer that a rule of the questionnaire holds against."""

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from fieldsurvey.questionnaire.model import Severity


class ProblemState(StrEnum):
    """核实状态."""

    SUSPECTED = "suspected"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    MERGED = "merged"
    """Told by another problem, too, which stands for both."""

    @property
    def stands(self) -> bool:
        """Whether it still is a problem of its own, to be counted and followed."""
        return self in {ProblemState.SUSPECTED, ProblemState.CONFIRMED}


class Problem(NamedTuple):
    """One problem: the row of the list that one answer leads to, and that leads back to it."""

    number: str
    """问题编号: made of subject, questionnaire, instance and path only, so it is the same tomorrow,
    in every edition and on every machine, whichever rule of the question holds by then."""
    rule: str
    """`registered-household.water_unsafe`."""
    question: str
    """The path of the answer."""
    question_number: str
    severity: Severity
    category: str
    indicator: str
    sector: str
    support: tuple[str, ...]
    text: Mapping[str, str]
    """The sentence of the list by language, answers filled in."""
    description: str
    """What, who, since when, in the inspector's words; may be empty."""
    quantity: int
    """How many cases it counts as, at least 1."""
    subject: str
    form_id: str
    interview: str
    head: str
    """Hash of the interview's last line when it was assessed."""
    state: ProblemState = ProblemState.SUSPECTED
    instance: tuple[str, ...] = ()
    """Answers that tell this interview from others of its subject and questionnaire: the role."""
    section: str = ""
    """Number of the outermost group its question stands in: the standard, where each group is
    one."""
    block: str = ""
    """The block its group names; counts where the indicator does not say."""
    also_in: tuple[str, ...] = ()
    """Other interviews of the same subject in which the same question is a problem: a conflict
    that the lead has not decided yet."""
    is_free_text: bool = False
    """Free text that may hold a problem: whether it does, a person says."""
    into: str = ""
    """The problem it is merged into."""
    found_by: tuple[str, ...] = ()
    """Who saw it, where no answer holds it; else the inspectors of the interview found it."""
    found_on: str = ""
    """The day it was seen, ISO 8601, where no answer holds it."""
    source: str = ""
    """Where it was found if no answer holds it: `eye` or `paper`."""
    evidence: str = ""
    """What shows it, in words, if no answer holds it."""
    photos: tuple[str, ...] = ()
    """Pictures that show it if no answer holds it: SHA-256 in hex."""

    @property
    def is_added(self) -> bool:
        """Whether somebody found it where no answer holds it."""
        return bool(self.source)

    @property
    def needs_confirmation(self) -> bool:
        """Whether a second person must confirm it before it counts (spec, section 6, rule 8)."""
        return self.severity is Severity.CRITICAL or self.is_free_text or self.is_added
