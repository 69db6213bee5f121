"""All known lines of one device in, its interviews out as they stand here.

Beside what the laptop says counts what a lead says of its interviews: withdrawn is withdrawn, be
the laptop told of it or not. On the laptop itself what was purged keeps its place, without answers.
"""

from collections.abc import Iterable, Iterator, Sequence

from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.erasing import PURGE
from fieldsurvey.chain.forks.branches import Shape, fold_chain
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Entry, Kind, Line
from fieldsurvey.chain.lines.said import said_by, text_at
from fieldsurvey.chain.survey_file import SurveyFile


def fold_device(
    survey_file: SurveyFile, device: str, lines: Sequence[Line], shape: Shape
) -> list[Interview]:
    """Return the interviews of a device.

    Args:
        survey_file: It knows what leads said.
        device: Whose lines they are.
        lines: All that are known, by seq; erased ones as what is left of them.
        shape: Of its chain.
    """
    # What is left of a line says nothing, but stands in the chain.
    spoken = [line._replace(entry=_silent(line)) if line.erased else line for line in lines]
    folded = fold_chain(spoken, shape.forked_at)
    withdrawn = _withdrawn_by_leads(survey_file, device)
    told = [
        one._replace(status=Status.WITHDRAWN) if one.id.split("~")[0] in withdrawn else one
        for one in folded
    ]
    if device in own_chains(survey_file):
        told += _purged(lines, {one.id for one in told})
    return told


def is_overruled(survey_file: SurveyFile, device: str) -> bool:
    """Say whether more counts for a device's interviews than what it says itself."""
    return bool(_withdrawn_by_leads(survey_file, device))


def withdrawn_elsewhere(survey_file: SurveyFile, lines: Iterable[Line]) -> frozenset[str]:
    """Return the devices whose interviews are withdrawn by lines of a lead."""
    leads = leads_in(survey_file)
    return frozenset(
        line.entry.interview.rpartition("-")[0]
        for line in lines
        if line.entry.kind is Kind.WITHDRAW
        and not line.entry.question
        and line.device in leads
        and not line.entry.interview.startswith(f"{line.device}-")
    )


def _withdrawn_by_leads(survey_file: SurveyFile, device: str) -> set[str]:
    """Return the ids of the device's interviews that leads withdrew, other than itself."""
    found: set[str] = set()
    for lead in sorted(leads_in(survey_file) - {device}):
        rows = survey_file.connection.execute(
            "SELECT interview, json_extract(line, '$.question') FROM line"
            " WHERE device = ? AND kind = 'withdraw' AND line IS NOT NULL",
            (lead,),
        )
        found |= {interview for interview, question in rows if not question}
    return {interview for interview in found if interview.startswith(f"{device}-")}


def _silent(line: Line) -> Entry:
    return Entry(Kind.SESSION, line.entry.interview)


def _purged(lines: Iterable[Line], known: set[str]) -> Iterator[Interview]:
    """Yield what is still known of the interviews this laptop has let go."""
    for line in lines:
        said = said_by(line)
        id_ = text_at(said, "interview")
        if line.entry.kind is not Kind.ERASE or said.get("about") != PURGE:
            continue
        if not id_ or id_ in known:
            continue
        known.add(id_)
        yield Interview(
            id=id_,
            subject=text_at(said, "subject"),
            form_id=text_at(said, "form"),
            questionnaire=line.entry.questionnaire,
            device=line.device,
            team="",
            inspectors=(),
            status=Status.FINISHED,
            started_at=text_at(said, "started_at"),
            finished_at=text_at(said, "finished_at"),
            finish_code=text_at(said, "finish_code"),
            last_seq=line.seq,
            head=line.hash.hex(),
            purged_at=line.at,
        )
