"""`questionnaire show`: the questions, when each is asked, and which answers are problems."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.designer.questionnaire.forms import find_form
from fieldsurvey.cli.speaking import printable, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, language

if TYPE_CHECKING:
    from fieldsurvey.interview.logic.flow import Asked, Hinge
    from fieldsurvey.questionnaire import Questionnaire
    from fieldsurvey.questionnaire.outline import OutlineRow

app = typer.Typer(add_completion=False)


@app.command("show", epilog="Example: fieldsurvey questionnaire show registered-household")
def show_(
    ctx: typer.Context,
    form: Annotated[
        str, typer.Argument(metavar="FORM", help="A file, or the form_id of a questionnaire.")
    ],
    tree: Annotated[
        bool, typer.Option("--tree", help="A tree of groups, repeats and questions.")
    ] = False,
    asked: Annotated[
        bool,
        typer.Option("--as-asked", help="In the order of the interview, below what each hangs on."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Show the questions of a questionnaire, when each is asked, and which answers are problems."""
    if tree and asked:
        raise UsageError(
            _("--tree and --as-asked are two views."), to_do=_("Ask for one of the two.")
        )
    found = find_form(form, ctx.obj)
    if asked:
        _show_as_asked(found, json=json)
    else:
        _show_outline(found, tree=tree, json=json)


def _show_outline(form: "Questionnaire", *, tree: bool, json: bool) -> None:
    from fieldsurvey.questionnaire.outline import outline

    rows = outline(form, language())
    if json:
        show_json([asdict(row) for row in rows])
    elif tree:
        show(_tree(_title(form), ((row.depth, _branch(row)) for row in rows)))
    else:
        headings = (_("No."), _("Name"), _("Type"), _("Question"), _("Asked when"), _("Problem"))
        show(table(headings, [_cells(row) for row in rows], title=_title(form)))


def _show_as_asked(form: "Questionnaire", *, json: bool) -> None:
    from fieldsurvey.interview.logic.flow import as_asked

    questions = as_asked(form, language())
    if json:
        show_json([asdict(question) for question in questions])
    else:
        show(_tree(_title(form), _flow(questions)))


def _title(form: "Questionnaire") -> str:
    from fieldsurvey.questionnaire.model import in_language

    return in_language(form.settings.form_title, language())


def _cells(row: "OutlineRow") -> tuple[str, ...]:
    problems = "; ".join(f"{severity.value}: {when}" for _name, severity, when in row.problems)
    name = "  " * row.depth + row.name + ("*" if row.is_required else "")
    choices = " ".join(f"{code} {label}" for code, label in row.choices)
    return (row.number, name, row.type, f"{row.label}  {choices}".rstrip(), row.condition, problems)


def _branch(row: "OutlineRow") -> Any:
    notes = [row.type]
    if row.is_required:
        notes.append(_("required"))
    if row.condition:
        notes.append(_("if {condition}").format(condition=row.condition))
    notes += [f"{severity.value}: {when}" for _name, severity, when in row.problems]
    bold = row.type in ("group", "repeat")
    return _line(row.number, row.name, row.label, notes, "bold" if bold else "")


def _flow(questions: "Iterable[Asked]") -> "Iterable[tuple[int, Any]]":
    """Yield each question below the conditions it does not share with the one before."""
    from rich.text import Text

    open_: tuple[Hinge, ...] = ()
    for question in questions:
        shared = 0
        for before, now in zip(open_, question.hinges, strict=False):
            if before != now:
                break
            shared += 1
        for depth, hinge in enumerate(question.hinges[shared:], start=shared):
            yield depth, Text(printable(_hinge_words(hinge)), style="italic")
        open_ = question.hinges
        yield len(open_), _line(question.number, question.name, question.label, _notes(question))


def _hinge_words(hinge: "Hinge") -> str:
    if not hinge.repeat:
        return _("if {condition}").format(condition=hinge.condition)
    if hinge.count:
        return _("for each {repeat}, as many as {count}").format(
            repeat=hinge.repeat, count=hinge.count
        )
    return _("for each {repeat}").format(repeat=hinge.repeat)


def _notes(question: "Asked") -> list[str]:
    notes = [_("how many?") if question.counts_rows else question.type]
    if question.is_required:
        notes.append(_("required"))
    if question.read_only_when:
        notes.append(_("only shown if {condition}").format(condition=question.read_only_when))
    return notes


def _line(number: str, name: str, label: str, notes: list[str], style: str = "") -> Any:
    from rich.text import Text

    said = "  ".join(part for part in (number, name) if part)
    return Text.assemble(
        (printable(said), style or "cyan"),
        "  " + printable(label) if label else "",
        ("  " + printable(" · ".join(notes)), "dim"),
    )


def _tree(title: str, branches: "Iterable[tuple[int, Any]]") -> Any:
    """Return a tree of rows that each say how deep they stand."""
    from rich.text import Text
    from rich.tree import Tree

    path = [Tree(Text(printable(title), style="bold"))]
    for depth, words in branches:
        del path[depth + 1 :]
        path.append(path[-1].add(words))
    return path[0]
