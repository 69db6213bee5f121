"""The upright pages: title, addressee, what is missing, figures, townships, date and name."""

from datetime import date

from fieldsurvey.i18n import _, pgettext, sentences
from fieldsurvey.report.page_words import page_words
from fieldsurvey.report.phrases import (
    correction_line,
    dateline,
    explained_lines,
    headline,
    main_figures,
    missing_headline,
    missing_lines,
    points,
    ranked_list_name,
    ranking_note,
    reading_notes,
    tally_names,
)
from fieldsurvey.report.rule_versions import change_lines
from fieldsurvey.report.word_document.markup import Column, heading, paragraph
from fieldsurvey.report.word_document.notice import (
    Notice,
    middle,
    severity_cells,
    severity_columns,
)
from fieldsurvey.report.wording import NOTHING, Wording, headings


def notice_title(notice: Notice) -> str:
    """Return what the document is called, in two lines."""
    campaign = notice.wording.text(notice.edition.title)
    title = _("{campaign}\nNotice of problems found (No. {number})")
    return title.format(campaign=campaign, number=notice.edition.number)


def opening(notice: Notice) -> str:
    """Return everything down to the summary."""
    edition = notice.edition
    found = _("This notice lists the problems found on {date}.").format(
        date=written_date(edition.date, notice.wording)
    )
    missing = missing_headline(edition.missing)
    so_far = _(
        "To date: problems {problems}; households visited {visited} of {planned}; "
        "villages begun {begun} of {villages}."
    ).format(
        problems=edition.to_date.total,
        visited=edition.coverage.households_visited,
        planned=edition.coverage.households_planned,
        begun=edition.coverage.villages_begun,
        villages=len(edition.coverage.by_village),
    )
    return (
        paragraph(page_words()["internal"], "Mark")
        + paragraph(notice_title(notice), "Title")
        + paragraph(_("To the assessment office:"), "Salutation")
        + paragraph(sentences([found, missing, headline(edition), so_far]))
    )


def missing_part(notice: Notice) -> str:
    """Return who and what should be in the list and is not."""
    missing = notice.edition.missing
    lines = [*missing_lines(missing, notice.wording), *explained_lines(missing)]
    return heading(page_words()["not_in"]) + "".join(
        map(paragraph, lines or [missing_headline(missing)])
    )


def figures_part(notice: Notice) -> str:
    """Return the figures of the day, and problems by category and team."""
    titles, names = tally_names(), headings()
    said = heading(page_words()["in_figures"]) + _figures(notice)
    today, wording = notice.edition.today, notice.wording
    if not today.total:
        return said + paragraph(_("No problems today."))
    categories = [
        (wording.category(line.key) or NOTHING, *severity_cells(line)) for line in today.by_category
    ]
    teams = [(line.key or NOTHING, *severity_cells(line)) for line in today.by_team]
    said += notice.table(
        titles["category"], severity_columns(names["category"], 56, 25), categories
    )
    return said + notice.table(titles["team"], severity_columns(names["team"], 56, 25), teams)


def _figures(notice: Notice) -> str:
    columns = [
        Column(pgettext("column", "Figure"), 76),
        middle(pgettext("column", "Count"), 40),
        middle(pgettext("column", "Planned"), 40),
    ]
    rows = [
        (name, str(counted), NOTHING if planned is None else str(planned))
        for name, counted, planned in main_figures(notice.edition)
    ]
    return notice.table(page_words()["in_figures"], columns, rows)


def coverage_part(notice: Notice) -> str:
    """Return how far each village is visited; nothing where none is known."""
    villages = notice.edition.coverage.by_village
    if not villages:
        return ""
    words, names = page_words(), headings()
    columns = [
        Column(names["township"], 19),
        Column(names["village"], 19),
        middle(names["team"], 13),
        middle(names["date"], 22),
        middle(words["planned"], 21),
        middle(words["visited"], 21),
        middle(pgettext("column", "Must-visit not visited"), 17),
        Column(words["forms_missing"], 24),
    ]
    rows = [
        (
            village.township or NOTHING,
            village.name,
            village.team or NOTHING,
            village.date or NOTHING,
            str(village.planned),
            str(village.visited),
            str(village.must_visit - village.must_visit_visited),
            notice.wording.listed(map(notice.wording.form, village.forms_missing)) or NOTHING,
        )
        for village in villages
    ]
    table = notice.table(pgettext("section", "Coverage by village"), columns, rows, small=True)
    return heading(words["coverage"]) + paragraph(words["coverage_lead"], keep=True) + table


def corrections_part(notice: Notice) -> str:
    """Return what does not stand any more as it was printed; nothing where all does."""
    corrections = notice.edition.corrections
    if not corrections:
        return ""
    words, names = page_words(), headings()
    columns = [
        middle(names["number"], 27),
        middle(words["printed_in"], 18),
        Column(names["village"], 23),
        Column(names["description"], 42),
        Column(words["what_changed"], 46),
    ]
    rows = [
        (
            correction.number,
            str(correction.edition),
            notice.wording.place(correction.before.township, correction.before.village),
            notice.wording.description(correction.before),
            correction_line(correction, notice.wording),
        )
        for correction in corrections
    ]
    table = notice.table(words["corrections"], columns, rows)
    return heading(words["corrections"]) + paragraph(words["corrections_lead"], keep=True) + table


def ranking_part(notice: Notice) -> str:
    """Return townships in order; nothing where the readers may not see them."""
    rankings = notice.edition.rankings
    if not rankings:
        return ""
    words, wording = page_words(), notice.wording
    columns = [
        middle(words["rank"], 18),
        Column(headings()["township"], 42),
        middle(words["score_confirmed"], 24),
        middle(words["score_suspected"], 24),
        middle(words["grade"], 24),
        middle(words["critical_problems"], 24),
    ]
    said = heading(words["ranking"])
    for ranked in rankings:
        rows = [
            (
                words["provisional"] if township.rank is None else str(township.rank),
                f"{township.name}{' ★' if township.is_key else ''}",
                points(township.confirmed_hundredths),
                points(township.suspected_hundredths),
                wording.text(township.grade) or NOTHING,
                str(township.critical),
            )
            for township in ranked.townships
        ]
        said += notice.table(ranked_list_name(ranked.of) or words["ranking"], columns, rows)
    return said + paragraph(ranking_note())


def closing(notice: Notice, annexes: list[str]) -> str:
    """Return how to read the list, the names of the annexes, who says it and when."""
    edition, wording = notice.edition, notice.wording
    note = wording.text(edition.note)
    notes = [
        *change_lines(edition.rule_changes),
        *reading_notes(),
        *([note] if note else []),
    ]
    said = (
        heading(page_words()["how_to_read"])
        + paragraph(dateline(edition), "Dateline")
        + "".join(map(paragraph, notes))
    )
    listed = "\n".join(f"{n}. {title}" for n, title in enumerate(annexes, start=1))
    campaign = wording.text(edition.title)
    return (
        said
        + paragraph("")
        + paragraph(_("Annexes:") + "\t" + listed, "AnnexList")
        + paragraph("", keep=True)
        + paragraph(_("{campaign}: the team lead").format(campaign=campaign), "Signature")
        + paragraph(written_date(edition.date, wording), "Signature")
    )


def written_date(day: str, wording: Wording) -> str:
    """Return a day as an official paper writes it: 2020年6月29日."""
    if wording.language != "zh":
        return day
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{parsed.year}年{parsed.month}月{parsed.day}日"
