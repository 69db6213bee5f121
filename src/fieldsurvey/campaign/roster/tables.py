"""CSV tables in, a Roster and every fault in them out; a Roster in, the same tables out.

Three tables make a roster: townships, villages, households. A file is known by its columns, not
by its name. All faults of all files are found in one go, each with file and line.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from fieldsurvey.campaign.model import Household, Roster, Village
from fieldsurvey.campaign.roster.csv_table import Read, Table, read_table, write_table
from fieldsurvey.campaign.roster.rows import Cells, Faults
from fieldsurvey.campaign.roster.units import read_households, read_townships, read_villages
from fieldsurvey.campaign.roster.words import HOUSEHOLDS, TABLES, TOWNSHIPS, VILLAGES, TableKind
from fieldsurvey.errors import CampaignError, Finding, FindingKind
from fieldsurvey.i18n import _


def import_roster(
    sources: Sequence[Path], read: Read = Path.read_bytes
) -> tuple[Roster, list[Finding]]:
    """Read a roster from CSV files, or from folders of them.

    Returns:
        What could be read, and the findings; with a fault among them the roster is not to be used.
    """
    faults = Faults()
    tables = _tables(sources, faults, read)
    townships = read_townships(_cells(TOWNSHIPS, tables, faults))
    villages = read_villages(_cells(VILLAGES, tables, faults), townships)
    households = read_households(_cells(HOUSEHOLDS, tables, faults), villages)
    return Roster(townships, villages, households), faults.found


def read_roster(folder: Path, read: Read = Path.read_bytes) -> Roster:
    """Read the roster of a workspace: townships.csv, villages.csv and households.csv.

    Other files in the folder are left alone.

    Raises:
        CampaignError: It has faults; `findings` holds all of them.
    """
    roster, findings = import_roster([folder / f"{kind.name}.csv" for kind in TABLES], read)
    faults = [finding for finding in findings if finding.kind is FindingKind.FAULT]
    if faults:
        raise CampaignError(
            _("The roster cannot be used."),
            where=str(folder),
            to_do=_("Mend the rows below, or import the roster again."),
            findings=faults,
        )
    return roster


def write_roster(folder: Path, roster: Roster) -> None:
    """Write the roster's three tables into a folder, rows in the order of their codes."""
    folder.mkdir(parents=True, exist_ok=True)
    write_table(
        folder / "townships.csv",
        TOWNSHIPS.header(),
        ([t.code, t.name, int(t.is_key)] for _code, t in sorted(roster.townships.items())),
    )
    write_table(
        folder / "villages.csv",
        VILLAGES.header(),
        (_village_row(village) for _code, village in sorted(roster.villages.items())),
    )
    write_table(
        folder / "households.csv",
        HOUSEHOLDS.header(),
        (_household_row(household) for _code, household in sorted(roster.households.items())),
    )


def write_empty_roster(folder: Path, language: str) -> None:
    """Write the three tables with nothing but their header, as forms to fill in."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in TABLES:
        write_table(folder / f"{kind.name}.csv", kind.header(language), [])


def _village_row(village: Village) -> list[object]:
    return [
        village.code,
        village.township,
        village.name,
        int(village.is_exited),
        int(village.has_team),
        village.population,
        village.unregistered_population,
    ]


def _household_row(household: Household) -> list[object]:
    return [
        household.code,
        household.village,
        household.group,
        household.head,
        household.size,
        household.category.value,
        " ".join(sorted(household.flags)),
        household.exit_year or "",
        " ".join(sorted(household.exclusions)),
    ]


def _tables(sources: Sequence[Path], faults: Faults, read: Read) -> dict[str, list[Table]]:
    tables: dict[str, list[Table]] = {kind.name: [] for kind in TABLES}
    for path in _files(sources):
        try:
            table = read_table(path, read)
        except CampaignError as failed:
            faults.add("R001", failed.where, failed.what, failed.to_do)
            continue
        _say_encoding(table, faults)
        kind = next((kind for kind in TABLES if not kind.missing_in(table.header)), None)
        if kind is None:
            _say_columns(table, faults)
        else:
            tables[kind.name].append(table)
            _say_unused(table, kind, faults)
    for name, found in tables.items():
        if not found:
            faults.add(
                "R004",
                f"{name}.csv",
                _("No file has the columns of the table {table}.").format(table=name),
                _("Give a CSV file with the columns: {columns}.").format(
                    columns=_names(kind for kind in TABLES if kind.name == name)
                ),
            )
    return tables


def _files(sources: Sequence[Path]) -> Iterable[Path]:
    for source in sources:
        if source.is_dir():
            yield from sorted(p for p in source.glob("*.csv") if not p.name.startswith("."))
        else:
            yield source


def _say_encoding(table: Table, faults: Faults) -> None:
    if table.encoding != "UTF-8":
        faults.warn(
            "R002",
            table.path.name,
            _("The file was read as {encoding}.").format(encoding=table.encoding),
            _("Look at a few names; if they read well, all is well."),
        )


def _say_columns(table: Table, faults: Faults) -> None:
    named = next((kind for kind in TABLES if kind.name == table.path.stem.lower()), None)
    nearest = named or min(TABLES, key=lambda kind: len(kind.missing_in(table.header)))
    missing = nearest.missing_in(table.header)
    faults.add(
        "R003",
        table.at(1),
        _("The table {table} lacks the columns: {columns}.").format(
            table=nearest.name, columns=", ".join(f"{c.name} ({c.chinese[0]})" for c in missing)
        ),
        _("Write the column names in the first line, in Chinese or in English."),
    )


def _say_unused(table: Table, kind: TableKind, faults: Faults) -> None:
    used = kind.columns_of(table.header).values()
    unused = [name for name in table.header if name and name not in used]
    if unused:
        faults.warn(
            "R005",
            table.at(1),
            _("Columns that are not used: {columns}.").format(columns=", ".join(unused)),
            _("They are not copied. Nothing to do if that is meant."),
        )


def _names(kinds: Iterable[TableKind]) -> str:
    return ", ".join(c.name for kind in kinds for c in kind.columns if c.required)


def _cells(kind: TableKind, tables: dict[str, list[Table]], faults: Faults) -> Iterable[Cells]:
    for table in tables[kind.name]:
        columns = kind.columns_of(table.header)
        for row in table.rows:
            named = {ours: row.cells.get(theirs, "") for ours, theirs in columns.items()}
            cells = Cells(named, table.at(row.line), faults)
            if any(row.surplus):
                cells.fault(
                    "R021",
                    "",
                    _("The row has more cells than the table has columns."),
                    _("Look for a comma inside a cell; such a cell stands in quotes."),
                )
            yield cells
