"""The catalogues of codes in, a table for each letter out."""

import ast
import inspect
import re
from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise

from fieldsurvey.assess import findings as assess_findings
from fieldsurvey.campaign import findings as campaign_findings
from fieldsurvey.chain import findings as chain_findings
from fieldsurvey.handover.verdict import VerdictKind
from fieldsurvey.interview.photos import looking_after
from fieldsurvey.interview.typed import refusal
from fieldsurvey.questionnaire.differences import DifferenceCode
from fieldsurvey.questionnaire.findings import Code
from fieldsurvey.report.keeping import witnessing
from printing.markdown import code, table

ABOUT = {
    "A": "Answers: why an answer, a remark or a finish is not taken",
    "D": "Differences between two versions of a questionnaire",
    "E": "Evidence: the files of photos",
    "K": "Kits",
    "N": "Editions that were made",
    "P": "The plan: what the work plan asks of sample, schedule and decisions",
    "Q": "Questionnaires, and other YAML files",
    "R": "The roster",
    "S": "Sample and schedule",
    "T": "The score table, and assessing",
    "V": "The survey file: signs of loss or alteration",
    "X": "Across interviews: two of one household, and what does not go together",
}
"""What the codes of each letter are about."""

_CODE = re.compile(r"[A-Z]-?[0-9]{2,3}")


def catalogue() -> dict[str, str]:
    """Return every code with what it means, in the order of the codes.

    Raises:
        ValueError: Two catalogues claim one code, or a letter is about nothing.
    """
    meanings: dict[str, str] = {}
    for own in (
        {each.number: each.meaning for each in Code},
        {each.number: each.meaning for each in DifferenceCode},
        campaign_findings.CODES,
        chain_findings.CODES,
        assess_findings.CODES,
        looking_after.CODES,
        witnessing.CODES,
        dict(_refusals()),
    ):
        if meanings.keys() & own.keys():
            raise ValueError(f"explained twice: {sorted(meanings.keys() & own.keys())}")
        meanings.update(own)
    if unknown := {number[0] for number in meanings} - ABOUT.keys():
        raise ValueError(f"say in ABOUT what these letters are about: {sorted(unknown)}")
    return dict(sorted(meanings.items()))


def codes() -> list[str]:
    """Print what each code means, a table for each letter."""
    kinds = {each.number: each.kind.value.replace("_", " ") for each in (*Code, *DifferenceCode)}
    lines: list[str] = []
    for letter, shelf in groupby(catalogue().items(), key=lambda entry: entry[0][0]):
        lines += ["", f"### {letter} · {ABOUT[letter]}", "", *_table(dict(shelf), kinds)]
    return lines[1:]


def _table(shelf: Mapping[str, str], kinds: Mapping[str, str]) -> list[str]:
    if not kinds.keys() >= shelf.keys():
        return table(("code", "meaning"), [(code(number), text) for number, text in shelf.items()])
    rows = [(code(number), kinds[number], text) for number, text in shelf.items()]
    return table(("code", "", "meaning"), rows)


def verdicts() -> list[str]:
    """Print the verdicts that a bundle can get."""
    said = _documented(inspect.getsource(VerdictKind))
    rows = [
        (code(kind.value), "yes" if kind.is_taken_in else "no", said.get(kind.name, ""))
        for kind in VerdictKind
    ]
    return table(("verdict", "taken in", "meaning"), rows)


def _refusals() -> Iterator[tuple[str, str]]:
    for name, meaning in _documented(inspect.getsource(refusal)).items():
        value = getattr(refusal, name, None)
        if isinstance(value, str) and _CODE.fullmatch(value):
            yield value, meaning


def _documented(source: str) -> dict[str, str]:
    """Return the names assigned in `source` with the string that stands below each."""
    said: dict[str, str] = {}
    for block in ast.walk(ast.parse(source)):
        body = getattr(block, "body", [])
        if not isinstance(body, list):
            continue
        for assigned, below in pairwise(body):
            name = _name_of(assigned)
            if name and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
                said[name] = str(below.value.value)
    return said


def _name_of(node: ast.stmt) -> str:
    match node:
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name
    return ""
