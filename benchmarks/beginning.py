"""An interview that has just begun, for whatever times one."""

from typing import Any

from fieldsurvey.chain.interview import Interview, Status


def begun_interview(form_id: str, digest: str = "0" * 64, **more: Any) -> Interview:
    """Return an interview with one of the invented households.

    Args:
        form_id: Of its questionnaire.
        digest: Of its questionnaire; what is not read back needs none of its own.
        more: What else is known of it: the fields of `Interview`.
    """
    return Interview(
        id="d1-1",
        subject="0103-07",
        form_id=form_id,
        questionnaire=digest,
        device="d1",
        team="1",
        inspectors=("甲一", "乙二"),
        status=Status.STARTED,
        started_at="2020-06-15T09:30:00+08:00",
        **more,
    )
