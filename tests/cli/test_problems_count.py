"""`problems count`: what may be shown to a township tells nobody apart."""

import json


def test_small_counts_of_sensitive_matters_are_hidden(lead, command):
    """Neither the screen nor a program learns of one or two households; plain counts stay."""
    ran = command("-w", lead, "problems", "count")
    cells = json.loads(command("-w", lead, "problems", "count", "--json").out)
    education = {c["households"] for c in cells if c["category"] == "education"}

    assert ran.exit_code == 0
    assert "Counts below 3 of sensitive matters are hidden" in ran.err
    assert not education & {"1", "2"}
    assert {c["households"] for c in cells if c["category"] == "project"} & {"1", "2"}


def test_a_campaign_may_tell_every_count(lead, command):
    """privacy: {smallest_cell: 0}, decided by whoever runs it."""
    plan = lead / "campaign.yaml"
    said = plan.read_text("utf-8")
    plan.write_text(f"{said.split('privacy:')[0]}privacy: {{smallest_cell: 0}}\n", "utf-8")
    ran = command("-w", lead, "problems", "count")
    plan.write_text(f"{said.split('privacy:')[0]}privacy: {{smallest_cell: 2}}\n", "utf-8")
    refused = command("-w", lead, "problems", "count")

    assert "…" not in ran.out and "<3" not in ran.out
    assert refused.exit_code == 1
    assert "less than 2 could only be 1" in refused.err
