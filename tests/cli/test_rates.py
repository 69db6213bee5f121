"""`rates` and `sample verify`: what an office reads before it signs."""

import json
from pathlib import Path


def test_the_rates_are_of_the_district_and_say_what_they_are_worth(lead, command):
    """Both denominators are named; the page says what the sample cannot tell."""
    ran = command("-w", lead, "rates")

    assert ran.exit_code == 0
    assert "Three rates and one degree" in ran.out and "Two rates and one degree" in ran.out
    assert "comparison" in ran.out and "at most" in ran.out
    assert "drawn for hardship" in ran.err


def test_a_program_gets_whole_numbers_and_the_digest_of_the_rules(lead, command):
    """Numerator and denominator, never only a rounded percentage; counts by township."""
    said = json.loads(command("-w", lead, "rates", "--json", "--with-suspected").out)
    missed, surveyed = said["sets"][0]["rates"][1:3]

    assert [missed["name"], surveyed["name"]] == ["missed", "missed_of_surveyed"]
    assert missed["numerator"] == surveyed["numerator"]
    assert missed["denominator"] > 10 * surveyed["denominator"]
    assert sum(missed["of_township"].values()) == missed["numerator"]
    assert len(said["rates_sha256"]) == 64


def test_why_shows_the_households_behind_a_figure(lead, command):
    """By code, with the interview they were counted from, never by name."""
    said = json.loads(command("-w", lead, "rates", "--json", "--with-suspected").out)
    households = [each["subject"] for rate in said["sets"][0]["rates"] for each in rate["against"]]
    ran = command("-w", lead, "rates", "--why", "--with-suspected")

    assert households
    assert all(code in ran.out for code in households)


def test_the_incidence_of_poverty_needs_the_district(lead, command):
    """Without the district's figures it says where they go; with them it is scaled up."""
    without = command("-w", lead, "rates")
    rates = Path(lead) / "questionnaires" / "rates.yaml"
    text = rates.read_text("utf-8")
    rates.write_text(text.replace("# district:", "district:"), "utf-8")
    ran = command("-w", lead, "rates")

    assert "district's figures" in without.err
    assert "Incidence of poverty, scaled up" in ran.out and "limit 2.00 %" in ran.out


def test_a_rate_that_names_nothing_is_refused(lead, command):
    """A misspelt rule must not read as 0 %."""
    rates = Path(lead) / "questionnaires" / "rates.yaml"
    text = rates.read_text("utf-8")
    rates.write_text(text.replace("household.wrongly_lifted", "household.wrong"), "utf-8")
    ran = command("-w", lead, "rates")

    assert ran.exit_code == 1
    assert "T014" in ran.err and "registered-household.wrong" in ran.err


def test_sample_verify_holds_the_sample_to_the_plan(lead, command):
    """Three villages a day for a team is told; the sample still comes out again."""
    schedule = Path(lead) / "schedule.csv"
    text = schedule.read_text("utf-8")
    rows = text.splitlines()
    day, team = rows[1].split(",")[:2]
    other = next(row for row in rows[1:] if row.split(",")[:2] != [day, team])
    moved = text.replace(other, ",".join([day, team, *other.split(",")[2:]]))
    whole = command("-w", lead, "sample", "verify")
    schedule.write_text(moved, "utf-8")
    ran = command("-w", lead, "sample", "verify")

    assert whole.exit_code == 0 and "comes out again" in whole.out
    assert "P-07" in ran.err and "3 villages" in ran.err
    assert ran.exit_code == 0 and "comes out again" in ran.out
