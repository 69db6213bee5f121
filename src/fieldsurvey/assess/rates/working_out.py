"""Takes interviews, problems and the plan, gives the rates of the whole district.

Only of the whole: in one village five lifted households stand for 16 persons, so a single wrong
exit would read as 20 %. Townships and villages get counts (`Rate.of_township`). Limits are compared
in whole numbers, never by a rounded percentage (spec, section 3.1).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from fieldsurvey.assess.evidence import is_evidence
from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.assess.rates.rules import Over, RateRule, RateSet
from fieldsurvey.assess.scores.score import Basis, counts
from fieldsurvey.campaign.model import Village, village_of
from fieldsurvey.chain.interview import Interview


@dataclass(frozen=True, slots=True)
class Against:
    """One household that speaks against the district: an error, or an approval not given."""

    subject: str
    number: int
    """Persons, or 1 where the rate counts households."""
    interview: str


@dataclass(frozen=True, slots=True)
class Rate:
    """One rate of the district."""

    rule: RateRule
    numerator: int
    """Persons or households that count; with `of_the_rest` all but them."""
    denominator: int
    """Persons or households, as the rule says; those who gave no answer are in it."""
    unanswered: int = 0
    """Households asked that gave no answer that counts."""
    of_township: Mapping[str, int] = field(default_factory=dict)
    """What speaks against it by township, persons or households, where it is not 0."""
    against: tuple[Against, ...] = ()
    """The households behind that, by code."""

    @property
    def share(self) -> Fraction | None:
        """Exact; None where nobody was there to count."""
        return Fraction(self.numerator, self.denominator) if self.denominator else None

    @property
    def passes(self) -> bool | None:
        """Whether the limit is kept; None where nobody was there to count."""
        if not self.denominator:
            return None
        limit = self.numbers_at_limit
        return self.numerator <= limit if self.rule.fails == "above" else self.numerator >= limit

    @property
    def numbers_at_limit(self) -> int:
        """The numerator that just passes: the most where above fails, the fewest where below."""
        exact = self.rule.limit * self.denominator
        return floor(exact) if self.rule.fails == "above" else ceil(exact)


def measure_rates(
    rates: RateSet,
    interviews: Iterable[Interview],
    problems: Sequence[Problem],
    villages: Mapping[str, Village],
    basis: Basis = Basis.CONFIRMED,
) -> tuple[Rate, ...]:
    """Measure each rate of a set.

    Args:
        rates: Which, and how.
        interviews: Any; only finished ones count.
        problems: As `gather_problems` gives them.
        villages: Of the plan, by code.
        basis: Count suspected problems, or only confirmed ones.
    """
    finished = [interview for interview in interviews if is_evidence(interview)]
    held = {
        (problem.rule, interview)
        for problem in problems
        if counts(problem, basis)
        for interview in (problem.interview, *problem.also_in)
    }
    return tuple(_measure(rule, finished, held, villages) for rule in rates.rates)


def _measure(
    rule: RateRule,
    interviews: Iterable[Interview],
    held: set[tuple[str, str]],
    villages: Mapping[str, Village],
) -> Rate:
    surveyed = _once_a_household(
        interview
        for interview in interviews
        if interview.form_id == rule.form
        and _was_asked(rule, interview)
        and all(interview.answers.get(name) == value for name, value in rule.among.items())
    )
    numbers = {interview.id: _affected(rule, interview, held) for interview in surveyed}
    affected = sum(numbers.values())
    denominator = _denominator(rule, surveyed, villages)
    against = tuple(_against(rule, surveyed, numbers))
    return Rate(
        rule=rule,
        numerator=denominator - affected if rule.of_the_rest else affected,
        denominator=denominator,
        unanswered=sum(_is_unanswered(rule, interview) for interview in surveyed),
        of_township=_by_township(against, villages),
        against=against,
    )


def _against(
    rule: RateRule, surveyed: Sequence[Interview], numbers: Mapping[str, int]
) -> Iterator[Against]:
    counts_well = rule.fails == "below" and not rule.of_the_rest
    for interview in surveyed:
        number = numbers[interview.id]
        if counts_well:
            number = 0 if number else _all_of(rule, interview)
        if number:
            yield Against(interview.subject, number, interview.id)


def _all_of(rule: RateRule, interview: Interview) -> int:
    return 1 if rule.counts == "households" else _persons(interview, rule.persons)


def _was_asked(rule: RateRule, interview: Interview) -> bool:
    return not rule.asked or bool(interview.answers.get(rule.asked))


def _by_township(against: Iterable[Against], villages: Mapping[str, Village]) -> dict[str, int]:
    numbers: dict[str, int] = {}
    for each in against:
        village = villages.get(village_of(each.subject))
        township = village.township if village else ""
        numbers[township] = numbers.get(township, 0) + each.number
    return numbers


def _once_a_household(interviews: Iterable[Interview]) -> list[Interview]:
    """Return one interview of each household: two of one are a conflict, not two households."""
    by_subject = {i.subject: i for i in sorted(interviews, key=lambda i: i.id, reverse=True)}
    return [by_subject[subject] for subject in sorted(by_subject)]


def _affected(rule: RateRule, interview: Interview, held: set[tuple[str, str]]) -> int:
    counts_here = (
        (rule.rule, interview.id) in held
        if rule.rule
        else all(interview.answers.get(name) == value for name, value in rule.answer.items())
    )
    if not counts_here:
        return 0
    return _persons(interview, rule.persons_affected) or _all_of(rule, interview)


def _denominator(
    rule: RateRule, surveyed: Sequence[Interview], villages: Mapping[str, Village]
) -> int:
    if rule.over is Over.UNREGISTERED_OF_VILLAGES:
        codes = {village_of(interview.subject) for interview in surveyed}
        return sum(villages[code].unregistered_population for code in codes if code in villages)
    if rule.counts == "households":
        return len(surveyed)
    return sum(_persons(interview, rule.persons) for interview in surveyed)


def _persons(interview: Interview, question: str) -> int:
    value = interview.answers.get(question, "")
    return int(value) if isinstance(value, str) and value.isascii() and value.isdigit() else 0


def _is_unanswered(rule: RateRule, interview: Interview) -> bool:
    values = (interview.answers.get(name, "") for name in rule.answer)
    return any(not isinstance(value, str) or not value for value in values)


def poverty_incidence(
    *, poor: int, lifted: int, unregistered: int, population: int, rates: Sequence[Rate]
) -> Fraction | None:
    """Return 综合贫困发生率: (未脱贫 + 错退 + 漏评) ÷ 农业户籍人口, the last two scaled up.

    Args:
        poor: Registered persons not lifted yet, of the whole district.
        lifted: Persons lifted, of the whole district.
        unregistered: Rural persons not registered, of the whole district.
        population: 农业户籍人口 of the whole district.
        rates: Measured; those called `wrongly_lifted` and `missed` are scaled up.

    Returns:
        A share, exact; None where a rate or the population is not known.
    """
    share = {rate.rule.name: rate.share for rate in rates}
    wrongly_lifted, missed = share.get("wrongly_lifted"), share.get("missed")
    if wrongly_lifted is None or missed is None or not population:
        return None
    return (poor + wrongly_lifted * lifted + missed * unregistered) / population
