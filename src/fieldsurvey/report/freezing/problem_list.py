"""Problems and the interviews they lead back to in, rows of the problem list (annex 6) out.

A row holds codes, not words: `wording` gives the words in the language of the reader.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from fieldsurvey.assess.problems.problem import Problem
from fieldsurvey.campaign.model import Category, Flag, Roster, village_of
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.questionnaire.model import Questionnaire, in_language
from fieldsurvey.report.frozen.problem_row import HASH_SHOWN, ProblemRow, number_rows
from fieldsurvey.report.masking.masking import mask_name, mask_text
from fieldsurvey.report.masking.naming import Named, names_in
from fieldsurvey.report.speaking import speaking

MARKED_FLAGS = (Flag.RELAPSED, Flag.MONITORED, Flag.MARGINAL)
"""Flags the list shows beside the household's category: 返贫户, 监测户, 边缘户."""


@dataclass(frozen=True)
class ListFacts:
    """What the list needs to know beside problems and interviews."""

    questionnaires: Mapping[str, Questionnaire]
    """By form id."""
    roster: Roster = field(default_factory=Roster)
    blocks: Mapping[str, str] = field(default_factory=dict)
    """Block of each indicator of scoring.yaml: `B4` → `B`."""
    language: str = "zh"
    """The campaign's."""
    visited: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Facts of the plan about subjects where somebody saw a problem and nobody was interviewed."""
    mask_names: bool = True
    """Whether names of households and personal numbers are masked."""
    named: Named | None = None
    """Who is known by name, from the roster and from what was said."""
    settled: Collection[str] = ()
    """Ids of interviews that a lead made of several of the same household."""
    lines: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    """The lines that say an answer, by interview and path, where rows shall name them."""

    @cached_property
    def positions(self) -> Mapping[tuple[str, str], int]:
        """Where each question stands in the forms, by form id and name."""
        names = [(f, name) for f, form in self.questionnaires.items() for name in form.questions]
        return {name: position for position, name in enumerate(names)}

    def hide(self, text: str, subject: str = "", also: frozenset[str] = frozenset()) -> str:
        """Return `text` with numbers of persons and names masked: of the subject's village, `also`.

        Without a subject the names of all villages. Nothing is changed where names are not masked.
        """
        if not self.mask_names:
            return text
        known = self.known.of(subject) if subject else self.known.everybody
        return mask_text(text, known | also)

    @cached_property
    def known(self) -> Named:
        """Who is known by name: of the roster alone where nobody says more."""
        return self.named or Named(self.roster)


def list_problem_rows(
    problems: Iterable[Problem], interviews: Iterable[Interview], facts: ListFacts
) -> list[ProblemRow]:
    """Return one row for each of `problems`, by village, subject and place in the form.

    Hints (`watch`) are rows like any other here: keep them apart with `is_hint`.

    A problem that somebody saw where nobody was interviewed leads to the line that says so.

    Raises:
        ReportError: A problem belongs to none of `interviews`: its row would lead nowhere.
    """
    by_id = {interview.id: interview for interview in interviews}
    led_back = [(problem, _interview_of(problem, by_id, facts)) for problem in problems]
    with speaking(facts.language):
        rows = [_row(problem, interview, facts) for problem, interview in led_back]
    rows.sort(key=lambda row: _place(row, facts))
    return number_rows(rows)


def describe(statement: Mapping[str, str], detail: str, language: str, default: str = "") -> str:
    """Return what a row says in `language`: the rule's sentence, then the inspector's words."""
    sentence = in_language(statement, language, default)
    if not detail or detail in sentence:
        return sentence or detail
    return ("；" if language == "zh" else "; ").join(part for part in (sentence, detail) if part)


def name_source(form: Mapping[str, str], number: str, language: str, default: str = "") -> str:
    """Return where a row comes from in the language spoken: `附件2第9题`."""
    name = in_language(form, language, default)
    if not number:
        return name
    pattern = _("{form}, item {number}") if number[0].isdigit() else _("{form}, {number}")
    return pattern.format(form=name, number=number)


def name_settled(source: str) -> str:
    """Return where a row comes from that a lead decided about, in the language spoken."""
    return _("{source} (interviewed more than once; the lead decided)").format(source=source)


def name_added(found: str) -> str:
    """Return where something was found that no answer holds, in the language spoken."""
    return _("read in papers") if found == "paper" else _("seen on the spot")


def evidence_words(interview: Interview, path: str) -> str:
    """Return what shows a problem in the language spoken: `照片2张: 3fa9c1d2、77b0e4a1`."""
    photos = interview.photos.get(path, ())
    if photos:
        return _photos_in_words([photo.sha256 for photo in photos])
    why = interview.photos_absent.get(path, "")
    return _("No photo: {why}").format(why=why) if why else ""


def _photos_in_words(hashes: Sequence[str]) -> str:
    count = ngettext("{count} photo", "{count} photos", len(hashes)).format(count=len(hashes))
    shown = listed(photo[:HASH_SHOWN] for photo in hashes)
    return _("{count}: {hashes}").format(count=count, hashes=shown)


def _evidence(problem: Problem, interview: Interview) -> str:
    if not problem.is_added:
        return evidence_words(interview, problem.question)
    photos = _photos_in_words(problem.photos) if problem.photos else ""
    return listed(part for part in (problem.evidence, photos) if part)


def _source(problem: Problem, form: Mapping[str, str], facts: ListFacts) -> str:
    if problem.is_added:
        return name_added(problem.source)
    source = name_source(form, problem.question_number, facts.language)
    return name_settled(source) if problem.interview in facts.settled else source


def _interview_of(
    problem: Problem, interviews: Mapping[str, Interview], facts: ListFacts
) -> Interview:
    if problem.interview in interviews:
        return interviews[problem.interview]
    if problem.is_added:
        return _nobody_interviewed(problem, facts.visited.get(problem.subject, {}))
    raise ReportError(
        _("No interview {interview} is there for it, so nobody could look it up.").format(
            interview=problem.interview
        ),
        where=problem.number,
        to_do=_("Rebuild the views of the workspace: fieldsurvey rebuild"),
    )


def _nobody_interviewed(problem: Problem, plan: Mapping[str, str]) -> Interview:
    """Return an interview that never was, to hold the place of what was seen there."""
    return Interview(
        id="",
        subject=problem.subject,
        form_id="",
        questionnaire="",
        device="",
        team="",
        inspectors=(),
        status=Status.STARTED,
        started_at=problem.found_on,
        preload=plan,
    )


def _row(problem: Problem, interview: Interview, facts: ListFacts) -> ProblemRow:
    form = facts.questionnaires.get(problem.form_id)
    form_name = (form.settings.source or form.settings.form_title) if form else {}
    hide = _Hiding(facts, interview)
    statement = {key: hide.text(text) for key, text in problem.text.items()}
    detail = hide.text(problem.description)
    evidence = _evidence(problem, interview)
    return ProblemRow(
        sequence=0,
        number=problem.number,
        date=problem.found_on or interview.started_at[:10],
        team=interview.team,
        **_place_of_visit(interview, facts),
        **_household(interview, hide),
        level=_level(problem.subject, facts.roster),
        block=facts.blocks.get(problem.indicator) or problem.block,
        category=problem.category,
        severity=problem.severity,
        description=describe(statement, detail, facts.language),
        source=_source(problem, form_name, facts),
        evidence=hide.text(evidence),
        state=problem.state,
        found=problem.source,
        is_settled=not problem.is_added and problem.interview in facts.settled,
        into=problem.into,
        inspectors=problem.found_by or interview.inspectors,
        sector=problem.sector,
        subject=problem.subject,
        form_id=problem.form_id,
        question=problem.question,
        question_number=problem.question_number,
        rule=problem.rule,
        indicator=problem.indicator,
        quantity=problem.quantity,
        support=problem.support,
        interview=problem.interview,
        lines=facts.lines.get((problem.interview, problem.question), ()),
        also_in=problem.also_in,
        interview_head=problem.head,
        questionnaire=interview.questionnaire,
        statement=statement,
        detail=detail,
        form=form_name,
    )


@dataclass(frozen=True, slots=True)
class _Hiding:
    """Hides names and numbers of one interview, or lets them pass."""

    facts: ListFacts
    interview: Interview

    def name(self, name: str) -> str:
        return mask_name(name) if self.facts.mask_names else name

    def text(self, text: str) -> str:
        form = self.facts.questionnaires.get(self.interview.form_id)
        named = names_in(self.interview, form)
        return self.facts.hide(text, _village_code(self.interview), named)


def _place_of_visit(interview: Interview, facts: ListFacts) -> dict[str, Any]:
    village = facts.roster.villages.get(_village_code(interview))
    township = facts.roster.townships.get(village.township) if village else None
    township_name = township.name if township else interview.preload.get("township.name", "")
    return {
        "township": township_name,
        "township_code": township.code if township else interview.preload.get("township.code", ""),
        "village": village.name if village else interview.preload.get("village.name", ""),
        "village_code": _village_code(interview),
        "responsible_township": township_name,
    }


def _household(interview: Interview, hide: _Hiding) -> dict[str, Any]:
    plan = interview.preload
    category = plan.get("household.category", "")
    flags = plan.get("household.flags", "").split()
    return {
        "group": hide.text(plan.get("household.group", "")),
        "head": hide.name(plan.get("household.head", "")),
        "household_type": category if category in {c.value for c in Category} else "",
        "household_marks": tuple(f.value for f in MARKED_FLAGS if f.value in flags),
    }


def _village_code(interview: Interview) -> str:
    return interview.preload.get("village.code") or village_of(interview.subject)


def _level(subject: str, roster: Roster) -> str:
    if "-" in subject:
        return "household"
    return "township" if subject in roster.townships else "village"


def _leaf(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _place(row: ProblemRow, facts: ListFacts) -> tuple[Any, ...]:
    """Return the key that puts rows in the order people walk: village, household, form."""
    position = facts.positions.get((row.form_id, _leaf(row.question)), len(facts.positions))
    members = tuple(int(n) for n in re.findall(r"\[(\d+)\]", row.question))
    return (row.village_code, row.subject, position, members, row.interview, row.number)
