"""`photo`: photos of an open interview, after the visit: attached, listed, removed, or excused."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import FAULTS, tell_findings
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.waiting import progress
from fieldsurvey.cli.workplace.pictures import open_album
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import InterviewError, UsageError
from fieldsurvey.i18n import _, listed, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview, Photo
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.errors import Finding
    from fieldsurvey.interview.conversation import Conversation, Taken
    from fieldsurvey.interview.photos.album import Album
    from fieldsurvey.interview.typed.refusal import Refusal

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey photo 0103-07 IMG_0012.jpg --question water_safe")
def photo(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[FILE]...", help="Photos to attach.")
    ] = None,
    question: Annotated[
        str,
        typer.Option(
            metavar="NAME", help="The question they show: its name, or its number on paper."
        ),
    ] = "",
    form: Annotated[
        str, typer.Option(metavar="FORM", help="Which questionnaire, where several apply.")
    ] = "",
    newest: Annotated[
        bool, typer.Option("--newest", help="Attach the newest photo of the watched folder.")
    ] = False,
    folder: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The watched folder; remembered for next time."),
    ] = None,
    none: Annotated[
        str, typer.Option(metavar="WHY", help="Say why there is no photo of the problem.")
    ] = "",
    remove: Annotated[
        str, typer.Option(metavar="SHA", help="Take a photo away: the first letters of its hash.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Attach photos to an interview, list them, or remove one.

    Photos are copied into the workspace before anything is said of them. Without a file, what is
    attached is listed. A finished interview is opened with reopen first.
    """
    from fieldsurvey.cli.workplace.sealing_up import open_laptop_file

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    findings: list[Finding] = []
    with open_laptop_file(workspace) as survey_file:
        interviews = survey_file.interviews()
        album = open_album(workspace, interviews, folder)
        interview = _meant(survey_file, interviews, workspace.subject(subject).id, form)
        if files or newest or none or remove:
            conversation = _open(survey_file, workspace, interview)
            path = _path(conversation, question)
            if remove:
                _save(survey_file, _removed(conversation, path, remove))
            photos, findings = _taken(album, interview, list(files or ()), newest=newest)
            if photos:
                _save(survey_file, _attached(conversation, path, photos))
            elif none:
                _save(survey_file, _excused(conversation, path, none))
        stands = survey_file.interview(interview.id) or interview
        _list(stands, album, survey_file.device, as_json=json)
    tell_findings(findings)
    if findings:
        raise typer.Exit(FAULTS)


def _meant(
    survey_file: "SurveyFile", interviews: "Sequence[Interview]", subject: str, form: str
) -> "Interview":
    """Return the interview that is open, else the last one made here."""
    from fieldsurvey.chain.interview import Status

    own = [
        interview
        for interview in interviews
        if interview.subject == subject
        and interview.device == survey_file.device
        and form in ("", interview.form_id)
        and interview.status is not Status.WITHDRAWN
    ]
    opened = [i for i in own if i.status in (Status.STARTED, Status.REOPENED)]
    if len(opened) > 1:
        raise UsageError(
            _("Several interviews of {subject} are open.").format(subject=subject),
            to_do=_("Name one with --form: {forms}.").format(
                forms=listed(interview.form_id for interview in opened)
            ),
        )
    if not own:
        raise UsageError(
            _("Nothing has been answered for {subject} yet.").format(subject=subject),
            to_do=_("Begin with: fieldsurvey interview {subject}").format(subject=subject),
        )
    return opened[0] if opened else max(own, key=lambda interview: interview.last_seq)


def _open(
    survey_file: "SurveyFile", workspace: "Workspace", interview: "Interview"
) -> "Conversation":
    """Return the conversation of an interview that is open."""
    from fieldsurvey.chain.interview import Status
    from fieldsurvey.cli.workplace.kept_versions import kept_version
    from fieldsurvey.interview.conversation import Conversation
    from fieldsurvey.questionnaire import load_questionnaires

    if interview.status is Status.FINISHED:
        raise InterviewError(
            _("This interview is finished already."),
            where=interview.subject,
            to_do=_("Open it again first: fieldsurvey reopen {subject} --reason '…'").format(
                subject=interview.subject
            ),
        )
    version = kept_version(survey_file, interview.questionnaire)
    questionnaire = version or load_questionnaires(workspace.questionnaires)[interview.form_id]
    who = interview.inspectors[0] if interview.inspectors else ""
    return Conversation.resume(questionnaire, interview, who=who)


