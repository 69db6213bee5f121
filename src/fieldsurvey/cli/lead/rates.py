"""`rates`: 三率一度 of the whole district, each with its households."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.campaign.model import village_of
from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from fractions import Fraction

    from fieldsurvey.assess.rates.rules import RateSet, RateSets
    from fieldsurvey.assess.rates.working_out import Rate
    from fieldsurvey.cli.lead.evening import Evening

    Measured = list[tuple[RateSet, tuple[Rate, ...]]]

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey rates --why")
def rates(
    ctx: typer.Context,
    why: Annotated[
        bool, typer.Option("--why", help="Show the households that speak against.")
    ] = False,
    with_suspected: Annotated[
        bool, typer.Option("--with-suspected", help="Count suspected problems, too.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show the rates of the whole district; townships get counts.

    Limits are compared in whole numbers: exactly 2 % passes. The questionnaires' rates.yaml says
    which rates there are.
    """
    from fieldsurvey.assess.rates.checks import check_rates
    from fieldsurvey.assess.rates.rules import read_rates
    from fieldsurvey.cli.lead.evening import assess_evening

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    known = read_rates(workspace.questionnaires)
    with open_survey_file(workspace) as survey_file:
        evening = assess_evening(workspace, survey_file)
    if faults := check_rates(known, evening.rules.questionnaires):
        tell_findings(faults)
        raise typer.Exit(FAULTS)
    measured = _measure(known, evening, with_suspected=with_suspected)
    if json:
        show_json(_as_json(known, measured))
        return
    for each, found in measured:
        show(_table(each, found))
        if why:
            show(_households(found, evening))
    _show_incidence(known, measured)
    _say_what_they_are_worth(with_suspected=with_suspected)


def _measure(known: "RateSets", evening: "Evening", *, with_suspected: bool) -> "Measured":
    from fieldsurvey.assess.rates.working_out import measure_rates
    from fieldsurvey.assess.scores.score import Basis

    basis = Basis.WITH_SUSPECTED if with_suspected else Basis.CONFIRMED
    problems, villages = evening.assessment.problems, evening.workspace.roster.villages
    return [
        (each, measure_rates(each, evening.interviews, problems, villages, basis))
        for each in known.sets
    ]


def _table(rate_set: "RateSet", found: "Sequence[Rate]") -> Any:
    from fieldsurvey.questionnaire.model import in_language

    headings = (_("Measured"), _("Counted"), _("Out of"), "%", _("Passes with"), _("Verdict"))
    return table(
        headings,
        [
            (
                in_language(rate.rule.label, language()),
                str(rate.numerator),
                _with_unit(rate),
                _percent(rate.share),
                _limit_in_words(rate),
                _verdict(rate),
            )
            for rate in found
        ],
        title=in_language(rate_set.name, language()),
    )


def _with_unit(rate: "Rate") -> str:
    unit = _("persons") if rate.rule.counts == "persons" else _("households")
    said = f"{rate.denominator} {unit}"
    if rate.unanswered:
        said += " " + _("({count} gave no answer)").format(count=rate.unanswered)
    return said


def _percent(share: "Fraction | None") -> str:
    from fieldsurvey.assess.scores.rounding import in_points

    return "—" if share is None else in_points(share * 100)


def _limit_in_words(rate: "Rate") -> str:
    said = _("at most {number}") if rate.rule.fails == "above" else _("at least {number}")
    return said.format(number=rate.numbers_at_limit)


def _verdict(rate: "Rate") -> str:
    if not rate.rule.is_tested:
        return _("for comparison")
    return {None: _("nobody to count"), True: _("passes"), False: _("fails")}[rate.passes]


def _households(found: "Iterable[Rate]", evening: "Evening") -> Any:
    """Return the households that speak against: by code, so that no name is on the screen."""
    from fieldsurvey.questionnaire.model import in_language

    roster = evening.workspace.roster
    rows = [
        (
            in_language(rate.rule.label, language()),
            roster.villages[village_of(each.subject)].name,
            each.subject,
            str(each.number),
            each.interview,
        )
        for rate in found
        for each in rate.against
    ]
    headings = (_("Measured"), _("Village"), _("Household"), _("Counted"), _("Interview"))
    return table(headings, rows)


def _show_incidence(known: "RateSets", measured: "Measured") -> None:
    share = _incidence(known, measured)
    if known.district is None:
        say(_("For the incidence of poverty give the district's figures in rates.yaml (district)."))
    elif share is not None:
        verdict = _("passes") if share <= known.district.limit else _("fails")
        show(
            _("Incidence of poverty, scaled up: {share} % (limit {limit} %): {verdict}.").format(
                share=_percent(share), limit=_percent(known.district.limit), verdict=verdict
            )
        )


def _incidence(known: "RateSets", measured: "Measured") -> "Fraction | None":
    from fieldsurvey.assess.rates.working_out import poverty_incidence

    if known.district is None:
        return None
    figures = known.district.model_dump(exclude={"limit"})
    return poverty_incidence(**figures, rates=[rate for _set, found in measured for rate in found])


def _say_what_they_are_worth(*, with_suspected: bool) -> None:
    if not with_suspected:
        say(_("Confirmed problems only; --with-suspected counts the others, too."))
    say(
        _(
            "The unregistered households were drawn for hardship: their rates are no estimate "
            "of the district. A village or township has too few households for a rate."
        )
    )


def _as_json(known: "RateSets", measured: "Measured") -> dict[str, Any]:
    share = _incidence(known, measured)
    return {
        "sets": [
            {"name": each.name, "rates": [_rate_json(rate) for rate in found]}
            for each, found in measured
        ],
        "poverty_incidence": None if share is None else [share.numerator, share.denominator],
        "rates_sha256": known.digest,
    }


def _rate_json(rate: "Rate") -> dict[str, Any]:
    return {
        "name": rate.rule.name,
        "label": rate.rule.label,
        "counts": rate.rule.counts,
        "numerator": rate.numerator,
        "denominator": rate.denominator,
        "unanswered": rate.unanswered,
        "percent": None if rate.share is None else _percent(rate.share),
        "numbers_at_limit": rate.numbers_at_limit,
        "fails": rate.rule.fails,
        "is_tested": rate.rule.is_tested,
        "passes": rate.passes,
        "of_township": dict(sorted(rate.of_township.items())),
        "against": [
            {"subject": each.subject, "number": each.number, "interview": each.interview}
            for each in rate.against
        ],
    }
