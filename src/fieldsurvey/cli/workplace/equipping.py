"""A workspace in, the same with its own key and survey file out."""

import secrets
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.devices.keys import DeviceKey
    from fieldsurvey.chain.lines.clock import Clock, RandomBytes
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.questionnaire import Questionnaire

KEY_FILE = "device.key"


def equip(
    workspace: "Workspace",
    *,
    team: str = "",
    clock: "Clock | None" = None,
    random_bytes: "RandomBytes" = secrets.token_bytes,
) -> "DeviceKey":
    """Make the keys and the survey file that are missing; what is there stays as it is.

    A lead's workspace gets the keys that everything is sealed to as well.
    """
    from fieldsurvey.campaign.workspace import WorkspaceKind
    from fieldsurvey.chain.devices.keys import DeviceKey
    from fieldsurvey.chain.survey_file import SurveyFile

    key_file = workspace.keys / KEY_FILE
    lock = workspace.key
    if key_file.exists():
        key = DeviceKey.load(key_file, lock)
    else:
        key = DeviceKey.make(random_bytes)
        key.save(key_file, lock)
    if not workspace.survey_db.exists():
        SurveyFile.create(
            workspace.survey_db,
            device=key.device,
            public_key=key.public,
            campaign=workspace.campaign.id,
            team=team,
            clock=clock,
            random_bytes=random_bytes,
            database_key=lock.database if lock else b"",
        ).close()
    if workspace.kind is WorkspaceKind.LEAD:
        from fieldsurvey.cli.workplace.sealing_keys import make_sealing_keys

        make_sealing_keys(workspace)
    return key


def leave_request(
    workspace: "Workspace", key: "DeviceKey", *, clock: "Clock | None" = None
) -> "Path":
    """Put the laptop's request to be enrolled into its outbox, unless it lies there."""
    import platform

    from fieldsurvey.chain.lines.clock import system_clock
    from fieldsurvey.handover.enrolment_request import SUFFIX, EnrolmentRequest, write_request

    path = workspace.outbox / f"{key.device}{SUFFIX}"
    if path.exists():
        return path
    request = EnrolmentRequest(
        campaign=workspace.campaign.id,
        team=workspace.team,
        device=key.device,
        public_key=key.public.hex(),
        system=platform.system(),
        at=(clock or system_clock()).now().isoformat(timespec="seconds"),
    )
    return write_request(request, key, workspace.outbox)


def load_key(workspace: "Workspace") -> "DeviceKey":
    """Return the key of this machine."""
    from fieldsurvey.chain.devices.keys import DeviceKey

    return DeviceKey.load(workspace.keys / KEY_FILE, workspace.key)


def keep_questionnaires(
    survey_file: "SurveyFile", workspace: "Workspace", forms: "Mapping[str, Questionnaire]"
) -> None:
    """Keep the questionnaires in use with the lines, and a view with a column a question."""
    from fieldsurvey.chain.devices.register import know_questionnaire
    from fieldsurvey.questionnaire.packing import packed_source

    for form_id, questionnaire in forms.items():
        path = workspace.questionnaires / f"{form_id}.yaml"
        know_questionnaire(survey_file, questionnaire, packed_source(questionnaire, path))
