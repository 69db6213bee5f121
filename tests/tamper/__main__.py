"""`python -m tests.tamper`: run the whole suite of tampering, and print what came of it.

JSON lines for a program (`--json`), or the tables that docs/trust.md carries. Counts come from the
environment as in the tests: FIELDSURVEY_FLIPS, FIELDSURVEY_MERGES.
"""

import json
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from tests.handover.conftest import CAMPAIGN, EVENING, Laptop
from tests.tamper import tampering_with_files, tampering_with_lines
from tests.tamper.catalogue import CATALOGUE, Tampering, is_noticed, run_entry
from tests.tamper.clean import merge_honestly
from tests.tamper.flips import (
    UNWANTED,
    Fate,
    flip_bundle,
    flip_database,
    flip_encrypted,
    make_encrypted,
)
from tests.tamper.world import World, make_world

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.sealing_keys import identities_of

BOOKS = (tampering_with_files, tampering_with_lines)
MEMORY = Path("/dev/shm") if Path("/dev/shm").is_dir() else None
FLIPS = int(os.environ.get("FIELDSURVEY_FLIPS", "60"))
MERGES = int(os.environ.get("FIELDSURVEY_MERGES", "200"))

Row = dict[str, Any]


def main() -> int:
    """Run everything; the exit code is the number of things that nobody noticed."""
    os.environ |= {"FIELDSURVEY_LANG": "en", "COLUMNS": "200"}
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        world = make_world(Path(folder) / "survey")
        for row in chain(_catalogue(world), _flips(world), _false_alarms()):
            rows.append(row)
            if "--json" in sys.argv:
                print(json.dumps(row, ensure_ascii=False), flush=True)
    if "--json" not in sys.argv:
        _show(rows)
    return sum(not row["is_good"] for row in rows)


def _catalogue(world: World) -> Iterator[Row]:
    for entry in CATALOGUE:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            noticed = run_entry(entry, world.copy(Path(folder)))
        yield {
            "suite": "catalogue",
            "name": entry.name,
            "about": entry.about,
            "done": entry.done,
            "noticed_by": [
                _told(" ".join(notice.command), notice.words) for notice, _ran in noticed
            ],
            "out_of_reach": entry.out_of_reach,
            "is_good": _is_good(entry, noticed),
        }


def _is_good(entry: Tampering, noticed: list[Any]) -> bool:
    return bool(entry.out_of_reach) or all(is_noticed(notice, ran) for notice, ran in noticed)


def _told(command: str, words: str) -> str:
    return f"{command}: {words}"


def _flips(world: World) -> Iterator[Row]:
    for whose in ("lead", "laptop"):
        started = time.monotonic()
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            copy = world.copy(Path(folder))
            fates = flip_database(Workspace(getattr(copy, whose)), FLIPS, seed=FLIPS)
        together: Counter[Fate] = sum(fates.values(), Counter())
        yield {
            "suite": "flips",
            "name": f"survey file of the {whose}",
            **{fate.value: together[fate] for fate in Fate},
            "by_page": {kind: {f.value: n for f, n in of.items()} for kind, of in fates.items()},
            "took_s": round(time.monotonic() - started, 1),
            "is_good": not any(together[fate] for fate in UNWANTED),
        }
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        path = make_encrypted(Path(folder))
        noticed = flip_encrypted(path, FLIPS, seed=FLIPS)
    yield {
        "suite": "flips",
        "name": "encrypted survey file",
        "noticed": noticed,
        "silent": FLIPS - noticed,
        "is_good": noticed == FLIPS,
    }
    bundle = max(world.stick.glob("*.fsb"))
    identities = identities_of(Workspace(world.lead))
    noticed = flip_bundle(bundle.read_bytes(), identities, FLIPS, seed=FLIPS)
    yield {
        "suite": "flips",
        "name": "sealed bundle",
        "noticed": noticed,
        "silent": FLIPS - noticed,
        "is_good": noticed == FLIPS,
    }


def _false_alarms() -> Iterator[Row]:
    started = time.monotonic()
    merges = seed = 0
    said: list[str] = []
    template = _empty_lead()

    def empty_lead(folder: Path) -> SurveyFile:
        (folder / "survey.db").write_bytes(template)
        return SurveyFile.open(folder / "survey.db", clock=SimulatedClock(EVENING))

    while merges < MERGES:
        with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
            alarms = merge_honestly(seed, Path(folder), _laptop, empty_lead)
        merges += alarms.merges
        said += alarms.said
        seed += 1
    yield {
        "suite": "false alarms",
        "name": f"{merges} honest merges of {seed} surveys",
        "alarms": len(said),
        "took_s": round(time.monotonic() - started, 1),
        "is_good": not said,
    }


def _laptop(number: int) -> Laptop:
    return Laptop(DeviceKey.of_seed(bytes([number]) * 32))


def _empty_lead() -> bytes:
    key = DeviceKey.of_seed(bytes(32))
    with tempfile.TemporaryDirectory(dir=MEMORY) as folder:
        path = Path(folder) / "survey.db"
        SurveyFile.create(path, device=key.device, public_key=key.public, campaign=CAMPAIGN).close()
        return path.read_bytes()


def _show(rows: list[Row]) -> None:
    print("| tampered with | what was done | noticed by |\n|---|---|---|")
    for row in rows:
        if row["suite"] == "catalogue":
            by = "; ".join(row["noticed_by"]) or f"**out of reach**: {row['out_of_reach']}"
            print(f"| {row['about']} | {row['done']} | {by if row['is_good'] else '**NOBODY**'} |")
    entries = [row for row in rows if row["suite"] == "catalogue"]
    reached = [row for row in entries if not row["out_of_reach"]]
    noticed = sum(row["is_good"] for row in reached)
    print(f"\n{noticed} of {len(reached)} noticed, {len(entries) - len(reached)} out of reach.\n")
    for row in rows:
        if row["suite"] != "catalogue":
            figures = {k: v for k, v in row.items() if k not in ("suite", "name", "is_good")}
            print(f"{row['suite']}: {row['name']}: {figures}")


if __name__ == "__main__":
    sys.exit(main())
