"""scoring.yaml: what ships adds up, and what does not is refused with its place."""

import hashlib
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.assess.scores.scoring_checks import check_scoring
from fieldsurvey.assess.scores.scoring_rules import Scoring, read_scoring
from fieldsurvey.errors import AssessmentError
from fieldsurvey.questionnaire.model import Questionnaire

SHIPPED = Path(__file__).parents[3] / "questionnaires" / "scoring.yaml"


def test_the_shipped_table_is_the_plans(scoring: Scoring) -> None:
    """Blocks of 15, 45, 20 and 20; the indicators' points as annex 5 has them."""
    assert [block.maximum for block in scoring.blocks] == [15, 45, 20, 20]
    assert {code: int(indicator.maximum) for code, indicator in scoring.indicators.items()} == {
        **{"A1": 8, "A2": 7},
        **{"B1": 6, "B2": 7, "B3": 7, "B4": 5, "B5": 4, "B6": 6, "B7": 5, "B8": 5},
        **{"C1": 5, "C2": 4, "C3": 3, "C4": 3, "C5": 5},
        **{"D1": 4, "D2": 4, "D3": 4, "D4": 3, "D5": 5},
    }


def test_points_are_exact(scoring: Scoring) -> None:
    """0.3 is three tenths."""
    assert scoring.points["unregistered-household.not_improved"] == Fraction(3, 10)


def test_the_digest_is_of_the_files_bytes(scoring: Scoring) -> None:
    """A change of one blank shows on every page."""
    assert scoring.digest == hashlib.sha256(SHIPPED.read_bytes()).hexdigest()


def test_a_problem_is_of_the_block_of_its_indicator(scoring: Scoring) -> None:
    """Without an indicator the group says it."""
    assert scoring.block_of("B4") == "B"
    assert scoring.block_of("", otherwise="C") == "C"


@pytest.mark.parametrize(
    ("points", "is_taken"),
    [("0.25", True), ("2", True), ("0", True), ("0.125", False), ("-1", False), ('"1"', False)],
)
def test_points_have_two_decimals(tmp_path: Path, points: str, is_taken: bool) -> None:
    """Nothing below a hundredth, nothing below 0, no text."""
    file = tmp_path / "scoring.yaml"
    file.write_text(
        "blocks: [{code: A, label: 责任落实, maximum: 100, indicators: "
        f"[{{code: A1, label: 责任, maximum: 100, parts: [{{per: finding, rules: "
        f"[{{rule: f.r, points: {points}}}]}}]}}]}}]",
        encoding="utf-8",
    )

    if is_taken:
        assert read_scoring(file).points["f.r"] == Fraction(points)
    else:
        with pytest.raises(AssessmentError):
            read_scoring(file)


def test_every_fault_of_the_file_is_listed(tmp_path: Path) -> None:
    """An unknown key, an unknown way of counting and a missing maximum, all at once."""
    file = tmp_path / "scoring.yaml"
    file.write_text(
        "blocks:\n"
        "  - code: A\n"
        "    label: {zh: 责任落实}\n"
        "    indicators:\n"
        "      - code: A1\n"
        "        label: {zh: 责任}\n"
        "        maximum: 8\n"
        "        weight: 3\n"
        "        parts: [{per: village, rules: []}]\n",
        encoding="utf-8",
    )

    with pytest.raises(AssessmentError) as refused:
        read_scoring(file)

    assert len(refused.value.findings) == 3
    assert all("scoring.yaml:" in finding.where for finding in refused.value.findings)


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    """No traceback."""
    with pytest.raises(AssessmentError):
        read_scoring(tmp_path / "scoring.yaml")


FORM = Questionnaire.model_validate(
    {
        "settings": {
            "form_id": "water",
            "form_title": "Water",
            "version": "1",
            "subject": "household",
        },
        "survey": [
            {
                "name": "safe",
                "type": "text",
                "problem": [
                    {
                        "name": "unsafe",
                        "when": ". = '2'",
                        "severity": "major",
                        "text": "Unsafe",
                        "indicator": "B4",
                    },
                    {"name": "hint", "when": ". = '3'", "severity": "watch", "text": "Hint"},
                ],
            }
        ],
    }
)

FAULTS = [
    # what is changed in a table without fault                 what is found
    pytest.param(lambda table: None, [], id="nothing"),
    pytest.param(
        lambda table: table["blocks"][0]["indicators"][0].update(maximum=90),
        ["T001"],
        id="indicators do not add up to their block",
    ),
    pytest.param(
        lambda table: (
            table["blocks"][0].update(maximum=90),
            table["blocks"][0]["indicators"][0].update(maximum=90),
        ),
        ["T002"],
        id="blocks do not add up to 100",
    ),
    pytest.param(lambda table: table["blocks"][0].update(code="B4"), ["T003"], id="a code twice"),
    pytest.param(
        lambda table: rules(table).append({"rule": "water.unsafe", "points": 1}),
        ["T004"],
        id="a rule twice",
    ),
    pytest.param(
        lambda table: table["blocks"][0]["indicators"][0].update(only_where="village.has_cadre"),
        ["T005"],
        id="a fact nobody knows",
    ),
    pytest.param(
        lambda table: parts(table).append({"per": "household", "rules": []}),
        ["T006"],
        id="two parts per household",
    ),
    pytest.param(
        lambda table: parts(table)[0].update(maximum=101),
        ["T007"],
        id="a part beyond its indicator",
    ),
    pytest.param(
        lambda table: rules(table).append({"rule": "water.gone", "points": 1}),
        ["T008"],
        id="a rule nobody has",
    ),
    pytest.param(
        lambda table: table.update(best_grade_barred_by=["water.gone"]),
        ["T008"],
        id="a veto nobody has",
    ),
    pytest.param(
        lambda table: rules(table).append({"rule": "water.hint", "points": 1}),
        ["T009"],
        id="points for a hint",
    ),
    pytest.param(
        lambda table: table["blocks"][0]["indicators"][0].update(code="B5"),
        ["T010", "T013"],
        id="an indicator other than the questionnaire's",
    ),
    pytest.param(
        lambda table: parts(table)[0].update(per="finding"),
        ["T011"],
        id="a household's rule counted per finding",
    ),
    pytest.param(
        lambda table: table.update(
            grades=[{"from": 80, "label": "Fair"}, {"from": 95, "label": "Good"}]
        ),
        ["T012"],
        id="grades upside down",
    ),
]


def parts(table: Any) -> Any:
    """Return the parts of the only indicator."""
    return table["blocks"][0]["indicators"][0]["parts"]


def rules(table: Any) -> Any:
    """Return the rules of its first part."""
    return parts(table)[0]["rules"]


@pytest.mark.parametrize(("change", "codes"), FAULTS)
def test_faults_between_table_and_questionnaires(change: Any, codes: list[str]) -> None:
    """Each is found, and nothing else with it."""
    table = {
        "blocks": [
            {
                "code": "B",
                "label": "Policies",
                "maximum": 100,
                "indicators": [
                    {
                        "code": "B4",
                        "label": "Water",
                        "maximum": 100,
                        "parts": [
                            {"per": "household", "rules": [{"rule": "water.unsafe", "points": 2.5}]}
                        ],
                    }
                ],
            }
        ]
    }
    change(table)

    findings = check_scoring(Scoring.model_validate(table), {"water": FORM})

    assert [finding.code for finding in findings] == codes
    assert all(finding.what and finding.to_do for finding in findings)
