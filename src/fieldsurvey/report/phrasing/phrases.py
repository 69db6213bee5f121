"""An edition in, the sentences that all formats and the mail say out, in the language spoken.

Call these inside `speaking(language)`.
"""

from collections.abc import Mapping
from fractions import Fraction

from fieldsurvey.assess.scores.explaining import explain_standing
from fieldsurvey.assess.scores.rounding import in_short
from fieldsurvey.assess.scores.score import Standing
from fieldsurvey.campaign.sample.absence import Absence
from fieldsurvey.i18n import _, ngettext, pgettext, sentences
from fieldsurvey.report.freezing.rule_versions import rules_in_short
from fieldsurvey.report.frozen.edition import Correction, Edition
from fieldsurvey.report.frozen.missing import Missing, MissingTeam, RefusedBundle, VillageCoverage
from fieldsurvey.report.frozen.pack import Pack, TownshipList
from fieldsurvey.report.frozen.problem_row import is_hint
from fieldsurvey.report.frozen.ranked_list import DeductionLine
from fieldsurvey.report.frozen.tally import Tally, TallyLine
from fieldsurvey.report.wording import Wording, headings


def edition_title(edition: Edition, wording: Wording) -> str:
    """Return what the edition is called: campaign, list, number."""
    return _("{campaign}: problem list No. {number}").format(
        campaign=wording.text(edition.title), number=edition.number
    )


def dateline(edition: Edition) -> str:
    """Return when the edition is of, when it was made, and by which rules."""
    said = _dates(edition)
    if not edition.rule_hash:
        return said
    return f"{said} · {rules_in_short(edition.rule_hash, edition.rule_changes)}"


def _dates(edition: Edition) -> str:
    made = edition.made_at[:16].replace("T", " ")
    if edition.cut_off[:16] in ("", edition.made_at[:16]):
        return _("{date} · made {made}").format(date=edition.date, made=made)
    cut_off = edition.cut_off[11:16]
    return _("{date} · made {made} · cut-off {cut_off}").format(
        date=edition.date, made=made, cut_off=cut_off
    )


def headline(edition: Edition, nothing: str = "") -> str:
    """Return the edition in a sentence or more: how many problems, how bad, how many late.

    `nothing` is said where there is none, if not that there are none today.
    """
    today = edition.today
    said = [counted_problems(today) if today.total else nothing or _("No problems today.")]
    if today.late:
        late = ngettext("{count} reported late.", "{count} reported late.", today.late)
        said.append(late.format(count=today.late))
    if today.dismissed:
        dismissed = ngettext(
            "{count} more row is dismissed.", "{count} more rows are dismissed.", today.dismissed
        )
        said.append(dismissed.format(count=today.dismissed))
    return sentences(said)


def counted_problems(today: Tally | TallyLine) -> str:
    """Return how many problems there are, and how bad."""
    return ngettext(
        "{count} problem: {critical} critical, {major} major, {minor} minor.",
        "{count} problems: {critical} critical, {major} major, {minor} minor.",
        today.total,
    ).format(count=today.total, critical=today.critical, major=today.major, minor=today.minor)


def missing_headline(missing: Missing) -> str:
    """Return in one sentence whether everything that was due is in."""
    if not missing.count:
        return _("Everything that was due is in.")
    return ngettext(
        "{count} thing that was due is not in this list.",
        "{count} things that were due are not in this list.",
        missing.count,
    ).format(count=missing.count)


def missing_lines(missing: Missing, wording: Wording) -> list[str]:
    """Return one sentence for each thing that should be in the edition and is not."""
    teams = [_team_line(team, wording) for team in missing.teams]
    laptops = [
        _("Laptop {device} of team {team} has handed nothing in that day.").format(
            device=laptop.device, team=laptop.team
        )
        for laptop in missing.laptops
    ]
    villages = [village_line(village, wording) for village in missing.villages]
    households = [
        _("Must-visit household {subject} in {village} is neither visited nor explained.").format(
            subject=household.subject, village=household.village
        )
        for household in missing.must_visit
    ]
    bundles = [_bundle_line(bundle) for bundle in missing.bundles]
    return [*teams, *laptops, *villages, *households, *bundles, *missing.further]


def explained_lines(missing: Missing) -> list[str]:
    """Return one sentence for each must-visit household that could not be visited, and why."""
    return [
        _("Must-visit household {subject} in {village} was not visited: {reason}.").format(
            subject=household.subject,
            village=household.village,
            reason=Absence(household.reason, household.note).in_words(),
        )
        for household in missing.explained
    ]


def _team_line(team: MissingTeam, wording: Wording) -> str:
    if not team.villages:
        said = _("Team {team} has not reported.").format(team=team.team)
    else:
        said = _("Team {team} has not reported (due in {villages}).").format(
            team=team.team, villages=wording.listed(team.villages)
        )
    if not team.laptops:
        return said
    laptops = ngettext(
        "Nothing came from laptop {devices}.",
        "Nothing came from laptops {devices}.",
        len(team.laptops),
    ).format(devices=wording.listed(team.laptops))
    return sentences((said, laptops))


