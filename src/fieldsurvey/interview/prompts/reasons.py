"""Nothing in, the reason why a household cannot be interviewed out."""

from typing import Any

import questionary
from prompt_toolkit.input import Input
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.output import Output
from questionary.prompts.common import Choice as Row

from fieldsurvey.campaign.absence import Reason
from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.frame import STYLE
from fieldsurvey.interview.prompts.row_keys import bind_keys, choosing_keys


def ask_reason(household: str, terminal: tuple[Input, Output] | None = None) -> Reason:
    """Ask why a household cannot be interviewed; a digit answers.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    on: dict[str, Any] = {"input": terminal[0], "output": terminal[1]} if terminal else {}
    asked = questionary.select(
        _("Why can {household} not be interviewed? (Ctrl-C: leave it as it is)").format(
            household=household
        ),
        choices=[
            Row(f"{place}  {reason.in_words()}", reason)
            for place, reason in enumerate(Reason, start=1)
        ],
        use_jk_keys=False,
        use_emacs_keys=False,
        qmark="",
        instruction=" ",
        style=STYLE,
        **on,
    )
    bind_keys(asked.application, KeyBindings(), choosing_keys)
    asked.application.erase_when_done = True
    reason: Reason = asked.unsafe_ask()
    return reason
