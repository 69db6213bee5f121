"""The text of a file of this program's own in, what it says out; damaged or too new, a refusal."""

import json
from collections.abc import Callable
from typing import Any, TypeVar

from fieldsurvey.errors import CampaignError
from fieldsurvey.i18n import _

Read = TypeVar("Read")


def read_about(
    text: str,
    read: Callable[[Any], Read],
    *,
    newest: int,
    newer: str,
    where: str,
    damaged: CampaignError,
) -> Read:
    """Return what a JSON object with a `format` says.

    Args:
        text: Of the file.
        read: Makes something of the object; whatever it raises over it means damage.
        newest: The highest `format` that is understood.
        newer: Said where the file has a higher one.
        where: Names the file.
        damaged: Raised where it is damaged.

    Raises:
        CampaignError: It is damaged, or made by a newer version.
    """
    try:
        about = json.loads(text)
        if about["format"] > newest:
            raise CampaignError(
                newer, where=where, to_do=_("Install the newer version on this laptop.")
            )
        return read(about)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as broken:
        raise damaged from broken
