"""Twenty o'clock on a bad day: every tenth bundle is damaged, two laptops have not come."""

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from tests.post_office import PostOffice, opened

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import equip, load_key
from fieldsurvey.cli.workplace.sealing_up import recipients_of
from fieldsurvey.handover.handing_over import seal_lines
from fieldsurvey.report.frozen.missing import Missing
from fieldsurvey.report.keeping.writing import read_edition
from fieldsurvey.report.phrasing.phrases import missing_headline, missing_lines
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

DAY = "2020-06-28"
LINES_A_BUNDLE = 40
ABSENT = ("4", "5")
"""Teams whose laptops have not come."""
AT = datetime.fromisoformat(f"{DAY}T19:40:00+08:00")


@dataclass
class BadEvening:
    """What the lead has, and what is really missing."""

    lead: Path
    stick: Path
    absent: dict[str, str] = field(default_factory=dict)
    """Device by team, of the laptops that have not come."""
    refused: dict[str, str] = field(default_factory=dict)
    """Device by name, of the bundles that are damaged."""
    swapped: list[tuple[str, int, int]] = field(default_factory=list)
    """Device and lines of the bundles that hold what another one holds, too."""
    whole: dict[str, bytes] = field(default_factory=dict)
    """What each damaged bundle held."""


@pytest.fixture(scope="module")
def evening(demo, tmp_path_factory) -> BadEvening:
    """The demo's first day: its laptops hand over some forty bundles each, every tenth damaged."""
    folder = tmp_path_factory.mktemp("bad")
    lead = Path(shutil.copytree(demo.lead, folder / "lead"))
    for gone in [*lead.glob("survey.*"), *(lead / "inbox").iterdir(), *(lead / "photos").iterdir()]:
        shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
    for name in ("editions", "outbox"):
        shutil.rmtree(lead / name, ignore_errors=True)
    equip(Workspace(lead))
    made = BadEvening(lead, folder / "stick")
    made.stick.mkdir()
    for laptop in demo.laptops:
        workspace = Workspace(Path(shutil.copytree(laptop, folder / laptop.name)))
        shutil.copy(next((workspace.folder / "outbox").glob("*.enrol")), folder)
        _hand_over(workspace, made)
    _damage(made)
    return made


def _hand_over(workspace: Workspace, made: BadEvening) -> None:
    """Seal what one laptop said on the first day in small bundles, unless it does not come."""
    with SurveyFile.open(workspace.survey_db, clock=SimulatedClock(AT)) as survey_file:
        if workspace.team in ABSENT:
            made.absent[workspace.team] = survey_file.device
            return
        key, recipients = load_key(workspace), recipients_of(workspace)
        said = [line for line in survey_file.lines() if line.at[:10] <= DAY]
        for at in range(0, len(said), LINES_A_BUNDLE):
            lines = iter(said[at : at + LINES_A_BUNDLE])
            list(seal_lines(survey_file, key, made.stick, lines, recipients))


