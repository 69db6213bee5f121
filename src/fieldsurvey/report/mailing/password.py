"""The mail plan in, the password out, from its file or the environment; never in any message."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _

_BYTES_MAX = 4096


def read_password(plan: MailPlan, folder: Path, environment: Mapping[str, str]) -> SecretStr:
    """Return the password; empty where the plan names no user.

    Args:
        plan: Says where it is.
        folder: The campaign's; where a relative path starts.
        environment: Its variables.

    Raises:
        ReportError: It is not there, or no server could read it.
    """
    if not plan.user:
        return SecretStr("")
    if plan.password_env:
        where, password = plan.password_env, environment.get(plan.password_env, "")
    else:
        where, password = str(folder / plan.password_file), _first_line(folder, plan)
    if not password or not (password + plan.user).isascii() or not password.isprintable():
        raise ReportError(
            _("There is no password there, or it has letters that mail servers do not read."),
            where=where,
            to_do=_("Write the password of the mail account there, and nothing else."),
        )
    return SecretStr(password)


def _first_line(folder: Path, plan: MailPlan) -> str:
    path = folder / plan.password_file
    try:
        with path.open("rb") as file:
            text = file.read(_BYTES_MAX).decode("utf-8-sig", "replace")
    except OSError as error:
        raise ReportError(
            _("The password cannot be read: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            to_do=_("Write the password of the mail account there, and nothing else."),
        ) from error
    return text.split("\n", 1)[0].rstrip("\r")
