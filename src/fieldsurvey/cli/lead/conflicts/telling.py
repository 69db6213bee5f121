"""Conflicts in, what is shown of them out: the list, one side by side, and both for a program."""

from typing import Any

from fieldsurvey.assess.settling import Case, ForkCase
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.storage.rows import answer_json
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.inspector.show.heading import heading
from fieldsurvey.cli.lead.conflicts.cases import Matter, ReserveCase
from fieldsurvey.cli.lead.conflicts.sides import Sides, sides_of
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.questionnaire import load_questionnaires


def matters_table(matters: list[Matter]) -> Any:
    """Return one row a conflict: what it is about, between what, and how it stands."""
    headings = (_("Conflict"), _("What"), _("Between"), _("How it stands"))
    rows = [(m.id, sort_words(m), listed(m.sides), state_words(m)) for m in matters]
    return table(headings, rows)


def sort_words(matter: Matter) -> str:
    """Say what claims the same place."""
    match matter.of:
        case Case(conflict=conflict):
            return _("interviewed more than once: {form}").format(form=conflict.form_id)
        case ForkCase():
            return _("laptop of team {team} has two histories").format(team=matter.team)
        case ReserveCase(reserve=reserve):
            return _("reserve {reserve} stands in for several").format(reserve=reserve)


def state_words(matter: Matter) -> str:
    """Say whether it is decided, and if so what counts."""
    if not matter.is_open:
        if matter.kept:
            return _("decided: {kept}").format(kept=listed(matter.kept))
        return _("decided: none counts")
    return _("open again: it changed since") if matter.was_decided else _("open")


def show_matter(
    matter: Matter, workspace: Workspace, survey_file: SurveyFile, *, with_all: bool
) -> None:
    """Print one conflict."""
    match matter.of:
        case Case(conflict=conflict):
            sides = sides_of(survey_file, conflict, load_questionnaires(workspace.questionnaires))
            show_sides(sides, matter, with_all=with_all)
        case ForkCase():
            _show_branches(matter.of, survey_file)
        case ReserveCase(households=households):
            show(sort_words(matter) + ": " + listed(households))
    if matter.was_decided:
        why = _("Why")
        show(f"{state_words(matter)}. {why}: {matter.why}")
    if matter.is_open:
        say(_("Decide: fieldsurvey conflicts decide {id}").format(id=matter.id))


def show_sides(sides: Sides, matter: Matter, *, with_all: bool = False) -> None:
    """Print interviews side by side: who made each, then what differs."""
    for nth, interview in enumerate(sides.interviews, start=1):
        show(f"{nth}  {interview.id}  {heading(interview)}")
    names = [str(nth) for nth in range(1, len(sides.interviews) + 1)]
    kept = _kept_by_path(matter)
    if sides.to_decide:
        headings = (_("No."), _("Question"), *names, *([_("Kept")] if kept is not None else []))
        show(table(headings, [_row(sides, path, kept) for path in sides.to_decide]))
    count = len(sides.same)
    show(
        ngettext(
            "{differing} differ, {count} is the same.",
            "{differing} differ, {count} are the same.",
            count,
        ).format(differing=len(sides.to_decide), count=count)
    )
    if with_all and sides.same:
        rows = [(sides.number(p), sides.label(p), sides.words(p, 0)) for p in sides.same]
        show(table((_("No."), _("Question"), _("Answer")), rows))


def as_json(matter: Matter) -> dict[str, Any]:
    """Return a conflict for a program."""
    return {
        "id": matter.id,
        "kind": matter.sort.value,
        "subject": matter.subject,
        "between": matter.sides,
        "is_open": matter.is_open,
        "was_decided": matter.was_decided,
        "kept": matter.kept,
        "why": matter.why,
    }


def with_differences(
    matter: Matter, workspace: Workspace, survey_file: SurveyFile
) -> dict[str, Any]:
    """Return a conflict for a program, with every question that differs."""
    about = as_json(matter)
    if isinstance(matter.of, Case):
        forms = load_questionnaires(workspace.questionnaires)
        sides = sides_of(survey_file, matter.of.conflict, forms)
        about["same"] = len(sides.same)
        about["differences"] = [_difference(sides.interviews, path) for path in sides.to_decide]
    return about


def _row(sides: Sides, path: str, kept: dict[str, str] | None) -> tuple[str, ...]:
    said = [sides.words(path, nth) for nth in range(len(sides.interviews))]
    row = (sides.number(path), sides.label(path), *said)
    if kept is None:
        return row
    ids = [interview.id for interview in sides.interviews]
    return (*row, str(ids.index(kept.get(path, kept[""])) + 1))


def _kept_by_path(matter: Matter) -> dict[str, str] | None:
    """Return whose answer was kept, by path, the base under ''; None while it is open."""
    if matter.is_open or not isinstance(matter.of, Case) or matter.of.settlement is None:
        return None
    settlement = matter.of.settlement
    return {"": settlement.base, **settlement.kept}


def _difference(interviews: tuple[Interview, ...], path: str) -> dict[str, Any]:
    return {
        "question": path,
        "said": [
            {
                "interview": one.id,
                "answer": answer_json(one.answers[path]) if path in one.answers else None,
                "description": one.descriptions.get(path, ""),
                "remark": one.remarks.get(path, ""),
                "photos": len(one.photos.get(path, ())),
            }
            for one in interviews
        ],
    }


def _show_branches(fork: ForkCase, survey_file: SurveyFile) -> None:
    headings = (_("Branch"), _("Lines"), _("Last said"), _("Interviews on it"))
    by_head = {one.head: one for one in survey_file.interviews() if one.device == fork.device}
    rows = []
    for branch in fork.branches:
        said = list(survey_file.lines(fork.device, branch.last, branch.last))
        at = next(
            (line.at[:16].replace("T", " ") for line in said if line.hash.hex() == branch.tip), ""
        )
        made = sorted(one.subject for head, one in by_head.items() if head in branch.hashes)
        rows.append((branch.tip[:12], f"{branch.first}–{branch.last}", at, listed(made) or "—"))
    show(table(headings, rows))
