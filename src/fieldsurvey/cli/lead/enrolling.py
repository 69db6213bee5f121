"""A lead's workspace and somebody's decision about laptops in, its lines and what follows out."""

from pathlib import Path

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.devices.enrolment import (
    Enrolment,
    Trust,
    enrolment_entry,
    enrolments_in,
)
from fieldsurvey.chain.devices.keys import device_of, fingerprint
from fieldsurvey.chain.devices.register import Device, device, trust_key
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import UsageError
from fieldsurvey.handover.enrolment_request import EnrolmentRequest, find_requests, read_request
from fieldsurvey.handover.gate import Gate
from fieldsurvey.i18n import _


def gate_of(workspace: Workspace, survey_file: SurveyFile) -> Gate:
    """Return whom the campaign trusts, as it was decided so far."""
    return Gate(enrolments_in(survey_file), workspace.campaign.enrolment == "required")


def enrol(survey_file: SurveyFile, public_key: str, team: str, why: str = "") -> Enrolment:
    """Say that a laptop may hand over; nothing is said where that holds already."""
    name = device_of(bytes.fromhex(public_key))
    decided = enrolments_in(survey_file).get(name)
    if decided and (decided.public_key, decided.state) == (public_key, Trust.ENROLLED):
        return decided
    decision = Enrolment(name, public_key, team, Trust.ENROLLED, why)
    now = survey_file.clock.now().isoformat(timespec="seconds")
    with survey_file.transaction():
        trust_key(survey_file, Device(name, public_key, team, now))
        survey_file.append([enrolment_entry(decision)])
    return decision


def revoke(survey_file: SurveyFile, name: str, why: str, since: str = "") -> Enrolment:
    """Say that what a laptop says from now on counts for nothing.

    With a day (ISO 8601) its interviews from that day on are set aside, too.
    """
    known = known_device(survey_file, name)
    last, _head = survey_file.tip(known.device)
    decision = Enrolment(
        known.device, known.public_key, known.team, Trust.REVOKED, why, last, since
    )
    survey_file.append([enrolment_entry(decision)])
    return decision


def named_by(wanted: str) -> list[str]:
    """Return what a word names: the request files on a stick, or itself.

    Raises:
        UsageError: It is a stick without any.
    """
    place = Path(wanted)
    if not place.is_dir():
        return [wanted]
    found = [str(path) for path in find_requests([place])]
    if not found:
        raise UsageError(
            _("No laptop asks to be enrolled there: there is no file DEVICE.enrol."),
            where=wanted,
            to_do=_("fieldsurvey merge the stick, then name the laptop by its id."),
        )
    return found


def asked_for(survey_file: SurveyFile, wanted: str) -> EnrolmentRequest:
    """Return the laptop that is meant by its id or by its request file.

    Raises:
        UsageError: No such laptop was seen, or it is of another campaign.
        HandoverError: The file is no request, or was altered.
    """
    if not Path(wanted).is_file():
        known = known_device(survey_file, wanted)
        return EnrolmentRequest(
            survey_file.campaign, known.team, known.device, known.public_key, "", ""
        )
    request = read_request(Path(wanted))
    if request.campaign != survey_file.campaign:
        raise UsageError(
            _("{device} belongs to another campaign, “{campaign}”.").format(
                device=request.device, campaign=request.campaign[:80]
            ),
            where=wanted,
            to_do=_("Give it back to its team."),
        )
    return request


def known_device(survey_file: SurveyFile, name: str) -> Device:
    """Return a laptop whose bundles came, taken in or waiting.

    Raises:
        UsageError: None of that name was seen.
    """
    known = device(survey_file, name)
    if known is None or not known.public_key or name == survey_file.device:
        raise UsageError(
            _("No laptop {device} is known here.").format(device=name),
            to_do=_(
                "fieldsurvey devices list names those that handed over; "
                "or name its file DEVICE.enrol."
            ),
        )
    return known


def check_fingerprint(request: EnrolmentRequest, read_out: str) -> None:
    """Refuse a laptop whose fingerprint is not the one that was read out.

    Raises:
        UsageError: It is another one.
    """
    true = fingerprint(bytes.fromhex(request.public_key))
    if _letters(read_out) != _letters(true):
        raise UsageError(
            _("The fingerprint of {device} is {fingerprint}, not what was read out.").format(
                device=request.device, fingerprint=true
            ),
            to_do=_("Do not enrol it before you know which laptop it is."),
        )


def check_team(workspace: Workspace, request: EnrolmentRequest) -> None:
    """Refuse a laptop of a team that the campaign does not have; another lead is of none.

    Raises:
        UsageError: There is no such team.
    """
    if request.team and workspace.campaign.team(request.team) is None:
        raise UsageError(
            _("{device} says it is of team {team}, which campaign.yaml does not have.").format(
                device=request.device, team=request.team[:80]
            ),
            where=str(workspace.campaign_yaml),
        )


def _letters(text: str) -> str:
    # People read O for 0 and I for 1; neither digit is in the alphabet.
    letters = text.upper().replace("0", "O").replace("1", "I")
    return "".join(letter for letter in letters if letter.isalnum())
