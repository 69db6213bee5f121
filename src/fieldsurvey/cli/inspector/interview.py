"""`interview`: one interview at the terminal, or from a file of answers."""

import os
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.cli.failing import tell_error
from fieldsurvey.cli.speaking import say
from fieldsurvey.cli.stopping import stopped_like_ctrl_c
from fieldsurvey.cli.waiting import PLAIN
from fieldsurvey.cli.workplace.pictures import open_album
from fieldsurvey.cli.workplace.standing import Standing, open_to_write
from fieldsurvey.errors import ChainError, InterviewError, UsageError
from fieldsurvey.i18n import _, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.lines.line import Entry
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.asker import Asker
    from fieldsurvey.cli.inspector.sitting import Sitting
    from fieldsurvey.interview.conducting import Save
    from fieldsurvey.interview.record.watching import Watching

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey interview 0103-07")
def interview(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    form: Annotated[
        str, typer.Option(metavar="FORM", help="Which questionnaire, where several apply.")
    ] = "",
    inspectors: Annotated[
        str,
        typer.Option(metavar="NAME,NAME", help="Who is there; asked for, or as the last time."),
    ] = "",
    answers: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Take the answers from a YAML file, and finish."),
    ] = None,
    again: Annotated[
        bool, typer.Option("--another", help="Begin another interview though one is finished.")
    ] = False,
    paper: Annotated[bool, typer.Option("--paper", help="Key it from a paper form.")] = False,
    second: Annotated[
        bool, typer.Option("--second", help="Key the same paper again, blind, to be compared.")
    ] = False,
    backcheck: Annotated[
        bool,
        typer.Option(
            "--backcheck", help="Ask again what others asked, to be compared; it counts nowhere."
        ),
    ] = False,
    keyer: Annotated[
        str, typer.Option(metavar="NAME", help="Who keys from paper; asked for otherwise.")
    ] = "",
    plain: Annotated[
        bool,
        typer.Option(
            "--plain",
            envvar="FIELDSURVEY_PLAIN",
            help="Ask line by line, for screen readers and slow lines.",
        ),
    ] = False,
    idle_minutes: Annotated[
        float,
        typer.Option(
            metavar="MINUTES",
            min=0.01,
            help="Nothing done for longer than this is noted as a pause.",
        ),
    ] = 10,
    photos: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="Where new photos appear: Enter attaches the newest. Remembered for next time.",
        ),
    ] = None,
) -> None:
    """Interview a household or a village, or go on with one.

    Every answer is on the disk before the tick appears. Leave at any moment, by key, by Ctrl-C or
    by a flat battery: the same command goes on at the same question.

    A file of answers says `question: value`, or `question: {value: …, remark: …,
    description: …, photo: FILE, no_photo: …}`; what a person could not have entered is refused,
    every fault at once. The two who sign are asked for their personal codes; without a terminal
    the environment variable FIELDSURVEY_CODES gives both, as 123456,654321.

    Ctrl-Q leaves at once and clears the screen. On an encrypted laptop the screen locks itself
    once no key was touched for some minutes; the passphrase goes on at the same question.

    With --plain (or FIELDSURVEY_PLAIN=1, or a terminal whose cursor cannot move) nothing is drawn
    anew: one question after the other as lines of text, commands typed as /b, /n, /? and so on.

    A back-check asks again what others asked: as many questions as wanted, finished or left. The
    team lead compares it (backcheck compare); it is no second interview and counts nowhere.

    From paper the codes are keyed in the order of the form, each going on by itself; what cannot
    be taken is listed at the end of its section.
    """
    from fieldsurvey.cli.asker import asker, need_a_terminal
    from fieldsurvey.cli.inspector.finished import seal_and_tell, tell_late
    from fieldsurvey.cli.inspector.sitting import sit_down
    from fieldsurvey.cli.workplace.sealing_up import seal_after_a_crash

    standing: Standing = ctx.obj
    workspace = standing.laptop_workspace()
    if paper or second:
        _check_keying(answers, is_both=paper and second)
        need_a_terminal()
    if plain:
        os.environ[PLAIN] = "1"
    with open_to_write(workspace) as survey_file:
        late = seal_after_a_crash(workspace, survey_file, workspace.subject(subject).id)
        if not (again or backcheck) and tell_late(workspace, survey_file, late, subject, form):
            return
        if second:
            _key_again(workspace, survey_file, subject, form, keyer)
            return
        sitting = sit_down(
            workspace,
            survey_file,
            subject,
            form,
            _names(inspectors),
            again=again,
            is_backcheck=backcheck,
        )
        if answers is not None:
            is_finished = _from_file(sitting, survey_file, answers)
        elif paper or sitting.is_paper:
            is_finished = _from_paper(sitting, survey_file, keyer, _names(inspectors))
        else:
            album = open_album(workspace, survey_file.interviews(), photos)
            asking = asker(album, plain=plain)
            is_finished = _at_terminal(sitting, survey_file, idle_minutes, asking)
        if is_finished:
            seal_and_tell(sitting, survey_file)
        else:
            say(
                _("Left; everything ticked is kept. Go on: fieldsurvey interview {subject}").format(
                    subject=sitting.subject.id + (" --backcheck" if backcheck else "")
                )
            )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.replace("，", ",").split(",") if name.strip())


