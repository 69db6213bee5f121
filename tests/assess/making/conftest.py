"""Interviews as they were made, invented figure by figure."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

import pytest

from fieldsurvey.assess.making.record import Making

MakeMaking = Callable[..., Making]


@pytest.fixture(scope="session")
def making() -> MakeMaking:
    """Make one: unlike any other in its answers, one after another through the day."""

    def make(nth: int, **more: object) -> Making:
        begun = datetime.fromisoformat("2020-06-28T08:00:00+08:00") + timedelta(minutes=40 * nth)
        chance = Random(nth)
        given: dict[str, object] = {
            "interview": f"d1-{nth:03}",
            "subject": f"0103-{nth:02}",
            "form_id": "registered-household",
            "inspectors": ("Gao Lan", "Ma Jun"),
            "day": "2020-06-28",
            "started_at": begun.isoformat(),
            "finished_at": (begun + timedelta(minutes=30)).isoformat(),
            "minutes": 25.0 + nth % 5,
            "sections": {"water": 2.0 + nth % 3 / 10},
            "answers": {f"q{q}": str(chance.randrange(5)) for q in range(30)},
            "refused": 0,
            "dont_know": nth % 2,
            "problems": nth % 3,
            "straight": 0.2 + nth % 4 / 50,
            "edits": 1,
            "is_clock_set": False,
            **more,
        }
        return Making(**given)  # type: ignore[arg-type]

    return make
