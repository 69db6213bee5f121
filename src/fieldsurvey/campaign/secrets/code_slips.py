"""Codes in, what the lead keeps and prints of them out: codes.json and a sheet of slips a team.

They lie in the lead's `keys/` and nowhere else, readable for their owner only; no kit holds them.
"""

import json
from collections.abc import Mapping
from html import escape
from pathlib import Path

from fieldsurvey.campaign.roster.csv_table import write_bytes
from fieldsurvey.campaign.secrets.codes import DIGITS, Codes
from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

CODES_FILE = "codes.json"

_PAGE = """\
<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font: 14px/1.5 "Noto Sans SC", "Microsoft YaHei", sans-serif; margin: 10mm; }}
p.lead {{ max-width: 170mm; }}
.slips {{ display: grid; grid-template-columns: 85mm 85mm; }}
.slip {{ border: 1px dashed #555; padding: 5mm; break-inside: avoid; }}
.name {{ font-size: 18px; font-weight: bold; }}
.code {{ font: bold 30px/1.4 "Consolas", "DejaVu Sans Mono", monospace; letter-spacing: 2px; }}
</style>
<h1>{title}</h1>
<p class="lead">{what}</p>
<div class="slips">
{slips}
</div>
</html>
"""
_SLIP = """\
<div class="slip">
<div>{of}</div><div class="name">{name}</div><div class="code">{code}</div><div>{how}</div>
</div>"""


def read_known_codes(keys: Path) -> Codes:
    """Return the codes given out before; none where there are none.

    Raises:
        CampaignError: The file is there and cannot be read: nobody's code is made anew by mistake.
    """
    path = keys / CODES_FILE
    try:
        about = json.loads(path.read_text(encoding="utf-8"))
        return {team: _codes(codes) for team, codes in about["codes"].items()}
    except FileNotFoundError:
        return {}
    except OSError as failed:
        raise CampaignError(
            _("The file cannot be read: {why}.").format(why=failed.strerror or failed),
            where=str(path),
            to_do=_("Look whether you may open it."),
        ) from failed
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise CampaignError(
            _("The file is damaged."),
            where=str(path),
            to_do=_("Put it back from a copy, or give everybody a new code with --new-codes."),
        ) from broken


def write_codes(keys: Path, codes: Codes, *, campaign: str, language: str) -> list[Path]:
    """Write the codes and a sheet of slips for each team; return the sheets.

    Args:
        keys: The lead's folder of keys; made if it is not there.
        codes: Of every team.
        campaign: What the campaign is called.
        language: Of the slips, which is the language spoken.
    """
    try:
        keys.mkdir(exist_ok=True)
    except OSError as failed:
        raise CampaignError(
            _("The folder cannot be written: {why}.").format(why=failed.strerror or failed),
            where=str(keys),
            to_do=_("Look whether it is read-only or the disk is full, or name another folder."),
        ) from failed
    said = {"format": 1, "codes": {team: dict(of_team) for team, of_team in codes.items()}}
    text = json.dumps(said, ensure_ascii=False, indent=1) + "\n"
    write_bytes(keys / CODES_FILE, text.encode(), is_secret=True)
    sheets = []
    for team, of_team in codes.items():
        sheet = keys / f"codes-team-{team}.html"
        page = slip_sheet(team, of_team, campaign=campaign, language=language)
        write_bytes(sheet, page.encode(), is_secret=True)
        sheets.append(sheet)
    return sheets


def slip_sheet(team: str, codes: Mapping[str, str], *, campaign: str, language: str) -> str:
    """Return a page of slips, one a member, to be printed and cut."""
    title = _("Personal codes of team {team}").format(team=team)
    what = _(
        "Print this page, cut it, and give everybody their own slip only. "
        "Then lock the page away or burn it."
    )
    return _PAGE.format(
        language=escape(language),
        title=escape(f"{campaign} · {title}"),
        what=escape(what),
        slips="\n".join(_slip(team, name, code, campaign) for name, code in codes.items()),
    )


def in_groups(code: str) -> str:
    """Return a code as it is read out: `123 456`."""
    return f"{code[: DIGITS // 2]} {code[DIGITS // 2 :]}"


def _slip(team: str, name: str, code: str, campaign: str) -> str:
    return _SLIP.format(
        of=escape(_("{campaign} · team {team}").format(campaign=campaign, team=team)),
        name=escape(name),
        code=escape(in_groups(code)),
        how=escape(_("You sign interviews with it. Tell it to nobody, not to the second one.")),
    )


def _codes(codes: Mapping[str, object]) -> dict[str, str]:
    if not all(isinstance(code, str) and len(code) == DIGITS for code in codes.values()):
        raise ValueError(codes)
    return {name: str(code) for name, code in codes.items()}
