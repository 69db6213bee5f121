"""A folder in, its Workspace out: the paths of everything in it, and what its files say.

A folder is a workspace when it holds `campaign.yaml`; a laptop's holds `kit.json` as well.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from fieldsurvey.campaign.campaign_file import read_campaign, write_campaign
from fieldsurvey.campaign.facts import Subject, facts_of, find_subject, forms_of
from fieldsurvey.campaign.folders import whole_folder
from fieldsurvey.campaign.kit.manifest import Manifest, file_digest, read_manifest
from fieldsurvey.campaign.kit.recipients import RECIPIENTS_FILE, Recipients, read_recipients
from fieldsurvey.campaign.model import Assignment, Roster, Sample
from fieldsurvey.campaign.plan import Campaign
from fieldsurvey.campaign.roster.tables import read_roster, write_empty_roster, write_roster
from fieldsurvey.campaign.sample.file import read_sample, write_sample
from fieldsurvey.campaign.sample.schedule import read_schedule, write_schedule
from fieldsurvey.campaign.secrets.codes import Verifiers, read_verifiers
from fieldsurvey.campaign.secrets.key_file import KeyFile, load_key_file
from fieldsurvey.campaign.secrets.workspace_key import WorkspaceKey
from fieldsurvey.errors import CampaignError, UsageError
from fieldsurvey.i18n import _, language


class WorkspaceKind(StrEnum):
    """Whose workspace it is."""

    LEAD = "lead"
    """Planner, team lead and office: the whole campaign."""
    LAPTOP = "laptop"
    """One team's: what its kit holds."""


