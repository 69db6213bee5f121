"""Parameters, triggers and types that a terminal cannot ask are checked before the field."""

from collections.abc import Callable

import pytest

from fieldsurvey.errors import Finding, FindingKind

FaultsOf = Callable[..., list[Finding]]


@pytest.mark.parametrize(
    ("keys", "code"),
    [
        ("type: range, parameters: start=0 end=5 step=0.5", ""),
        ("type: range, parameters: 'start=5; end=0'", ""),
        ("type: range, parameters: start=a", "Q086"),
        ("type: range, parameters: step=0", "Q086"),
        ("type: range, parameters: step=-1", "Q086"),
        ("type: range, parameters: end=1", "Q086"),
        ("type: range, parameters: end=Infinity", "Q086"),
        ("type: text, parameters: rows=5", ""),
        ("type: text, parameters: five", "Q086"),
        ("type: select_one yes_no, parameters: randomize=true", ""),
        ("type: select_one yes_no, parameters: randomize=yes", "Q086"),
        ("type: select_one yes_no, parameters: randomize=true seed=7", ""),
        ("type: select_one yes_no, parameters: 'randomize=true seed=${first}'", ""),
        ("type: select_one yes_no, parameters: 'randomize=true seed=${frist}'", "Q051"),
        ("type: select_one yes_no, parameters: randomize=true seed=x", "Q086"),
        ("type: select_one yes_no, parameters: seed=7", "Q086"),
        ("type: text, trigger: '${first}', calculation: now()", ""),
        ("type: text, trigger: '${first}, ${b}', calculation: now()", ""),
        ("type: text, trigger: '${first}'", "Q087"),
        ("type: text, trigger: first, calculation: now()", "Q087"),
        ("type: text, trigger: '${first} = 1', calculation: now()", "Q087"),
        ("type: text, trigger: '${box}', calculation: now()", "Q087"),
        ("type: text, trigger: '${frist}', calculation: now()", "Q051"),
        ("type: geotrace", "Q088"),
        ("type: video", "Q088"),
        ("type: geopoint", ""),
        ("type: select_one ${first}", ""),
        ("type: select_one ${frist}", "Q051"),
    ],
)
def test_what_cannot_be_done_is_said(faults_of: FaultsOf, keys: str, code: str) -> None:
    """Each on its line, faults as faults; a type for phones is only a warning."""
    pairs = "\n".join(f"  {pair}" for pair in _split(keys))
    survey = f"""\
- {{name: first, type: integer, label: 甲, privacy: plain}}
- {{name: d, type: select_one yes_no, label: 丁}}
- {{name: box, type: group, label: 组, children: [{{name: c, type: integer, label: 丙}}]}}
- name: b
  label: 乙
  privacy: plain
{pairs}
"""
    found = faults_of(survey)

    assert {finding.code for finding in found} == ({code} if code else set())
    assert all(finding.where.startswith("water.yaml:") for finding in found)
    assert all((f.kind is FindingKind.WARNING) == (code == "Q088") for f in found)


def _split(keys: str) -> list[str]:
    pairs: list[str] = []
    for part in keys.split(", "):
        if ": " in part:
            pairs.append(part)
        else:
            pairs[-1] += f", {part}"
    return pairs


def test_guidance_and_media_are_texts_like_others(faults_of: FaultsOf) -> None:
    """One that lacks a language is told; a file name for all languages needs no second."""
    survey = """\
- name: a
  type: select_one yes_no
  label: {zh: 甲, en: A}
  guidance_hint: {zh: 如何问}
  image: well.jpg
  audio: {en: a.mp3}
"""
    found = [(f.where, f.code) for f in faults_of(survey)]

    assert found == [("water.yaml:10", "Q060"), ("water.yaml:12", "Q060")]
