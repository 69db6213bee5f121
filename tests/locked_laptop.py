"""Laptops that are encrypted, opened by tests: cheaply, and by whichever passphrase they have."""

import secrets
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from fieldsurvey.campaign.secrets.key_file import KeyFile
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.app import run
from fieldsurvey.cli.workplace.unlocking import PASSPHRASE_FILE

TUTORIAL = Path(__file__).parents[1] / "docs" / "tutorial"
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


@dataclass(frozen=True, slots=True)
class LockedCampaign:
    """The campaign of the tutorial with laptops encrypted, and its one laptop joined."""

    folder: Path

    @property
    def lead(self) -> Path:
        """The team lead's workspace."""
        return self.folder / "lead"

    @property
    def kit(self) -> Path:
        """The kit of the team."""
        return self.folder / "kits" / "team-1"

    @property
    def laptop(self) -> Path:
        """The workspace of the laptop."""
        return self.folder / "laptop"

    @property
    def passphrase(self) -> Path:
        """The file that gives the passphrase."""
        return self.folder / "passphrase"


def make_locked(folder: Path) -> LockedCampaign:
    """Make an encrypted campaign in a folder."""
    made = LockedCampaign(folder)
    made.passphrase.write_text(PASSPHRASE + "\n", encoding="utf-8")
    with pytest.MonkeyPatch.context() as surroundings:
        surroundings.setenv(PASSPHRASE_FILE, str(made.passphrase))
        for words in (
            ("new", made.lead, "--encrypted"),
            ("-w", made.lead, "roster", "import", *sorted(TUTORIAL.glob("*.csv"))),
            ("-w", made.lead, "sample", "draw", "--seed", "locked"),
            ("-w", made.lead, "kit", "make", made.folder / "kits", "--no-codes"),
            ("join", made.kit, made.laptop),
        ):
            assert run([str(word) for word in words]) == 0
            if words[0] == "new":
                plan = (TUTORIAL / "campaign.yaml").read_text(encoding="utf-8")
                plan = plan.replace("id: tutorial", "id: lead")
                plan += "\nat_rest:\n  encrypted: required\n"
                (made.lead / "campaign.yaml").write_text(plan, encoding="utf-8")
    make_cheap(workspace_at(made.laptop))
    return made