def _from_file(sitting: "Sitting", survey_file: "SurveyFile", path: Path) -> bool:
    """Go through the interview with the answers of a file, and finish; all of it, or nothing."""
    from fieldsurvey.cli.inspector.signing import sign_for
    from fieldsurvey.interview.finishing import finish
    from fieldsurvey.interview.photos.given_photos import keep_given
    from fieldsurvey.interview.trials.answers_file import read_answers
    from fieldsurvey.interview.trials.replaying import replay
    from fieldsurvey.interview.typed.refusal import Refusal

    signers = sitting.signers
    given = keep_given(read_answers(path), open_album(sitting.workspace), path.parent)
    pair = sitting.pair()
    if pair is None:
        raise UsageError(
            _("Nobody is named who made this interview."),
            to_do=_("Name both: --inspectors 'NAME,NAME'. In this team: {names}.").format(
                names=listed(sitting.members)
            ),
        )
    opening, conversation = sitting.begin(survey_file, pair, datetime.now().astimezone())
    back = sitting.back_from_absence(survey_file, pair)
    replayed = replay(conversation, given)
    finished = finish(replayed.conversation, sign_for(pair, signers), signers)
    if isinstance(finished, Refusal):
        raise InterviewError(finished.what, where=sitting.subject.id, to_do=finished.to_do)
    changed = sitting.change_of_hands(survey_file, pair)
    survey_file.append([*changed, *back, *opening, *replayed.entries, finished])
    return True


def _check_keying(answers: Path | None, *, is_both: bool) -> None:
    """Refuse what does not go with keying from paper."""
    if answers is not None or is_both:
        raise UsageError(
            _("--paper, --second and --answers do not go together."),
            to_do=_("Give one of them: each says where the answers come from."),
        )


def _from_paper(
    sitting: "Sitting", survey_file: "SurveyFile", keyer: str, named: "Sequence[str]"
) -> bool:
    from fieldsurvey.cli.asker import need_a_terminal
    from fieldsurvey.cli.inspector.keying_in import key_paper

    need_a_terminal()
    return key_paper(sitting, survey_file, keyer, named)


def _key_again(
    workspace: "Workspace", survey_file: "SurveyFile", subject: str, form: str, keyer: str
) -> None:
    """Key a paper form a second time, and say what is next."""
    from fieldsurvey.cli.inspector.keying_in import key_second
    from fieldsurvey.cli.workplace.sealing_up import seal_up

    if key_second(workspace, survey_file, subject, form, keyer):
        seal_up(workspace, survey_file)
        say(
            _("Keyed a second time. Compare both: fieldsurvey compare {subject}").format(
                subject=subject
            )
        )
    else:
        say(
            _("Left; every field is kept. Go on: fieldsurvey interview {subject} --second").format(
                subject=subject
            )
        )


def _at_terminal(
    sitting: "Sitting", survey_file: "SurveyFile", idle_minutes: float, asking: "Asker"
) -> bool:
    """Converse with a person; each answer is saved before the next question."""
    from dataclasses import replace

    from fieldsurvey.cli.inspector.watching import watch_interview
    from fieldsurvey.interview.conducting import conduct_interview

    signers = sitting.signers
    with stopped_like_ctrl_c(), asking.around():
        pair = sitting.pair() or asking.pair(sitting.members)
        say(_("Inspectors: {names}").format(names=listed(pair)))
        back = sitting.back_from_absence(survey_file, pair)
        opening, conversation = sitting.begin(survey_file, pair, datetime.now().astimezone())
        said = survey_file.append([*back, *opening]) if back or opening else []
        if back:
            say(_("It was marked absent; that is taken back."))
        if opening:
            sitting.opened(said[-1].entry.interview)
            conversation = sitting.begin(survey_file, pair, datetime.now().astimezone())[1]
        watching = watch_interview(
            survey_file,
            conversation.interview,
            pair[0],
            is_new=bool(opening),
            idle_s=idle_minutes * 60,
        )
        # After the watch has begun: it looks at the last line of the sitting before.
        _note_hands(sitting, survey_file, pair)
        ask = watching.asking(asking.prompts(sitting.heading(), signers))
        save = watching.saving(_saving_patiently(survey_file))
        ended = conduct_interview(conversation, ask, save, signers)
        while ended.is_handed_on:
            pair = _others(sitting, asking, watching, pair)
            watching.hand_on(pair[0])
            _note_hands(sitting, survey_file, pair)
            going_on = replace(ended.conversation, who=pair[0])
            ended = conduct_interview(going_on, ask, save, signers)
    return ended.is_finished


def _note_hands(sitting: "Sitting", survey_file: "SurveyFile", pair: "Sequence[str]") -> None:
    """Say in the chain who is at it where that are others than before."""
    if changed := sitting.change_of_hands(survey_file, pair):
        survey_file.append(changed)
        say(_("A change of the inspectors is noted."))


def _others(
    sitting: "Sitting", asking: "Asker", watching: "Watching", pair: tuple[str, ...]
) -> tuple[str, ...]:
    """Ask who sits down; whoever gives up goes on as before."""
    from fieldsurvey.interview.leaving import QuickExit

    try:
        return asking.pair(sitting.members)
    except QuickExit:
        watching.leave()
        raise
    except KeyboardInterrupt:
        return pair


def _saving_patiently(survey_file: "SurveyFile") -> "Save":
    """Return what saves; where only room is missing on the disk, it waits until there is some."""

    def save(entries: "Sequence[Entry]") -> None:
        while True:
            try:
                survey_file.append(entries)
                return
            except ChainError as failed:
                if not survey_file.usable:
                    raise
                tell_error(failed)
                input(_("Enter: save this answer again. Ctrl-C: leave without it. "))

    return save
