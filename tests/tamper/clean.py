"""A number in, a small honest survey out; what its merges and its proof say of it, out.

Laptops interview, finish, open again and hand over in several bundles; the sticks come late, in
any order, some twice, over several evenings. Nothing is tampered with, so nothing may be said.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.merging import merge
from fieldsurvey.handover.verdict import VerdictKind

MakeLaptop = Callable[[int], Any]
MakeLead = Callable[[Path], SurveyFile]


@dataclass(frozen=True, slots=True)
class Alarms:
    """What was said of an honest survey."""

    merges: int
    said: tuple[str, ...]
    """False alarms: verdicts and findings that speak of tampering, or of loss in the end."""


def merge_honestly(seed: int, folder: Path, laptop: MakeLaptop, empty_lead: MakeLead) -> Alarms:
    """Make one honest survey, merge it over some evenings, and prove what came of it."""
    randomness = random.Random(seed)
    waiting = [
        content
        for number in range(randomness.randint(1, 3))
        for content in _bundles(laptop(number + 1), randomness)
    ]
    randomness.shuffle(waiting)
    evenings: list[list[bytes]] = [[] for _evening in range(randomness.randint(1, 3))]
    for content in waiting:
        randomness.choice(evenings).append(content)
    said: list[str] = []
    seen: list[bytes] = []
    with empty_lead(folder) as lead:
        for number, evening in enumerate(evenings):
            again = [content for content in seen if randomness.random() < 0.2]
            stick = folder / f"stick-{number}"
            stick.mkdir()
            for place, content in enumerate(evening + again):
                (stick / f"{place:03d}.fsb").write_bytes(content)
            seen += evening
            report = merge(lead, [stick], inbox=folder / "inbox")
            fair = (VerdictKind.NEW, VerdictKind.ALREADY_HAD, VerdictKind.GAP)
            said += [verdict.words() for verdict in report.verdicts if verdict.kind not in fair]
            is_last = number == len(evenings) - 1
            said += [
                f"{found.code} {found.where} {found.what}"
                for found in verify(lead).findings
                if is_last or found.code != "V012"
            ]
    return Alarms(len(evenings), tuple(said))


def _bundles(made: Any, randomness: random.Random) -> list[bytes]:
    bundles = []
    first = 1
    for visit in range(randomness.randint(1, 3)):
        made.interview(f"0103-{visit:02d}", answers=randomness.randint(0, 3))
        name = made.lines[-1].entry.interview
        if randomness.random() < 0.7:
            made.say(Entry(Kind.FINISH, name, value={"signatures": ["周远", "何静"]}))
        if randomness.random() < 0.2:
            made.say(Entry(Kind.REOPEN, name, value={"reason": "again"}))
        if randomness.random() < 0.5:
            bundles.append(made.bundle(first))
            first = len(made.lines) + 1
    if first <= len(made.lines):
        bundles.append(made.bundle(first))
    return bundles
