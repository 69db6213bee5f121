"""Two or more interviews of one subject in; question by question what each of them says, out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fieldsurvey.assess.settling import PARTS, differing_paths
from fieldsurvey.chain.forks.conflicts import Conflict
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.workplace.kept_versions import kept_versions
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.i18n import _, language, listed, ngettext
from fieldsurvey.interview.keying.layout import mark_of
from fieldsurvey.interview.logic.evaluation import Evaluation, evaluate_interview
from fieldsurvey.interview.logic.plan import COMPUTED
from fieldsurvey.interview.logic.wording import fill_references, value_in_words
from fieldsurvey.interview.showing.columns import cut, one_line
from fieldsurvey.questionnaire.model import Questionnaire

_LABEL_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class Sides:
    """What interviews of one subject say, side by side."""

    interviews: tuple[Interview, ...]
    evaluations: tuple[Evaluation, ...]
    """Of each, in the same order."""
    differing: tuple[str, ...]
    """Paths of which they do not all say the same, in the order of the form."""
    same: tuple[str, ...]

    @property
    def to_decide(self) -> tuple[str, ...]:
        """Those that differ and that somebody answered: what is computed follows by itself."""
        return tuple(path for path in self.differing if not self._is_computed(path))

    def number(self, path: str) -> str:
        """Return the number of a question on paper."""
        evaluation = self._knowing(path)
        return mark_of(evaluation, path) if evaluation else ""

    def label(self, path: str) -> str:
        """Return a question in short; its path where no questionnaire here knows it."""
        evaluation = self._knowing(path)
        if evaluation is None:
            return path
        label = evaluation.question(path).label
        words = one_line(fill_references(label, evaluation, path, language()))
        return cut(words, _LABEL_COLUMNS) or path

    def words(self, path: str, side: int) -> str:
        """Return all that one of them says of a path: answer, description, remark, pictures."""
        interview, evaluation = self.interviews[side], self.evaluations[side]
        answer = interview.answers.get(path)
        said = [_answer_words(evaluation, path, answer)] if answer is not None else []
        said += [each[path] for each in (interview.descriptions, interview.remarks) if path in each]
        if photos := interview.photos.get(path, ()):
            count = len(photos)
            said.append(ngettext("{count} picture", "{count} pictures", count).format(count=count))
        if path in interview.photos_absent:
            said.append(_("no picture: {why}").format(why=interview.photos_absent[path]))
        return listed(said) or "—"

    def _knowing(self, path: str) -> Evaluation | None:
        return next((one for one in self.evaluations if path in one.places), None)

    def _is_computed(self, path: str) -> bool:
        evaluation = self._knowing(path)
        return evaluation is not None and evaluation.question(path).base_type in COMPUTED


def sides_of(
    survey_file: SurveyFile, conflict: Conflict, forms: Mapping[str, Questionnaire]
) -> Sides:
    """Return the interviews of a conflict side by side.

    Args:
        survey_file: It keeps the versions the interviews were made with.
        conflict: Of a form that is in use.
        forms: In use, by form id; for interviews whose version is not kept.
    """
    interviews = conflict.interviews
    versions = kept_versions(survey_file, {one.questionnaire for one in interviews})
    evaluations = tuple(
        evaluate_interview(versions.get(one.questionnaire, forms[one.form_id]), one)
        for one in interviews
    )
    paths = {path for one in interviews for name in PARTS for path in getattr(one, name)}
    differing = differing_paths(interviews)
    return Sides(
        interviews,
        evaluations,
        _in_order(differing, evaluations),
        _in_order(paths - differing, evaluations),
    )


def _in_order(paths: Iterable[str], evaluations: tuple[Evaluation, ...]) -> tuple[str, ...]:
    def place(path: str) -> tuple[bool, object, str]:
        known = [one.places[path] for one in evaluations if path in one.places]
        return (not known, known[0] if known else 0, path)

    return tuple(sorted(paths, key=place))


def _answer_words(evaluation: Evaluation, path: str, answer: AnswerValue) -> str:
    return (
        value_in_words(evaluation, path, language()) if path in evaluation.places else str(answer)
    )
