"""An interview in, a table of its answers out."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, language, listed

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.interview.conversation import Conversation
    from fieldsurvey.interview.logic.evaluation import Evaluation
    from fieldsurvey.questionnaire import Questionnaire


def evidence_notes(conversation: "Conversation", path: str) -> list[str]:
    """Return what shows an answer: how many photos, when and where, or why there is none."""
    from fieldsurvey.interview.photos.words import moment_in_words, photo_count

    photos = conversation.photos.get(path, ())
    if not photos:
        why = conversation.photos_absent.get(path, "")
        return [_("No photo: {why}").format(why=why)] if why else []
    told = {
        " ".join(part for part in (moment_in_words(photo.taken_at), photo.place) if part)
        for photo in photos
    }
    where = listed(sorted(told - {""}))
    return [f"{photo_count(len(photos))} ({where})" if where else photo_count(len(photos))]


def answers_table(interview: "Interview", questionnaire: "Questionnaire", section: str = "") -> Any:
    """Return each question asked with its answer, remark and problem.

    Args:
        interview: As it stands.
        questionnaire: The version it was made with.
        section: Only the questions of the outermost group with this number or name.
    """
    from fieldsurvey.interview.conversation import Conversation
    from fieldsurvey.interview.logic.wording import value_in_words
    from fieldsurvey.interview.showing.problem_words import severity_in_words
    from fieldsurvey.interview.showing.review import review

    conversation = Conversation.resume(questionnaire, interview)
    rows = []
    for row in review(conversation).rows:
        if section and section not in _section_names(conversation.evaluation, row.path):
            continue
        question = conversation.evaluation.question(row.path)
        notes = [severity_in_words(row.problem.severity)] if row.problem else []
        notes += [note for note in (row.description, row.remark) if note]
        notes += evidence_notes(conversation, row.path)
        rows.append(
            (
                question.number,
                _label(conversation.evaluation, row.path),
                value_in_words(conversation.evaluation, row.path, language()),
                listed(notes),
            )
        )
    title = conversation.evaluation.instance_name
    return table((_("No."), _("Question"), _("Answer"), _("Notes")), rows, title=title)


def _section_names(evaluation: "Evaluation", path: str) -> tuple[str, ...]:
    above = evaluation.node(path).above
    return (above[0].number, above[0].name) if above else ()


def _label(evaluation: "Evaluation", path: str) -> str:
    from fieldsurvey.interview.logic.wording import fill_references
    from fieldsurvey.interview.rows.named import rows_in_words

    label = fill_references(evaluation.question(path).label, evaluation, path, language())
    rows = rows_in_words(evaluation, path, language())
    return f"[{rows}] {label}" if rows else label
