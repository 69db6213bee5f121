"""Gives the words of the page that no other part says, in the language spoken."""

from collections.abc import Mapping

from fieldsurvey.i18n import _, pgettext


def page_words() -> Mapping[str, str]:
    """Return each word under the name the template has for it."""
    return {
        "internal": _("Internal: not to be passed on before the feedback meeting"),
        "skip": _("To the list"),
        "in_figures": pgettext("section", "In figures"),
        "not_in": pgettext("section", "Not in this list"),
        "list": pgettext("section", "Problems"),
        "nothing_today": _("No problems today."),
        "corrections": pgettext("section", "Corrections"),
        "corrections_lead": _("Rows of earlier lists that do not stand any more as printed."),
        "hints": pgettext("section", "Hints"),
        "hints_lead": _("For the reviewer. These are not problems and take no points."),
        "ranking": pgettext("section", "Ranking"),
        "coverage": pgettext("section", "Coverage"),
        "coverage_lead": _("Households with a finished interview, of those drawn."),
        "notes": pgettext("section", "Notes"),
        "how_to_read": pgettext("section", "How to read this list"),
        "made_with": pgettext("section", "Made with"),
        "made_from": pgettext("section", "Made from"),
        "fingerprint": _("SHA-256 of problem-list.json"),
        "late": pgettext("mark", "late"),
        "of": pgettext("figure", "of {planned}"),
        "problem": pgettext("column", "Problem"),
        "household": pgettext("column", "Household"),
        "found": pgettext("column", "Found"),
        "responsible": pgettext("column", "Responsible"),
        "evidence": pgettext("column", "Evidence"),
        "team": pgettext("row", "Team {team}"),
        "printed_in": pgettext("column", "Printed in list No."),
        "what_changed": pgettext("column", "What changed"),
        "rank": pgettext("column", "Rank"),
        "key": pgettext("mark", "key"),
        "provisional": pgettext("ranking", "provisional"),
        "score_confirmed": pgettext("column", "Score, confirmed"),
        "score_suspected": pgettext("column", "Score, with suspected"),
        "grade": pgettext("column", "Grade"),
        "critical_problems": pgettext("column", "Confirmed critical problems"),
        "lost": pgettext("column", "Points lost: {block}"),
        "planned": pgettext("column", "Households planned"),
        "visited": pgettext("column", "Households visited"),
        "must_visit": pgettext("column", "Must-visit households"),
        "forms_missing": pgettext("column", "Village forms not done"),
        "file": pgettext("column", "File"),
        "version": pgettext("column", "Version"),
        "device": pgettext("column", "Device"),
        "lines": pgettext("column", "Lines"),
        "last_hash": pgettext("column", "Hash of the last line"),
    }
