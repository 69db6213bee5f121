"""A ranking in, why each township stands where it does out: what decided, and its villages."""

from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.lead.score_why import points, village_json
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.scores.ranking import Ranked
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.cli.lead.trail import Trails


def places(evening: "Evening", township: str = "") -> "list[tuple[Ranked, Ranked | None]]":
    """Return each place of the ranking, or that of one township, and the place above it."""
    return [
        (ranked, ranking[order - 1] if order else None)
        for ranking in evening.assessment.rankings
        for order, ranked in enumerate(ranking)
        if township in ("", ranked.township.township)
    ]


def show_places(evening: "Evening", township: str) -> None:
    """Print why townships stand where they do, their villages, and how to go on to a village."""
    roster = evening.workspace.roster
    chosen = places(evening, township)
    for ranked, above in chosen:
        code = ranked.township.township
        rank = _("provisional") if ranked.rank is None else str(ranked.rank)
        why = _in_words(ranked, above, evening)
        show(
            table(
                (_("Village"), _("Confirmed"), _("With suspected"), _("Critical"), _("Households")),
                [
                    (
                        f"{each.village} {roster.villages[each.village].name}",
                        points(each.confirmed.score_hundredths),
                        points(each.with_suspected.score_hundredths),
                        str(each.critical),
                        str(each.households_visited),
                    )
                    for each in ranked.township.villages
                ],
                title=f"{rank}  {code} {roster.townships[code].name}: {why}",
            )
        )
    village = chosen[0][0].township.villages[0].village
    command = f"fieldsurvey score {village} --why"
    say(_("What is behind a line: {command}").format(command=command))


def place_json(ranked: "Ranked", above: "Ranked | None", trails: "Trails") -> dict[str, Any]:
    """Return why a township stands where it does: down to answers, lines and evidence."""
    from fieldsurvey.assess.scores.score import Basis

    township = ranked.township
    return {
        "decided_by": ranked.decided_by.value,
        "is_shared": ranked.is_shared,
        "above": above.township.township if above else None,
        "in_words": _in_words(ranked, above, trails.evening),
        "confirmed": _exactly(township.confirmed),
        "critical_per_household": _exactly(township.critical_per_household),
        "villages": [village_json(each, Basis.CONFIRMED, trails) for each in township.villages],
    }


def _in_words(ranked: "Ranked", above: "Ranked | None", evening: "Evening") -> str:
    from fieldsurvey.assess.scores.explaining import explain_place

    townships = evening.workspace.roster.townships
    return explain_place(ranked, above, townships[above.township.township].name if above else "")


def _exactly(number: Any) -> list[int]:
    """Return a fraction as numerator and denominator: what ranks is never rounded."""
    return [number.numerator, number.denominator]
