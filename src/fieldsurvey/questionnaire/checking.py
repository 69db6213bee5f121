"""A questionnaire in, every fault across its questions out."""

from collections.abc import Callable, Iterable, Iterator

from fieldsurvey.errors import Finding
from fieldsurvey.questionnaire.checks.asking import asking_faults
from fieldsurvey.questionnaire.checks.choosing import choosing_faults
from fieldsurvey.questionnaire.checks.comparing import comparing_faults
from fieldsurvey.questionnaire.checks.consistency import consistency_faults
from fieldsurvey.questionnaire.checks.contradicting import contradicting_faults
from fieldsurvey.questionnaire.checks.expressing import expressing_faults
from fieldsurvey.questionnaire.checks.fault import Fault
from fieldsurvey.questionnaire.checks.naming import naming_faults
from fieldsurvey.questionnaire.checks.ordering import ordering_faults
from fieldsurvey.questionnaire.checks.parametering import parametering_faults
from fieldsurvey.questionnaire.checks.protecting import protecting_faults
from fieldsurvey.questionnaire.checks.ruling import ruling_faults
from fieldsurvey.questionnaire.checks.telling_apart import telling_apart_faults
from fieldsurvey.questionnaire.checks.translating import translating_faults
from fieldsurvey.questionnaire.logic.form import Form, form_of
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.questionnaire.yaml.places import subject_of
from fieldsurvey.questionnaire.yaml.source import DataPath, SourceMap

_CHECKS: tuple[Callable[[Form], Iterator[Fault]], ...] = (
    naming_faults,
    asking_faults,
    choosing_faults,
    parametering_faults,
    expressing_faults,
    comparing_faults,
    contradicting_faults,
    ordering_faults,
    ruling_faults,
    consistency_faults,
    translating_faults,
)

_ADVICE = (telling_apart_faults, protecting_faults)
"""What keeps no questionnaire from being used, and is told to its designer only."""


def check_questionnaire(
    questionnaire: Questionnaire,
    source: SourceMap | None = None,
    unfit: Iterable[DataPath] = (),
    *,
    advise: bool = False,
) -> list[Finding]:
    """Return every fault and warning of `questionnaire`, in the order of its lines.

    Args:
        questionnaire: Read, whole or with stand-ins.
        source: The file it was read from; without it, findings name the form instead of a line.
        unfit: Where stand-ins are; what is wrong with those is no fault of the questionnaire.
        advise: Tell the designer, too, what could be better.
    """
    source = source or SourceMap(questionnaire.form_id)
    skipped = set(unfit)
    form = form_of(questionnaire)
    faults = [
        fault
        for check in (*_CHECKS, *(_ADVICE if advise else ()))
        for fault in check(form)
        if not (skipped and _is_in(fault, skipped))
    ]
    faults.sort(key=lambda fault: source.mark(fault.path).line)
    return [
        fault.code.finding(
            source.place(fault.path),
            fault.what,
            fault.to_do,
            subject_of(questionnaire, fault.path),
        )
        for fault in faults
    ]


def _is_in(fault: Fault, skipped: set[DataPath]) -> bool:
    """Return whether a fault is about a stand-in, or rests on something that holds one."""
    paths = (fault.path, fault.rests_on)
    if any(path[:length] in skipped for path in paths for length in range(1, len(path) + 1)):
        return True
    rests_on = fault.rests_on
    return bool(rests_on) and any(path[: len(rests_on)] == rests_on for path in skipped)
