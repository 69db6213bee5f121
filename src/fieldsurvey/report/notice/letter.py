"""The upright pages: title, addressee, what is missing, figures, townships, date and name."""

from collections.abc import Iterator, Sequence

from fieldsurvey.i18n import _, pgettext, sentences
from fieldsurvey.report.frozen.pack import TownshipList
from fieldsurvey.report.notice.blocks import Block, Column, Heading, Paragraph, Table
from fieldsurvey.report.notice.drafting import (
    Draft,
    middle,
    section_blocks,
    severity_cells,
    severity_columns,
)
from fieldsurvey.report.notice.sheets import UPRIGHT
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import (
    correction_line,
    explained_lines,
    main_figures,
    missing_lines,
    points,
    ranked_list_name,
    ranking_note,
    tally_names,
)
from fieldsurvey.report.wording import NOTHING, headings


def opening(draft: Draft) -> Iterator[Block]:
    """Yield everything down to the summary."""
    edition = draft.edition
    voice = draft.voice
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
    yield Paragraph(voice.mark, "Mark")
    yield Paragraph(voice.heading, "Title")
    yield Paragraph(voice.to, "Salutation")
    yield from map(Paragraph, voice.first)
    yield Paragraph(sentences([voice.found, voice.missing, voice.headline, so_far]))


def missing_part(draft: Draft) -> Iterator[Block]:
    """Yield who and what should be in the list and is not."""
    missing = draft.edition.missing
    if not draft.voice.missing:
        return
    lines = [*missing_lines(missing, draft.wording), *explained_lines(missing)]
    yield Heading(draft.voice.gaps)
    yield from map(Paragraph, lines or [draft.voice.missing])


def figures_part(draft: Draft) -> Iterator[Block]:
    """Yield the figures of the day, and problems by category and team."""
    titles, names = tally_names(), headings()
    yield Heading(page_words()["in_figures"])
    yield _figures(draft)
    today, wording = draft.edition.today, draft.wording
    if not today.total:
        yield Paragraph(draft.voice.nothing)
        return
    categories = [
        (wording.category(line.key) or NOTHING, *severity_cells(line)) for line in today.by_category
    ]
    yield draft.table(titles["category"], severity_columns(names["category"], 56, 25), categories)
    if isinstance(draft.edition, TownshipList):
        return
    teams = [(line.key or NOTHING, *severity_cells(line)) for line in today.by_team]
    yield draft.table(titles["team"], severity_columns(names["team"], 56, 25), teams)


def _figures(draft: Draft) -> Table:
    columns = [
        Column(pgettext("column", "Figure"), 76),
        middle(pgettext("column", "Count"), 40),
        middle(pgettext("column", "Planned"), 40),
    ]
    rows = [
        (name, str(counted), NOTHING if planned is None else str(planned))
        for name, counted, planned in main_figures(draft.edition)
    ]
    return draft.table(page_words()["in_figures"], columns, rows)


def coverage_part(draft: Draft) -> Iterator[Block]:
    """Yield how far each village is visited; nothing where none is known."""
    villages = draft.edition.coverage.by_village
    if not villages:
        return
    words, names = page_words(), headings()
    columns = [
        Column(names["township"], 19),
        Column(names["village"], 19),
        middle(names["team"], 13),
        middle(names["date"], 22),
        middle(words["planned"], 17),
        middle(words["visited"], 17),
        middle(pgettext("column", "Must-visit not visited"), 17),
        Column(words["forms_missing"], 32),
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
            draft.wording.listed(map(draft.wording.form, village.forms_missing)) or NOTHING,
        )
        for village in villages
    ]
    yield Heading(words["coverage"])
    yield Paragraph(words["coverage_lead"], is_kept=True)
    yield draft.table(pgettext("section", "Coverage by village"), columns, rows, is_small=True)


def corrections_part(draft: Draft) -> Iterator[Block]:
    """Yield what does not stand any more as it was printed; nothing where all does."""
    corrections = draft.edition.corrections
    if not corrections:
        return
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
            draft.wording.place(correction.before.township, correction.before.village),
            draft.wording.description(correction.before),
            correction_line(correction, draft.wording),
        )
        for correction in corrections
    ]
    yield Heading(words["corrections"])
    yield Paragraph(words["corrections_lead"], is_kept=True)
    yield draft.table(words["corrections"], columns, rows)


def ranking_part(draft: Draft) -> Iterator[Block]:
    """Yield townships in order; nothing where the readers may not see them."""
    rankings = draft.edition.rankings
    if not rankings:
        return
    words, wording = page_words(), draft.wording
    columns = [
        middle(words["rank"], 18),
        Column(headings()["township"], 42),
        middle(words["score_confirmed"], 24),
        middle(words["score_suspected"], 24),
        middle(words["grade"], 24),
        middle(words["critical_problems"], 24),
    ]
    yield Heading(words["ranking"])
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
        yield draft.table(ranked_list_name(ranked.of) or words["ranking"], columns, rows)
    yield Paragraph(ranking_note())


def sections_part(draft: Draft) -> Iterator[Block]:
    """Yield what only documents of this sort have."""
    for section in draft.voice.sections:
        yield Heading(section.title)
        yield from section_blocks(draft, section, UPRIGHT.text_mm)


def closing(draft: Draft, annexes: Sequence[str]) -> Iterator[Block]:
    """Yield how to read the list, the names of the annexes, who says it and when."""
    edition, wording = draft.edition, draft.wording
    yield Heading(page_words()["how_to_read"])
    yield Paragraph(draft.voice.dateline, "Dateline")
    yield from map(Paragraph, [*draft.voice.alarms, *draft.voice.notes])
    if note := wording.text(edition.note):
        yield Paragraph(note)
    listed = "\n".join(f"{n}. {title}" for n, title in enumerate(annexes, start=1))
    campaign = wording.text(edition.title)
    yield Paragraph("")
    yield Paragraph(_("Annexes:") + "\t" + listed, "AnnexList")
    yield Paragraph("", is_kept=True)
    yield Paragraph(_("{campaign}: the team lead").format(campaign=campaign), "Signature")
    yield Paragraph(wording.day(edition.date), "Signature")
