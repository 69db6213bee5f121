"""A number or the id of an interview in, the interviews that are meant out; and a yes asked for."""

from collections.abc import Sequence

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.speaking import is_at_terminal, say
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed


def interviews_meant(workspace: Workspace, survey_file: SurveyFile, wanted: str) -> list[Interview]:
    """Return the interview with an id, or all of a household or village.

    Raises:
        UsageError: There is none.
    """
    made = survey_file.interviews()
    exact = [one for one in made if wanted in (one.id, one.id.split("~")[0])]
    if exact:
        return exact
    subject = workspace.subject(wanted).id
    of_subject = [one for one in made if one.subject == subject]
    if not of_subject:
        raise UsageError(
            _("There is no interview of {subject} here.").format(subject=subject),
            to_do=_("fieldsurvey show NUMBER lists those of a household or village."),
        )
    return of_subject


def only_one(interviews: Sequence[Interview], subject: str) -> Interview:
    """Return the only interview.

    Raises:
        UsageError: There are several.
    """
    if len(interviews) > 1:
        raise UsageError(
            _("There are several interviews of {subject}.").format(subject=subject),
            to_do=_("Name one by its id: {ids}.").format(
                ids=listed(f"{one.id} ({one.form_id})" for one in interviews)
            ),
        )
    return interviews[0]


def agree(asked: str, *, yes: bool) -> bool:
    """Ask for a yes; without a terminal it must have been said with `--yes`.

    Raises:
        UsageError: Nobody can be asked.
    """
    if yes:
        return True
    if not is_at_terminal():
        raise UsageError(
            _("This cannot be undone, and nobody is here to be asked."), to_do=_("Say --yes.")
        )
    say(asked)
    return input(_("Type yes to go on: ")).strip().lower() in {"yes", "y", "是"}


def need_reason(reason: str, option: str = "--reason") -> str:
    """Return the reason.

    Raises:
        UsageError: It is blank.
    """
    if not reason.strip():
        raise UsageError(
            _("A reason is needed."), to_do=_("Say it with {option}.").format(option=option)
        )
    return reason.strip()


def need_known(word: str, known: Sequence[str], option: str, otherwise: str = "") -> None:
    """Refuse a word that an option cannot mean; a blank one was not said.

    Args:
        word: As it was typed.
        known: What there is.
        option: `--village`.
        otherwise: What to do where no known word is like it and they are too many to list.

    Raises:
        UsageError: It is not known; names what was probably meant.
    """
    if word and word not in known:
        from fieldsurvey.questionnaire.nearest import suggestion

        raise unknown_word(word, option, suggestion(word, known) or otherwise)


def unknown_word(word: str, option: str, to_do: str) -> UsageError:
    """Return the refusal of a word that an option cannot mean."""
    return UsageError(
        _("There is no “{word}” for {option}.").format(word=word, option=option), to_do=to_do
    )
