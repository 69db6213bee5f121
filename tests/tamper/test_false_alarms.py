"""An honest survey raises no alarm, however late and however often its sticks come."""

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.handover.conftest import empty_lead, laptop  # noqa: F401 - the fixtures, used by name
from tests.tamper.clean import merge_honestly

from fieldsurvey.chain.survey_file import SurveyFile

MERGES = int(os.environ.get("FIELDSURVEY_MERGES", "200"))


def test_an_honest_survey_raises_no_alarm(
    laptop: Callable[[int], Any],  # noqa: F811
    empty_lead: Callable[[Path], SurveyFile],  # noqa: F811
    quick_folder: Path | None,
) -> None:
    """No fork, no refusal, no finding; missing lines only while bundles are still on their way."""
    merges = seed = 0
    while merges < MERGES:
        with tempfile.TemporaryDirectory(dir=quick_folder) as folder:
            alarms = merge_honestly(seed, Path(folder), laptop, empty_lead)
        assert alarms.said == (), f"survey {seed}"
        merges += alarms.merges
        seed += 1
