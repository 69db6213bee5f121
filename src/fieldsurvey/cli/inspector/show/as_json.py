"""An interview in, the same for a program out."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.lines.line import Line


def interview_json(interview: "Interview") -> dict[str, Any]:
    """Return an interview as it stands."""
    from fieldsurvey.chain.storage.rows import answer_json

    return {
        "id": interview.id,
        "subject": interview.subject,
        "form": interview.form_id,
        "questionnaire": interview.questionnaire,
        "status": interview.status.value,
        "team": interview.team,
        "inspectors": interview.inspectors,
        "started_at": interview.started_at,
        "finished_at": interview.finished_at,
        "finish_code": interview.finish_code,
        "answers": {path: answer_json(value) for path, value in interview.answers.items()},
        "descriptions": dict(interview.descriptions),
        "remarks": dict(interview.remarks),
        "photos": {
            path: [asdict(photo) | {"file": photo.file} for photo in photos]
            for path, photos in interview.photos.items()
        },
        "photos_absent": dict(interview.photos_absent),
        "head": interview.head,
    }


def lines_json(lines: "Sequence[Line]") -> list[dict[str, Any]]:
    """Return every line said, in order."""
    return [
        {
            "seq": line.seq,
            "at": line.at,
            "kind": line.entry.kind.value,
            "question": line.entry.question,
            "value": line.entry.value,
            "who": line.entry.who,
        }
        for line in lines
    ]
