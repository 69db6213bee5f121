"""A scene, a bench to break it on, and where the figures of a run are written.

`make faults` sets FIELDSURVEY_FAULTS=all: as many faults as docs/trust.md promises. Otherwise a
sample, spread evenly over the same faults, holds in every run of the tests.
"""

import json
import os
import random
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import pytest
from tests.faults.bench import Bench, build_shim, open_bench, why_not
from tests.faults.power import Call, Kept, crash, read_record, snapshot
from tests.faults.scene import ENCRYPTED, OPEN, copy_scene, make_scene

from fieldsurvey.i18n import set_language

T = TypeVar("T")
IS_LONG = os.environ.get("FIELDSURVEY_FAULTS") == "all"


@dataclass(slots=True)
class Figures:
    """What a run of faults came to."""

    name: str
    runs: int = 0
    lost: int = 0
    corrupt: int = 0
    more: dict[str, Any] = field(default_factory=dict)


@pytest.fixture(scope="session")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Path]]:
    """Give a campaign in the field by how its laptops lie: open or encrypted; each made once."""

    @cache
    def made(laptops: str) -> Path:
        is_encrypted = laptops == ENCRYPTED
        if is_encrypted:
            pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")
        return make_scene(tmp_path_factory.mktemp(f"scene-{laptops}"), encrypted=is_encrypted)

    yield made
    set_language(None)


@pytest.fixture
def scene(scenes: Callable[[str], Path], request: pytest.FixtureRequest) -> Path:
    """A campaign in the field; never changed, only copied."""
    return scenes(getattr(request, "param", OPEN))


@pytest.fixture(scope="session")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The compiled shim."""
    if reason := why_not():
        pytest.skip(reason)
    return build_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture(scope="session")
def bench(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """Where works are run under faults."""
    with open_bench(shim, tmp_path_factory.mktemp("bench")) as opened:
        yield opened


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Path]:
    """A folder to break things in: in memory where there is room, as no sync is waited for there.

    What a disk keeps is not tried here but computed, see `power`.
    """
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < 100_000_000:
        yield tmp_path
        return
    folder = Path(tempfile.mkdtemp(prefix="fieldsurvey-", dir=memory))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def recorded(
    scene: Path, bench: Bench, room: Path
) -> Callable[[str], tuple[dict[str, bytes | None], list[Call]]]:
    """Run a work, and give the scene before it and every call it made."""

    def record(work: str) -> tuple[dict[str, bytes | None], list[Call]]:
        mine = copy_scene(scene, work, room / "scene")
        before = snapshot(mine)
        log = room / "record"
        ended = bench.run(work, mine, record=str(log))
        assert ended.status in (0, 1), ended.said
        calls = read_record(log, mine)
        computed = crash(before, calls, Kept.ALL, random.Random(0))
        assert computed == snapshot(mine), "a call was missed that changed the disk"
        return before, calls

    return record


@pytest.fixture
def some() -> Callable[..., list[Any]]:
    """Choose evenly: up to `most` in a long run, up to `sample` in every run."""

    def choose(of: Sequence[T], *, sample: int, most: int) -> list[T]:
        wanted = min(most if IS_LONG else sample, len(of))
        return [of[(2 * nth + 1) * len(of) // (2 * wanted)] for nth in range(wanted)]

    return choose


@pytest.fixture
def figures() -> Callable[[str], AbstractContextManager[Figures]]:
    """Count what a run comes to, and write it as a JSON line where the long run wants it."""

    @contextmanager
    def counting(name: str) -> Iterator[Figures]:
        counted = Figures(name)
        begun = time.monotonic()
        try:
            yield counted
        finally:
            _write(counted, time.monotonic() - begun)

    return counting


def _write(counted: Figures, seconds: float) -> None:
    summary = os.environ.get("FIELDSURVEY_FAULTS_SUMMARY")
    if not summary:
        return
    row = {
        "name": counted.name,
        "runs": counted.runs,
        "lost": counted.lost,
        "corrupt": counted.corrupt,
        "seconds": round(seconds, 1),
        **counted.more,
    }
    with Path(summary).open("a", encoding="utf-8") as file:
        file.write(json.dumps(row, ensure_ascii=False) + "\n")
