"""The word FORM of a command in, the questionnaire it means out."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from fieldsurvey.questionnaire import Questionnaire


def shipped_files() -> list[Path]:
    """Return the files of the shipped questionnaires."""
    from fieldsurvey.questionnaire import shipped_folder
    from fieldsurvey.questionnaire.reading import NOT_FORMS

    return sorted(path for path in shipped_folder().glob("*.yaml") if path.name not in NOT_FORMS)


def find_file(form: str, standing: Standing) -> Path:
    """Return the file that `form` means: a path, or the form_id of one of the workspace or ours.

    Raises:
        UsageError: There is none.
    """
    from fieldsurvey.questionnaire import shipped_folder

    path = Path(form)
    if path.suffix in (".yaml", ".yml") or path.exists():
        return path
    folders = [shipped_folder()]
    with suppress(UsageError):
        folders.insert(0, standing.workspace().questionnaires)
    for folder in folders:
        if (folder / f"{form}.yaml").is_file():
            return folder / f"{form}.yaml"
    known = listed(path.stem for path in shipped_files())
    raise UsageError(
        _("There is no questionnaire “{form}”.").format(form=form),
        to_do=_("Name a file, or one of {known}.").format(known=known),
    )


def find_form(form: str, standing: Standing) -> "Questionnaire":
    """Return the questionnaire that `form` means.

    Raises:
        UsageError: There is none.
        QuestionnaireError: It cannot be used.
    """
    from fieldsurvey.questionnaire import read_questionnaire

    return read_questionnaire(find_file(form, standing))
