"""A campaign of 100 nights: what the second and the last night cost beside their own interviews.

    .venv/bin/python benchmarks/nights.py

Every night brings the interviews of one county, 60 lines each. A night alone is a workspace that
holds no other night's interviews; both sides have the plan of all 100 counties and end with points
and ranks of every township there is. The last night reads, ranks and keeps a hundred times as many
villages as it looks at. Processor time, in turns, the best of seven. Ends with 1 where the second
night takes more than 1.2 times what it takes alone.
"""

import argparse
import gc
import hashlib
import shutil
import sys
import tempfile
import time
from pathlib import Path

from made_campaign import County, make_county, save

from fieldsurvey.assess.coverage import Plan
from fieldsurvey.campaign.workspace import Workspace, find_workspace
from fieldsurvey.chain.storage.rows import INSERT_LINE
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.evening import load_rules
from fieldsurvey.cli.lead.kept_totals import FILE
from fieldsurvey.cli.lead.standings import assess_standings

NIGHTS, LINES = 100, 60
ALONE = 0
ROUNDS = 7
WANTED = 1.2


def main() -> int:
    """Measure, and say whether it is what is wanted."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--county", type=Path, help="a demo's lead's folder, to save a minute")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        county = County(asked.county) if asked.county else make_county(Path(folder) / "demo")
        plan = county.plan(NIGHTS)
        sides = {ALONE: workspace_of(county, plan, Path(folder) / "alone")}
        add(county, sides[ALONE], range(NIGHTS - 1, NIGHTS))
        kept = {ALONE: b""}
        for night in (2, NIGHTS):
            sides[night] = workspace_of(county, plan, Path(folder) / f"night-{night}")
            add_nights(county, sides[night], night - 1)
            look(sides[night])
            add_nights(county, sides[night], night)
            kept[night] = keep_file(sides[night])
        took = best(sides, kept)
    print(f"{len(county.interviews)} interviews a night; alone {took[ALONE]:.3f} s")
    for night in (2, NIGHTS):
        print(f"  night {night:>3}: {took[night]:.3f} s, × {took[night] / took[ALONE]:.2f}")
    return int(took[2] > WANTED * took[ALONE])


def best(sides: dict[int, Workspace], kept: dict[int, bytes]) -> dict[int, float]:
    """Return the processor seconds of a look at each, from the same kept file, in turns."""
    seconds: dict[int, list[float]] = {night: [] for night in sides}
    for _round in range(ROUNDS):
        for night, workspace in sides.items():
            (workspace.folder / FILE).write_bytes(kept[night])
            gc.collect()
            seconds[night].append(look(workspace))
    return {night: min(times) for night, times in seconds.items()}


def keep_file(workspace: Workspace) -> bytes:
    """Return what is kept from the night before."""
    return (workspace.folder / FILE).read_bytes()


def look(workspace: Workspace) -> float:
    """Score and rank everything; return the processor seconds."""
    rules = load_rules(workspace)
    with SurveyFile.open(workspace.survey_db) as survey_file:
        started = time.process_time()
        assess_standings(workspace, survey_file, rules)
        return time.process_time() - started


def workspace_of(county: County, plan: Plan, folder: Path) -> Workspace:
    """Return a lead's workspace with a plan and an empty survey file."""
    shutil.copytree(county.folder, folder)
    (folder / "survey.db").unlink()
    (folder / FILE).unlink(missing_ok=True)
    workspace = find_workspace(folder)
    # As if read from the disk already: reading the plan is no part of assessing.
    vars(workspace).update(roster=plan.roster, sample=plan.sample, schedule=())
    return workspace


def add_nights(county: County, workspace: Workspace, last: int) -> None:
    """Add what came in up to a night, from 1, and the lines of that night."""
    first = 0
    if workspace.survey_db.exists():
        with SurveyFile.open(workspace.survey_db) as survey_file:
            count = survey_file.connection.execute("SELECT count(*) FROM interview").fetchone()[0]
        first = count // len(county.interviews)
    add(county, workspace, range(first, last))


def add(county: County, workspace: Workspace, nights: range) -> None:
    """Add the interviews of some nights, and the lines of the last."""
    save(county, nights, workspace.survey_db)
    with SurveyFile.open(workspace.survey_db) as survey_file, survey_file.transaction():
        connection = survey_file.connection
        like = f"{nights[-1]:05}%"
        rows = connection.execute("SELECT id FROM interview WHERE subject LIKE ?", (like,))
        for (interview,) in rows.fetchall():
            connection.executemany(INSERT_LINE, [line(interview, nth) for nth in range(LINES)])


def line(interview: str, nth: int) -> tuple[object, ...]:
    """Return the row of a line of an interview."""
    digest = hashlib.sha256(f"{interview} {nth}".encode()).digest()
    text = '{"said": "' + "x" * 400 + '"}'
    return (interview, nth + 1, digest, digest, digest, text, "answer", interview)


if __name__ == "__main__":
    sys.exit(main())
