"""Takes what people saw where no answer holds it, gives the same as problems of the one list."""

from collections.abc import Iterable, Iterator, Mapping, Set

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.problems.decisions import AddedProblem
from fieldsurvey.assess.problems.problem import Problem, ProblemState
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import ProblemRule, Question, Questionnaire, Severity


def problems_added(
    added: Iterable[AddedProblem],
    questionnaires: Mapping[str, Questionnaire],
    interviews: Iterable[Interview],
    states: Mapping[str, ProblemState],
) -> Iterator[Problem]:
    """Yield each added problem, with the interview of its subject it belongs beside.

    That is one made with the form of its rule, else any that counts; empty where nobody there was
    interviewed. A rule that no questionnaire has any more leaves what was said of it.
    """
    by_subject: dict[str, list[Interview]] = {}
    for interview in interviews:
        by_subject.setdefault(interview.subject, []).append(interview)
    rules = {name: ruled for form in questionnaires.values() for name, ruled in form.rules.items()}
    for each in added:
        form_id = each.rule.partition(".")[0]
        beside = _beside(by_subject.get(each.subject, []), form_id)
        yield _problem(each, rules.get(each.rule), beside, states)


def _beside(interviews: list[Interview], form_id: str) -> Interview | None:
    ordered = sorted(
        interviews, key=lambda one: (not is_evidence(one), one.form_id != form_id, one.id)
    )
    return ordered[0] if ordered else None


def _problem(
    added: AddedProblem,
    ruled: tuple[Question, ProblemRule] | None,
    beside: Interview | None,
    states: Mapping[str, ProblemState],
) -> Problem:
    question, rule = ruled or (None, None)
    return Problem(
        number=added.number,
        rule=added.rule,
        question="",
        question_number="",
        severity=rule.severity if rule else _severity(added.severity),
        category=added.category or (rule.category if rule else "") or _of(question, "category"),
        indicator=rule.indicator if rule else "",
        sector=added.sector or (rule.sector if rule else "") or _of(question, "sector"),
        support=question.support if question else (),
        text={},
        description=added.text,
        quantity=1,
        subject=added.subject,
        form_id=added.rule.partition(".")[0] if rule else "",
        interview=beside.id if beside else "",
        head=beside.head if beside else "",
        state=states.get(added.number, ProblemState.SUSPECTED),
        found_by=added.found_by,
        found_on=added.found_on,
        source=added.source.value,
        evidence=added.evidence,
        photos=added.photos,
    )


def _of(question: Question | None, name: str) -> str:
    return str(getattr(question, name)) if question else ""


def _severity(said: str) -> Severity:
    known = {severity.value: severity for severity in Severity}
    return known.get(said, Severity.MAJOR)


def mind_merges(
    problems: Iterable[Problem], merged: Mapping[str, str], elsewhere: Set[str] = frozenset()
) -> list[Problem]:
    """Return `problems`, each merged one with the problem it is part of.

    Where that one is not there (its answer was changed since), the merged one stands again by
    itself, suspected: a merge never hides a problem that nothing else tells.

    Args:
        problems: All of a village, or of many.
        merged: The problem that each merged one is part of, by number.
        elsewhere: Numbers of problems that are there, too, in other villages.
    """
    known = list(problems)
    numbers = {problem.number for problem in known} | elsewhere
    return [
        problem
        if problem.state is not ProblemState.MERGED
        else problem._replace(into=merged[problem.number])
        if merged.get(problem.number) in numbers
        else problem._replace(state=ProblemState.SUSPECTED)
        for problem in known
    ]
