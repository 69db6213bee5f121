"""A laptop's workspace in; whether its chain may go on there, and what to do if not, out."""

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.copies import find_setback, is_on_other_machine
from fieldsurvey.chain.devices.machine import machine_id
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.equipping import load_key
from fieldsurvey.errors import ChainError
from fieldsurvey.i18n import _

COPIED, SET_BACK, CUT_SHORT = "copied", "set back", "cut short"
"""Why a chain cannot go on, as the first line of the next one says it."""


def why_not(workspace: Workspace, survey_file: SurveyFile) -> str:
    """Return why the chain cannot go on here; blank where it can."""
    if load_key(workspace).device != survey_file.device:
        return CUT_SHORT
    if is_on_other_machine(workspace.keys, survey_file.device, machine_id()):
        return COPIED
    if find_setback(survey_file, workspace.keys, workspace.outbox):
        return SET_BACK
    return ""


def refuse_copy(workspace: Workspace, survey_file: SurveyFile) -> None:
    """Refuse to go on with a chain that goes on elsewhere, or went on before.

    Raises:
        ChainError: With what to do instead.
    """
    why = why_not(workspace, survey_file)
    if why:
        raise ChainError(
            _in_words(why, workspace, survey_file),
            where=str(workspace.folder),
            to_do=_(
                "Nothing here is lost. Hand over what is here, then: "
                "fieldsurvey rejoin. The lead enrols this laptop anew, and you work on."
            ),
        )


def _in_words(why: str, workspace: Workspace, survey_file: SurveyFile) -> str:
    if why == COPIED:
        return _("This folder was copied from another laptop.")
    if why == CUT_SHORT:
        return _("This laptop was being joined anew, and that was cut short.")
    setback = find_setback(survey_file, workspace.keys, workspace.outbox)
    assert setback is not None
    return _(
        "The survey file was set back: it ends with line {last}, but line {seq} was said here."
    ).format(last=setback.last, seq=setback.seq)
