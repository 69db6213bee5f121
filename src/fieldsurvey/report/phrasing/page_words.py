"""Gives the words of the page that no other part says, in the language spoken."""

from collections.abc import Mapping

from fieldsurvey.i18n import _, pgettext


def page_words() -> Mapping[str, str]:
    """Return each word under the name the template has for it."""
    return {
        "internal": _("Internal: not to be passed on before the feedback meeting"),
        "skip": _("To the list"),
        "contents": pgettext("landmark", "Contents"),
        "tools": pgettext("landmark", "Search and filter the list"),
        "search": pgettext("control", "Search"),
        "every": pgettext("control", "all"),
        "sort_by": pgettext("control", "Sort by"),
        "as_listed": pgettext("control", "as listed"),
        "show_all": pgettext("control", "Show all"),
        "shown_of_all": _("{shown} of {all} problems"),
        "part": _("{list}: {first} to {last}"),
        "in_numbers": pgettext("figure", "In numbers"),
        "durations": pgettext("section", "Durations"),
        "durations_lead": _(
            "Minutes an interview took, without pauses. A short time is a reason to look again, "
            "never proof."
        ),
        "in_figures": pgettext("section", "In figures"),
        "not_in": pgettext("section", "Not in this list"),
        "list": pgettext("section", "Problems"),
        "corrections": pgettext("section", "Corrections"),
        "corrections_lead": _("Rows of earlier lists that do not stand any more as printed."),
        "hints": pgettext("section", "Hints"),
        "hints_lead": _("For the reviewer. These are not problems and take no points."),
        "ranking": pgettext("section", "Ranking"),
        "working": pgettext("section", "How the scores came about"),
        "working_lead": _(
            "What was held against each village, confirmed problems only: from a rank to the "
            "village, from there to the problem, and from its row to the lines that say it."
        ),
        "earlier": pgettext("section", "Problems of earlier lists"),
        "earlier_lead": _("What the scores rest on beside the problems of this list."),
        "back": pgettext("link", "Back to the ranking"),
        "indicator": pgettext("column", "Indicator"),
        "asks": pgettext("column", "Asks"),
        "takes": pgettext("column", "Takes"),
        "why": pgettext("column", "Why"),
        "trace": pgettext("mark", "where it is said"),
        "interview": pgettext("column", "Interview"),
        "said_in": pgettext("column", "Lines"),
        "rule": pgettext("column", "Rule"),
        "question": pgettext("column", "Question"),
        "nothing_held": _("Nothing is held against it."),
        "coverage": pgettext("section", "Coverage"),
        "coverage_lead": _("Households with a finished interview, of those drawn."),
        "notes": pgettext("section", "Notes"),
        "how_to_read": pgettext("section", "How to read this list"),
        "made_with": pgettext("section", "Made with"),
        "made_from": pgettext("section", "Made from"),
        "fingerprint": _("SHA-256 of problem-list.json"),
        "late": pgettext("mark", "late"),
        "of": pgettext("figure", "of {planned}"),
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
