"""A questionnaire and its tests in, what is not as expected out. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fieldsurvey.i18n import _, sentences
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.logic.plan import METADATA
from fieldsurvey.interview.trials.form_tests import Case, Expected, FormTests
from fieldsurvey.interview.trials.trying import Trial, try_answers
from fieldsurvey.interview.typed.refusal import CONSTRAINT, NOT_ASKED, WARNING, Refusal
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.questionnaire.nearest import suggestion

_EXPECTS_REFUSAL = {
    ("constraint", "broken"): CONSTRAINT,
    ("warning", "broken"): WARNING,
    ("relevant", False): NOT_ASKED,
    ("asked", False): NOT_ASKED,
}
"""What an expectation says of an answer that is not taken, without `refused`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected."""

    where: str
    """Of the expectation: `registered.test.yaml:14`."""
    path: str
    """Of the question; '' where it is about none."""
    what: str
    """One sentence."""


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What one case gave."""

    case: Case
    differences: tuple[Difference, ...]

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.differences


def run_form_tests(questionnaire: Questionnaire, tests: FormTests) -> Iterator[CaseResult]:
    """Yield what each case gives, in order.

    Answers that a case gives must be taken, unless it expects their refusal. A required question
    that a case leaves out is none of its business.
    """
    for case in tests.cases:
        yield CaseResult(case, tuple(_differences(questionnaire, case)))


def _differences(questionnaire: Questionnaire, case: Case) -> Iterator[Difference]:
    yield from _useless_facts(questionnaire, case)
    spoken = questionnaire.settings.default_language
    trial = try_answers(questionnaire, case.given, case.facts, case.now, spoken)
    yield from _refusals(case, trial)
    yield from _unknown(case, trial)
    for expected in case.expected:
        yield from _compared(trial, expected)
    if case.problems is not None:
        yield from _problems(case.problems, case.problems_where, trial)
    if case.checks is not None:
        yield from _checks(case.checks, case.checks_where, trial)


def _useless_facts(questionnaire: Questionnaire, case: Case) -> Iterator[Difference]:
    asked_for = {question.preload for question in questionnaire.questions.values()} | METADATA
    for fact in case.facts:
        if fact not in asked_for:
            what = _("No question of the form takes the fact “{fact}”.").format(fact=fact)
            near = suggestion(fact, asked_for)
            yield Difference(case.facts_where[fact], "", sentences([what, near]))


def _refusals(case: Case, trial: Trial) -> Iterator[Difference]:
    for path, refusal in trial.not_taken.items():
        given = case.given.get(path)
        if given is not None and not _is_expected(case, path, refusal):
            what = _("The answer is not taken ({code}): {why}").format(
                code=refusal.code, why=refusal.what
            )
            yield Difference(given.where, path, what)


def _is_expected(case: Case, path: str, refusal: Refusal) -> bool:
    about = [expected for expected in case.expected if expected.path == path]
    return any(
        expected.key == "refused" or _expects(expected) == refusal.code for expected in about
    )


def _expects(expected: Expected) -> str:
    value = expected.value
    return _EXPECTS_REFUSAL.get((expected.key, value), "") if isinstance(value, str | bool) else ""


def _unknown(case: Case, trial: Trial) -> Iterator[Difference]:
    nodes = trial.evaluation.plan.nodes
    first = {expected.path: expected.where for expected in reversed(case.expected)}
    for path, where in reversed(first.items()):
        if name_of(path) not in nodes:
            what = _("The questionnaire has no question “{name}”.").format(name=path)
            yield Difference(where, path, sentences([what, suggestion(name_of(path), nodes)]))


def _compared(trial: Trial, expected: Expected) -> Iterator[Difference]:
    if name_of(expected.path) not in trial.evaluation.plan.nodes:
        return
    actual = trial.state(expected.path).to_json()[expected.key]
    if actual != expected.value:
        what = _("{key}: expected {expected}, got {actual}").format(
            key=expected.key, expected=_shown(expected.value), actual=_shown(actual)
        )
        yield Difference(expected.where, expected.path, what)


def _problems(expected: tuple[str, ...], where: str, trial: Trial) -> Iterator[Difference]:
    actual = {path: state.problem.name for path, state in trial.states.items() if state.problem}
    if sorted(actual.values()) == sorted(expected):
        return
    left = list(expected)
    for path, name in actual.items():
        if name in left:
            left.remove(name)
        else:
            yield Difference(
                where, path, _("The problem “{name}” is raised, too.").format(name=name)
            )
    for name in left:
        yield Difference(where, "", _missing(name, trial))


def _missing(name: str, trial: Trial) -> str:
    known = _rule_names(trial)
    what = _("The problem “{name}” is not raised.").format(name=name)
    return what if name in known else sentences([what, suggestion(name, known)])


def _checks(expected: tuple[str, ...], where: str, trial: Trial) -> Iterator[Difference]:
    known = trial.evaluation.plan.checks
    actual = {path: check.code for path, check in trial.evaluation.fired.items()}
    for path, code in actual.items():
        if code not in expected:
            yield Difference(where, path, _("The check “{code}” fires, too.").format(code=code))
    for code in expected:
        if code not in actual.values():
            what = _("The check “{code}” does not fire.").format(code=code)
            near = "" if code in known else suggestion(code, known)
            yield Difference(where, "", sentences([what, near]))


def _rule_names(trial: Trial) -> Mapping[str, None]:
    nodes = trial.evaluation.plan.nodes.values()
    return {rule.name: None for node in nodes for rule, _when in node.rules}


def _shown(value: object) -> str:
    """Return a value as YAML writes it on one line."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(_shown, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {inside}" for key, inside in value.items()) + "}"
    return f'"{value}"'
