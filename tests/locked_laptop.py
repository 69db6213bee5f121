"""Laptops that are encrypted, opened by tests: cheaply, and by whichever passphrase they have."""

import secrets
from dataclasses import replace
from pathlib import Path

from fieldsurvey.campaign.key_file import KeyFile
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.campaign.workspace_key import WorkspaceKey
from fieldsurvey.chain.survey_file import SurveyFile

PASSPHRASE = "mule kettle ninety harbour"
NEW_PASSPHRASE = "window ladder pepper cloud"


def unlock(key_file: KeyFile) -> WorkspaceKey:
    """Return the key, by the passphrase or the new one."""
    key = key_file.open(PASSPHRASE) or key_file.open(NEW_PASSPHRASE)
    assert key is not None, "neither passphrase opens it"
    return key


def workspace_at(folder: Path) -> Workspace:
    """Return a workspace that opens itself where it is encrypted."""
    return Workspace(folder, unlock)


def open_survey(path: Path, *, finish_cost_log2: int = 14) -> SurveyFile:
    """Open a survey file where it lies, encrypted or not."""
    key = workspace_at(path.parent).key
    database_key = key.database if key else b""
    return SurveyFile.open(path, database_key=database_key, finish_cost_log2=finish_cost_log2)


def make_cheap(laptop: Workspace) -> None:
    """Let a try of its passphrase cost a millisecond instead of 0.2 s."""
    key_file = laptop.key_file
    cheap = replace(key_file, cost_log2=4)
    renewed = cheap.with_passphrase(unlock(key_file), PASSPHRASE, secrets.token_bytes)
    laptop.survey_key_json.write_text(renewed.to_json(), encoding="utf-8")
