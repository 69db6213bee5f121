"""A survey file in, what its leads decided about conflicts and forks out."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from fieldsurvey.assess.settling import Known
from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.forks.branching import branches_in
from fieldsurvey.chain.forks.set_aside import set_aside_in
from fieldsurvey.chain.forks.settlements import fold_rulings
from fieldsurvey.chain.lines.line import Kind

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.questionnaire import Questionnaire


def known_rulings(survey_file: "SurveyFile", forms: "Mapping[str, Questionnaire]") -> Known:
    """Return everything `settle_interviews` needs to know.

    Args:
        survey_file: The lead's.
        forms: The questionnaires in use, by form id.
    """
    return Known(
        rulings=fold_rulings(survey_file.lines_of_kind(Kind.DECISION), leads_in(survey_file)),
        branches=branches_in(survey_file),
        set_aside=set_aside_in(survey_file),
        instance_keys={name: form.settings.instance_key for name, form in forms.items()},
    )
