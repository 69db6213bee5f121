"""What a decision needs in: said as an option, or asked for at a terminal."""

from fieldsurvey.cli.speaking import is_at_terminal
from fieldsurvey.cli.workplace.meant import need_reason
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _


def name_of(said: str, asked: str, option: str) -> str:
    """Return a name, asked for where it was not said.

    Raises:
        UsageError: It was not said, and nobody can be asked.
    """
    if said.strip():
        return said.strip()
    if not is_at_terminal():
        raise UsageError(
            _("A name is needed: {what}").format(what=asked),
            to_do=_("Say it with {option}.").format(option=option),
        )
    from fieldsurvey.interview.prompts.siding import ask_reason

    return ask_reason(asked, "")


def reason_of(said: str) -> str:
    """Return a reason, asked for where it was not said.

    Raises:
        UsageError: It was not said, and nobody can be asked.
    """
    if said.strip() or not is_at_terminal():
        return need_reason(said, "--why")
    from fieldsurvey.interview.prompts.siding import ask_reason

    return ask_reason(_("Why?"), "")
