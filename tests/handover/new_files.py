"""A path and a key in, a survey file that says the same in every run out."""

import random
from datetime import UTC, datetime
from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.survey_file import SurveyFile

EVENING = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
CAMPAIGN = "dongshan-2026"


def new_file(
    path: Path, key: DeviceKey, *, team: str = "2", at: datetime = EVENING, chance: int = 3
) -> SurveyFile:
    """Make the survey file of a device, with its folder; finish codes cost next to nothing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return SurveyFile.create(
        path,
        device=key.device,
        public_key=key.public,
        campaign=CAMPAIGN,
        team=team,
        clock=SimulatedClock(at),
        random_bytes=random.Random(chance).randbytes,
        finish_cost_log2=4,
    )
