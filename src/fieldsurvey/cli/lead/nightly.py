"""`nightly`: merge what is there, assess, freeze tonight's numbered list, write it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.lead.merge import refuse_absent, told
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.workplace.standing import Standing, open_survey_file
from fieldsurvey.errors import FieldSurveyError, Finding, FindingKind, UsageError
from fieldsurvey.i18n import _, language, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.lead.evening import Evening
    from fieldsurvey.handover.merging import MergeReport
    from fieldsurvey.handover.taking_pictures import PicturesReport
    from fieldsurvey.report.assembling import Rules
    from fieldsurvey.report.edition import Edition
    from fieldsurvey.report.freezing import Cover, Night

app = typer.Typer(add_completion=False)


@dataclass(frozen=True, slots=True)
class Tonight:
    """What came of one evening."""

    edition: "Edition"
    files: tuple[Path, ...]
    is_new: bool
    """False where nothing has changed since the last edition of the day."""
    merged: "MergeReport"
    pictures: "PicturesReport"
    misfits: tuple[Finding, ...] = ()
    """What does not fit between the score table and the questionnaires; the list goes out."""


@app.command(epilog="Example: fieldsurvey nightly /media/stick-1 /media/stick-2")
def nightly(
    ctx: typer.Context,
    sources: Annotated[
        list[Path] | None,
        typer.Argument(metavar="PLACE...", help="Sticks to merge first; the inbox always is."),
    ] = None,
    day: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Another day than today.")
    ] = None,
    ranking: Annotated[
        bool, typer.Option("--ranking", help="Put scores and ranking in: only for the office.")
    ] = False,
    at: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM", help="Wait for that time today, and warn of who is missing before it."
        ),
    ] = None,
    due: Annotated[
        str | None,
        typer.Option(
            metavar="HH:MM",
            help="The list of the last evening at that time: for a schedule that may come late.",
        ),
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Show all of it on a copy; change no file.")
    ] = False,
    send: Annotated[
        bool | None,
        typer.Option(
            "--send/--no-send",
            help="Send it by e-mail, or not; without either as the campaign says.",
            show_default=False,
        ),
    ] = None,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Write it as PDF, too: needs the extra `pdf`.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print the edition for a program.")] = False,
) -> None:
    """Make tonight's problem list.

    Merges, assesses, freezes a numbered edition and writes it as workbook, Word document,
    page, CSV and JSON. It goes out complete or not, and says what is missing (then the exit
    code is 1). Run again with nothing new, it changes nothing; what comes late
    is in the next edition, marked as late.

    With --at it waits for the evening: 60, 30 and 10 minutes before, it takes in what has come and
    says which teams, laptops, villages and households are missing.
    """
    from fieldsurvey.report.phrases import headline, missing_headline

    standing: Standing = ctx.obj
    workspace = standing.lead_workspace()
    wanted = _day_wanted(workspace, day, due)
    is_sent = _is_to_be_sent(workspace, send)
    formats = _formats(workspace, with_pdf=pdf)
    places = list(sources or [])
    if at is None and due is None:
        refuse_absent(places)
    else:
        places = _await(workspace, wanted, places, at, is_dry=dry_run)
    if dry_run:
        made = _try(workspace, wanted, places, with_ranking=ranking)
    else:
        with _opened(workspace, is_patient=at is not None or due is not None) as survey_file:
            made = make_edition(
                workspace, survey_file, wanted, places, with_ranking=ranking, formats=formats
            )
    if json:
        show_json(made.edition.model_dump(mode="json"))
    else:
        show(headline(made.edition))
        for path in made.files:
            show(str(path))
    _say_how(made, is_dry=dry_run)
    if dry_run:
        _tell_all(workspace, made, say if json else show, is_sent=is_sent)
    is_faulty = any(finding.kind is FindingKind.FAULT for finding in made.misfits)
    if made.edition.missing.count:
        say(missing_headline(made.edition.missing))
    has_everybody = dry_run or not is_sent or _mail(workspace, made.edition, json=json)
    is_short = len(places) < len(sources or [])
    if made.edition.missing.count or is_faulty or is_short or not has_everybody:
        raise typer.Exit(FAULTS)


def _day_wanted(workspace: "Workspace", day: str | None, due: str | None) -> date:
    """Return the day the list is for."""
    from fieldsurvey.cli.inspector.today import read_day
    from fieldsurvey.cli.lead.waiting_plan import due_day, read_time

    if due is None:
        return read_day(day, workspace)
    if day is not None:
        raise UsageError(_("--due says which day it is; leave --date out."))
    zone = workspace.campaign.zone
    return due_day(datetime.now(zone), read_time(due), zone)


def _await(
    workspace: "Workspace", day: date, sources: list[Path], at: str | None, *, is_dry: bool
) -> list[Path]:
    """Wait until the list is due, and return the sticks that are there then."""
    import time

    from fieldsurvey.cli.lead.waiting_plan import plan_waiting, read_time, waiting_words
    from fieldsurvey.cli.lead.waiting_up import present, wait_up, warn_of_missing

    if at is not None:
        zone = workspace.campaign.zone
        waiting = plan_waiting(datetime.now(zone), read_time(at), zone)
        if is_dry:
            say(waiting_words(waiting, datetime.now(zone)))
        else:
            present(sources)
            wait_up(
                waiting,
                now=lambda: datetime.now(zone),
                sleep=time.sleep,
                warn=lambda moments: warn_of_missing(workspace, day, sources, moments),
            )
    return present(sources)


def _opened(workspace: "Workspace", *, is_patient: bool) -> "SurveyFile":
    """Open the survey file; where nobody may be there, wait for a window that has it open."""
    if not is_patient:
        return open_survey_file(workspace)
    import time

    from fieldsurvey.cli.lead.waiting_up import open_patiently

    return open_patiently(workspace, time.sleep)


def _formats(workspace: "Workspace", *, with_pdf: bool) -> "tuple[str, ...]":
    """Return what the list is written as; refuse at once what could not be written."""
    from fieldsurvey.report.writing import FORMATS, PDF

    plan = workspace.campaign.mail
    if not with_pdf and (plan is None or PDF not in plan.attach):
        return FORMATS
    from fieldsurvey.report.pdf import need_typesetter

    need_typesetter()
    return (*FORMATS, PDF)


def _try(workspace: "Workspace", day: date, sources: list[Path], *, with_ranking: bool) -> Tonight:
    """Make the list on a copy: no file of the workspace or of a stick is touched."""
    from fieldsurvey.cli.workplace.dry_copy import dry_copy

    with dry_copy(workspace) as copy, open_survey_file(copy) as survey_file:
        made = make_edition(copy, survey_file, day, sources, with_ranking=with_ranking, is_dry=True)
    there = [workspace.folder / path.relative_to(copy.folder) for path in made.files]
    return replace(made, files=tuple(there))


def _tell_all(
    workspace: "Workspace", made: Tonight, tell: "Callable[[str], None]", *, is_sent: bool
) -> None:
    """Tell what a real run would do: what is merged, who is missing, to whom it goes."""
    from fieldsurvey.report.phrases import missing_lines
    from fieldsurvey.report.wording import Wording

    for verdict in made.merged.verdicts:
        if verdict.new:
            tell(verdict.words())
    wording = Wording(language(), made.edition.names, workspace.campaign.language)
    for line in missing_lines(made.edition.missing, wording):
        tell(line)
    plan = workspace.campaign.mail
    if is_sent and plan:
        tell(_("It would be sent to {to}.").format(to=listed(plan.addresses)))


def _is_to_be_sent(workspace: "Workspace", wanted: bool | None) -> bool:
    """Say whether tonight's list goes out by e-mail; refuse at once what could not be sent."""
    plan = workspace.campaign.mail
    if wanted is False or (wanted is None and (plan is None or plan.send != "always")):
        return False
    from fieldsurvey.cli.lead.mailing import need_plan

    need_plan(workspace)
    return True


