"""Interviews in, what was said in them that others may learn from out, masked.

Which answers are, is data: questions that say `report: good_practice`.
"""

from collections.abc import Iterable, Iterator

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Privacy, Question, Questionnaire
from fieldsurvey.report.freezing.problem_list import ListFacts
from fieldsurvey.report.frozen.pack import GoodPractice
from fieldsurvey.report.masking.naming import names_in

_NOTHING = frozenset(
    {"", "无", "没有", "暂无", "无。", "没有。", "暂无。", "none", "no", "none.", "-"}
)
"""Written where nothing was said."""


def good_practice(interviews: Iterable[Interview], facts: ListFacts) -> tuple[GoodPractice, ...]:
    """Return it by township, village, place in the form and who said it; each text once a village.

    Args:
        interviews: Any; those that are no evidence are left out.
        facts: Its roster names villages, its questionnaires in use say which answers, however
            early an interview was made; it says how to mask.
    """
    found = {
        (said.village_code, said.text): (order, said)
        for interview in sorted(interviews, key=lambda each: each.id, reverse=True)
        if is_evidence(interview)
        and (form := facts.questionnaires.get(interview.form_id)) is not None
        for order, said in _said_in(interview, form, facts)
    }
    ordered = sorted(found.values(), key=lambda each: each[0])
    return tuple(said for _order, said in ordered)


_Order = tuple[str, str, str, int, str]


def _said_in(
    interview: Interview, form: Questionnaire, facts: ListFacts
) -> Iterator[tuple[_Order, GoodPractice]]:
    village = facts.roster.villages.get(village_of(interview.subject))
    if village is None:
        return
    township = facts.roster.townships[village.township]
    names = names_in(interview, form)
    positions = {name: n for n, name in enumerate(form.questions)}
    for path, answer in interview.answers.items():
        question = form.questions.get(path.rpartition("/")[2])
        if question is None or not _is_wanted(question) or not isinstance(answer, str):
            continue
        if answer.strip().casefold() in _NOTHING:
            continue
        order = township.code, village.code, form.form_id, positions[question.name], interview.id
        yield (
            order,
            GoodPractice(
                township_code=township.code,
                township=township.name,
                village_code=village.code,
                village=village.name,
                form=form.settings.form_title,
                question=question.label,
                who=_who(interview, form),
                text=facts.hide(answer.strip(), interview.subject, names),
            ),
        )


def _is_wanted(question: Question) -> bool:
    # What points at a person, or is about health, money or minors, is nobody's to learn from.
    return question.report == "good_practice" and question.privacy is Privacy.PLAIN


def _who(interview: Interview, form: Questionnaire) -> dict[str, str]:
    """Return the label of the answer that tells this interview from others of the village."""
    for key in form.settings.instance_key:
        said = interview.answers.get(key)
        question = form.questions.get(key)
        if question is None or not question.list_name:
            continue
        for choice in form.choice_list(question):
            if choice.name == said:
                return dict(choice.label)
    return {}