def _bundle_line(bundle: RefusedBundle) -> str:
    if not bundle.device:
        return _("Bundle {bundle} was not taken in: {reason}").format(
            bundle=bundle.bundle, reason=bundle.reason
        )
    return _("Bundle {bundle} of laptop {device} (team {team}) was not taken in: {reason}").format(
        bundle=bundle.bundle,
        device=bundle.device,
        team=bundle.team or "?",
        reason=bundle.reason,
    )


def village_line(village: VillageCoverage, wording: Wording) -> str:
    """Return how far a village is visited, and what is not done there."""
    place = wording.place(village.township, village.name)
    if not village.visited:
        return _("{place}: no household visited of {planned} (team {team}).").format(
            place=place, planned=village.planned, team=village.team
        )
    said = _("{place}: {visited} of {planned} households visited (team {team}).").format(
        place=place, visited=village.visited, planned=village.planned, team=village.team
    )
    if not village.forms_missing:
        return said
    forms = _("Not done: {forms}.").format(
        forms=wording.listed(map(wording.form, village.forms_missing))
    )
    return sentences((said, forms))


def correction_line(correction: Correction, wording: Wording) -> str:
    """Return what changed in a row of an earlier edition."""
    after = correction.after
    if after is None and is_hint(correction.before):
        return _("No longer a hint: the answer was changed or withdrawn, or is a problem now.")
    if after is None:
        return _("No longer a problem: the answer was changed or withdrawn, or does not count.")
    names = headings()
    changes = [
        _("{column}: {before} → {after}").format(
            column=names[column],
            before=wording.cell(correction.before, column),
            after=wording.cell(after, column),
        )
        for column in correction.columns
    ]
    return ("；" if wording.language == "zh" else "; ").join(changes)


def reading_notes() -> list[str]:
    """Return how to read an edition, one sentence each."""
    return [
        _("This list was frozen and numbered when it was made. It is never rewritten."),
        _("What comes in later is in the next list, marked as reported late."),
        _("A change to a row of an earlier list is in the section Corrections."),
        *row_notes(),
    ]


def row_notes() -> list[str]:
    """Return how to read the rows of anything that goes to the office, one sentence each."""
    return [
        _("The problem number stays the same for life, in every list and on every machine."),
        _("Each row leads back to one answer of one interview."),
        _("Suspected: found, not yet confirmed by a second person. Dismissed rows stay listed."),
        _("Names of households and personal numbers are masked."),
        _("Townships get nothing of this before the feedback meeting."),
    ]


def figure_names() -> Mapping[str, str]:
    """Return the names of the figures that stand at the top."""
    return {
        "problems": pgettext("figure", "Problems in this list"),
        "to_date": pgettext("figure", "Problems to date"),
        "households": pgettext("figure", "Households visited"),
        "villages": pgettext("figure", "Villages begun"),
        "must_visit": pgettext("figure", "Must-visit households"),
        "late": pgettext("figure", "Reported late"),
        "corrections": pgettext("figure", "Corrections"),
        "dismissed": pgettext("figure", "Dismissed"),
        "hints": pgettext("figure", "Hints"),
    }


def tells_all(edition: Edition) -> bool:
    """Whether it holds all problems there are, so that its own and those to date are the same."""
    return isinstance(edition, Pack | TownshipList)


def main_figures(edition: Edition) -> list[tuple[str, int, int | None]]:
    """Return what each main figure is called, what it is, and what was planned where it was."""
    names, coverage = figure_names(), edition.coverage
    own = (
        []
        if tells_all(edition)
        else [
            (names["problems"], edition.today.total, None),
            (names["late"], edition.today.late, None),
        ]
    )
    return [
        *own,
        (names["to_date"], edition.to_date.total, None),
        (names["dismissed"], edition.to_date.dismissed, None),
        (names["households"], coverage.households_visited, coverage.households_planned),
        (names["must_visit"], coverage.must_visit_visited, coverage.must_visit_planned),
        (names["villages"], coverage.villages_begun, len(coverage.by_village)),
    ]


def tally_names() -> Mapping[str, str]:
    """Return the titles of tallies: what problems are counted by."""
    return {
        "category": _("Problems by category"),
        "township": _("Problems by township"),
        "sector": _("Problems by responsible bureau"),
        "team": _("Problems by team"),
    }


def ranked_list_name(of: str) -> str:
    """Return what a list of townships is called; empty where there is only one."""
    return {
        "key": pgettext("ranking", "Key townships"),
        "other": pgettext("ranking", "Other townships"),
    }.get(of, "")


def points(hundredths: int) -> str:
    """Return points as they are shown: 8875 is 88.75."""
    sign = "-" if hundredths < 0 else ""
    whole, rest = divmod(abs(hundredths), 100)
    return f"{sign}{whole}.{rest:02d}"


def deduction_note(deduction: DeductionLine) -> str:
    """Return why a problem takes less than it asks; empty where it does not."""
    asked = in_short(Fraction(deduction.asked_hundredths, 100))
    return explain_standing(Standing(deduction.standing), asked, deduction.instead)


def ranking_note() -> str:
    """Return how the ranking is to be read."""
    return _(
        "A township's score is the plain mean of its villages. The ranking goes by confirmed "
        "problems; ties share a rank; a township whose villages are not all visited is provisional."
    )
