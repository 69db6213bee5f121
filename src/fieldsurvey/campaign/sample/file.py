"""A Sample in, sample.csv and sample.json out; with the roster, the Sample back.

The table is for people and for the laptops; the JSON says how to draw the same sample again.
"""

import json
from pathlib import Path
from typing import Any

from fieldsurvey.campaign.model import Category, Roster, Sample, Shift, Visit
from fieldsurvey.campaign.roster.csv_table import (
    Read,
    Row,
    Table,
    read_table,
    write_bytes,
    write_table,
)
from fieldsurvey.errors import CampaignError, Finding
from fieldsurvey.i18n import _

SAMPLE_FORMAT = 1
"""Raised when an older program would misread the files."""

_HEADER = (
    "number",
    "household",
    "village",
    "village_name",
    "group",
    "head",
    "stratum",
    "is_reserve",
    "must_visit",
    "reason",
)


def write_sample(folder: Path, sample: Sample, roster: Roster) -> None:
    """Write `sample.csv` and `sample.json` into a folder."""
    write_table(folder / "sample.csv", _HEADER, (_row(v, roster) for v in sample.visits))
    about = {
        "format": SAMPLE_FORMAT,
        "seed": sample.seed,
        "frame_digest": sample.frame_digest,
        "villages": list(sample.villages),
        "shifts": [
            {
                "village": shift.village,
                "lacking": shift.lacking.value,
                "households": shift.households,
                "giving": shift.giving.value if shift.giving else None,
            }
            for shift in sample.shifts
        ],
    }
    text = json.dumps(about, ensure_ascii=False, indent=1) + "\n"
    write_bytes(folder / "sample.json", text.encode())


def read_sample(folder: Path, roster: Roster, read: Read = Path.read_bytes) -> Sample:
    """Read the sample of a workspace; its households are looked up in the roster.

    Raises:
        CampaignError: A file is missing or broken; `findings` holds every bad row.
    """
    about = _read_about(folder / "sample.json", read)
    table = read_table(folder / "sample.csv", read)
    visits: list[Visit] = []
    findings: list[Finding] = []
    for row in table.rows:
        visit = _visit(row, roster)
        if isinstance(visit, Visit):
            visits.append(visit)
        else:
            findings.append(_bad_row(table, row, visit))
    if findings:
        raise CampaignError(
            _("The sample cannot be used."),
            where=str(folder / "sample.csv"),
            to_do=_("Draw the sample again, or take the file from the kit again."),
            findings=findings,
        )
    return Sample(**about, visits=tuple(visits))


def _row(visit: Visit, roster: Roster) -> list[object]:
    household = visit.household
    village = roster.villages.get(household.village)
    return [
        visit.number,
        household.code,
        household.village,
        village.name if village else "",
        household.group,
        household.head,
        visit.stratum.value,
        int(visit.is_reserve),
        int(visit.must_visit),
        visit.reason,
    ]


def _visit(row: Row, roster: Roster) -> Visit | str:
    """Return the visit a row says, or in words why it says none."""
    code = row.cells.get("household", "")
    household = roster.households.get(code)
    if household is None:
        return _("The household “{code}” is not in the roster.").format(code=code)
    if row.cells.get("stratum") != household.category.value:
        return _("The household {code} is of another category in the roster.").format(code=code)
    number = row.cells.get("number", "")
    if not number.startswith(f"{household.village}-"):
        return _("“{number}” is not a sample number of that village.").format(number=number)
    return Visit(
        number=number,
        household=household,
        stratum=Category(row.cells["stratum"]),
        is_reserve=row.cells.get("is_reserve") == "1",
        must_visit=row.cells.get("must_visit") == "1",
        reason=row.cells.get("reason", ""),
    )


def _bad_row(table: Table, row: Row, what: str) -> Finding:
    return Finding("S001", table.at(row.line), what, _("Do not edit the sample by hand."))


def _read_about(path: Path, read: Read) -> dict[str, Any]:
    try:
        about = json.loads(read(path).decode("utf-8"))
        if about["format"] > SAMPLE_FORMAT:
            raise CampaignError(
                _("The sample was drawn with a newer version of fieldsurvey."),
                where=str(path),
                to_do=_("Install the newer version on this machine."),
            )
        return {
            "seed": str(about["seed"]),
            "frame_digest": str(about["frame_digest"]),
            "villages": tuple(str(code) for code in about["villages"]),
            "shifts": tuple(_shift(shift) for shift in about["shifts"]),
        }
    except FileNotFoundError as missing:
        raise CampaignError(
            _("No sample has been drawn yet."),
            where=str(path),
            to_do=_("Draw it: fieldsurvey sample draw"),
        ) from missing
    except OSError as failed:
        raise CampaignError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
        ) from failed
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as broken:
        raise CampaignError(
            _("The file is damaged."),
            where=str(path),
            to_do=_("Draw the sample again, or take the file from the kit again."),
        ) from broken


def _shift(about: dict[str, Any]) -> Shift:
    giving = about["giving"]
    return Shift(
        village=str(about["village"]),
        lacking=Category(about["lacking"]),
        households=int(about["households"]),
        giving=None if giving is None else Category(giving),
    )
