"""`--full-names`: what a person has to say first, and the line that is written of it."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.report.masking.unmasking import Unmasking


def asked_unmasked(what: str, *, full_names: bool, reason: str, by: str) -> "Unmasking | None":
    """Return what was asked for; None where names stay masked.

    Raises:
        UsageError: Full names without reason or name, or a reason without full names.
    """
    from fieldsurvey.report.masking.unmasking import Unmasking

    why, who = reason.strip(), by.strip()
    if not full_names:
        if why or who:
            raise UsageError(
                _("A reason was given, but not what for."),
                to_do=_("Add --full-names, or leave --reason and --by out."),
            )
        return None
    if not why or not who:
        raise UsageError(
            _("Full names are shown only with a reason and the name of who asks."),
            to_do=_("Add --reason 'why they are needed' --by NAME; both are kept in the chain."),
        )
    return Unmasking(what, why, who)


def keep(unmasking: "Unmasking | None", survey_file: "SurveyFile") -> None:
    """Write the line: nothing is shown in full where it cannot be written."""
    if unmasking is not None:
        survey_file.append([unmasking.entry])


def headed(unmasking: "Unmasking | None", key: str, rows: list[Any]) -> Any:
    """Return rows for a program: a list, or with full names an object whose head says why."""
    if unmasking is None:
        return rows
    said = {"why": unmasking.why, "who": unmasking.who}
    return {"full_names": said, key: rows}
