"""An interview in, the line that stands above everything shown of it out."""

from typing import TYPE_CHECKING

from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview


def heading(interview: "Interview") -> str:
    """Return whom it is with, its form, how far it is, when, by whom, and its code."""
    return "  ".join(
        part
        for part in (
            interview.subject,
            interview.preload.get("household.head", ""),
            interview.form_id,
            _status_words()[interview.status.value],
            interview.started_at[:16].replace("T", " "),
            listed(interview.inspectors),
            interview.finish_code,
        )
        if part
    )


def _status_words() -> dict[str, str]:
    return {
        "started": _("begun"),
        "finished": _("finished"),
        "reopened": _("opened again"),
        "withdrawn": _("withdrawn"),
    }
