"""`questionnaire try`: answers through the conversation, and how every question stands then."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.designer.questionnaire.forms import find_form
from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language, listed, ngettext, sentences

if TYPE_CHECKING:
    from fieldsurvey.interview.showing.review import CheckRow
    from fieldsurvey.interview.trials.trying import QuestionState, Trial
    from fieldsurvey.questionnaire import Questionnaire

app = typer.Typer(add_completion=False)


@app.command(
    "try", epilog="Example: fieldsurvey questionnaire try registered-household answers.yaml --json"
)
def try_(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    answers: Annotated[
        Path, typer.Argument(metavar="ANSWERS", help="A YAML or JSON file: question and answer.")
    ],
    fact: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE",
            help="A fact that a question is preloaded with: household.size=4. May be repeated.",
        ),
    ] = None,
    now: Annotated[
        str,
        typer.Option(
            metavar="WHEN", help="What now() says: 2020-06-15T09:30:00+08:00; else the clock."
        ),
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Put answers to a questionnaire and show how every question stands then.

    The answers go through the conversation as if a person typed them: in the order of the form,
    each refused or taken. A question nothing is given for takes what is preloaded or proposed, and
    else stays blank. Nothing is saved.
    """
    from fieldsurvey.interview.trials.answers_file import read_answers
    from fieldsurvey.interview.trials.trying import try_answers

    found = find_form(form, ctx.obj)
    given = read_answers(answers)
    trial = try_answers(found, given, _facts(fact or [], found), moment(now))
    if json:
        show_json(_as_json(found, trial))
    else:
        show(_table(found, trial))
        for row in trial.checks:
            show(_check_words(row))
        say(_summary(trial))
    for path, refusal in trial.unknown.items():
        say(f"{given[path].where}  {path}  [{refusal.code}]")
        say(f"  {refusal}")
    if trial.unknown:
        raise typer.Exit(FAULTS)


def moment(text: str) -> datetime:
    """Return the moment that an option says; the clock's where it says none.

    Raises:
        UsageError: It is no moment, or lacks its offset.
    """
    from fieldsurvey.interview.trials.form_tests import not_a_moment, read_now

    if not text:
        return datetime.now().astimezone()
    now = read_now(text)
    if now is None:
        raise UsageError(
            not_a_moment(text), to_do=_("Write it with its offset: 2020-06-15T09:30:00+08:00")
        )
    return now


def _facts(words: list[str], form: "Questionnaire") -> dict[str, str]:
    from fieldsurvey.questionnaire.nearest import suggestion

    facts: dict[str, str] = {}
    asked_for = {question.preload for question in form.questions.values()} - {""}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise UsageError(
                _("“{word}” is no fact.").format(word=word),
                to_do=_("Write NAME=VALUE, such as household.size=4."),
            )
        if name not in asked_for:
            unknown = _("No question of the form takes the fact “{fact}”.").format(fact=name)
            say(sentences([unknown, suggestion(name, asked_for)]))
        facts[name] = value
    return facts


def _as_json(form: "Questionnaire", trial: "Trial") -> dict[str, Any]:
    return {
        "form": form.form_id,
        "can_be_finished": not trial.not_taken and not trial.to_mend,
        "questions": [state.to_json() for state in trial.states.values()],
        "not_taken": _refusals(trial.not_taken),
        "to_mend": _refusals(trial.to_mend),
        "checks": [
            {
                "path": row.path,
                "code": row.check.code,
                "kind": row.check.kind.value,
                "text": row.text,
                "reason": row.reason,
            }
            for row in trial.checks
        ],
    }


def _refusals(refusals: Any) -> list[dict[str, str]]:
    return [
        {"path": path, "code": refusal.code, "what": refusal.what, "to_do": refusal.to_do}
        for path, refusal in refusals.items()
    ]


def _table(form: "Questionnaire", trial: "Trial") -> Any:
    from fieldsurvey.questionnaire.model import in_language

    headings = (_("Name"), _("State"), _("Answer"), _("Notes"))
    rows = [_cells(trial, state) for state in trial.states.values()]
    return table(headings, rows, title=in_language(form.settings.form_title, language()))


def _cells(trial: "Trial", state: "QuestionState") -> tuple[str, ...]:
    from fieldsurvey.interview.logic.wording import value_in_words
    from fieldsurvey.interview.rows.named import rows_in_words

    words = state.value if state.type in ("group", "repeat") else ""
    if state.type not in ("group", "repeat"):
        words = value_in_words(trial.evaluation, state.path, language())
    notes = sentences(_notes(trial, state))
    rows = rows_in_words(trial.evaluation, state.path, language())
    place = f"{state.path} [{rows}]" if rows else state.path
    return (place, _standing(trial, state), str(words), notes)


def _check_words(row: "CheckRow") -> str:
    from fieldsurvey.interview.showing.problem_words import check_line

    reason = _("reason: {reason}").format(reason=row.reason) if row.reason else ""
    words = "".join(text for _style, text in check_line(row.check, row.text))
    return f"{words}  {reason}".rstrip()


def _standing(trial: "Trial", state: "QuestionState") -> str:
    if not state.relevant:
        return _("not relevant")
    if state.read_only:
        return _("read-only")
    if state.asked:
        return _("required") if state.required else _("asked")
    return _("computed") if trial.evaluation.node(state.path).is_computed else ""


def _notes(trial: "Trial", state: "QuestionState") -> list[str]:
    from fieldsurvey.interview.showing.problem_words import severity_in_words

    notes = []
    if state.relevant and trial.evaluation.node(state.path).choice_filter is not None:
        notes.append(_("Offered: {choices}.").format(choices=listed(state.choices) or "–"))
    if state.refusal:
        notes.append(f"[{state.refusal.code}] {state.refusal}")
    elif state.path in trial.to_mend:
        mend = trial.to_mend[state.path]
        notes.append(f"[{mend.code}] {mend.what}")
    elif state.warning.value == "broken":
        notes.append(_("The answer is unusual; a remark says why."))
    if state.problem:
        severity = severity_in_words(state.problem.severity)
        notes.append(f"{severity}: {state.problem_text} ({state.problem.name})")
    return notes


def _summary(trial: "Trial") -> str:
    problems = sum(state.problem is not None for state in trial.states.values())
    raised = ngettext("{count} problem rule holds.", "{count} problem rules hold.", problems)
    refused = len(trial.not_taken)
    taken = ngettext("{count} answer is not taken.", "{count} answers are not taken.", refused)
    open_ = len(trial.to_mend)
    mend = ngettext(
        "{count} question is still to be answered or mended.",
        "{count} questions are still to be answered or mended.",
        open_,
    )
    return sentences(
        [
            raised.format(count=problems),
            taken.format(count=refused) if refused else "",
            mend.format(count=open_) if open_ else _("The interview could be finished."),
        ]
    )
