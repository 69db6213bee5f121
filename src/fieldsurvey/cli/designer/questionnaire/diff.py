"""`questionnaire diff`: what changed between two versions, and what that does to answers."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

import typer

from fieldsurvey.cli.designer.questionnaire.forms import find_form
from fieldsurvey.cli.failing import FAULTS
from fieldsurvey.cli.speaking import say, show, show_json
from fieldsurvey.i18n import _, listed, ngettext, sentences

if TYPE_CHECKING:
    from fieldsurvey.questionnaire.differences import (
        Difference,
        DifferenceKind,
        Differences,
        RuleStanding,
    )

app = typer.Typer(add_completion=False)


@app.command(epilog="Example: fieldsurvey questionnaire diff kit/well.yaml well.yaml --in-field")
def diff(
    ctx: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="A file, or the form_id of a questionnaire.")
    ],
    new: Annotated[
        str, typer.Argument(metavar="NEW", help="A file, or the form_id of a questionnaire.")
    ],
    in_field: Annotated[
        bool,
        typer.Option("--in-field", help="Refuse changes of meaning: interviews use the old one."),
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="For a program.")] = False,
) -> None:
    """Say what changed between two versions, and which problems old interviews still show."""
    from fieldsurvey.questionnaire.differences import DifferenceKind, compare

    found = compare(find_form(old, ctx.obj), find_form(new, ctx.obj))
    if json:
        show_json(_as_json(found))
    else:
        _print(found)
    refused = found.of_kind(DifferenceKind.MEANING)
    if in_field and refused:
        say(
            ngettext(
                "{count} change of meaning: this version must not go to the field.",
                "{count} changes of meaning: this version must not go to the field.",
                len(refused),
            ).format(count=len(refused))
        )
        raise typer.Exit(FAULTS)
    if in_field:
        say(_("No answer changes its meaning: this version may go to the field."))


def _as_json(found: "Differences") -> dict[str, Any]:
    return {
        "differences": [
            {
                "code": each.code.number,
                "change": each.code.name.lower(),
                "kind": each.kind.value,
                "question": each.question,
                "list": each.list_name,
                "rule": each.rule,
                "subject": each.subject,
                "what": each.what,
                "to_do": each.to_do,
                "before": each.before,
                "after": each.after,
            }
            for each in found.differences
        ],
        "rules": [
            {"rule": each.rule, "standing": each.standing.value, "questions": each.questions}
            for each in found.rules
        ],
    }


def _print(found: "Differences") -> None:
    from fieldsurvey.questionnaire.differences import DifferenceKind

    if not found.differences:
        show(_("The two versions do not differ."))
        return
    for kind in reversed(DifferenceKind):
        of_kind = found.of_kind(kind)
        if of_kind:
            show(_heading(kind, len(of_kind)))
            for each in of_kind:
                show("\n".join(_lines(each)))
            show("")
    for line in _rules(found.rules):
        show(line)


def _heading(kind: "DifferenceKind", count: int) -> str:
    words = {
        "meaning": _("Changes of meaning ({count}): not to be done in the field"),
        "new_data": _("Other data from here on ({count}): may be done in the field"),
        "harmless": _("Harmless ({count})"),
    }
    return words[kind.value].format(count=count)


def _lines(difference: "Difference") -> Iterator[str]:
    yield f"  {difference.subject}  [{difference.code.number}]"
    yield f"    {sentences((difference.what, difference.to_do))}"
    if difference.before:
        yield f"    - {difference.before}"
    if difference.after:
        yield f"    + {difference.after}"


def _rules(rules: "tuple[RuleStanding, ...]") -> Iterator[str]:
    """Say how many rules judge old interviews as new ones, and which do not."""
    if not rules:
        return
    alike = sum(each.standing.value == "same" for each in rules)
    yield ngettext(
        "Of {count} problem rule {alike} judges interviews made with the old version alike.",
        "Of {count} problem rules {alike} judge interviews made with the old version alike.",
        len(rules),
    ).format(count=len(rules), alike=alike)
    words = {
        "otherwise": _("judges them as the old version does"),
        "lacking": _("never finds its problem in them"),
        "new": _("is new, and not asked of them"),
        "gone": _("is asked of them only"),
    }
    for each in rules:
        if each.standing.value != "same":
            named = f" ({listed(each.questions)})" if each.questions else ""
            yield f"  {each.rule}: {words[each.standing.value]}{named}"
