import secrets
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from fieldsurvey.chain.lines import clock as clocks
from fieldsurvey.chain.lines.clock import Reading, SimulatedClock, read_clocks, system_clock

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass
class BareClock:
    """A clock that knows nothing of sleep."""

    boot: str = "b1"

    def now(self) -> datetime:
        """Return nine in the morning."""
        return MORNING

    def monotonic_ms(self) -> int:
        """Return half a second."""
        return 500


@pytest.fixture
def nameless_boots(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A system that gives its starts no name."""
    clocks._boot_id.cache_clear()
    monkeypatch.setattr(clocks, "_LINUX_BOOT_ID", tmp_path / "boot_id")
    yield
    clocks._boot_id.cache_clear()


def test_this_machine_tells_the_time_with_its_offset() -> None:
    """A line says when it was said in words that hold in every zone."""
    before = datetime.now(UTC)
    now = system_clock().now()

    assert now.utcoffset() is not None
    assert before - timedelta(seconds=1) <= now <= datetime.now(UTC) + timedelta(seconds=1)


def test_the_clocks_nobody_can_set_only_go_on() -> None:
    """Both count milliseconds; the one that goes on in sleep is never behind."""
    first = read_clocks(system_clock())
    time.sleep(0.01)
    second = read_clocks(system_clock())

    assert second.monotonic_ms - first.monotonic_ms in range(5, 60_000)
    if sys.platform in ("linux", "win32"):
        assert first.uptime_ms is not None
        assert second.uptime_ms is not None
        assert second.uptime_ms - first.uptime_ms in range(5, 60_000)
    else:
        assert second.uptime_ms is None


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux names its starts")
def test_a_start_of_the_machine_has_one_name() -> None:
    """Every program of one start says the same, as the kernel does."""
    named = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()

    assert system_clock().boot == system_clock().boot == named


def test_where_starts_have_no_name_a_program_names_its_own(nameless_boots: None) -> None:
    """Times compare within this process then, and with no other's."""
    mine = system_clock().boot
    again = system_clock().boot
    clocks._boot_id.cache_clear()

    assert mine == again
    assert mine.startswith("process-")
    assert len(mine) == len("process-") + len(secrets.token_hex(8))
    assert system_clock().boot != mine


def test_a_clock_that_knows_no_sleep_is_read_without_it() -> None:
    """Its uptime is not known, which is not the same as zero."""
    assert read_clocks(BareClock()) == Reading(MORNING, 500, "b1", None)


def test_a_simulated_clock_goes_as_a_machine_is_used() -> None:
    """Awake all clocks go on, asleep the monotonic one stands, set only the wall clock moves."""
    clock = SimulatedClock(MORNING)
    clock.advance(1.5)
    awake = read_clocks(clock)
    clock.sleep(60)
    slept = read_clocks(clock)
    clock.set_wall(-3600)
    set_back = read_clocks(clock)

    assert awake == Reading(MORNING + timedelta(seconds=1.5), 1500, "simulated", 1500)
    assert slept == Reading(MORNING + timedelta(seconds=61.5), 1500, "simulated", 61_500)
    assert set_back == Reading(slept.at - timedelta(hours=1), 1500, "simulated", 61_500)


def test_a_simulated_machine_may_not_know_how_long_it_slept() -> None:
    """Its wall clock goes on in sleep, its uptime stays unknown."""
    clock = SimulatedClock(MORNING, asleep_ms=None)
    clock.sleep(60)

    assert read_clocks(clock) == Reading(MORNING + timedelta(seconds=60), 0, "simulated", None)