@dataclass(frozen=True)
class Workspace:
    """One campaign's folder on one machine; its files are read when first asked for."""

    folder: Path
    unlock: Callable[[KeyFile], WorkspaceKey] | None = field(
        default=None, compare=False, repr=False
    )
    """Opens what is encrypted, when it is first needed; none: whoever asks has no passphrase."""

    @property
    def kind(self) -> WorkspaceKind:
        """Whether it is the lead's or a laptop's."""
        return WorkspaceKind.LAPTOP if self.kit_json.exists() else WorkspaceKind.LEAD

    @property
    def campaign_yaml(self) -> Path:
        """What the campaign is."""
        return self.folder / "campaign.yaml"

    @property
    def questionnaires(self) -> Path:
        """Folder of the questionnaires, scoring.yaml and sectors.yaml."""
        return self.folder / "questionnaires"

    @property
    def roster_folder(self) -> Path:
        """Folder of townships.csv, villages.csv and households.csv."""
        return self.folder / "roster"

    @property
    def schedule_csv(self) -> Path:
        """Which team visits which village when."""
        return self.folder / "schedule.csv"

    @property
    def survey_db(self) -> Path:
        """The survey file: every line said."""
        return self.folder / "survey.db"

    @property
    def keys(self) -> Path:
        """Folder of this machine's keys."""
        return self.folder / "keys"

    @property
    def inbox(self) -> Path:
        """Folder the lead's bundles are taken from."""
        return self.folder / "inbox"

    @property
    def outbox(self) -> Path:
        """Folder of the bundles a laptop has sealed."""
        return self.folder / "outbox"

    @property
    def photos(self) -> Path:
        """Folder of the pictures that belong to interviews, each named by its hash."""
        return self.folder / "photos"

    @property
    def editions(self) -> Path:
        """Folder of the editions that were made."""
        return self.folder / "editions"

    @property
    def mail(self) -> Path:
        """Folder of the messages that wait to be sent."""
        return self.folder / "mail"

    @property
    def kit_json(self) -> Path:
        """The manifest of the kit a laptop was joined with."""
        return self.folder / "kit.json"

    @property
    def lead_age(self) -> Path:
        """The lead's key that opens what laptops seal."""
        return self.keys / "lead.age"

    @property
    def recovery_age(self) -> Path:
        """The key that opens it, too; its place is a stick in a safe, not here."""
        return self.keys / "recovery.age"

    @property
    def survey_key_json(self) -> Path:
        """What holds the key of an encrypted laptop, wrapped; not there where nothing is."""
        return self.keys / "survey.key.json"

    @property
    def is_encrypted(self) -> bool:
        """Whether survey file, plan and photos here are encrypted."""
        return self.survey_key_json.exists()

    @property
    def key_file(self) -> KeyFile:
        """The wrapped key of an encrypted laptop; raises CampaignError where it is damaged."""
        return load_key_file(self.survey_key_json)

    @cached_property
    def key(self) -> WorkspaceKey | None:
        """The key of everything encrypted here; None where nothing is.

        Raises:
            UsageError: It is locked, and nobody is there to unlock it.
            CampaignError: The file that holds it is damaged.
        """
        if not self.is_encrypted:
            return None
        if self.unlock is None:
            raise UsageError(
                _("This laptop is locked: what is here is encrypted."), where=str(self.folder)
            )
        return self.unlock(self.key_file)

    @property
    def recipients_json(self) -> Path:
        """To whom everything is sealed: in the lead's `keys`; on a laptop as its kit said."""
        folder = self.folder if self.kind is WorkspaceKind.LAPTOP else self.keys
        return folder / RECIPIENTS_FILE

    @cached_property
    def recipients(self) -> Recipients | None:
        """To whom everything is sealed; None on a laptop whose kit named nobody.

        Raises:
            CampaignError: It is missing, or not as the kit said: nobody puts in a key of their own.
        """
        if self.kind is WorkspaceKind.LAPTOP:
            content = self._as_the_kit_said(self.recipients_json)
        else:
            content = self.recipients_json.read_bytes() if self.recipients_json.exists() else None
        if content is None:
            return None
        return read_recipients(content.decode(errors="replace"), str(self.recipients_json))

    @property
    def codes_json(self) -> Path:
        """On a laptop: what shows that an inspector knows their personal code."""
        return self.folder / "codes.json"

    @cached_property
    def verifiers(self) -> Verifiers | None:
        """What shows that an inspector knows their code; None where the kit came without codes.

        Raises:
            CampaignError: It is not as the kit said: codes cannot be got rid of by a deleted file.
        """
        content = self._as_the_kit_said(self.codes_json)
        if content is None:
            return None
        return read_verifiers(content.decode(errors="replace"), str(self.codes_json))

    @cached_property
    def campaign(self) -> Campaign:
        """The campaign; raises CampaignError with every fault of its file."""
        return read_campaign(self.campaign_yaml)

    @cached_property
    def roster(self) -> Roster:
        """The roster; on a laptop only what its team needs."""
        return read_roster(self.roster_folder, self._reader())

    @cached_property
    def sample(self) -> Sample:
        """The sample; on a laptop that of its team."""
        return read_sample(self.folder, self.roster, self._reader())

    @cached_property
    def schedule(self) -> tuple[Assignment, ...]:
        """The schedule; on a laptop that of its team."""
        return read_schedule(self.schedule_csv, self._reader())

    @cached_property
    def manifest(self) -> Manifest:
        """What the kit said that this laptop was joined with; raises CampaignError if none."""
        return read_manifest(self.folder)

    @property
    def team(self) -> str:
        """The code of the team whose laptop this is; blank in the lead's workspace."""
        return self.manifest.team if self.kind is WorkspaceKind.LAPTOP else ""

    def content(self, path: Path) -> bytes:
        """Return a file of the kit a laptop joined with, as the kit brought it.

        Raises:
            OSError: The disk does not give it.
            CampaignError: It lies encrypted, and was altered.
        """
        is_open = lies_open(path.relative_to(self.folder).as_posix())
        return path.read_bytes() if is_open else self._reader()(path)

    def _reader(self) -> Callable[[Path], bytes]:
        """Return what reads the files of the plan; unlocks them where they are encrypted."""
        key = self.key
        if key is None:
            return Path.read_bytes
        return lambda path: key.open(path.read_bytes(), path.name)

    def _as_the_kit_said(self, path: Path) -> bytes | None:
        """Return a file of the kit, proven; None where the kit came without it."""
        digest = self.manifest.files.get(path.name)
        if digest is None:
            return None
        try:
            content = self.content(path)
        except OSError:
            content = b""
        if file_digest(content) != digest:
            raise CampaignError(
                _("The file is missing or was changed after the kit was made."),
                where=str(path),
                to_do=_("Join again with the kit: fieldsurvey join KIT DIR"),
            )
        return content

    def subject(self, text: str) -> Subject:
        """Return the household or village that somebody means; raises UsageError if none."""
        return find_subject(text, self.roster, self.sample)

    def facts(self, subject: str) -> Mapping[str, str]:
        """Return the facts of the plan that an interview of `subject` is preloaded with."""
        return facts_of(subject, self.roster, self.sample, self.campaign)

    def forms(self, subject: str) -> tuple[str, ...]:
        """Return the form_ids of the questionnaires that apply to `subject`."""
        return forms_of(subject, self.roster, self.sample, self.campaign)

    def save_roster(self, roster: Roster) -> None:
        """Replace the roster."""
        write_roster(self.roster_folder, roster)
        self.__dict__.pop("roster", None)

    def save_sample(self, sample: Sample, schedule: tuple[Assignment, ...]) -> None:
        """Replace the sample and the schedule that follows from it."""
        write_sample(self.folder, sample, self.roster)
        write_schedule(self.schedule_csv, schedule)
        self.__dict__.pop("sample", None)
        self.__dict__.pop("schedule", None)


