"""Two versions of a questionnaire in; every difference, with what it does to answers, out."""

from fieldsurvey.questionnaire.differences.answers import answer_differences
from fieldsurvey.questionnaire.differences.checks import check_differences
from fieldsurvey.questionnaire.differences.difference import (
    Difference,
    DifferenceKind,
    Differences,
)
from fieldsurvey.questionnaire.differences.items import item_differences
from fieldsurvey.questionnaire.differences.lists import list_differences
from fieldsurvey.questionnaire.differences.old_interviews import rules_for_old_interviews
from fieldsurvey.questionnaire.differences.pairing import Pairing
from fieldsurvey.questionnaire.differences.placing import placing_differences
from fieldsurvey.questionnaire.differences.rules import rule_differences
from fieldsurvey.questionnaire.differences.settings import settings_differences
from fieldsurvey.questionnaire.logic.form import form_of
from fieldsurvey.questionnaire.model import Questionnaire


def compare(old: Questionnaire, new: Questionnaire) -> Differences:
    """Return what differs between two versions, in the order of the new one.

    Settings and lists come first; what only the old version has stands where it was.
    """
    pairing = Pairing(form_of(old), form_of(new))
    found = [
        *settings_differences(pairing),
        *list_differences(pairing),
        *placing_differences(pairing),
        *item_differences(pairing),
        *answer_differences(pairing),
        *rule_differences(pairing),
        *check_differences(pairing),
    ]
    found.sort(key=lambda each: _place(pairing, each))
    rules = rules_for_old_interviews(
        pairing.old, pairing.new, pairing.renamed, _changed(pairing, found)
    )
    return Differences(tuple(found), tuple(rules))


def _place(pairing: Pairing, difference: Difference) -> tuple[int, str]:
    if not difference.question:
        return -1, ""
    name = difference.question
    place = pairing.new.order.get(name, pairing.old.order.get(name, 0))
    return place, difference.code.number


def _changed(pairing: Pairing, found: list[Difference]) -> set[str]:
    """Return the questions and the rules of the new version whose meaning changed."""
    meant = [each for each in found if each.kind is DifferenceKind.MEANING]
    lists = {each.list_name for each in meant if each.list_name}
    asking = {question.name for question, _ in pairing.new.questions if question.list_name in lists}
    rules = {each.rule for each in meant if each.rule}
    return asking | rules | {each.question for each in meant if not each.rule}
