"""`kit`: one folder for each team, to be carried on a stick."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import CampaignError, UsageError
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fieldsurvey.campaign.secrets.codes import Verifiers
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False, help="Make one kit for each team.")


@app.callback()
def kit() -> None:
    """Make one kit for each team."""


@app.command(epilog="Example: fieldsurvey kit make /media/stick")
def make(
    ctx: typer.Context,
    out: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where to put the kits: a stick, or a folder.")
    ],
    new_codes: Annotated[
        bool, typer.Option("--new-codes", help="Give every inspector a new personal code.")
    ] = False,
    no_codes: Annotated[
        bool, typer.Option("--no-codes", help="Let interviews be signed by name only.")
    ] = False,
) -> None:
    """Make one kit for each team: its questionnaires, its households, its days.

    A kit holds only the households its team may visit. Every inspector signs with a personal
    code of six digits; the slips to print stay with you, in keys/, and are in no kit. Beside the
    kits lie the receipts and the orders to erase for laptops that have joined already.
    """
    from fieldsurvey.campaign.kit.making import kit_folders, make_kits
    from fieldsurvey.chain.devices.keys import fingerprint
    from fieldsurvey.cli.workplace.equipping import load_key
    from fieldsurvey.cli.workplace.kit_signatures import kit_signer
    from fieldsurvey.cli.workplace.leads_word import leave_leads_word
    from fieldsurvey.cli.workplace.sealing_keys import make_sealing_keys, recovery_reminder

    if new_codes and no_codes:
        raise UsageError(_("--new-codes and --no-codes do not go together."))
    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    _refuse_renamed(workspace)
    kit_folders(workspace, out)
    sheets, verifiers = ([], None) if no_codes else _give_codes(workspace, anew=new_codes)
    key = load_key(workspace)
    made = make_kits(
        workspace,
        out,
        lead_public_key=key.public.hex(),
        sign=kit_signer(key),
        made_at=_now(),
        verifiers=verifiers,
        recipients=make_sealing_keys(workspace),
    )
    _note_kits(workspace)
    with open_survey_file(workspace) as survey_file:
        leave_leads_word(workspace, survey_file, out)
    for folder in made:
        show(str(folder))
    if sheets:
        say(_("Print, cut and hand out the personal codes; they are in no kit:"))
    for sheet in sheets:
        say(f"  {sheet}")
    if reminder := recovery_reminder(workspace):
        say(reminder)
    say(_("On each team's laptop: fieldsurvey join KIT DIR"))
    say(
        _("It shows the fingerprint of the kit's lead; this must be yours: {fingerprint}").format(
            fingerprint=fingerprint(key.public)
        )
    )


def _note_kits(workspace: "Workspace") -> None:
    """Say in the lead's chain what went out: another form or score table than that is found."""
    from fieldsurvey.chain.devices.kits import KIT_EVENT
    from fieldsurvey.chain.lines.line import Entry, Kind
    from fieldsurvey.questionnaire import load_questionnaires
    from fieldsurvey.report.freezing.rule_versions import digests_in

    forms = load_questionnaires(workspace.questionnaires).values()
    said = {
        "event": KIT_EVENT,
        "questionnaires": sorted(form.digest for form in forms),
        "rules": digests_in(workspace.questionnaires),
    }
    with open_survey_file(workspace) as survey_file:
        survey_file.append([Entry(Kind.SESSION, value=said)])


def _give_codes(
    workspace: "Workspace", *, anew: bool
) -> "tuple[list[Path], Mapping[str, Verifiers]]":
    """Give a code to whoever has none, or to everybody; return the sheets to print."""
    import secrets

    from fieldsurvey.campaign.secrets.code_slips import read_known_codes, write_codes
    from fieldsurvey.campaign.secrets.codes import make_codes, make_verifiers
    from fieldsurvey.questionnaire.model import in_language

    campaign = workspace.campaign
    known = {} if anew else read_known_codes(workspace.keys)
    teams = {team.code: team.members for team in campaign.teams}
    codes = make_codes(teams, known, secrets.token_bytes)
    called = in_language(campaign.name, language())
    sheets = write_codes(workspace.keys, codes, campaign=called, language=language())
    with progress(_("Personal codes"), len(codes)) as done:
        verifiers = {}
        for team, of_team in codes.items():
            verifiers[team] = make_verifiers(of_team, secrets.token_bytes)
            done()
    return sheets, verifiers


def _refuse_renamed(workspace: "Workspace") -> None:
    """Refuse a campaign whose id is another than its survey file's: no bundle would be taken in."""
    with open_survey_file(workspace) as survey_file:
        begun_as = survey_file.campaign
    if begun_as != workspace.campaign.id:
        raise CampaignError(
            _("The campaign is called “{id}” here, but “{begun_as}” when it was begun.").format(
                id=workspace.campaign.id, begun_as=begun_as
            ),
            where=str(workspace.campaign_yaml),
            to_do=_("Write id: {begun_as}, or begin with fieldsurvey new DIR --id {id}.").format(
                id=workspace.campaign.id, begun_as=begun_as
            ),
        )


def _now() -> datetime:
    return datetime.now().astimezone()
