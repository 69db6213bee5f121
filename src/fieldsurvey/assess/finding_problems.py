"""Takes a questionnaire and an interview, gives its problems: one for each problem answer.

`interview.evaluation` says which rule holds, here as in the interview itself; this module says
what the list needs to know of it. 不隐不瞒: every problem answer gives exactly one `Problem`, and
every `Problem` leads back to the path of one answer.
"""

from collections.abc import Iterable
from math import isfinite

from fieldsurvey.assess.numbering import number_problem
from fieldsurvey.assess.problem import Problem
from fieldsurvey.chain.interview import Interview, Keying, Status
from fieldsurvey.errors import AssessmentError
from fieldsurvey.expressions import compile_expression
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _
from fieldsurvey.interview.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.on_demand import OnDemand, is_on_demand, near_problem
from fieldsurvey.interview.plan import Node, Plan, plan_of
from fieldsurvey.interview.screening import Verdict, screen_of
from fieldsurvey.interview.wording import fill_places, value_in_words
from fieldsurvey.questionnaire.model import Group, ProblemRule, Questionnaire, Severity


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
    if interview.status is Status.WITHDRAWN or interview.keying is Keying.SECOND:
        return []
    plan = plan_of(questionnaire)
    suspects = screen_of(plan).suspects(interview.answers)
    if not suspects:
        return []
    if not is_on_demand(plan):
        return evaluate_problems(questionnaire, interview)
    return _by_suspects(plan, interview, suspects)


def _by_suspects(
    plan: Plan, interview: Interview, suspects: Iterable[tuple[str, Verdict]]
) -> list[Problem]:
    screen, said = screen_of(plan), OnDemand(plan, interview)
    held: list[tuple[str, ProblemRule]] = []
    for path, verdict in suspects:
        if path in screen.plain and isinstance(verdict, ProblemRule):
            rule: ProblemRule | None = verdict
        elif path in screen.near:
            rule = near_problem(plan, interview, path, screen.near[path])
        else:
            rule = said.problem(path)
        if rule is not None:
            held.append((path, rule))
    if screen.computed:
        held.sort(key=lambda each: plan.places[each[0]])
    return [_problem(interview, said, path, rule) for path, rule in held]


def evaluate_problems(questionnaire: Questionnaire, interview: Interview) -> list[Problem]:
    """Return the same problems from an evaluation of the whole interview, a hundred times dearer.

    The interview is one of `questionnaire`, and counts.
    """
    evaluation = evaluate_interview(questionnaire, interview)
    held = evaluation.problems
    paths = sorted(held, key=evaluation.places.__getitem__)
    return [_problem(interview, evaluation, path, held[path]) for path in paths]


def listed(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that are rows of the list: all but the hints for the reviewer."""
    return [problem for problem in problems if problem.severity is not Severity.WATCH]


def _problem(
    interview: Interview, evaluation: Evaluation | OnDemand, path: str, rule: ProblemRule
) -> Problem:
    questionnaire = evaluation.plan.questionnaire
    question = evaluation.question(path)
    node = evaluation.node(path)
    instance = tuple(
        _as_text(evaluation.values.get(key, "")) for key in questionnaire.settings.instance_key
    )
    return Problem(
        number=number_problem(interview.subject, questionnaire.form_id, instance, path),
        rule=f"{questionnaire.form_id}.{rule.name}",
        question=path,
        question_number=question.number,
        severity=rule.severity,
        category=rule.category or question.category,
        indicator=rule.indicator,
        sector=rule.sector or question.sector,
        support=question.support,
        text={spoken: fill_places(rule.text, evaluation, path, spoken) for spoken in rule.text},
        description=_describe(interview, evaluation, path, rule),
        quantity=_quantity(evaluation, path, rule),
        subject=interview.subject,
        form_id=interview.form_id,
        interview=interview.id,
        head=interview.head,
        instance=instance,
        section=node.above[0].number or node.above[0].name if node.above else "",
        block=_block(node),
        is_free_text=question.base_type == "text",
    )


def _as_text(value: AnswerValue) -> str:
    return value.value if isinstance(value, SpecialAnswer) else value


def _block(node: Node) -> str:
    named = (group.block for group in reversed(node.above) if isinstance(group, Group))
    return next((block for block in named if block), "")


def _describe(
    interview: Interview, evaluation: Evaluation | OnDemand, path: str, rule: ProblemRule
) -> str:
    """Return what was said of it: the answer kept for that, then what the inspector added.

    An answer that the rule's own sentence holds already is left to it where there is more to say.
    """
    spoken = evaluation.plan.questionnaire.settings.default_language
    detail = evaluation.question(path).detail
    told = value_in_words(evaluation, evaluation.nearest(path, detail), spoken) if detail else ""
    added = interview.descriptions.get(path, "").strip()
    if added and any(f"{{{detail}}}" in text for text in rule.text.values()):
        return added
    parts = dict.fromkeys(part for part in (told, added) if part)
    return ("；" if spoken.startswith("zh") else "; ").join(parts)


def _quantity(evaluation: Evaluation | OnDemand, path: str, rule: ProblemRule) -> int:
    """Return how many cases it counts as; one where the expression gives no number of cases."""
    if not rule.quantity:
        return 1
    number = compile_expression(rule.quantity).number(evaluation.scope(path))
    return max(1, int(number + 0.5)) if isfinite(number) else 1