def _mail(workspace: "Workspace", edition: "Edition", *, json: bool) -> bool:
    """Send tonight's list after those that wait, and return whether everybody has them."""
    from fieldsurvey.cli.lead.mailing import mail_out, with_waiting

    return mail_out(workspace, with_waiting(workspace, edition), tell_sent=say if json else show)


def _say_how(made: Tonight, *, is_dry: bool) -> None:
    tell_findings(made.misfits)
    tell_findings(made.pictures.findings)
    if words := made.pictures.words():
        say(words)
    for verdict in made.merged.refused:
        say(told(verdict))
    late = sum(row.is_late for row in made.edition.rows)
    if late:
        say(ngettext("{count} row came late.", "{count} rows came late.", late).format(count=late))
    if is_dry:
        say(_("Nothing was frozen or written."))
    elif not made.is_new:
        say(_("Nothing has changed since edition {number}.").format(number=made.edition.number))


def make_edition(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    day: date,
    sources: "Sequence[Path]",
    *,
    with_ranking: bool = False,
    is_dry: bool = False,
    languages: "Sequence[str]" = (),
    formats: "Sequence[str]" = (),
) -> Tonight:
    """Merge, assess, freeze and write the edition of a day.

    Files first, then the line that witnesses them: a crash between leaves a whole edition whose
    line the next run adds.

    Raises:
        AssessmentError: It is to have scores, and the score table does not fit.
    """
    from fieldsurvey.cli.lead.checks.told import checks_told
    from fieldsurvey.cli.lead.evening import load_rules
    from fieldsurvey.cli.lead.score_table import misfits, refuse_misfit
    from fieldsurvey.cli.lead.taking_in import seal_own_chain, take_in
    from fieldsurvey.report.freezing import freeze_edition
    from fieldsurvey.report.speaking import speaking
    from fieldsurvey.report.writing import FORMATS, folder_name, read_editions, write_edition

    rules = load_rules(workspace)
    if with_ranking:
        refuse_misfit(rules)
    unfit = () if with_ranking else tuple(misfits(rules))
    taken_in = take_in(workspace, survey_file, [workspace.inbox, *sources], is_dry=is_dry)
    merged, pictures = taken_in.bundles, taken_in.pictures
    earlier = read_editions(workspace.editions)
    witness(survey_file, earlier, workspace.editions)
    try:
        with speaking(workspace.campaign.language):
            evening, night = _night(workspace, survey_file, day, merged, rules, with_ranking)
    except FieldSurveyError:
        # Why it cannot go on is for whoever gave the command: it fails again, in their language.
        evening, night = _night(workspace, survey_file, day, merged, rules, with_ranking)
    edition = freeze_edition(cover_of(workspace, survey_file, day), night, earlier)
    if earlier and _says_the_same(earlier[-1], edition):
        place = workspace.editions / folder_name(earlier[-1])
        files = tuple(sorted(place.iterdir()))
        return Tonight(earlier[-1], files, False, merged, pictures, unfit)
    edition = edition.model_copy(update={"checks": checks_told(evening, [*earlier, edition])})
    if is_dry:
        return Tonight(edition, (), True, merged, pictures, unfit)
    spoken = tuple(languages) or (workspace.campaign.language,)
    written = write_edition(
        edition, workspace.editions, languages=spoken, formats=formats or FORMATS
    )
    witness(survey_file, [edition], workspace.editions)
    seal_own_chain(workspace, survey_file)
    return Tonight(edition, tuple(written), True, merged, pictures, unfit)


