"""Takes questionnaires, gives the version that an interview was made with."""

from collections.abc import Mapping

from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Questionnaire


def version_of(
    questionnaires: Mapping[str, Questionnaire], interview: Interview
) -> Questionnaire | None:
    """Return the questionnaire an interview was made with, else the one of its form in use.

    Args:
        questionnaires: By digest, and by `form_id` those in use.
        interview: Whose version is wanted.
    """
    own = questionnaires.get(interview.questionnaire)
    return own if own is not None else questionnaires.get(interview.form_id)
