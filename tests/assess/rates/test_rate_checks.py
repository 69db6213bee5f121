"""rates.yaml names only what the questionnaires have."""

from pathlib import Path

import pytest

from fieldsurvey.assess.rates.checks import check_rates
from fieldsurvey.assess.rates.rules import RATES_FILE, read_rates
from fieldsurvey.errors import AssessmentError
from fieldsurvey.questionnaire import load_questionnaires, shipped_folder


def test_the_shipped_rates_fit_the_shipped_questionnaires() -> None:
    """Every form, rule and question they name is there."""
    assert check_rates(read_rates(shipped_folder()), load_questionnaires(shipped_folder())) == []


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("form: unregistered-household", "form: no-such-form", "no-such-form"),
        ("rule: registered-household.no_real_help", "rule: registered-household.gone", "gone"),
        ("persons: household_size", "persons: family_size", "family_size"),
        ('{approves: "1"}', '{applauds: "1"}', "applauds"),
    ],
)
def test_a_name_that_is_nowhere_is_told(
    before: str, after: str, named: str, tmp_path: Path
) -> None:
    """With the rate that names it; nothing is silently counted as 0."""
    text = (shipped_folder() / RATES_FILE).read_text("utf-8")
    assert before in text
    (tmp_path / RATES_FILE).write_text(text.replace(before, after), "utf-8")

    findings = check_rates(read_rates(tmp_path), load_questionnaires(shipped_folder()))

    assert findings and {finding.code for finding in findings} == {"T014"}
    assert all(named in finding.what for finding in findings)


def test_a_campaign_of_before_gets_the_shipped_rates(tmp_path: Path) -> None:
    """A workspace without rates.yaml can be asked for its rates, too."""
    assert read_rates(tmp_path).digest == read_rates(shipped_folder()).digest


def test_a_limit_that_is_no_share_is_refused(tmp_path: Path) -> None:
    """With its line in the file."""
    text = (shipped_folder() / RATES_FILE).read_text("utf-8")
    (tmp_path / RATES_FILE).write_text(text.replace("limit: 0.9", "limit: ninety", 1), "utf-8")

    with pytest.raises(AssessmentError) as refused:
        read_rates(tmp_path)

    assert "rates.yaml:" in refused.value.findings[0].where
