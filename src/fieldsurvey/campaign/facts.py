"""A subject and the plan in, its facts out: what an interview is preloaded with, and its forms.

A subject is named by text alone: a sample number `0103-07` or `0103-R3` is a household, a village
code `0103` is a village.
"""

import difflib
import re
from dataclasses import dataclass

from fieldsurvey.campaign.model import (
    Exclusion,
    Flag,
    Roster,
    Sample,
    SubjectKind,
    Village,
    Visit,
)
from fieldsurvey.campaign.plan import Campaign
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.model import in_language


@dataclass(frozen=True, slots=True)
class Subject:
    """Who or what is visited."""

    id: str
    """Sample number or village code: the `subject` of its interviews."""
    kind: SubjectKind
    village: Village
    visit: Visit | None = None
    """Of a household; None for a village."""


def find_subject(text: str, roster: Roster, sample: Sample) -> Subject:
    """Return the household or the village that `text` names; `0103-7` is `0103-07`.

    Raises:
        UsageError: Neither is in the sample; near numbers are named.
    """
    wanted = re.sub(r"-([0-9])$", r"-0\1", text.strip().upper())
    for visit in sample.visits:
        if visit.number == wanted:
            village = roster.villages[visit.household.village]
            return Subject(visit.number, SubjectKind(visit.household.category), village, visit)
    if wanted in sample.villages:
        return Subject(wanted, SubjectKind.VILLAGE, roster.villages[wanted])
    known = [*(visit.number for visit in sample.visits), *sample.villages]
    near = difflib.get_close_matches(wanted, known, n=3)
    raise UsageError(
        _("“{text}” is neither a household nor a village of this sample.").format(text=text),
        to_do=_("Did you mean {near}?").format(near=listed(near))
        if near
        else _("fieldsurvey today lists the numbers."),
    )


def facts_of(subject: str, roster: Roster, sample: Sample, campaign: Campaign) -> dict[str, str]:
    """Return the facts of the plan about a subject, by dotted name.

    Truths are `1` and `0`, flags are parted by blanks, names are in the campaign's language.

    Raises:
        UsageError: The subject is not in the sample.
    """
    found = find_subject(subject, roster, sample)
    facts = _campaign_facts(campaign) | _village_facts(found.village, roster)
    return facts | (_household_facts(found.visit) if found.visit else {})


def forms_of(subject: str, roster: Roster, sample: Sample, campaign: Campaign) -> tuple[str, ...]:
    """Return the form_ids that apply to a subject, in the order they are asked.

    Raises:
        UsageError: The subject is not in the sample.
    """
    return campaign.forms.get(find_subject(subject, roster, sample).kind, ())


def _campaign_facts(campaign: Campaign) -> dict[str, str]:
    return {
        "county.name": in_language(campaign.county.name, campaign.language),
        "county.is_delisted": _truth(campaign.county.is_delisted),
        "campaign.id": campaign.id,
        "campaign.poverty_line": str(campaign.poverty_line),
        "campaign.monitor_line": str(campaign.monitor_line),
    }


def _village_facts(village: Village, roster: Roster) -> dict[str, str]:
    township = roster.townships[village.township]
    return {
        "township.code": township.code,
        "township.name": township.name,
        "township.is_key": _truth(township.is_key),
        "village.code": village.code,
        "village.name": village.name,
        "village.has_team": _truth(village.has_team),
        "village.is_exited": _truth(village.is_exited),
        "village.population": str(village.population),
        "village.unregistered_population": str(village.unregistered_population),
    }


def _household_facts(visit: Visit) -> dict[str, str]:
    household = visit.household
    return {
        "household.number": visit.number,
        "household.code": household.code,
        "household.head": household.head,
        "household.size": str(household.size),
        "household.group": household.group,
        "household.category": household.category.value,
        "household.flags": " ".join(flag.value for flag in Flag if flag in household.flags),
        "household.exit_year": str(household.exit_year or ""),
        "household.exclusions": " ".join(e.value for e in Exclusion if e in household.exclusions),
    }


def _truth(holds: bool) -> str:
    return "1" if holds else "0"
