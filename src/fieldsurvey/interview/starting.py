"""A questionnaire, a subject and who asks in, the entry that starts an interview out. Pure."""

from collections.abc import Mapping, Sequence

from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.questionnaire.model import Questionnaire


def start(
    questionnaire: Questionnaire,
    subject: str,
    facts: Mapping[str, str],
    team: str,
    inspectors: Sequence[str],
    keying: Keying = Keying.DIALOGUE,
) -> Entry:
    """Return the entry that starts an interview; whoever saves it gives the interview its id.

    Args:
        questionnaire: The version the interview stays tied to.
        subject: Sample number of a household, or code of a village.
        facts: Of the plan, as they stand now: what `preload` questions show.
        team: Code of the team.
        inspectors: Names of those who are there, the one at the keyboard first.
        keying: How the answers come in.
    """
    known = {f"interview.inspector_{nth}": name for nth, name in enumerate(inspectors, start=1)}
    return Entry(
        kind=Kind.INTERVIEW_START,
        value={
            "subject": subject,
            "form": questionnaire.form_id,
            "team": team,
            "inspectors": list(inspectors),
            "preload": {**facts, **known},
            **({} if keying is Keying.DIALOGUE else {"keying": keying.value}),
        },
        questionnaire=questionnaire.digest,
        who=inspectors[0] if inspectors else "",
    )


def started(entry: Entry, device: str, at: str) -> Interview:
    """Return the interview that a start entry begins, before it is saved and has an id."""
    said = entry.value
    return Interview(
        id=entry.interview,
        subject=said["subject"],
        form_id=said["form"],
        questionnaire=entry.questionnaire,
        device=device,
        team=said["team"],
        inspectors=tuple(said["inspectors"]),
        status=Status.STARTED,
        started_at=at,
        preload=said["preload"],
        keying=Keying(said.get("keying", Keying.DIALOGUE)),
    )
