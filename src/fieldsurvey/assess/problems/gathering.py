"""Takes all interviews and what was decided, gives the one list of problems.

A number stands in it once. Where a subject was interviewed twice with the same questionnaire, the
two are a conflict for the lead; until then the worse of two answers is the row, and the other
interview is named in `also_in`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.problems.finding import find_problems
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.assess.versions import version_of
from fieldsurvey.chain.interview import Interview
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _
from fieldsurvey.questionnaire.model import Questionnaire, Severity

_WORST_FIRST = {severity: order for order, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Gathered:
    """The problems of a campaign."""

    problems: tuple[Problem, ...]
    """Hints too; in the order of their subjects, then of interviews, then of the form."""
    findings: tuple[Finding, ...] = ()
    """Interviews that could not be looked at."""


def gather_problems(
    questionnaires: Mapping[str, Questionnaire],
    interviews: Iterable[Interview],
    states: Mapping[str, ProblemState] | None = None,
) -> Gathered:
    """Find the problems of all interviews and say how each stands.

    Args:
        questionnaires: By digest, or by `form_id`; the version an interview was made with goes
            first.
        interviews: In any order; the result does not depend on it.
        states: Confirmed or dismissed, by problem number; the others are suspected.
    """
    rows: dict[str, list[tuple[bool, Problem]]] = {}
    findings = []
    for interview in sorted(interviews, key=lambda i: (i.subject, i.form_id, i.id)):
        questionnaire = version_of(questionnaires, interview)
        if questionnaire is None:
            findings.append(_unknown(interview))
            continue
        if interview.questionnaire not in ("", questionnaire.digest):
            findings.append(_another_version(interview))
        for problem in find_problems(questionnaire, interview):
            rows.setdefault(problem.number, []).append((is_evidence(interview), problem))
    decided = states or {}
    return Gathered(tuple(_one_row(same, decided) for same in rows.values()), tuple(findings))


def _one_row(same: list[tuple[bool, Problem]], states: Mapping[str, ProblemState]) -> Problem:
    if len(same) == 1 and same[0][1].number not in states:
        return same[0][1]
    worst = sorted(
        same,
        key=lambda row: (
            # What may be a problem is never hidden behind a hint, whoever said it.
            row[1].severity is Severity.WATCH,
            not row[0],
            _WORST_FIRST[row[1].severity],
            row[1].interview,
        ),
    )
    problem = worst[0][1]
    others = dict.fromkeys(other.interview for _, other in worst[1:])
    return problem._replace(
        state=states.get(problem.number, problem.state),
        also_in=tuple(sorted(others.keys() - {problem.interview})),
    )


def _unknown(interview: Interview) -> Finding:
    return Finding(
        "T020",
        interview.subject,
        _("Its questionnaire {form_id} is not here, so its problems cannot be found.").format(
            form_id=interview.form_id
        ),
        _("Put the questionnaire into the folder questionnaires/ and assess again."),
        subject=interview.id,
    )


def _another_version(interview: Interview) -> Finding:
    return Finding(
        "T021",
        interview.subject,
        _("Its version of {form_id} is not here, so it is judged by the one in use.").format(
            form_id=interview.form_id
        ),
        _("Merge the bundle it came with again: the version travels in it."),
        subject=interview.id,
        kind=FindingKind.WARNING,
    )
