"""An interview in, the names of persons that are known from it out."""

from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Privacy, Questionnaire
from fieldsurvey.report.masking import looks_like_a_name


def names_in(interview: Interview, form: Questionnaire | None) -> frozenset[str]:
    """Return the head on the roster, and every answer of class personal that reads as a name.

    Only these: a description that is asked for as personal is what the list is for.
    """
    heads = {interview.preload.get("household.head", "")}
    if form is None:
        return frozenset(filter(None, heads))
    said = {
        answer
        for path, answer in interview.answers.items()
        if isinstance(answer, str) and _is_personal(path, form) and looks_like_a_name(answer)
    }
    return frozenset(filter(None, heads | said))


def _is_personal(path: str, form: Questionnaire) -> bool:
    question = form.questions.get(path.rsplit("/", 1)[-1])
    return question is not None and question.privacy is not Privacy.PLAIN
