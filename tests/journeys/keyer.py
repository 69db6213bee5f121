"""A filled-in paper form, and the keys that somebody presses to key it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.inspector.sitting import sit_down
from fieldsurvey.interview.keying.desk import ENTER, Desk, Mode
from fieldsurvey.interview.keying.faults import FaultKind, faults
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.keying.pressing import type_text


def desk_of(laptop: Workspace, subject: str) -> Desk:
    """Return a desk with an empty form, as the program will open it."""
    pair = laptop.campaign.teams[0].members[:2]
    with SurveyFile.open(laptop.survey_db) as survey_file:
        sitting = sit_down(laptop, survey_file, subject, "", pair)
        now = datetime(2020, 6, 28, 9, tzinfo=laptop.campaign.zone)
        return open_desk(Keyed(replace(sitting, id="").begin(survey_file, pair, now)[1]))


def keys_of_paper(
    desk: Desk, replies: Mapping[str, str] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield path and keys of each field, one after the other, to the end of the form.

    What `replies` says for a field, else the first answer that makes no problem and no fault.
    """
    while desk.mode is Mode.FIELD:
        path = desk.at
        keys = (replies or {}).get(path) or next(
            keys for keys in _offers(desk) if _is_harmless(desk, type_text(desk, keys), path)
        )
        yield path, keys
        desk = type_text(desk, keys)


def _offers(desk: Desk) -> list[str]:
    codes = [choice.name for choice in desk.field.choices]
    first = [ENTER] if desk.proposal else []
    return [*first, *codes, *(code + ENTER for code in codes), "9000\r", "1\r", "0\r", "无\r"]


def _is_harmless(before: Desk, after: Desk, path: str) -> bool:
    found = faults(after.keyed, after.layout, after.layout.paths)
    is_clean = all(fault.kind is FaultKind.OPEN for fault in found)
    is_taken = path in after.conversation.evaluation.answers and not after.is_refused
    problems = len(before.conversation.problems)
    return is_taken and is_clean and len(after.conversation.problems) == problems
