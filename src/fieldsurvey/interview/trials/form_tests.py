"""A YAML file of tests for a questionnaire in; its cases, every line known, out.

A case says what is answered and how questions stand then::

    form: well-visit
    cases:
      - name: A household without safe water is asked why
        facts: {household.size: "4"}
        answers: {water_safe: "2"}
        expect:
          water_words: {relevant: true, required: true}
        problems: [water_unsafe]
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.interview.trials.answers_file import given_answers, unusable
from fieldsurvey.interview.trials.replaying import GivenAnswer
from fieldsurvey.interview.typed.refusal import BAD_ANSWERS_FILE
from fieldsurvey.questionnaire.findings import in_order
from fieldsurvey.questionnaire.fitting.shape import fit
from fieldsurvey.questionnaire.model import Model
from fieldsurvey.questionnaire.yaml.document import read_document
from fieldsurvey.questionnaire.yaml.source import DataPath, SourceMap


class Expectation(Model):
    """How a question is to stand; what is not named may be anything, whatever its default."""

    relevant: bool = False
    """Whether its condition and those of its groups hold."""
    asked: bool = False
    """Whether a person is asked it."""
    required: bool = False
    """Whether it may not be left blank."""
    read_only: bool = False
    """Whether its value is only shown."""
    choices: tuple[str, ...] = Field(default=(), strict=False)
    """Names of the choices offered, in order."""
    value: Any = ""
    """What is stored or computed: a text, a number, codes as a list, or `{special: refused}`."""
    constraint: Literal["holds", "broken", "none"] = "none"
    """What its constraint says; `none` where there is none or no answer."""
    warning: Literal["holds", "broken", "none"] = "none"
    """What its warning says."""
    problem: str = ""
    """Name of the rule that holds; "" where none does."""
    severity: Literal["critical", "major", "minor", "watch"] = "watch"
    """Of that rule."""
    problem_text: str = ""
    """What the problem list says, in the language of the form."""
    refused: str = ""
    """Code of the refusal where what is given is not taken: `A002`; "" where it is."""


class CaseModel(Model):
    """Some answers, and how the questionnaire is to stand then."""

    name: str
    """What is shown: one sentence."""
    now: str = ""
    """What now() and today() give, with its offset: `2020-06-15T09:30:00+08:00`."""
    facts: Mapping[str, str] = Field(default_factory=dict)
    """Facts that `preload` asks for; those of the file hold where not given."""
    answers: Mapping[str, Any] = Field(default_factory=dict)
    """As an answers file has them."""
    expect: Mapping[str, Expectation] = Field(default_factory=dict)
    """By path."""
    problems: tuple[str, ...] | None = Field(default=None, strict=False)
    """Names of all rules that hold, hints included, in the order of the form."""
    checks: tuple[str, ...] | None = Field(default=None, strict=False)
    """Codes of all checks that fire, with a reason or without."""


class FormTestsModel(Model):
    """Tests of one questionnaire."""

    form: str
    """Its form_id."""
    now: str = ""
    """Holds for every case that has none of its own."""
    facts: Mapping[str, str] = Field(default_factory=dict)
    """Hold for every case."""
    cases: tuple[CaseModel, ...] = Field(strict=False)
    """In the order they are run."""


@dataclass(frozen=True, slots=True)
class Expected:
    """One thing that is to be so."""

    path: str
    """Of the question."""
    key: str
    """`relevant`, `value`, … as a state is written for a program."""
    value: object
    where: str
    """`registered.test.yaml:14`."""


@dataclass(frozen=True, slots=True)
class Case:
    """Answers, and what is expected of them."""

    name: str
    where: str
    now: datetime | None
    facts: Mapping[str, str]
    facts_where: Mapping[str, str]
    """By fact."""
    given: Mapping[str, GivenAnswer]
    expected: tuple[Expected, ...]
    problems: tuple[str, ...] | None
    """All rules that are to hold; None where that is not said."""
    problems_where: str = ""
    checks: tuple[str, ...] | None = None
    """Codes of all checks that are to fire; None where that is not said."""
    checks_where: str = ""


@dataclass(frozen=True, slots=True)
class FormTests:
    """Tests of one questionnaire, read."""

    form_id: str
    where: str
    """Where that is said."""
    cases: tuple[Case, ...]


def read_form_tests(path: Path) -> FormTests:
    """Read the tests at `path`, as strictly as a questionnaire is read.

    Raises:
        InterviewError: It cannot be used; carries every fault with its line.
    """
    document = read_document(path)
    findings = list(document.findings)
    tests: FormTests | None = None
    if document.data is not None:
        fitting = fit(document.data, FormTestsModel, document.source, document.digest)
        findings += fitting.findings
        if fitting.value is not None and not fitting.findings and not fitting.value.cases:
            findings.append(_no_case(document.source))
        if fitting.value is not None:
            tests = _Reading(document.source, findings).tests(fitting.value)
    if tests is None or findings:
        raise unusable(path, in_order(findings))
    return tests


def _no_case(source: SourceMap) -> Finding:
    return Finding(
        BAD_ANSWERS_FILE,
        source.place(("cases",)),
        _("There is no case to run."),
        _("Write at least one: - {name: …, answers: …, expect: …}"),
        subject="cases",
    )


@dataclass(frozen=True, slots=True)
class _Reading:
    """Turns what was read into cases, collecting faults."""

    source: SourceMap
    findings: list[Finding]

    def tests(self, model: FormTestsModel) -> FormTests:
        """Return all cases."""
        shared = self._now(model.now, ("now",))
        cases = tuple(
            self._case(case, ("cases", index), model, shared)
            for index, case in enumerate(model.cases)
        )
        return FormTests(model.form, self.source.place(("form",)), cases)

    def _case(
        self, case: CaseModel, at: DataPath, model: FormTestsModel, shared_now: datetime | None
    ) -> Case:
        given, findings = given_answers(case.answers, (*at, "answers"), self.source)
        self.findings.extend(findings)
        return Case(
            name=case.name,
            where=self.source.place((*at, "name")),
            now=self._now(case.now, (*at, "now")) if case.now else shared_now,
            facts={**model.facts, **case.facts},
            facts_where={
                **{fact: self.source.place(("facts", fact)) for fact in model.facts},
                **{fact: self.source.place((*at, "facts", fact)) for fact in case.facts},
            },
            given=given,
            expected=tuple(self._expected(case, at)),
            problems=case.problems,
            problems_where=self.source.key_place((*at, "problems")),
            checks=case.checks,
            checks_where=self.source.key_place((*at, "checks")),
        )

    def _expected(self, case: CaseModel, at: DataPath) -> Iterator[Expected]:
        for path, expectation in case.expect.items():
            for key in type(expectation).model_fields:
                if key not in expectation.model_fields_set:
                    continue
                said = getattr(expectation, key)
                place = self.source.place((*at, "expect", path, key))
                yield Expected(path, key, _plain(key, said), place)

    def _now(self, text: str, at: DataPath) -> datetime | None:
        if not text:
            return None
        now = read_now(text)
        if now is None:
            self.findings.append(
                Finding(
                    BAD_ANSWERS_FILE,
                    self.source.place(at),
                    not_a_moment(text),
                    _("Write it with its offset: 2020-06-15T09:30:00+08:00"),
                    subject="now",
                )
            )
        return now


def read_now(text: str) -> datetime | None:
    """Return the moment that ISO 8601 text says; None where it says none, or lacks its offset."""
    try:
        now = datetime.fromisoformat(text)
    except ValueError:
        return None
    return now if now.tzinfo is not None else None


def not_a_moment(text: str) -> str:
    """Say that `text` is no moment with an offset."""
    return _("“{text}” is not a date and time with an offset.").format(text=text)


def _plain(key: str, said: Any) -> object:
    """Return what is expected as a state is written for a program."""
    if key == "value":
        return _stored(said)
    return list(said) if isinstance(said, tuple) else said


def _stored(said: Any) -> object:
    """Return a value as it is stored: text, or `{special: …}`."""
    if isinstance(said, list):
        return " ".join(str(_stored(each)) for each in said)
    if isinstance(said, float):
        return format(Decimal(repr(said)), "f")
    if said is None or isinstance(said, dict):
        return said or ""
    return str(said)
