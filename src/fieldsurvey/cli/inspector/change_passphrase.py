"""`change-passphrase`: the same key under another passphrase."""

from typing import TYPE_CHECKING

import typer

from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
    from fieldsurvey.campaign.workspace import Workspace

app = typer.Typer(add_completion=False)


@app.command("change-passphrase", epilog="Example: fieldsurvey change-passphrase")
def change_passphrase(ctx: typer.Context) -> None:
    """Give this encrypted laptop another passphrase.

    The old one is asked for first. What is encrypted stays as it is: only its key is wrapped
    anew, so this takes a second. A script names files: FIELDSURVEY_PASSPHRASE_FILE for the old
    one, FIELDSURVEY_NEW_PASSPHRASE_FILE for the new one.
    """
    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    key = workspace.key
    if key is None:
        raise UsageError(
            _("This laptop is not encrypted: there is no passphrase to change."),
            where=str(workspace.folder),
            to_do=_("The campaign says whether laptops are: at_rest in campaign.yaml."),
        )
    set_passphrase(workspace, key)
    say(_("From now on only the new passphrase opens this laptop."))


def set_passphrase(workspace: "Workspace", key: "WorkspaceKey") -> None:
    """Have a passphrase chosen, and wrap the key of a laptop under it.

    Raises:
        UsageError: It will not do, or nobody is there to choose one.
        CampaignError: The file cannot be written; then the old one goes on.
    """
    import secrets

    from fieldsurvey.campaign.folders import sync_folder
    from fieldsurvey.campaign.roster.csv_table import write_bytes
    from fieldsurvey.cli.inspector.locking_up import known_names
    from fieldsurvey.cli.workplace.unlocking import new_passphrase

    chosen = new_passphrase(known_names(workspace))
    renewed = workspace.key_file.with_passphrase(key, chosen, secrets.token_bytes)
    write_bytes(workspace.survey_key_json, renewed.to_json().encode(), is_secret=True)
    sync_folder(workspace.keys)