def lies_open(name: str) -> bool:
    """Tell of a kit's file, by its path in the kit, whether it is encrypted on no laptop.

    What must be read before somebody types the passphrase, and what says nothing of anybody
    visited: the campaign, to whom things are sealed, the questionnaires.
    """
    return name in ("campaign.yaml", RECIPIENTS_FILE) or name.startswith("questionnaires/")


def find_workspace(start: Path) -> Workspace:
    """Return the workspace at or above a folder.

    Raises:
        UsageError: There is none, or `start` does not exist.
    """
    if not start.is_dir():
        raise UsageError(
            _("There is no such folder."),
            where=str(start),
            to_do=_("Look at the name given with --workspace."),
        )
    here = start.resolve()
    for folder in (here, *here.parents):
        if (folder / "campaign.yaml").is_file():
            return Workspace(folder)
    raise UsageError(
        _("This folder is not in a workspace: there is no campaign.yaml here or above."),
        where=str(start),
        to_do=_(
            "Go to the folder of your campaign, or name it with --workspace DIR; "
            "fieldsurvey new DIR makes one, fieldsurvey join KIT joins a laptop to one."
        ),
    )


def create_workspace(folder: Path, campaign: Campaign) -> Workspace:
    """Make a lead's workspace: campaign.yaml, the shipped questionnaires, an empty roster.

    Raises:
        CampaignError: The folder is in use or cannot be written; then nothing is left behind.
    """
    from fieldsurvey.questionnaire import shipped_folder

    with whole_folder(folder) as unfinished:
        made = Workspace(unfinished)
        write_campaign(made.campaign_yaml, campaign)
        shutil.copytree(
            shipped_folder(),
            made.questionnaires,
            ignore=shutil.ignore_patterns("tests"),
            copy_function=shutil.copyfile,
        )
        write_empty_roster(made.roster_folder, language())
        readme = Path(__file__).with_name("roster-readme.txt").read_bytes()
        (made.roster_folder / "README.txt").write_bytes(readme)
        made.inbox.mkdir()
        made.editions.mkdir()
    return Workspace(folder)
