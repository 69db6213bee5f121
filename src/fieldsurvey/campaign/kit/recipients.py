"""recipients.json in, the two keys that laptops seal to out; only their public halves."""

import json
import re
from dataclasses import dataclass

from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

RECIPIENTS_FILE = "recipients.json"
"""Name of the file, in the lead's `keys` and in a kit."""

_RECIPIENT = re.compile(r"age1[02-9ac-hj-np-z]{58}")


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who can open what is sealed: public age keys, `age1…`."""

    lead: str
    recovery: str
    """Of the key in the safe, for the day the lead's laptop is dead."""

    @property
    def both(self) -> tuple[str, str]:
        """The two of them; everything is sealed to both."""
        return self.lead, self.recovery

    def to_json(self) -> str:
        """Return the text of recipients.json."""
        return json.dumps({"lead": self.lead, "recovery": self.recovery}, indent=1) + "\n"


def read_recipients(text: str, where: str) -> Recipients:
    """Read the text of recipients.json.

    Raises:
        CampaignError: It does not name two keys; nothing is ever sealed to fewer.
    """
    try:
        said = json.loads(text)
        recipients = Recipients(str(said["lead"]), str(said["recovery"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        recipients = Recipients("", "")
    if not all(_RECIPIENT.fullmatch(recipient) for recipient in recipients.both):
        raise CampaignError(
            _("The file does not name the keys that everything is sealed to."),
            where=where,
            to_do=_("Put it back, or have the kit made again."),
        )
    return recipients
