"""The versions of an interview in, side by side; and what was changed inside each, out."""

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.tables import table
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.expressions.values import AnswerValue
    from fieldsurvey.interview.logic.evaluation import Evaluation
    from fieldsurvey.interview.record.versions import Edit, Version
    from fieldsurvey.questionnaire import Questionnaire

_DIFFERENT, _WITHDRAWN, _REMARK, _DESCRIPTION = "≠", "↶", "✎", "▲"


def history_tables(
    versions: "Sequence[Version]", questionnaire: "Questionnaire", *, with_all: bool
) -> "Iterator[Any]":
    """Yield the versions side by side, differences first, and then the edits inside each.

    Args:
        versions: Of one interview, in order.
        questionnaire: The version of it that they were made with.
        with_all: Whether questions that never changed are listed, too.
    """
    history = _History(versions, questionnaire)
    yield history.side_by_side(with_all=with_all)
    if any(version.edits for version in versions):
        yield history.edits()


def versions_json(versions: "Sequence[Version]") -> list[dict[str, Any]]:
    """Return the versions for a program."""
    return [_version_json(version) for version in versions]


class _History:
    def __init__(self, versions: "Sequence[Version]", questionnaire: "Questionnaire") -> None:
        from fieldsurvey.interview.logic.evaluation import evaluate_interview

        self.versions = versions
        self.standing = [
            evaluate_interview(questionnaire, version.interview) for version in versions
        ]

    def side_by_side(self, *, with_all: bool) -> Any:
        from fieldsurvey.interview.record.versions import differing, said_in

        different = differing(self.versions)
        said = set().union(*map(said_in, self.versions))
        paths = [path for path in self._order() if path in said]
        shown = [path for path in paths if path in different]
        if with_all:
            shown += [path for path in paths if path not in different]
        columns = [_("Version {number}").format(number=version.number) for version in self.versions]
        rows = [*self._facts(), *(self._row(path, is_marked=path in different) for path in shown)]
        return table(("", _("Question"), *columns), rows)

    def edits(self) -> Any:
        headings = (_("Version"), _("At"), _("Question"), _("From"), _("To"), _("Who"))
        rows = [
            (
                str(version.number),
                _moment(edit.at, with_year=False),
                self._label(edit.path),
                self._words(edit, edit.before),
                self._became(edit),
                edit.who,
            )
            for version in self.versions
            for edit in version.edits
        ]
        return table(headings, rows, title=_("Changed inside each version"))

    def _facts(self) -> "Iterator[tuple[str, ...]]":
        """Yield what is known of each version as a whole."""
        for name, of in (
            (_("Opened again"), lambda v: _moment(v.reopened_at)),
            (_("Because"), lambda v: v.reason),
            (_("Opened by"), lambda v: v.reopened_by),
            (_("Finished"), lambda v: _moment(v.interview.finished_at) or _("not yet")),
            (_("Code"), lambda v: v.interview.finish_code),
            (_("Signed by"), _signed),
        ):
            cells = [of(version) for version in self.versions]
            if any(cells):
                yield "", name, *cells

    def _order(self) -> list[str]:
        """Return every path in the order of the form, those of earlier versions in their place."""
        order = list(self.standing[-1].order)
        known = set(order)
        for evaluation in reversed(self.standing[:-1]):
            for before, path in pairwise(("", *evaluation.order)):
                if path not in known:
                    order.insert(order.index(before) + 1 if before else 0, path)
                    known.add(path)
        outside = {path for version in self.versions for path in _kept_in(version.interview)}
        return [*order, *sorted(outside - known)]

    def _row(self, path: str, *, is_marked: bool) -> tuple[str, ...]:
        cells = [
            self._cell(version, evaluation, path)
            for version, evaluation in zip(self.versions, self.standing, strict=True)
        ]
        return _DIFFERENT if is_marked else "", self._label(path), *cells

    def _cell(self, version: "Version", evaluation: "Evaluation", path: str) -> str:
        from fieldsurvey.interview.logic.wording import value_in_words
        from fieldsurvey.interview.record.versions import stands_at

        answer, remark, description = stands_at(version, path)
        words = "—"
        if answer is not None:
            known = path in evaluation.places
            words = value_in_words(evaluation, path, language()) if known else str(answer)
        notes = ((_DESCRIPTION, description * (path in evaluation.problems)), (_REMARK, remark))
        return "  ".join((words or "—", *(f"{mark} {note}" for mark, note in notes if note)))

    def _label(self, path: str) -> str:
        from fieldsurvey.interview.logic.paths import name_of
        from fieldsurvey.interview.logic.wording import fill_references
        from fieldsurvey.interview.rows.named import rows_in_words

        for evaluation in reversed(self.standing):
            if name_of(path) in evaluation.plan.nodes:
                question = evaluation.question(path)
                at = path if path in evaluation.places else name_of(path)
                label = fill_references(question.label, evaluation, at, language())
                rows = rows_in_words(evaluation, path, language())
                row = f"[{rows}]" if rows else ""
                return " ".join(filter(None, (question.number, row, label)))
        return path

    def _words(self, edit: "Edit", value: "AnswerValue | None") -> str:
        from fieldsurvey.interview.logic.paths import name_of
        from fieldsurvey.interview.logic.wording import answer_in_words
        from fieldsurvey.interview.record.versions import Part

        if value is None:
            return "—"
        evaluation = self.standing[-1]
        if edit.part is Part.ANSWER and name_of(edit.path) in evaluation.plan.nodes:
            form, question = evaluation.plan.questionnaire, evaluation.question(edit.path)
            return answer_in_words(form, question, value, language()) or "—"
        mark = {Part.REMARK: f"{_REMARK} ", Part.DESCRIPTION: f"{_DESCRIPTION} "}
        return f"{mark.get(edit.part, '')}{_plain(value)}" if value else "—"

    def _became(self, edit: "Edit") -> str:
        if edit.after is not None or not edit.because:
            return self._words(edit, edit.after)
        because = _("withdrawn because of {question}").format(question=self._label(edit.because))
        return f"{_WITHDRAWN} {because}"


