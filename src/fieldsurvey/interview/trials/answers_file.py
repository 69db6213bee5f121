"""A YAML or JSON file of answers in; what is given for each path out.

One key a question: a value as a person would type it, or a mapping with a note::

    water_safe: "2"
    water_gap: [1, 3]
    income_2019: {value: 3200, remark: 户主口述}
    walk_minutes: {special: dont_know}
    clinic: {value: 2, description: 村医自三月起不在岗, photo: clinic-door.jpg}
    road: {value: 2, description: 出村路段塌方, no_photo: 天黑无法拍摄}
    member:
      - {name: 张三, age: 8}
    check:C-03: 住房正在改造，今年内完工

The last is the reason for what a check finds; in a row of a repeat it stands in that row.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from fieldsurvey.errors import Finding, InterviewError
from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.interview.logic.paths import row_path
from fieldsurvey.interview.trials.replaying import GivenAnswer
from fieldsurvey.interview.typed.refusal import BAD_ANSWERS_FILE
from fieldsurvey.questionnaire.yaml.document import read_document
from fieldsurvey.questionnaire.yaml.source import DataPath, SourceMap

_KEYS = frozenset({"value", "special", "remark", "description", "photo", "no_photo"})


def read_answers(path: Path) -> dict[str, GivenAnswer]:
    """Read the answers file at `path`, as strictly as a questionnaire is read.

    Raises:
        InterviewError: It cannot be read or says something that is no answer; carries every
            finding.
    """
    return _read(path)[1]


def read_values(path: Path) -> dict[str, Any]:
    """Read the answers file at `path` as what an expression is evaluated on.

    Returns:
        By question name: text, numbers, special answers, lists of codes; for a repeat, a list of
        such mappings. Remarks and descriptions are left out.

    Raises:
        InterviewError: As `read_answers`.
    """
    return {name: _value(said) for name, said in _read(path)[0].items()}


def given_answers(
    data: Mapping[str, Any], at: DataPath, source: SourceMap
) -> tuple[dict[str, GivenAnswer], list[Finding]]:
    """Return what the answers at a place of a file say, by path, and every fault in them."""
    reading = _Reading(source, [])
    return dict(reading.rows(data, at, "")), reading.findings


def unusable(path: Path, findings: Sequence[Finding]) -> InterviewError:
    """Return the error that says which faults keep a file from being used."""
    count = len(findings)
    return InterviewError(
        ngettext("{count} fault was found.", "{count} faults were found.", count).format(
            count=count
        ),
        where=str(path),
        to_do=_("Mend what is listed, and try again."),
        findings=findings,
    )


def _read(path: Path) -> tuple[dict[str, Any], dict[str, GivenAnswer]]:
    document = read_document(path)
    data = document.data or {}
    given, findings = given_answers(data, (), document.source)
    if findings or document.findings:
        raise unusable(path, [*document.findings, *findings])
    return data, given


def _value(said: Any) -> Any:
    if isinstance(said, dict):
        return SpecialAnswer(said["special"]) if "special" in said else said.get("value")
    if isinstance(said, list) and said and isinstance(said[0], dict):
        return [{name: _value(inside) for name, inside in row.items()} for row in said]
    return said


class _Reading:
    """Collects what is given, and every fault."""

    def __init__(self, source: SourceMap, findings: list[Finding]) -> None:
        self.source = source
        self.findings = findings

    def rows(
        self, data: Mapping[str, Any], at: DataPath, row: str
    ) -> Iterator[tuple[str, GivenAnswer]]:
        """Yield what is given for each path of one row."""
        for name, value in data.items():
            yield from self._item(value, (*at, name), row + name)

    def _item(self, value: Any, at: DataPath, path: str) -> Iterator[tuple[str, GivenAnswer]]:
        where = self.source.place(at)
        if isinstance(value, dict):
            if given := self._annotated(value, at, path):
                yield path, replace(given, where=where)
        elif isinstance(value, list) and value and all(isinstance(v, dict) for v in value):
            yield path, GivenAnswer(str(len(value)), where=where)
            for number, inside in enumerate(value, start=1):
                yield from self.rows(inside, (*at, number - 1), row_path(path, number))
        elif (text := self._text(value, at, path)) is not None:
            yield path, GivenAnswer(text, where=where)

    def _annotated(self, value: dict[str, Any], at: DataPath, path: str) -> GivenAnswer | None:
        unknown = sorted(set(value) - _KEYS)
        if unknown or ("value" in value and "special" in value):
            self._fault(
                at,
                path,
                _("“{keys}” is not known here.").format(keys=listed(unknown))
                if unknown
                else _("Both a value and a special answer are given."),
                _("Write value or special, and with it remark, description, photo or no_photo."),
            )
            return None
        remark, description, no_photo = (
            self._text(value.get(key, ""), (*at, key), path) or ""
            for key in ("remark", "description", "no_photo")
        )
        said: AnswerValue | None = None
        if "value" in value:
            said = self._text(value["value"], (*at, "value"), path)
        elif "special" in value:
            said = self._special(value["special"], (*at, "special"), path)
        files = self._files(value.get("photo", []), (*at, "photo"), path)
        return GivenAnswer(said, remark, description, photo_files=files, no_photo=no_photo)

    def _files(self, value: Any, at: DataPath, path: str) -> tuple[str, ...]:
        """Return the names of one file or several."""
        names = value if isinstance(value, list) else [value]
        files = [self._text(name, at, path) for name in names if not isinstance(name, list)]
        return tuple(file for file in files if file)

    def _special(self, value: Any, at: DataPath, path: str) -> SpecialAnswer | None:
        try:
            return SpecialAnswer(value)
        except ValueError:
            known = listed(special.value for special in SpecialAnswer)
            self._fault(
                at,
                path,
                _("This is not a special answer."),
                _("Known are: {known}.").format(known=known),
            )
            return None

    def _text(self, value: Any, at: DataPath, path: str) -> str | None:
        """Return a scalar, or a list of them, as it would be typed."""
        if isinstance(value, list):
            parts = [self._text(part, (*at, index), path) for index, part in enumerate(value)]
            return ", ".join(part for part in parts if part is not None)
        if isinstance(value, (bool, dict)):
            self._fault(
                at,
                path,
                _("This is not an answer."),
                _("Write the code of the choice, a number, or text in quotes."),
            )
            return None
        if value is None:
            return ""
        return format(Decimal(repr(value)), "f") if isinstance(value, float) else str(value)

    def _fault(self, at: DataPath, path: str, what: str, to_do: str) -> None:
        self.findings.append(
            Finding(BAD_ANSWERS_FILE, self.source.place(at), what, to_do, subject=path)
        )
