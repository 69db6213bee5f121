"""`checks inspectors` and `backcheck`: where a second look is worth it, and what came of it."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
import yaml


def drawn_of(lead: Path, command: Any, *options: str) -> list[dict[str, Any]]:
    """Draw, and return the rows."""
    ran = command("-w", lead, "backcheck", "draw", "--json", "--by", "Gao Lan", *options)
    assert ran.exit_code == 0, ran.err
    return json.loads(ran.out)["drawn"]


def test_inspectors_stand_beside_the_group(lead: Path, command: Any) -> None:
    """Every inspector with figures, the median below; --why shows the signs in sentences."""
    said = json.loads(command("-w", lead, "checks", "inspectors", "--json").out)
    ran = command("-w", lead, "checks", "inspectors")
    first = said["inspectors"][0]["name"]
    why = command("-w", lead, "checks", "inspectors", "--why", first)
    nobody = command("-w", lead, "checks", "inspectors", "--why", "Nobody")

    assert len(said["inspectors"]) == 30 and "pace" in said["group"]
    assert first in ran.out and "median" in ran.out
    assert why.exit_code == 0 and "What was noticed" in " ".join(why.out.split())
    assert nobody.exit_code == 2


def test_a_draw_is_kept_and_never_drawn_again(lead: Path, command: Any) -> None:
    """Every inspector at a keyboard is among them; a second draw draws others."""
    first = drawn_of(lead, command, "--seed", "one", "--share", "10", "--suspects", "3")
    again = drawn_of(lead, command, "--seed", "one", "--share", "10", "--suspects", "3")

    assert sum(row["why"] == "signs" for row in first) == 3
    assert not {row["interview"] for row in first} & {row["interview"] for row in again}
    assert all("-" in row["subject"] for row in first)


def test_others_ask_again_and_the_lead_compares(
    lead: Path, laptop: Path, command: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Asked on a laptop, left, handed over: compared with what was said first, no more."""
    listed = ("-w", lead, "problems", "list", "--json")
    before = command(*listed).out
    subject, first = first_of(lead, command)
    members = yaml.safe_load((lead / "campaign.yaml").read_text("utf-8"))["teams"][0]["members"]
    others = [name for name in members if name not in first["inspectors"]][:2]
    stick = tmp_path / "stick"
    stick.mkdir()

    # Set here, so that it is taken back: the option sets it for the whole process.
    monkeypatch.setenv("FIELDSURVEY_PLAIN", "1")
    monkeypatch.setattr("sys.stdin", io.StringIO("9\n\n9\n/q\n"))
    asked = command(
        *("-w", laptop, "interview", subject, "--form", "unregistered-household"),
        *("--backcheck", "--plain", "--inspectors", ",".join(others)),
    )
    command("-w", laptop, "hand-over", stick)
    merged = command("-w", lead, "merge", stick)
    said = json.loads(command("-w", lead, "backcheck", "compare", "--json").out)
    shown = command("-w", lead, "backcheck", "compare", "--all")

    assert "--backcheck" in asked.err and merged.exit_code == 0
    assert [(pair["subject"], pair["is_by_others"]) for pair in said["pairs"]] == [(subject, True)]
    assert said["pairs"][0]["compared"] >= 1
    assert said["by_inspector"][0]["of"] == first["inspectors"][0]
    assert "Error rate by inspector" in shown.out and "1 checked back" in shown.err
    assert command(*listed).out == before
    assert "no conflict" in command("-w", lead, "conflicts", "list").err


def first_of(lead: Path, command: Any) -> tuple[str, dict[str, Any]]:
    """Return an unregistered household of team 1, and the interview made there."""
    problems = json.loads(command("-w", lead, "sample", "show", "--json").out)
    subject = next(
        row["number"]
        for row in problems
        if row["category"] == "unregistered" and row["number"].startswith("0104")
    )
    shown = json.loads(command("-w", lead, "show", subject, "--json").out)
    return subject, shown[0]
