"""Takes a questionnaire and an interview, gives its problems: one for each problem answer.

`interview.logic.evaluation` says which rule holds, here as in the interview itself. Most answers
are passed over without it: the screen of a questionnaire knows those that can be no problem.
不隐不瞒: every problem answer gives exactly one `Problem`, and every `Problem` leads back to the
path of one answer.
"""

from collections.abc import Iterable
from functools import lru_cache

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.problems.writing import write_problem
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.errors import AssessmentError
from fieldsurvey.i18n import _
from fieldsurvey.interview.logic.evaluation import evaluate_interview
from fieldsurvey.interview.logic.on_demand import OnDemand, is_on_demand
from fieldsurvey.interview.logic.plan import Plan, plan_of
from fieldsurvey.interview.logic.screening import Verdict, screen_of
from fieldsurvey.questionnaire.identity import Same
from fieldsurvey.questionnaire.model import ProblemRule, Questionnaire, Severity


def find_problems(questionnaire: Questionnaire, interview: Interview) -> list[Problem]:
    """Return the problems of one interview, hints (`watch`) too, in the order of the form.

    All are suspected: what somebody decided later is in other lines. A withdrawn interview has
    none, nor has a second keying: the first one has them.

    Raises:
        AssessmentError: The interview was made with another questionnaire.
    """
    if interview.form_id != questionnaire.form_id:
        raise AssessmentError(
            _("The interview was made with {made}, not with {given}.").format(
                made=interview.form_id, given=questionnaire.form_id
            ),
            where=interview.subject,
            to_do=_("Give it the questionnaire it was made with."),
        )
    if interview.status is Status.WITHDRAWN or interview.keying.is_compared_only:
        return []
    finder = _finder_of(Same(questionnaire))
    suspects = finder.screen.suspects(interview.answers)
    if not suspects:
        return []
    if not finder.is_on_demand:
        return evaluate_problems(questionnaire, interview)
    return finder.problems(interview, suspects)


class _Finder:
    """One questionnaire, made ready for finding problems in many interviews."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.screen = screen_of(plan)
        self.is_on_demand = is_on_demand(plan)

    def problems(
        self, interview: Interview, suspects: Iterable[tuple[str, Verdict]]
    ) -> list[Problem]:
        """Return the problems among the answers that may be some."""
        said = OnDemand(self.plan, interview)
        held = [
            (path, rule)
            for path, verdict in suspects
            if (rule := self._rule(said, path, verdict)) is not None
        ]
        if self.screen.computed:
            held.sort(key=lambda each: self.plan.places[each[0]])
        return [write_problem(interview, said, path, rule) for path, rule in held]

    def _rule(self, said: OnDemand, path: str, verdict: Verdict) -> ProblemRule | None:
        if path in self.screen.plain and isinstance(verdict, ProblemRule):
            return verdict
        near = self.screen.near.get(path)
        return near.problem(said) if near is not None else said.problem(path)


@lru_cache(maxsize=64)
def _finder_of(same: Same[Questionnaire]) -> _Finder:
    return _Finder(plan_of(same.value))


def evaluate_problems(questionnaire: Questionnaire, interview: Interview) -> list[Problem]:
    """Return the same problems from an evaluation of the whole interview, a hundred times dearer.

    The interview is one of `questionnaire`, and counts.
    """
    evaluation = evaluate_interview(questionnaire, interview)
    held = evaluation.problems
    paths = sorted(held, key=evaluation.places.__getitem__)
    return [write_problem(interview, evaluation, path, held[path]) for path in paths]


def listed(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are rows of the list: all but the hints for the reviewer."""
    return [problem for problem in problems if problem.severity is not Severity.WATCH]
