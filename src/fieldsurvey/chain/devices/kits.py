"""A lead's survey file in, what the kits held that it made out: its own chain says so."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from fieldsurvey.chain.lines.said import at_utc, said_by, texts_at
from fieldsurvey.chain.survey_file import SurveyFile

KIT_EVENT = "kit"
"""What a session line of a lead says when kits are made: `{"event": "kit",
"questionnaires": [digest, …], "rules": {"scoring": digest, …}}`."""


@dataclass(frozen=True, slots=True)
class KitNote:
    """One time kits were made."""

    made_at: datetime
    questionnaires: tuple[str, ...]
    """Digests, in hex."""
    rules: Mapping[str, str]
    """Digest by the name of the file, `scoring`; empty in notes of older programs."""


def kits_noted(survey_file: SurveyFile) -> list[KitNote]:
    """Return every time this lead made kits, oldest first."""
    notes = []
    for line in survey_file.lines():
        said = said_by(line)
        if said.get("event") == KIT_EVENT:
            rules = said.get("rules")
            notes.append(
                KitNote(at_utc(line), texts_at(said, "questionnaires"), _texts_by_name(rules))
            )
    return notes


def rules_at_start(survey_file: SurveyFile) -> Mapping[str, str]:
    """Return the digests of the rules in the last kits before the first interview, by file.

    Where all kits came later, by the clocks: those of the first. Empty where none were noted.
    """
    notes = [note for note in kits_noted(survey_file) if note.rules]
    if all(note.rules == notes[0].rules for note in notes):
        # The usual case, without a look at every interview there is.
        return notes[0].rules if notes else {}
    began_at = _first_interview_at(survey_file)
    before = [note for note in notes if began_at is None or note.made_at < began_at]
    return (before or notes[:1])[-1].rules


def _first_interview_at(survey_file: SurveyFile) -> datetime | None:
    row = survey_file.connection.execute(
        "SELECT started_at FROM interview WHERE julianday(started_at) IS NOT NULL"
        " ORDER BY julianday(started_at) LIMIT 1"
    ).fetchone()
    if row is None:
        return None
    started = datetime.fromisoformat(row[0])
    return started if started.tzinfo else None


def _texts_by_name(said: object) -> dict[str, str]:
    if not isinstance(said, dict):
        return {}
    return {name: text for name, text in said.items() if isinstance(text, str)}
