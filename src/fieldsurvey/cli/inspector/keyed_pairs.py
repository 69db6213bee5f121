"""A survey file in, the paper forms in it that were keyed twice out."""

from collections.abc import Iterator
from dataclasses import dataclass

from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.kept_versions import kept_versions
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.keying.codes import field_at
from fieldsurvey.interview.keying.comparing import (
    Comparison,
    Decided,
    Difference,
    Sheet,
    compare_sheets,
    decided,
    pairs_of,
)
from fieldsurvey.interview.keying.ink import ink_of
from fieldsurvey.interview.keying.layout import mark_of
from fieldsurvey.interview.keying.starting import keyer_of
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.logic.wording import fill_references, special_in_words
from fieldsurvey.interview.showing.columns import cut, one_line
from fieldsurvey.questionnaire import Questionnaire
from fieldsurvey.questionnaire.model import in_language

_LABEL_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class KeyedPair:
    """A form that was keyed twice."""

    questionnaire: Questionnaire
    first: Interview
    second: Interview
    comparison: Comparison
    decision: Decided
    evaluation: Evaluation
    """Of the first keying."""

    @property
    def keyers(self) -> tuple[str, str]:
        """Who keyed first, and who second."""
        return keyer_of(self.first), keyer_of(self.second)

    @property
    def is_complete(self) -> bool:
        """Whether the second keying is at its end."""
        return self.second.status is Status.FINISHED

    @property
    def is_settled(self) -> bool:
        """Whether somebody has said that nothing is open."""
        return self.decision.fields is not None and not self.open

    @property
    def open(self) -> tuple[Difference, ...]:
        """Differences that nobody settled yet."""
        settled = self.decision.settled
        return tuple(d for d in self.comparison.differences if d.path not in settled)

    @property
    def differing(self) -> tuple[str, ...]:
        """Paths of all differences there are or were."""
        now = (difference.path for difference in self.comparison.differences)
        return tuple(dict.fromkeys([*self.decision.settled, *now]))

    @property
    def fields(self) -> int:
        """How many fields were keyed by either, also where a blank was kept since."""
        return len({*self.comparison.fields, *self.decision.settled})

    @property
    def triple(self) -> tuple[Interview, Interview, Decided]:
        """What error rates are counted from."""
        return self.first, self.second, self.decision

    def rows(self) -> Iterator[tuple[str, AnswerValue, AnswerValue, AnswerValue | None]]:
        """Yield path, first, second and what was kept of every difference; None while open."""
        for how in self.decision.settled.values():
            yield how.path, how.first, how.second, how.kept
        for difference in self.open:
            yield difference.path, difference.first, difference.second, None

    def mark(self, path: str) -> str:
        """Return the number of a field on paper."""
        return mark_of(self.evaluation, path)

    def label(self, path: str) -> str:
        """Return the question in short."""
        label = self.evaluation.question(path).label
        words = fill_references(label, self.evaluation, path, language())
        return cut(one_line(words), _LABEL_COLUMNS)

    def words(self, path: str, said: AnswerValue) -> str:
        """Return what was keyed: the code and its words."""
        if isinstance(said, SpecialAnswer):
            return special_in_words(said, language())
        choices = field_at(self.evaluation, path).choices if path in self.evaluation.places else ()
        labels = {choice.name: in_language(choice.label, language()) for choice in choices}
        if said and all(code in labels for code in said.split(" ")):
            return ", ".join(f"{code} {one_line(labels[code])}" for code in said.split(" "))
        return said or _("(blank)")


def keyed_pairs(survey_file: SurveyFile, subject: str = "", form: str = "") -> list[KeyedPair]:
    """Return every form that was keyed twice, by subject; withdrawn ones left out."""
    interviews = [
        interview
        for interview in survey_file.interviews()
        if subject in ("", interview.subject)
        and form in ("", interview.form_id)
        and interview.status is not Status.WITHDRAWN
    ]
    pairs = pairs_of(interviews)
    versions = kept_versions(survey_file, {first.questionnaire for first, _second in pairs})
    return [
        read_pair(survey_file, versions[first.questionnaire], first, second)
        for first, second in pairs
        if first.questionnaire in versions
    ]


def read_pair(
    survey_file: SurveyFile, questionnaire: Questionnaire, first: Interview, second: Interview
) -> KeyedPair:
    """Return one pair as it stands."""
    lines = survey_file.history(first.id)
    sheets = Sheet(first, ink_of(lines)), Sheet(second, ink_of(survey_file.history(second.id)))
    return KeyedPair(
        questionnaire,
        first,
        second,
        compare_sheets(questionnaire, *sheets),
        decided(lines, second.id),
        evaluate_interview(questionnaire, first),
    )
