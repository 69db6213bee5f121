"""Takes the rates and the questionnaires, gives every name in the rates that is nowhere."""

from collections.abc import Iterator, Mapping

from fieldsurvey.assess.rates.rules import RATES_FILE, RateRule, RateSets
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.model import Questionnaire


def check_rates(
    rates: RateSets, questionnaires: Mapping[str, Questionnaire], where: str = RATES_FILE
) -> list[Finding]:
    """Return a finding for each rate that names a form, rule or question that is not there.

    Args:
        rates: As read.
        questionnaires: By `form_id`.
        where: What the findings call the file.
    """
    return [
        Finding(
            "T014",
            where,
            _("The rate {rate} names what no questionnaire has: {names}.").format(
                rate=rule.name, names=listed(missing)
            ),
            _("Correct the name, or put the questionnaire into the folder questionnaires/."),
            subject=rule.name,
        )
        for each in rates.sets
        for rule in each.rates
        if (missing := list(_missing(rule, questionnaires.get(rule.form))))
    ]


def _missing(rule: RateRule, form: Questionnaire | None) -> Iterator[str]:
    if form is None:
        yield rule.form
        return
    if rule.rule and rule.rule not in form.rules:
        yield rule.rule
    named = (rule.persons, rule.persons_affected, rule.asked, *rule.among, *rule.answer)
    yield from (name for name in named if name and name not in form.questions)