def _path(conversation: "Conversation", question: str) -> str:
    """Return the path that is meant; without a name the one problem that wants evidence."""
    from fieldsurvey.interview.evidencing import place_of_photos
    from fieldsurvey.interview.logic.paths import name_of

    evaluation = conversation.evaluation
    wanting = [path for path in conversation.problems if conversation.wants_evidence(path)]
    if question:
        meant = [path for path in evaluation.places if question in (path, name_of(path))]
        meant = meant or [
            p for p in evaluation.asked() if evaluation.question(p).number == question
        ]
    else:
        meant = wanting
    if len(meant) == 1:
        return place_of_photos(conversation, meant[0])
    raise UsageError(
        _("It is not clear which question is meant."),
        where=question,
        to_do=_("Name it with --question. Problems without a photo: {names}.").format(
            names=listed(meant if len(meant) > 1 else wanting) or _("none")
        ),
    )


def _taken(
    album: "Album", interview: "Interview", files: list[Path], *, newest: bool
) -> "tuple[list[Photo], list[Finding]]":
    """Copy the files into the workspace; return the photos, and what was not taken."""
    from fieldsurvey.errors import Finding
    from fieldsurvey.interview.photos.words import used_elsewhere
    from fieldsurvey.interview.typed.refusal import Refusal

    if newest:
        files.append(_newest(album, interview))
    photos: list[Photo] = []
    findings: list[Finding] = []
    with progress(_("Photos"), len(files)) as advance:
        for file in files:
            taken = album.take(file)
            if isinstance(taken, Refusal):
                findings.append(Finding(taken.code, str(file), taken.what, taken.to_do))
            else:
                photos.append(taken)
                if others := album.others(taken, interview.subject):
                    say(used_elsewhere(taken.name, others))
            advance()
    return photos, findings


def _newest(album: "Album", interview: "Interview") -> Path:
    attached = {photo.sha256 for photos in interview.photos.values() for photo in photos}
    if found := album.newest(attached):
        return found.path
    raise UsageError(
        _("There is no new photo in the watched folder."),
        where=str(album.watched or ""),
        to_do=_("Name the folder with --folder DIR, or the photos themselves."),
    )


def _attached(conversation: "Conversation", path: str, photos: "list[Photo]") -> "Taken | Refusal":
    from fieldsurvey.interview.evidencing import attach

    return attach(conversation, path, photos)


def _excused(conversation: "Conversation", path: str, why: str) -> "Taken | Refusal":
    from fieldsurvey.interview.evidencing import explain_absence

    return explain_absence(conversation, path, why)


def _removed(conversation: "Conversation", path: str, letters: str) -> "Taken | Refusal":
    from fieldsurvey.interview.evidencing import detach

    had = [photo.sha256 for photo in conversation.photos.get(path, ())]
    meant = [sha256 for sha256 in had if sha256.startswith(letters.lower())]
    return detach(conversation, path, meant[0] if len(meant) == 1 else letters)


def _save(survey_file: "SurveyFile", taken: "Taken | Refusal") -> None:
    from fieldsurvey.interview.typed.refusal import Refusal

    if isinstance(taken, Refusal):
        raise InterviewError(taken.what, to_do=taken.to_do)
    survey_file.append(taken.entries)


def _list(interview: "Interview", album: "Album", device: str, *, as_json: bool) -> None:
    from fieldsurvey.cli.inspector.show.photos import photos_json, photos_table

    if as_json:
        show_json(photos_json(interview, album, device))
        return
    count = sum(map(len, interview.photos.values()))
    show(ngettext("{count} photo", "{count} photos", count).format(count=count))
    if count or interview.photos_absent:
        show(photos_table(interview, album, device))
