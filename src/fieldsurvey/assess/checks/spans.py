"""Takes the two times of an interview, gives the span between them, or that they tell of none."""

from datetime import datetime


def span_of(started_at: str, finished_at: str) -> tuple[datetime, datetime] | None:
    """Return when an interview was made, both aware; None where its times do not say.

    Times that cannot be read, without an offset, or that run backwards say nothing.
    """
    try:
        begun = datetime.fromisoformat(started_at)
        ended = datetime.fromisoformat(finished_at)
    except ValueError:
        return None
    if begun.tzinfo is None or ended.tzinfo is None or ended < begun:
        return None
    return begun, ended
