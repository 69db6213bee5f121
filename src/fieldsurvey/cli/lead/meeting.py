"""A lead's workspace in, the feedback meeting's pack out: whole or not at all, and witnessed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fieldsurvey.cli.lead.conflicts.cases import Matter, matters_of
from fieldsurvey.cli.lead.evening import Evening, assess_evening, gap_lines, intake_of, load_rules
from fieldsurvey.cli.lead.score_table import refuse_misfit
from fieldsurvey.cli.lead.taking_in import seal_own_chain
from fieldsurvey.cli.lead.trail import lines_said
from fieldsurvey.cli.lead.witnessed import cover_of, witness
from fieldsurvey.errors import Finding, ReportError
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.report.freezing.good_practice import good_practice
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.packing import (
    Meeting,
    changes_in_no_list,
    make_pack,
    says_the_same,
)
from fieldsurvey.report.frozen.pack import Anyway, Pack
from fieldsurvey.report.keeping.shelves import PACKS, read_packs, write_pack
from fieldsurvey.report.keeping.writing import FORMATS, folder_name, read_editions
from fieldsurvey.report.phrasing.phrases import village_line
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.report.frozen.edition import Edition


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants."""

    day: date
    anyway: Anyway | None = None
    """Why it is to be made though something is open."""
    formats: Sequence[str] = FORMATS
    """What it is written as."""


@dataclass(frozen=True, slots=True)
class Made:
    """A pack, and its files."""

    pack: Pack
    files: tuple[Path, ...]
    is_new: bool
    """False where nothing has changed since it was made."""


@dataclass(frozen=True, slots=True)
class _Known:
    """Everything a pack is made of."""

    evening: Evening
    night: Night
    editions: "Sequence[Edition]"
    cover: Cover
    matters: Sequence[Matter]
    gaps: Sequence[str]
    untold: int
    """Problems and corrections that are in no nightly list."""


def what_is_open(
    workspace: "Workspace", survey_file: "SurveyFile", day: date
) -> tuple[Finding, ...]:
    """Return everything that would make the pack wrong, in the user's language."""
    known = _known(workspace, survey_file, day)
    return (*_villages(known), *_undecided(known))


def make_meeting_pack(workspace: "Workspace", survey_file: "SurveyFile", wish: Wish) -> Made:
    """Make the pack; where nothing has changed since the last one, that one is left as it is.

    Files first, then the line that witnesses them: a crash between leaves a whole pack whose line
    the next run adds.

    Raises:
        ReportError: Something is open, or a file cannot be read or written.
        AssessmentError: The score table does not fit the questionnaires.
    """
    known = _known(workspace, survey_file, wish.day)
    opened = (*_villages(known), *_undecided(known))
    if opened and wish.anyway is None:
        raise ReportError(
            ngettext(
                "The pack would be wrong: {count} thing is open.",
                "The pack would be wrong: {count} things are open.",
                len(opened),
            ).format(count=len(opened)),
            to_do=_("Settle them; or say on its first page why not: --anyway --why TEXT --by NAME"),
            findings=opened,
        )
    earlier = read_packs(workspace.folder)
    folder = PACKS.place(workspace.folder)
    witness(survey_file, earlier, folder, PACKS.about)
    pack = _pack(known, earlier, wish.anyway if opened else None)
    if earlier and says_the_same(earlier[-1], pack):
        place = folder / folder_name(earlier[-1])
        files = sorted(path for path in place.rglob("*") if path.is_file())
        return Made(earlier[-1], tuple(files), is_new=False)
    files = write_pack(pack, workspace.folder, [workspace.campaign.language], wish.formats)
    witness(survey_file, [pack], folder, PACKS.about)
    seal_own_chain(workspace, survey_file)
    return Made(pack, tuple(files), is_new=True)


def _known(workspace: "Workspace", survey_file: "SurveyFile", day: date) -> _Known:
    rules = load_rules(workspace)
    refuse_misfit(rules)
    evening = assess_evening(workspace, survey_file, rules)
    lines = lines_said(evening, survey_file)
    night = evening.night(day, intake_of(survey_file), with_ranking=True, lines=lines)
    editions, cover = read_editions(workspace.editions), cover_of(workspace, survey_file, day)
    return _Known(
        evening=evening,
        night=night,
        editions=editions,
        cover=cover,
        matters=[m for m in matters_of(evening, survey_file) if m.is_open],
        gaps=gap_lines(survey_file),
        untold=changes_in_no_list(night, editions, cover),
    )


def _pack(known: _Known, earlier: Sequence[Pack], anyway: Anyway | None) -> Pack:
    evening, language = known.evening, known.cover.language
    facts = evening.facts()
    with speaking(language):
        undecided = [each.what for each in _undecided(known)]
    meeting = Meeting(
        undecided=undecided,
        anyway=Anyway(why=facts.hide(anyway.why), who=anyway.who) if anyway else None,
        good_practice=good_practice(evening.interviews, facts),
        indicators={
            indicator.code: indicator.label
            for block in evening.rules.scoring.blocks
            for indicator in block.indicators
        },
    )
    return make_pack(known.cover, known.night, meeting, known.editions, earlier)


def _villages(known: _Known) -> Iterator[Finding]:
    wording = Wording(known.cover.language, known.night.names)
    for village in known.night.coverage.by_village:
        if not village.is_complete:
            to_do = _("fieldsurvey status shows who is still to be seen.")
            yield Finding("N004", village.code, village_line(village, wording), to_do)


def _undecided(known: _Known) -> Iterator[Finding]:
    for matter in known.matters:
        what = _("{id}: claimed twice, and nobody has decided.").format(id=matter.id)
        to_do = _("fieldsurvey conflicts show {id}").format(id=matter.id)
        yield Finding("N004", matter.id, what, to_do)
    for gap in known.gaps:
        to_do = _("Let the team hand over again, then merge.")
        yield Finding("N004", "", gap, to_do)
    if known.untold:
        what = ngettext(
            "{count} problem or correction is in no nightly list.",
            "{count} problems or corrections are in no nightly list.",
            known.untold,
        ).format(count=known.untold)
        yield Finding("N004", "", what, _("Make it first: fieldsurvey nightly"))
