"""`compare`: paper forms that were keyed twice."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.speaking import is_at_terminal, say, show, show_json
from fieldsurvey.cli.tables import table
from fieldsurvey.cli.workplace.standing import Standing
from fieldsurvey.errors import InterviewError
from fieldsurvey.i18n import _, ngettext

if TYPE_CHECKING:
    from fieldsurvey.chain.survey_file import SurveyFile
    from fieldsurvey.cli.inspector.keyed_pairs import KeyedPair

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey compare 0103-07")
def compare(
    ctx: typer.Context,
    subject: Annotated[
        str, typer.Argument(metavar="[SUBJECT]", help="A sample number, 0103-07; all without it.")
    ] = "",
    form: Annotated[str, typer.Option(metavar="FORM", help="Only this questionnaire.")] = "",
    by: Annotated[
        str, typer.Option(metavar="NAME", help="Who looks at the paper; asked for otherwise.")
    ] = "",
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Compare paper forms that were keyed twice, and settle where they differ.

    Without a number every pair, with how often each keyer was wrong. With one its differences: in
    a terminal they are settled one by one, by what the paper says; the first keying is corrected.
    """
    from fieldsurvey.cli.inspector.keyed_pairs import keyed_pairs
    from fieldsurvey.cli.workplace.sealing_up import open_laptop_file

    standing: Standing = ctx.obj
    workspace = standing.workspace()
    wanted = workspace.subject(subject).id if subject else ""
    with open_laptop_file(workspace) as survey_file:
        pairs = keyed_pairs(survey_file, wanted, form)
        if wanted and not pairs:
            raise InterviewError(
                _("No paper form of it was keyed twice."),
                where=wanted,
                to_do=_("Key it again: fieldsurvey interview {subject} --second").format(
                    subject=wanted
                ),
            )
        if json:
            show_json([_as_json(pair) for pair in pairs] if wanted else _all_json(pairs))
        elif wanted:
            _go_through(pairs, survey_file, by, standing)
        else:
            _show_all(pairs)


def _show_all(pairs: "list[KeyedPair]") -> None:
    if not pairs:
        show(_("No paper form was keyed twice yet."))
        say(_("Key one again: fieldsurvey interview NUMBER --second"))
        return
    headings = (
        _("Number"),
        _("Form"),
        _("First keyer"),
        _("Second keyer"),
        _("Fields"),
        _("Differ"),
        _("Still open"),
    )
    rows = [
        (
            pair.first.subject,
            pair.first.form_id,
            pair.keyers[0],
            pair.keyers[1],
            str(pair.fields),
            str(len(pair.differing)),
            _state(pair),
        )
        for pair in pairs
    ]
    show(table(headings, rows))
    _show_rates(pairs)


def _state(pair: "KeyedPair") -> str:
    if not pair.is_complete:
        return _("being keyed")
    if pair.is_settled:
        return "✓"
    return str(len(pair.open))


def _show_rates(pairs: "list[KeyedPair]") -> None:
    from fieldsurvey.interview.keying.comparing import errors_by_keyer, errors_by_question

    triples = [pair.triple for pair in pairs]
    keyers = errors_by_keyer(triples)
    if not keyers:
        return
    rows = [
        (keyer, str(each.fields), str(each.errors), f"{each.rate:.2f} %")
        for keyer, each in keyers.items()
    ]
    show(table((_("Keyer"), _("Fields"), _("Errors"), _("Rate")), rows))
    questions = errors_by_question(triples)
    labels = {form: pair for pair in pairs for form in [pair.first.form_id]}
    rows_of_questions = [
        (labels[form].mark(name), labels[form].label(name), str(count))
        for (form, name), count in questions.items()
    ]
    if rows_of_questions:
        show(table((_("No."), _("Question"), _("Errors")), rows_of_questions))


def _go_through(
    pairs: "list[KeyedPair]", survey_file: "SurveyFile", by: str, standing: Standing
) -> None:
    from fieldsurvey.cli.inspector.settling import settle_pair

    for pair in pairs:
        _show_pair(pair)
        if not pair.is_complete:
            say(_("The second keying is not at its end yet."))
        elif pair.is_settled:
            say(_("All of it is settled."))
        elif pair.first.device != survey_file.device:
            say(_("It is settled on the laptop where it was keyed."))
        elif is_at_terminal() or not pair.open:
            settle_pair(pair, survey_file, standing.workspace(), by)
        else:
            say(_("Settle them in a terminal: the same command asks one after the other."))


def _show_pair(pair: "KeyedPair") -> None:
    count = len(pair.differing)
    told = ngettext(
        "{count} of {fields} fields differs.", "{count} of {fields} fields differ.", count
    )
    title = f"{pair.first.subject}  {pair.first.form_id}"
    show(title + "  " + told.format(count=count, fields=pair.fields))
    if count:
        headings = (_("No."), _("Question"), pair.keyers[0], pair.keyers[1], _("Kept"))
        show(table(headings, list(_difference_rows(pair))))


def _difference_rows(pair: "KeyedPair") -> Iterator[tuple[str, ...]]:
    for path, first, second, kept in pair.rows():
        words = [pair.words(path, said) for said in (first, second)]
        yield (
            pair.mark(path),
            pair.label(path),
            *words,
            "" if kept is None else pair.words(path, kept),
        )


def _all_json(pairs: "list[KeyedPair]") -> dict[str, Any]:
    from fieldsurvey.interview.keying.comparing import errors_by_keyer, errors_by_question

    triples = [pair.triple for pair in pairs]
    return {
        "pairs": [_as_json(pair) for pair in pairs],
        "keyers": [
            {
                "keyer": keyer,
                "fields": e.fields,
                "errors": e.errors,
                "rate_percent": round(e.rate, 2),
            }
            for keyer, e in errors_by_keyer(triples).items()
        ],
        "questions": [
            {"form": form, "question": name, "errors": count}
            for (form, name), count in errors_by_question(triples).items()
        ],
    }


def _as_json(pair: "KeyedPair") -> dict[str, Any]:
    return {
        "subject": pair.first.subject,
        "form": pair.first.form_id,
        "first": {"interview": pair.first.id, "keyer": pair.keyers[0]},
        "second": {"interview": pair.second.id, "keyer": pair.keyers[1]},
        "fields": pair.fields,
        "is_complete": pair.is_complete,
        "is_settled": pair.is_settled,
        "differences": list(_differences_json(pair.rows())),
    }


def _differences_json(rows: Iterable[tuple[str, Any, Any, Any]]) -> Iterator[dict[str, Any]]:
    from fieldsurvey.chain.storage.rows import answer_json

    for path, first, second, kept in rows:
        yield {
            "question": path,
            "first": answer_json(first),
            "second": answer_json(second),
            "kept": None if kept is None else answer_json(kept),
        }
