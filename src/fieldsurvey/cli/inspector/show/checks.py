"""An interview in, the checks across its answers that hold, with reasons, out."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.questionnaire import Questionnaire


def checks_table(interview: "Interview", questionnaire: "Questionnaire") -> Any:
    """Return each check that holds with what was said to it; None where none does."""
    from fieldsurvey.assess.checks.within_a_form import holding_checks
    from fieldsurvey.interview.showing.problem_words import check_kind_in_words

    found = holding_checks(questionnaire, interview, language())
    if not found:
        return None
    rows = [
        (each.code, check_kind_in_words(each.kind), each.text, each.reason or "—") for each in found
    ]
    headings = (_("Check"), _("Kind"), _("What does not go together"), _("Reason"))
    return table(headings, rows)


def checks_json(
    interview: "Interview", questionnaire: "Questionnaire | None"
) -> list[dict[str, Any]]:
    """Return the checks that hold, for a program; none where the questionnaire is not here."""
    from fieldsurvey.assess.checks.within_a_form import holding_checks

    if questionnaire is None:
        return []
    return [
        {
            "code": each.code,
            "kind": each.kind.value,
            "path": each.path,
            "text": each.text,
            "reason": each.reason,
            "answers": list(each.answers),
        }
        for each in holding_checks(questionnaire, interview, language())
    ]
