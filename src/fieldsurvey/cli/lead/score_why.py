"""A village, a township or a problem in, the working of its points out, each line leading on.

rank → township → village → deduction → answer, lines, evidence: what one shows, the next explains.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from fieldsurvey.campaign.model import village_of
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.problems.problem import Problem
    from fieldsurvey.assess.scores.explaining import Line, ProblemWorking
    from fieldsurvey.assess.scores.score import Basis, VillageScore
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.cli.lead.trail import Trails


def points(hundredths: int) -> str:
    """Show points as people write them: 8875 is 88.75."""
    sign = "-" if hundredths < 0 else ""
    return f"{sign}{abs(hundredths) // 100}.{abs(hundredths) % 100:02d}"


def working(place: str, evening: "Evening", basis: "Basis") -> "tuple[Line, ...]":
    """Return the working of a village or a township; nothing where neither has come in."""
    from fieldsurvey.assess.scores.explaining import explain_township, explain_village

    assessment = evening.assessment
    if place in assessment.villages:
        return explain_village(assessment.villages[place], basis)
    if place in assessment.townships:
        return explain_township(assessment.townships[place], basis)
    return ()


def show_working(lines: "Iterable[Line]") -> None:
    """Print the working, and what explains its lines."""
    from fieldsurvey.assess.scores.rounding import hundredths

    listed = list(lines)
    headings = (_("What"), _("Points"), _("Of"), _("Why"))
    rows = [
        (
            "  " * line.depth + line.what,
            points(hundredths(line.points)),
            points(hundredths(line.possible)) if line.possible is not None else "",
            line.why,
        )
        for line in listed
    ]
    show(table(headings, rows))
    if numbers := [line.problem.number for line in listed if line.problem]:
        say(_lead_on(f"fieldsurvey score {numbers[0]} --why"))
    elif len(listed) > 1 and listed[1].depth == 1 and not numbers:
        say(_lead_on(f"fieldsurvey score {listed[1].what} --why"))


def _lead_on(command: str) -> str:
    return _("What is behind a line: {command}").format(command=command)


def lines_json(lines: "Iterable[Line]", trails: "Trails") -> list[dict[str, Any]]:
    """Return the working for a program: each problem with its answer, lines and evidence.

    The first line, of the score itself, says by which rules it was made.
    """
    from fieldsurvey.assess.scores.rounding import hundredths
    from fieldsurvey.report.masking.hiding import hide_known

    named = trails.evening.named
    said: list[dict[str, Any]] = []
    for line in lines:
        problem = line.problem
        row: dict[str, Any] = {
            "depth": line.depth,
            "what": line.what,
            "points_hundredths": hundredths(line.points),
            "possible_hundredths": None if line.possible is None else hundredths(line.possible),
            "why": line.why,
            "problem": problem.number if problem else None,
            "interview": problem.interview if problem else None,
            "question": problem.question if problem else None,
        }
        if problem:
            row = hide_known(row, [problem.subject], named) | {"trail": trails.of(problem)}
        elif not said:
            row["rules"] = _rules(trails)
        said.append(row)
    return said


def _rules(trails: "Trails") -> dict[str, Any]:
    from fieldsurvey.cli.lead.rules_shown import rules_json, rules_of

    return rules_json(rules_of(trails.evening.workspace, trails.survey_file, trails.evening.rules))


def village_json(village: "VillageScore", basis: "Basis", trails: "Trails") -> dict[str, Any]:
    """Return a village with every deduction and what it rests on."""
    from fieldsurvey.assess.scores.rounding import hundredths

    score = village.on(basis)
    return {
        "code": village.village,
        "name": trails.evening.workspace.roster.villages[village.village].name,
        "score_hundredths": score.score_hundredths,
        "possible_hundredths": hundredths(score.possible),
        "visited": village.households_visited,
        "indicators": [
            {
                "code": each.indicator.code,
                "label": dict(each.indicator.label),
                "points_hundredths": hundredths(each.points),
                "possible_hundredths": hundredths(each.possible),
                "deductions": [
                    {
                        **_deduction_json(deduction.asked, deduction.taken),
                        "standing": deduction.standing.value,
                        "instead": deduction.instead or None,
                        **trails.of(deduction.problem),
                    }
                    for deduction in each.deductions
                ],
            }
            for each in score.indicators
        ],
    }


def _deduction_json(asked: Any, taken: Any) -> dict[str, int]:
    from fieldsurvey.assess.scores.rounding import hundredths

    return {"asked_hundredths": hundredths(asked), "taken_hundredths": hundredths(taken)}


def problem_workings(problem: "Problem", evening: "Evening") -> "tuple[ProblemWorking, ...]":
    """Return what a problem takes on each basis; nothing where its village has no score."""
    from fieldsurvey.assess.scores.explaining import explain_problem

    village = evening.assessment.villages.get(village_of(problem.subject))
    return explain_problem(village, problem.number) if village else ()


def show_problem(problem: "Problem", trails: "Trails") -> None:
    """Print what a problem takes and why, its answer, the lines that said it, the evidence."""
    from fieldsurvey.i18n import language
    from fieldsurvey.questionnaire.model import in_language

    trail = trails.of(problem)
    show(_points_table(problem, problem_workings(problem, trails.evening)))
    said = " ".join(filter(None, (in_language(trail["text"], language()), trail["description"])))
    question = " ".join(filter(None, (trail["question_number"], trail["question"])))
    facts = [
        (_("Problem"), said),
        (_("Rule"), trail["rule"] or "—"),
        (_("Answer"), f"{question} = {trail['answer']}" if question else "—"),
        (_("Interview"), f"{trail['interview'] or '—'}  {trail['head'][:12]}"),
        (_("Lines"), _listed_lines(trail)),
        (_("Evidence"), _evidence(trail)),
    ]
    show(table(("", problem.number), facts))
    say(
        _("The whole problem: {command}").format(
            command=f"fieldsurvey problems show {problem.number}"
        )
    )
    if problem.interview:
        command = f"fieldsurvey show {problem.subject} --history"
        say(_("Everything said there: {command}").format(command=command))


def _points_table(problem: "Problem", workings: "Iterable[ProblemWorking]") -> Any:
    from fieldsurvey.assess.scores.rounding import hundredths

    names = {"confirmed": _("Confirmed"), "with_suspected": _("With suspected")}
    rows = [
        (
            names[each.basis.value],
            each.indicator,
            points(hundredths(each.asked)),
            points(hundredths(each.taken)),
            each.why,
        )
        for each in workings
    ]
    if not rows:
        rows = [("—", "—", "0.00", "0.00", _no_points(problem))]
    return table((_("Score"), _("Indicator"), _("Asks"), _("Takes"), _("Why")), rows)


def _no_points(problem: "Problem") -> str:
    from fieldsurvey.questionnaire.model import Severity

    if problem.severity is Severity.WATCH:
        return _("a hint for the reviewer; hints take no points")
    return _("its rule takes no points, or its interview does not count (yet)")


def _listed_lines(trail: Mapping[str, Any]) -> str:
    return "\n".join(map(_line_in_words, trail["lines"])) or "—"


def _line_in_words(line: Mapping[str, str]) -> str:
    at = line["at"][:16].replace("T", " ")
    return f"{line['line']}  {line['kind']}  {at}  {line['hash'][:12]}"


def _evidence(trail: Mapping[str, Any]) -> str:
    photos = "\n".join(photo[:16] for photo in trail["photos"])
    return photos or trail["seen"] or trail["no_photo_because"] or "—"


def problem_json(problem: "Problem", trails: "Trails") -> dict[str, Any]:
    """Return the same for a program."""
    return {
        **trails.of(problem),
        "points": [
            {
                "basis": each.basis.value,
                "indicator": each.indicator,
                "standing": each.standing.value,
                "instead": each.instead or None,
                **_deduction_json(each.asked, each.taken),
                "why": each.why,
            }
            for each in problem_workings(problem, trails.evening)
        ],
        "rules": _rules(trails),
    }
