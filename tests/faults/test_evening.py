"""Twenty o'clock: bundles are damaged, laptops are absent, sticks vanish; the list goes out."""

import re
import shutil

import pytest
from tests.faults.scene import copy_scene

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.lead.taking_in import take_in
from fieldsurvey.report.keeping.writing import read_edition

BUNDLES = 10


@pytest.fixture
def evening(scene, bench, room):
    """The lead with a stick of ten bundles of team 1; teams 2 and 3 have not come."""
    mine = copy_scene(scene, "hand-over", room / "scene")
    for _nth in range(BUNDLES - 2):
        assert bench.run("answering", mine).status == 0
        assert bench.run("hand-over", mine).status == 0
    (mine / "stick").rename(mine / "stick-1")
    (mine / "stick-2").mkdir()
    shutil.copytree(scene / "lead", mine / "lead")
    return mine


def test_the_list_goes_out_with_a_tenth_of_the_bundles_bad_and_two_teams_absent(
    evening, scene, bench
):
    """Exit code 1, a whole edition, and its first page names the bundle, the gap and the teams."""
    bundles = sorted((evening / "stick-1").glob("*.fsb"))
    bad = bundles[BUNDLES // 2]
    content = bytearray(bad.read_bytes())
    content[len(content) // 2] ^= 1
    bad.write_bytes(content)
    assert len(bundles) == BUNDLES

    sent = bench.run("nightly", evening)

    assert sent.status == 1, sent.said
    [place] = (evening / "lead" / "editions").iterdir()
    assert read_edition(place).missing.count
    with SurveyFile.open(evening / "lead" / "survey.db") as survey_file:
        assert verify(survey_file).is_sound
    page = (place / "problem-list.html").read_text(encoding="utf-8")
    words = re.sub(r"<[^>]*>", " ", page[page.index("<body") :])
    first_page = words[: len(words) // 2]
    first, last = map(int, bad.stem.split("-")[1:])
    assert bad.name in first_page
    assert f"{first}" in first_page
    assert f"{last}" in first_page
    for team in ("2", "3"):
        schedule = Workspace(evening / "lead").schedule
        [village] = [each.village for each in schedule if each.team == team]
        name = Workspace(evening / "lead").roster.villages[village].name
        assert name in first_page, (team, name, first_page[:3000])


def test_a_stick_that_vanishes_in_the_middle_of_a_merge_stops_nothing(evening):
    """What was read is kept, each bundle that is gone is named, the other stick is merged."""
    lead = Workspace(evening / "lead")
    stick = evening / "stick-1"

    def pull() -> None:
        shutil.rmtree(stick, ignore_errors=True)

    with SurveyFile.open(lead.survey_db) as survey_file:
        taken = take_in(lead, survey_file, [stick, evening / "stick-2"], on_step=pull)
        assert survey_file.connection.execute("PRAGMA quick_check").fetchone() == ("ok",)

    kinds = [verdict.kind.value for verdict in taken.bundles.verdicts]
    assert kinds[0] == "new"
    assert set(kinds[1:]) <= {"unreadable"}