def _plain(value: "AnswerValue") -> str:
    return value.value if isinstance(value, SpecialAnswer) else value


def _signed(version: "Version") -> str:
    names = listed(version.interview.signatures)
    told = {
        "code": _("{names}, with their codes"),
        "name": _("{names}, by name"),
        "paper": _("{names}, on paper"),
    }.get(version.signed_with, "{names}")
    return told.format(names=names) if names else ""


def _kept_in(interview: "Interview") -> set[str]:
    """Return the paths of answers, and of the reasons given for checks."""
    from fieldsurvey.interview.logic.paths import code_of

    return {*interview.answers, *filter(code_of, interview.remarks)}


def _moment(at: str, *, with_year: bool = True) -> str:
    return at[0 if with_year else 5 : 16].replace("T", " ")


def _version_json(version: "Version") -> dict[str, Any]:
    from fieldsurvey.chain.storage.rows import answer_json

    interview = version.interview
    return {
        "number": version.number,
        "finished_at": interview.finished_at,
        "finish_code": interview.finish_code,
        "signatures": interview.signatures,
        "signed_with": version.signed_with,
        "reason": version.reason,
        "reopened_at": version.reopened_at,
        "reopened_by": version.reopened_by,
        "answers": {path: answer_json(value) for path, value in interview.answers.items()},
        "remarks": dict(interview.remarks),
        "descriptions": dict(interview.descriptions),
        "edits": [
            {
                "path": edit.path,
                "part": edit.part.value,
                "from": None if edit.before is None else answer_json(edit.before),
                "to": None if edit.after is None else answer_json(edit.after),
                "at": edit.at,
                "who": edit.who,
                "because": edit.because,
            }
            for edit in version.edits
        ],
    }
