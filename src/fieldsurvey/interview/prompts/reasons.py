"""Nothing in, the reason why a household cannot be interviewed out."""

from questionary.prompts.common import Choice as Row

from fieldsurvey.campaign.sample.absence import Reason
from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, choose_alone


def ask_reason(household: str, terminal: Ends | None = None) -> Reason:
    """Ask why a household cannot be interviewed; a digit answers.

    Raises:
        KeyboardInterrupt: The person gave up.
    """
    asked = _("Why can {household} not be interviewed? (Ctrl-C: leave it as it is)").format(
        household=household
    )
    rows = [
        Row(f"{place}  {reason.in_words()}", reason) for place, reason in enumerate(Reason, start=1)
    ]
    reason: Reason = choose_alone(asked, rows, terminal)
    return reason