def _damage(made: BadEvening) -> None:
    bundles = sorted(made.stick.glob("*.fsb"))
    for nth, path in enumerate(bundles[4::10]):
        content = path.read_bytes()
        made.whole[path.name] = content
        device, first, last = path.stem.split("-")
        match nth % 4:
            case 0:
                path.write_bytes(content[: len(content) // 2])
            case 1:
                middle = len(content) // 2
                path.write_bytes(
                    content[:middle] + bytes([content[middle] ^ 4]) + content[middle + 1 :]
                )
            case 2:
                path.write_bytes(b"")
            case 3:
                other = bundles[bundles.index(path) + 1]
                path.write_bytes(other.read_bytes())
                made.swapped.append((device, int(first), int(last)))
        if nth % 4 != 3:
            made.refused[path.name] = device
    assert len(made.whole) >= 8
    assert len(made.refused) >= 6
    assert made.swapped


@pytest.fixture
def ready(evening, tmp_path, command):
    """A copy to work in: lead and stick, all laptops enrolled, nothing merged."""
    lead = Path(shutil.copytree(evening.lead, tmp_path / "lead"))
    stick = Path(shutil.copytree(evening.stick, tmp_path / "stick"))
    requests = sorted(evening.lead.parent.glob("*.enrol"))
    assert command("-w", lead, "devices", "enrol", "--yes", *requests).exit_code == 0
    _plan_mail(lead, 25)
    return lead, stick


@pytest.fixture
def night(ready, command):
    """Run the evening: the list, mailed to a server on this computer."""
    lead, stick = ready
    with opened(PostOffice()) as office:
        _plan_mail(lead, office.port)
        ran = command("-w", lead, "nightly", stick, "--date", DAY, "--send")
    [letter] = office.letters
    [place] = (lead / "editions").iterdir()
    body = next(part for part in letter.walk() if part.get_content_type() == "text/plain")
    return lead, stick, ran, place, body.get_content()


def _plan_mail(lead: Path, port: int) -> None:
    path = lead / "campaign.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = "".join(line for line in lines if not line.startswith("mail:"))
    plan = {"host": "localhost", "port": port, "security": "none", "from": "a@example.org"}
    said = json.dumps({**plan, "to": ["b@example.org"]})
    path.write_text(f"{kept}mail: {said}\n", encoding="utf-8")


def test_the_list_goes_out_and_its_first_page_says_exactly_what_is_missing(evening, night, command):
    """Exit code 1; refused bundles, gaps, laptops, teams, villages and households: all, only they.

    In the first sheet, at the top of the page, in the notice before its tables, and in the mail.
    """
    lead, _stick, ran, place, mail = night
    assert ran.exit_code == 1
    edition = read_edition(place)
    missing = edition.missing

    teams = {each.team: each for each in missing.teams}
    assert {team: each.laptops for team, each in teams.items()} == {
        team: (device,) for team, device in evening.absent.items()
    }
    plan, roster = Workspace(lead).schedule, Workspace(lead).roster
    for team, each in teams.items():
        due = {a.village for a in plan if a.team == team and a.day.isoformat() == DAY}
        assert set(each.villages) == {roster.villages[village].name for village in due}
    assert missing.laptops == ()
    assert {bundle.bundle: bundle.device for bundle in missing.bundles} == evening.refused
    team_of = {d["device"]: d["team"] for d in _listed(command, lead, "devices", "list")}
    assert all(bundle.team == team_of[bundle.device] for bundle in missing.bundles)
    assert set(missing.further) == {
        f"第{team_of[device]}组，电脑{device}：第{first}至{last}行记录未到。"
        for device, first, last in evening.swapped
    }
    _check_villages(
        missing, {row["village"]: row for row in _listed(command, lead, "status")}, lead
    )

    with speaking("zh"):
        wording = Wording("zh", edition.names, "zh")
        said = [missing_headline(missing), *missing_lines(missing, wording)]
    assert len(said) == missing.count + 1
    for name, text in _first_pages(place, mail).items():
        absent = [line for line in said if _plain(line) not in _plain(text)]
        assert not absent, (name, absent)
        others = set(team_of) - set(evening.absent.values()) - set(evening.refused.values())
        others -= {device for device, *_lines in evening.swapped}
        assert not [device for device in others if device in text], name


def _check_villages(missing: Missing, status: dict[str, dict], lead: Path) -> None:
    """Compare villages and households with what the lead's status says of them."""
    due = {code: row for code, row in status.items() if row["day"] and row["day"] <= DAY}
    silent = {code for code, row in due.items() if row["team"] in ABSENT}
    incomplete = {code for code, row in due.items() if not row["is_complete"]}
    assert {village.code for village in missing.villages} == incomplete - silent
    must_visit = {v.number for v in Workspace(lead).sample.visits if v.must_visit}
    unsettled = {number for row in due.values() for number in row["unsettled"]}
    assert {household.subject for household in missing.must_visit} == must_visit & unsettled
    assert must_visit & unsettled


def _listed(command, lead: Path, *words: str) -> list[dict]:
    return json.loads(command("-w", lead, *words, "--json").out)


def _first_pages(place: Path, mail: str) -> dict[str, str]:
    page = (place / "problem-list.html").read_text(encoding="utf-8")
    body = page[page.index("<body") :]
    return {
        "page": re.sub(r"<[^>]*>", " ", body[: body.index("<table")]),
        "workbook": " ".join(_first_sheet((place / "problem-list.xlsx").read_bytes())),
        "notice": _before_tables((place / "problem-list.docx").read_bytes()),
        "mail": mail,
    }


def _first_sheet(content: bytes) -> Iterator[str]:
    """Yield the texts above the list, of the first sheet."""
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    heading = next(number for number, row in enumerate(rows) if row[0] == "序号")
    for row in rows[:heading]:
        yield from (str(cell) for cell in row if cell != "")


def _before_tables(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as document:
        text = document.read("word/document.xml").decode()
    return re.sub(r"<[^>]*>", "", re.sub(r"</w:p>", "\n", text[: text.index("<w:tbl>")]))


def _plain(text: str) -> str:
    """Return a text without blanks and marks of markup: only what is said counts."""
    return re.sub(r"\s|&[a-z#0-9]+;|[“”\"'&<>]", "", text)


def test_run_again_with_the_stick_or_without_it_changes_nothing(night, command):
    """What was refused is still missing tomorrow morning: no edition says it has come."""
    lead, stick, _ran, place, _mail = night

    again = command("-w", lead, "nightly", stick, "--date", DAY, "--no-send")
    without = command("-w", lead, "nightly", "--date", DAY, "--no-send")

    assert (again.exit_code, without.exit_code) == (1, 1)
    assert "Nothing has changed since edition 1." in again.err
    assert "Nothing has changed since edition 1." in without.err
    assert list((lead / "editions").iterdir()) == [place]


def test_good_copies_of_the_bundles_complete_the_next_list(evening, night, command, tmp_path):
    """Then no bundle and no gap is missing any more, only what has never come."""
    lead, _stick, _ran, _place, _mail = night
    better = tmp_path / "better"
    better.mkdir()
    for name, content in evening.whole.items():
        (better / name).write_bytes(content)

    command("-w", lead, "nightly", better, "--date", DAY, "--no-send")

    missing = read_edition(lead / "editions" / f"0002-{DAY}").missing
    assert missing.bundles == ()
    assert missing.further == ()
    assert [team.team for team in missing.teams] == list(ABSENT)


def test_a_dry_run_before_shows_all_of_it_and_changes_no_file(evening, ready, command):
    """What would be merged, who is missing, to whom it would go; folder and stick stay as they are.

    Byte for byte: the survey file, too, and no receipt is left on the stick.
    """
    lead, stick = ready
    before = _files(lead) | _files(stick)

    shown = command("-w", lead, "nightly", stick, "--date", DAY, "--dry-run", "--send")

    assert shown.exit_code == 1
    assert _files(lead) | _files(stick) == before
    for wanted in (*evening.absent.values(), *evening.refused):
        assert wanted in shown.out
    assert shown.out.count("new lines.") > 50
    assert re.match(r"[0-9]+ problems: ", shown.out)
    assert "It would be sent to b@example.org." in shown.out


def _files(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
