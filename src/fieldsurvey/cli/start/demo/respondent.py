"""A question and the circumstances of who is asked in, an answer out.

The respondent tries an answer on the conversation, which is pure, and looks whether it would be a
problem: where something is wrong it gives one that is, elsewhere one that is not. So the model
knows no rule of any questionnaire.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from fieldsurvey.cli.start.demo import phrases
from fieldsurvey.cli.start.demo.camera import Camera
from fieldsurvey.cli.start.demo.circumstances import Circumstances
from fieldsurvey.cli.start.demo.draws import Draws
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.questionnaire.model import Question, Severity

_SHARE_OF_RULES = 0.55
"""Where something is wrong in a category, how many of its questions show it."""

_YES_NO: Mapping[str, float] = {
    "relapsed": 0.02,
    "school_age_child": 0.32,
    "other_student": 0.25,
    "in_hospital": 0.18,
    "industry_eligible": 0.8,
    "old_project": 0.45,
    "industry_project": 0.75,
    "employment_eligible": 0.5,
    "working_age_member": 0.75,
    "elderly_member": 0.5,
    "road_exception": 0.2,
    "bus_possible": 0.95,
    "bus_arrives": 0.9,
}
"""How often a question that judges nothing is answered with its first choice; else one in two."""

_FIGURES: Mapping[str, tuple[tuple[int, int], tuple[int, int]]] = {
    "road_width": ((4, 6), (2, 3)),
    "bus_stop_distance": ((1, 2), (3, 5)),
    "water_quantity": ((45, 90), (25, 39)),
    "water_minutes": ((0, 8), (12, 25)),
    "water_guarantee": ((95, 100), (80, 94)),
    "motive_power": ((100, 100), (92, 99)),
    "household_power": ((100, 100), (97, 99)),
    "clinic_area": ((60, 120), (40, 58)),
    "clinic_served": ((900, 1900), (900, 1900)),
    "clinic_staff": ((2, 3), (0, 0)),
    "broadband_speed": ((50, 100), (10, 20)),
    "unlifted_persons": ((18, 30), (50, 70)),
    "village_population": ((1600, 2400), (1600, 2400)),
    "collective_income": ((30000, 180000), (0, 20000)),
    "income_per_person": ((5800, 15000), (3000, 3900)),
    "self_paid": ((0, 30000), (0, 30000)),
    "area_over": ((5, 20), (5, 20)),
    "area_short": ((0, 0), (0, 0)),
}
"""Least and most of a figure where all is well, and where it is not."""


@dataclass(frozen=True, slots=True)
class Respondent:
    """One household or village, answering.

    Of answers that suit as well, it gives one that goes with those before; where none does, it has
    a reason.
    """

    circumstances: Circumstances
    draws: Draws
    camera: Camera
    nth: int = 0
    """Which of several interviews of the subject with one questionnaire this is."""

    def respond(self, conversation: Conversation, step: Step) -> Taken:
        """Answer, describe or show a problem, or say why answers disagree: what the step asks."""
        if step.kind is StepKind.DESCRIPTION:
            said = conversation.describe(step.path, self._describe(_category(step)))
            assert isinstance(said, Taken)
            return said
        if step.kind is StepKind.EVIDENCE:
            return self.camera.show(conversation, step.path)
        if step.check is not None:
            said = conversation.explain(step.path, phrases.REASONS[step.check.code[:4]])
            assert isinstance(said, Taken), said
            return said
        taken = self._take(conversation, step)
        if taken is None:
            raise AssertionError(f"the demo finds no answer to {step.path}")
        return taken

    def _take(self, conversation: Conversation, step: Step) -> Taken | None:
        """Give the first answer that suits the circumstances, else the first that is taken."""
        assert step.question is not None
        answers = list(self._plausible(conversation, step, step.question))
        given = _given(conversation, answers)
        if len(answers) == 1 or not step.question.problem:
            return _going_together(given)
        wrong = self._is_wrong(step.question)
        suitable: list[Taken] = []
        others: list[Taken] = []
        for taken in given:
            (suitable if _is_problem(taken) is wrong else others).append(taken)
        return _going_together(suitable) or _going_together(others)

    def _is_wrong(self, question: Question) -> bool:
        return question.category in self.circumstances.troubles and self.draws.chance(
            _SHARE_OF_RULES
        )

    def _plausible(
        self, conversation: Conversation, step: Step, question: Question
    ) -> Iterator[str]:
        if step.proposal:
            yield step.proposal
        elif question.name in _SPECIAL_CASES:
            yield _SPECIAL_CASES[question.name](conversation, self.circumstances, self.draws)
        match question.base_type:
            case "select_one":
                yield from self._choose_one(step, question)
            case "select_multiple":
                yield from self._choose_several(step)
            case "integer" | "decimal" | "range":
                yield from self._figures(question)
            case "date":
                yield "2020-06-01"
            case _:
                yield from self._texts(question)

    def _choose_one(self, step: Step, question: Question) -> Iterator[str]:
        names = [choice.name for choice in step.choices]
        if question.name == "role":
            yield names[self.nth % len(names)]
        elif question.problem:
            yield from names
        elif len(names) == 2:
            first = self.draws.chance(_YES_NO.get(question.name, 0.5))
            yield from names if first else reversed(names)
        else:
            yield from self.draws.shuffled(names)

    def _choose_several(self, step: Step) -> Iterator[str]:
        usual = self.draws.shuffled(c.name for c in step.choices if not c.exclusive)
        yield " ".join(sorted(usual[: self.draws.between(1, 2)], key=int))
        yield from (choice.name for choice in step.choices if choice.exclusive)

    def _figures(self, question: Question) -> Iterator[str]:
        well, ill = _FIGURES.get(question.name, ((0, 0), (1, 2)))
        yield str(self.draws.between(*well))
        yield str(self.draws.between(*ill))

    def _texts(self, question: Question) -> Iterator[str]:
        if question.problem:
            yield phrases.NOTHING
        if question.name in phrases.TEXTS:
            yield self.draws.pick(phrases.TEXTS[question.name])
        elif question.relevant or question.problem:
            yield self._describe(question.category)
        else:
            yield self.draws.pick(phrases.SPEECHES)

    def _describe(self, category: str) -> str:
        return self.draws.pick(phrases.DETAILS.get(category, phrases.OTHERWISE))


def _category(step: Step) -> str:
    return step.question.category if step.question else ""


def _given(conversation: Conversation, answers: Iterable[str]) -> Iterator[Taken]:
    """Yield what each answer leads to, leaving out those that cannot be given."""
    for answer in answers:
        taken = conversation.answer(answer)
        if not isinstance(taken, Taken):
            taken = conversation.answer(answer, remark=phrases.REMARK)
        if isinstance(taken, Taken):
            yield taken


def _going_together(given: Iterable[Taken]) -> Taken | None:
    """Return the first answer that disagrees with none before it, else the first one."""
    first: Taken | None = None
    for taken in given:
        if not taken.conversation.unexplained:
            return taken
        first = first or taken
    return first


def _is_problem(taken: Taken) -> bool:
    return taken.problem is not None and taken.problem.severity is not Severity.WATCH


def _attributes(_: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    codes = {
        "dibao": "1",
        "tekun": "2",
        "disabled": "3",
        "illness": "4",
        "dilapidated": "5",
        "no_labour": "6",
        "lone_elderly": "7",
        "other_priority": "8",
        "marginal": "8",
    }
    had = sorted({code for flag, code in codes.items() if circumstances.has_flag(flag)})
    return " ".join(had) or "9"


def _workers(conversation: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    if circumstances.has_flag("no_labour"):
        return "0"
    return str(draws.between(0, min(3, circumstances.size)))


def _wage(conversation: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    workers = int(str(conversation.evaluation.answers.get("workers", "0")) or 0)
    # Where income is what is wrong, wages are what is low.
    return str(
        workers * draws.between(90, 220) * (12 if "income" in circumstances.troubles else 100)
    )


def _income(conversation: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    answers = conversation.evaluation.answers
    wage, persons = (int(str(answers.get(n) or 0)) for n in ("wage_income", "sharing_persons"))
    least, most = _FIGURES["income_per_person"][0]
    return str(max(draws.between(least, most), wage // max(persons, 1) + 800))


def _income_2019(_: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    is_poor = circumstances.facts.get("household.category") == "poor"
    return "2" if is_poor and draws.chance(0.9) else "1"


def _overall(conversation: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    return "1" if conversation.problems.keys() - {"family_support"} else "2"


def _flagged(flag: str, otherwise: float) -> Callable[[Conversation, Circumstances, Draws], str]:
    def answer(_: Conversation, circumstances: Circumstances, draws: Draws) -> str:
        return "1" if circumstances.has_flag(flag) or draws.chance(otherwise) else "2"

    return answer


def _covid(_: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    return "1" if "covid" in circumstances.troubles or draws.chance(0.06) else "2"


def _covid_open(_: Conversation, circumstances: Circumstances, draws: Draws) -> str:
    return "1" if "covid" in circumstances.troubles else "2"


_SPECIAL_CASES: Mapping[str, Callable[[Conversation, Circumstances, Draws], str]] = {
    "sharing_persons": lambda _c, circumstances, _d: str(circumstances.size),
    "missed_persons": lambda _c, circumstances, _d: str(circumstances.size),
    "attributes": _attributes,
    "workers": _workers,
    "wage_income": _wage,
    "income_per_person": _income,
    "income_2019": _income_2019,
    "overall_problem": _overall,
    "clinic_rooms": lambda _c, circumstances, draws: (
        "1 2" if "health" in circumstances.troubles and draws.chance(0.5) else "1 2 3 4"
    ),
    "covid_impact": _covid,
    "covid_open": _covid_open,
    "chronic_patient": _flagged("illness", 0.2),
    "seriously_ill": _flagged("illness", 0.02),
    "dibao": _flagged("dibao", 0.0),
    "tekun": _flagged("tekun", 0.0),
    "housing_kind": lambda _c, _circumstances, draws: draws.weighted({"3": 0.85, "1": 0.15}),
    "loan_eligible": lambda _c, _circumstances, draws: draws.weighted(
        {"1": 0.35, "3": 0.4, "4": 0.2, "2": 0.05}
    ),
}
"""Answers that hang on the roster, or on what was answered before."""
