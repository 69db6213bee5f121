"""`show`: what was answered."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import say, show_json
from fieldsurvey.cli.speaking import show as print_result
from fieldsurvey.cli.standing import Standing, open_survey_file
from fieldsurvey.cli.tables import table
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language, listed

if TYPE_CHECKING:
    from fieldsurvey.campaign.workspace import Workspace
    from fieldsurvey.chain.interview import Interview
    from fieldsurvey.chain.line import Line
    from fieldsurvey.questionnaire import Questionnaire

_KNOWN = frozenset({"at_ms", "preload", "subject", "team", "uptime_ms"})
"""What the start of an interview says that stands above the table already, and bare clocks."""

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey show 0103-07 --history")
def show(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="SUBJECT", help="A sample number, 0103-07, or a village, 0103.")
    ],
    form: Annotated[str, typer.Option(metavar="FORM", help="Only this questionnaire.")] = "",
    history: Annotated[
        bool, typer.Option("--history", help="Show every line said, in order, edits included.")
    ] = False,
    timing: Annotated[
        bool,
        typer.Option("--timing", help="Show when and how long: times, edits, pauses, the clock."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show what was answered in an interview.

    Each question asked with its answer, remark and problem; several interviews one after another.
    """
    from fieldsurvey.cli.kept_versions import kept_versions
    from fieldsurvey.cli.sitting import interviews_of
    from fieldsurvey.cli.timing import print_timing, timing_json
    from fieldsurvey.questionnaire import load_questionnaires

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    wanted = workspace.subject(subject).id
    with open_survey_file(workspace) as survey_file:
        made = interviews_of(survey_file, wanted, form)
        lines = {interview.id: survey_file.history(interview.id) for interview in made}
        versions = kept_versions(survey_file, (interview.questionnaire for interview in made))
    if not made:
        raise UsageError(
            _("Nothing has been answered for {subject} yet.").format(subject=wanted),
            to_do=_("Begin with: fieldsurvey interview {subject}").format(subject=wanted),
        )
    forms = load_questionnaires(workspace.questionnaires) if not json or timing else {}
    if json:
        shown = [_as_json(interview, lines[interview.id], history) for interview in made]
        if timing:
            for interview, record in zip(made, shown, strict=True):
                questionnaire = versions.get(interview.questionnaire) or forms.get(
                    interview.form_id
                )
                record["timing"] = timing_json(lines[interview.id], questionnaire)
        show_json(shown)
        return
    for interview in made:
        _print_head(interview, workspace)
        if history:
            print_result(_history_table(lines[interview.id]))
            continue
        questionnaire = versions.get(interview.questionnaire) or forms.get(interview.form_id)
        if questionnaire is not None and timing:
            print_timing(lines[interview.id], questionnaire)
        elif questionnaire is not None:
            print_result(_answers_table(interview, questionnaire))


def _print_head(interview: "Interview", workspace: "Workspace") -> None:
    say(
        "  ".join(
            part
            for part in (
                interview.subject,
                interview.preload.get("household.head", ""),
                interview.form_id,
                _status_words()[interview.status.value],
                interview.started_at[:16].replace("T", " "),
                listed(interview.inspectors),
                interview.finish_code,
            )
            if part
        )
    )


def _status_words() -> dict[str, str]:
    return {
        "started": _("begun"),
        "finished": _("finished"),
        "reopened": _("opened again"),
        "withdrawn": _("withdrawn"),
    }


def _answers_table(interview: "Interview", questionnaire: "Questionnaire") -> Any:
    from fieldsurvey.interview.conversation import Conversation
    from fieldsurvey.interview.review import review
    from fieldsurvey.interview.screen import severity_in_words
    from fieldsurvey.interview.wording import value_in_words
    from fieldsurvey.questionnaire.model import in_language

    conversation = Conversation.resume(questionnaire, interview)
    rows = []
    for row in review(conversation).rows:
        question = conversation.evaluation.question(row.path)
        notes = [severity_in_words(row.problem.severity)] if row.problem else []
        notes += [note for note in (row.description, row.remark) if note]
        rows.append(
            (
                question.number,
                in_language(question.label, language()),
                value_in_words(conversation.evaluation, row.path, language()),
                listed(notes),
            )
        )
    title = conversation.evaluation.instance_name
    return table((_("No."), _("Question"), _("Answer"), _("Notes")), rows, title=title)


def _history_table(lines: "list[Line]") -> Any:
    rows = [
        (
            str(line.seq),
            line.at[:19].replace("T", " "),
            _kind_words()[line.entry.kind.value],
            line.entry.question,
            _value_words(line.entry.value),
            line.entry.who,
        )
        for line in lines
    ]
    return table((_("Line"), _("At"), _("Kind"), _("Question"), _("Said"), _("Who")), rows)


def _kind_words() -> dict[str, str]:
    return {
        "interview_start": _("start"),
        "answer": _("answer"),
        "withdraw": _("withdrawn"),
        "note": _("note"),
        "photo": _("photo"),
        "pause": _("pause"),
        "resume": _("resumed"),
        "finish": _("finish"),
        "reopen": _("opened again"),
        "absent": _("absent"),
        "replace": _("replaced"),
        "decision": _("decision"),
        "erase": _("erased"),
        "session": _("at the keyboard"),
        "clock_anomaly": _("clock"),
    }


def _said(key: str, inside: Any) -> str:
    if key in ("remark", "description", "special", "reason") and isinstance(inside, str):
        return inside
    words = listed(map(str, inside)) if isinstance(inside, list) else str(inside)
    return f"{key}: {words}"


def _value_words(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        said = [_said(key, inside) for key, inside in value.items() if key not in _KNOWN]
        return listed(part for part in said if part)
    return "" if value is None else str(value)


def _as_json(interview: "Interview", lines: "list[Line]", history: bool) -> dict[str, Any]:
    from fieldsurvey.chain.rows import answer_json

    shown: dict[str, Any] = {
        "id": interview.id,
        "subject": interview.subject,
        "form": interview.form_id,
        "questionnaire": interview.questionnaire,
        "status": interview.status.value,
        "team": interview.team,
        "inspectors": interview.inspectors,
        "started_at": interview.started_at,
        "finished_at": interview.finished_at,
        "finish_code": interview.finish_code,
        "answers": {path: answer_json(value) for path, value in interview.answers.items()},
        "descriptions": dict(interview.descriptions),
        "remarks": dict(interview.remarks),
        "head": interview.head,
    }
    if history:
        shown["lines"] = [
            {
                "seq": line.seq,
                "at": line.at,
                "kind": line.entry.kind.value,
                "question": line.entry.question,
                "value": line.entry.value,
                "who": line.entry.who,
            }
            for line in lines
        ]
    return shown