def _night(
    workspace: "Workspace",
    survey_file: "SurveyFile",
    day: date,
    merged: "MergeReport",
    rules: "Rules",
    with_ranking: bool,
) -> "tuple[Evening, Night]":
    """Return what is known once everything is merged, and what the edition is frozen from."""
    from fieldsurvey.chain.kits import rules_at_start
    from fieldsurvey.cli.lead.checks.durations import durations_of
    from fieldsurvey.cli.lead.evening import assess_evening, intake_tonight
    from fieldsurvey.cli.lead.trail import lines_said

    # First: what was refused before may be taken in now.
    intake = intake_tonight(workspace, survey_file, day, merged.refused)
    evening = assess_evening(workspace, survey_file, rules)
    intake = replace(intake, durations=durations_of(evening, survey_file))
    lines = lines_said(evening, survey_file) if with_ranking else {}
    night = evening.night(day, intake, with_ranking=with_ranking, lines=lines)
    return evening, replace(night, rules_at_start=rules_at_start(survey_file))


def witness(
    survey_file: "SurveyFile", editions: "Sequence[Edition]", folder: Path, about: str = ""
) -> None:
    """Put the digest of each edition and of its files into the lead's chain, once.

    `about` says what they are where they are no nightly lists.
    """
    from fieldsurvey.chain.line import Kind
    from fieldsurvey.report.witnessing import edition_entries

    known = survey_file.lines_of_kind(Kind.EDITION)
    if entries := edition_entries(editions, folder, known, about):
        survey_file.append(entries)


def cover_of(workspace: "Workspace", survey_file: "SurveyFile", day: date) -> "Cover":
    """Return what stands on the cover of something that is frozen now."""
    from fieldsurvey.report.freezing import Cover

    campaign = workspace.campaign
    now = survey_file.clock.now().astimezone(campaign.zone).isoformat(timespec="seconds")
    return Cover(
        campaign=campaign.id,
        title=campaign.name,
        date=day.isoformat(),
        made_at=now,
        cut_off=now,
        language=campaign.language,
    )


def _says_the_same(last: "Edition", new: "Edition") -> bool:
    """Whether a new edition of the same day would say nothing that the last one did not."""
    return (
        last.date == new.date
        and not (new.rows or new.corrections or new.hints)
        and (last.covers, last.missing, last.versions) == (new.covers, new.missing, new.versions)
        and (bool(last.rankings) or not new.rankings)
    )
