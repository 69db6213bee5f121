"""An evening and another score table in, what would move out: in words, or for a program."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.lead.score_table import fitting_table
from fieldsurvey.cli.lead.score_why import points
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fractions import Fraction

    from fieldsurvey.assess.scores.comparing import (
        Comparison,
        IndicatorChange,
        Pair,
        TownshipChange,
        VillageChange,
    )
    from fieldsurvey.assess.scores.score import Basis
    from fieldsurvey.cli.lead.evening import Evening


def compare_with(other: Path, evening: "Evening", basis: "Basis") -> "Comparison":
    """Score the same problems by another table and compare.

    Raises:
        AssessmentError: The other table cannot be used; all its faults are in `findings`.
    """
    from fieldsurvey.assess.scores.comparing import Pair, Scored, compare_scores, score_again

    scoring = fitting_table(other, evening.rules.questionnaires)
    assessment = evening.assessment
    then = score_again(
        evening.plan,
        evening.forms,
        scoring,
        evening.interviews,
        assessment.problems,
        assessment.coverage,
    )
    now = Scored(assessment.villages, assessment.townships, assessment.rankings)
    return compare_scores(Pair(evening.rules.scoring, scoring), Pair(now, then), basis)


def show_comparison(compared: "Comparison", place: str, evening: "Evening") -> None:
    """Print what differs between the tables, then what moves by it."""
    show(_table_changes(compared))
    townships = [each for each in compared.townships if _is_wanted(each.township, place)]
    show(_townships_table(townships, evening))
    moved = [
        village
        for township in townships
        for village in township.villages
        if _is_wanted(village.village, place) and (village.indicators or village.scores.differs)
    ]
    if moved:
        show(_villages_table(moved, evening))
    count = len(moved)
    said = ngettext("{count} village would move.", "{count} villages would move.", count)
    say(said.format(count=count))
    say(_("Nothing was changed: the table in use is scoring.yaml of the workspace."))


def _is_wanted(code: str, place: str) -> bool:
    return code.startswith(place) or place.startswith(code)


def _table_changes(compared: "Comparison") -> Any:
    from fieldsurvey.report.freezing.rule_versions import short

    now, then = short(compared.digests.now), short(compared.digests.then)
    headings = (
        _("In the score table"),
        _("In use ({hash})").format(hash=now),
        _("Other ({hash})").format(hash=then),
    )
    rows = [
        (change.what, _plain(change.values.now), _plain(change.values.then))
        for change in compared.table
    ]
    return table(headings, rows or [(_("nothing differs"), "", "")])


def _plain(value: object) -> str:
    from fractions import Fraction

    from fieldsurvey.assess.scores.rounding import in_short

    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Fraction):
        return in_short(value)
    return "—" if value is None else str(value)


def _townships_table(townships: "list[TownshipChange]", evening: "Evening") -> Any:
    roster = evening.workspace.roster
    headings = (_("Township"), _("Rank"), _("Score"), _("Difference"), _("Moved by"))
    rows = [
        (
            f"{each.township} {roster.townships[each.township].name}",
            _moved(each.ranks, _rank),
            _moved(each.scores, _score),
            _difference(each.scores),
            " ".join(each.indicators),
        )
        for each in townships
    ]
    return table(headings, rows, title=_("What would move"))


def _villages_table(villages: "list[VillageChange]", evening: "Evening") -> Any:
    roster = evening.workspace.roster
    rows = [
        (
            f"{each.village} {roster.villages[each.village].name}",
            _moved(each.scores, _score),
            _difference(each.scores),
            "\n".join(map(_indicator, each.indicators)),
        )
        for each in villages
    ]
    return table((_("Village"), _("Score"), _("Difference"), _("Moved by")), rows)


def _indicator(change: "IndicatorChange") -> str:
    """Return what an indicator gives, and the rules that take more or less there."""
    parts = [f"{change.code} {_moved(change.points, _left)}"]
    if change.possible.differs:
        parts.append(_("of {possible}").format(possible=_moved(change.possible, _left)))
    rules = [
        f"{rule.partition('.')[2]} {_moved(taken, _score)}" for rule, taken in change.rules.items()
    ]
    return " ".join(parts) + (f" ({', '.join(rules)})" if rules else "")


def _moved(pair: "Pair[Any]", say_one: Callable[[Any], str]) -> str:
    return f"{say_one(pair.now)} → {say_one(pair.then)}" if pair.differs else say_one(pair.now)


def _rank(rank: int | None) -> str:
    return _("provisional") if rank is None else str(rank)


def _score(score: "Fraction") -> str:
    from fieldsurvey.assess.scores.rounding import in_points

    return in_points(score)


def _left(number: "Fraction | None") -> str:
    return "—" if number is None else _score(number)


def _difference(scores: "Pair[Fraction]") -> str:
    from fieldsurvey.assess.scores.rounding import hundredths

    moved = hundredths(scores.then - scores.now)
    return f"+{points(moved)}" if moved > 0 else points(moved)


def comparison_json(compared: "Comparison", place: str) -> dict[str, Any]:
    """Return the same for a program; `now` is by the table in use, `then` by the other."""
    return {
        "basis": compared.basis.value,
        "scoring_sha256": {"now": compared.digests.now, "then": compared.digests.then},
        "table": [
            {
                "what": change.what,
                "now": _value(change.values.now),
                "then": _value(change.values.then),
            }
            for change in compared.table
        ],
        "townships": [
            {
                "code": each.township,
                "score_hundredths": _pair(each.scores),
                "rank": {"now": each.ranks.now, "then": each.ranks.then},
                "indicators": list(each.indicators),
                "villages": [
                    _village_json(village)
                    for village in each.villages
                    if _is_wanted(village.village, place)
                ],
            }
            for each in compared.townships
            if _is_wanted(each.township, place)
        ],
    }


def _village_json(village: "VillageChange") -> dict[str, Any]:
    return {
        "code": village.village,
        "score_hundredths": _pair(village.scores),
        "indicators": [
            {
                "code": change.code,
                "points_hundredths": _pair(change.points),
                "possible_hundredths": _pair(change.possible),
                "rules": {rule: _pair(taken) for rule, taken in change.rules.items()},
            }
            for change in village.indicators
        ],
    }


def _pair(pair: "Pair[Any]") -> dict[str, int | None]:
    from fieldsurvey.assess.scores.rounding import hundredths

    return {
        "now": None if pair.now is None else hundredths(pair.now),
        "then": None if pair.then is None else hundredths(pair.then),
    }


def _value(value: object) -> object:
    return value if isinstance(value, bool | int | str | None) else _plain(value)
