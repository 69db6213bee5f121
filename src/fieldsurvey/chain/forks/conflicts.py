"""Interviews in, those that claim the same place out; pure. No machine ever merges two of them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from fieldsurvey.chain.interview import Interview, Status


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two or more interviews of one subject with one questionnaire, for the lead to decide."""

    subject: str
    form_id: str
    instance: tuple[str, ...]
    """What else tells interviews of this questionnaire apart: the role of who was asked."""
    interviews: tuple[Interview, ...]
    """In the order they were started."""


def conflicts(
    interviews: Iterable[Interview], instance_keys: Mapping[str, Sequence[str]] | None = None
) -> list[Conflict]:
    """Return the conflicts, ordered by subject and form; withdrawn interviews make none.

    Nor do second keyings: they are compared with the first.

    Args:
        interviews: Of any devices; versions from the branches of a fork conflict with each other.
        instance_keys: `settings.instance_key` of each questionnaire, by form id. An interview that
            has not yet answered one of them conflicts with none.
    """
    claims: dict[tuple[str, str, tuple[str, ...]], list[Interview]] = {}
    for interview in interviews:
        if interview.status is Status.WITHDRAWN or interview.keying.is_compared_only:
            continue
        keys = (instance_keys or {}).get(interview.form_id, ())
        answers = tuple(interview.answers.get(key, "") for key in keys)
        instance = tuple(answer for answer in answers if isinstance(answer, str) and answer)
        if len(instance) == len(keys):
            claims.setdefault((interview.subject, interview.form_id, instance), []).append(
                interview
            )
    return [
        Conflict(*claim, tuple(sorted(claimants, key=lambda one: (one.started_at, one.id))))
        for claim, claimants in sorted(claims.items())
        if len(claimants) > 1
    ]
