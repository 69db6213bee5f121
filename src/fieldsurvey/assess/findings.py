"""Every code that a finding about scoring rules or assessing can have, and what it means.

`docs/errors.md` is printed from here. A code never changes its meaning.
"""

from collections.abc import Mapping

CODES: Mapping[str, str] = {
    "T001": "The indicators of a block do not add up to its maximum.",
    "T002": "The blocks do not add up to 100.",
    "T003": "Two blocks or indicators have the same code.",
    "T004": "A rule stands in two parts, so that its problems would cost twice.",
    "T005": "An indicator depends on a fact that the plan does not have.",
    "T006": "An indicator has two parts per household, though a household counts once.",
    "T007": "A part may take more than its indicator has.",
    "T008": "No questionnaire has a rule that the score table names.",
    "T009": "A rule that is only a hint is given points.",
    "T010": "The score table and the questionnaire name different indicators for a rule.",
    "T011": "A rule of a household form is not counted per household, or another one is.",
    "T012": "The grades do not go down from the best.",
    "T013": "A questionnaire names an indicator that the score table does not have.",
    "T014": "A rate names a form, a rule or a question that no questionnaire has.",
    "T020": "The questionnaire of an interview is not there, so nothing can be found in it.",
    "T021": "An interview is judged by a version it was not made with; its own is not there.",
    "T030": "A reserve stands in for two households: two laptops drew it.",
    "T031": "A reserve stands in that may not: for a must-visit household, or of another type.",
    "T032": "A household could not be visited and no reserve is left: the village stays short.",
    "P-10": "A problem was dismissed or merged without a reason or without a second name.",
    "X-01": "Two interviews of one subject, and no lead has decided which answers count.",
    "X-11": "Two leads decided a conflict differently; the later decision holds.",
    "X-12": "A laptop's chain goes on in several ways, and no lead has decided which counts.",
    "X-13": "A laptop was revoked since a day; no lead has decided what its interviews are worth.",
}
