"""An interview as folded from its lines."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from fieldsurvey.expressions.values import AnswerValue


class Status(StrEnum):
    """How far an interview is."""

    STARTED = "started"
    FINISHED = "finished"
    REOPENED = "reopened"
    """Finished once and open again."""
    WITHDRAWN = "withdrawn"


class Keying(StrEnum):
    """How the answers came in."""

    DIALOGUE = "dialogue"
    """Asked at the terminal, or read from a file of answers."""
    PAPER = "paper"
    """Keyed from a paper form."""
    SECOND = "second"
    """Keyed blind from the same paper once more, to be compared; never evidence of its own."""
    BACKCHECK = "backcheck"
    """Asked again by somebody else, to be compared; never evidence of its own."""

    @property
    def is_compared_only(self) -> bool:
        """Whether it is there to be compared with another: no problem, score or count uses it."""
        return self in _COMPARED_ONLY


_COMPARED_ONLY = frozenset({Keying.SECOND, Keying.BACKCHECK})


@dataclass(frozen=True, slots=True)
class Photo:
    """One picture that belongs to a question."""

    sha256: str
    """Of its bytes, in hex: it is kept under this name."""
    name: str = ""
    """What the file was called where it came from."""
    size_bytes: int = 0
    taken_at: str = ""
    """As the camera says; ISO 8601, without an offset where the camera knows none."""
    place: str = ""
    """Latitude and longitude in degrees, as the camera says: `34.26 108.94`."""
    extension: str = ""
    """How its file ends: `jpg`, as its bytes say."""

    @property
    def file(self) -> str:
        """Name of its file in the workspace's `photos`."""
        return f"{self.sha256}.{self.extension}" if self.extension else self.sha256


_NONE: Mapping[str, Any] = {}


class Interview(NamedTuple):
    """Everything said in one interview, as it stands after its last line."""

    id: str
    """Unique in the world: device and the seq of its first line, `d3f9a1c2-17`. Where the chain
    has forked, each branch has its own version, told apart by its head: `d3f9a1c2-17~9c0d1e2f`."""
    subject: str
    """Who or what was visited: the sample number of a household `0103-07`, the code of a
    village `0103`."""
    form_id: str
    questionnaire: str
    """Digest of the questionnaire it was made with."""
    device: str
    team: str
    inspectors: tuple[str, ...]
    """Names, in the order they signed in."""
    status: Status
    started_at: str
    """ISO 8601 with offset."""
    finished_at: str = ""
    preload: Mapping[str, str] = _NONE
    """Facts of the plan as they stood at the start: `household.head`, `village.has_team`."""
    answers: Mapping[str, AnswerValue] = _NONE
    """By path, in the order first answered; moot answers are gone."""
    descriptions: Mapping[str, str] = _NONE
    """What, who, since when: by the path of the question whose answer is a problem."""
    remarks: Mapping[str, str] = _NONE
    answered_last: str = ""
    """Path of the answer ticked last: resuming goes on after it."""
    photos: Mapping[str, tuple[Photo, ...]] = _NONE
    """By the path of the question they belong to, in the order they were attached."""
    photos_absent: Mapping[str, str] = _NONE
    """Why there is no picture of a problem: by the path of its answer."""
    keying: Keying = Keying.DIALOGUE
    keying_of: str = ""
    """Id of the interview that a second keying is compared with."""
    signatures: tuple[str, ...] = ()
    finish_code: str = ""
    first_seq: int = 0
    last_seq: int = 0
    head: str = ""
    """Hash of its last line, in hex: a new head means something was said."""
    purged_at: str = ""
    """When the laptop let go of what was said, which the lead has; ISO 8601 with offset."""
    forked: bool = False
    """Said after its laptop's chain had forked: kept, shown, not scored until the lead decides."""
