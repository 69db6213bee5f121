"""An assessment in, what an edition says of one evening out: rows, coverage, missing, ranking.

Between `assess`, which knows codes, and `freeze_edition`, which knows words: names of villages,
townships, forms and bureaus are put in here.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date

from fieldsurvey.assess.assessing import Assessment
from fieldsurvey.assess.making.durations import Durations
from fieldsurvey.assess.scores.scoring_rules import Scoring
from fieldsurvey.chain.interview import Interview
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.report.freezing.coverage import cover_section, missing_section
from fieldsurvey.report.freezing.night import Night
from fieldsurvey.report.freezing.problem_list import ListFacts, list_problem_rows
from fieldsurvey.report.freezing.standings import rank_sections
from fieldsurvey.report.frozen.edition import DeviceHead, InspectorDurations, Version
from fieldsurvey.report.frozen.missing import MissingLaptop, RefusedBundle
from fieldsurvey.report.sectors import Sectors
from fieldsurvey.report.wording import Names

_BUNDLE = re.compile(r"(?:[0-9a-f]+-\d+-\d+(?:-[0-9a-f]{8})?|[0-9a-f]{64})\.fsb")
"""What programs call them: the digits belong to nobody."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The data files a night is assessed and named by."""

    questionnaires: Mapping[str, Questionnaire]
    """By form id."""
    scoring: Scoring
    sectors: Sectors
    cross_rules_digest: str = ""
    """Of rules.yaml; blank where it is not known."""


@dataclass(frozen=True, slots=True)
class Intake:
    """What came in by tonight, and what did not."""

    covers: Sequence[DeviceHead] = ()
    refused: Sequence[RefusedBundle] = ()
    silent: Sequence[MissingLaptop] = ()
    """Laptops of which nothing came that day, whether their team was due or not."""
    further: Sequence[str] = ()
    """Sentences on anything else that is missing: gaps in a chain."""
    durations: Sequence[Durations] = ()
    """How long the interviews that came in took."""
    rules_at_start: Mapping[str, str] = field(default_factory=dict)
    """Digest of each rule file as the teams set out with it, by name."""


def assemble_night(  # noqa: PLR0913  (each is a whole of its own, made by another part)
    assessment: Assessment,
    interviews: Iterable[Interview],
    facts: ListFacts,
    rules: Rules,
    intake: Intake,
    day: date,
    *,
    with_ranking: bool = False,
) -> Night:
    """Return everything tonight's edition is frozen from.

    Args:
        assessment: Of everything to date.
        interviews: All that the problems lead back to.
        facts: For the rows; its roster names villages and townships.
        rules: The data files.
        intake: What came in, and what was refused.
        day: The edition's.
        with_ranking: Whether the readers may see scores and ranking.
    """
    made = tuple(interviews)
    coverage = cover_section(assessment.coverage, facts.roster, day, made)
    unread = [f"{finding.where}: {finding.what}" for finding in assessment.findings]
    return Night(
        rows=list_problem_rows(assessment.problems, made, facts),
        coverage=coverage,
        missing=missing_section(
            assessment.coverage,
            coverage,
            day,
            hide=facts.hide,
            bundles=[_hidden(bundle, facts) for bundle in intake.refused],
            laptops=intake.silent,
            further=[*intake.further, *unread],
        ),
        rankings=rank_sections(assessment.rankings, facts.roster, with_working=True)
        if with_ranking
        else (),
        durations=[InspectorDurations(**asdict(each)) for each in intake.durations],
        covers=intake.covers,
        versions=versions_of(rules),
        rules_at_start=intake.rules_at_start,
        names=names_of(rules),
        note=rules.sectors.note,
    )


def _hidden(bundle: RefusedBundle, facts: ListFacts) -> RefusedBundle:
    """Return a bundle as it is told of: anybody may have given its file another name."""
    is_ours = _BUNDLE.fullmatch(bundle.bundle)
    name = bundle.bundle if is_ours else facts.hide(bundle.bundle)
    return bundle.model_copy(update={"bundle": name, "reason": facts.hide(bundle.reason)})


def names_of(rules: Rules) -> Names:
    """Return the names of every code that is data."""
    return Names(
        categories=rules.sectors.categories,
        sectors=rules.sectors.sectors,
        blocks={block.code: block.label for block in rules.scoring.blocks},
        forms={f: form.settings.form_title for f, form in rules.questionnaires.items()},
    )


def blocks_of(scoring: Scoring) -> dict[str, str]:
    """Return the block of each indicator, for `ListFacts`."""
    return {i.code: block.code for block in scoring.blocks for i in block.indicators}


def versions_of(rules: Rules) -> list[Version]:
    """Return the digest of every data file the night is assessed by."""
    forms = [
        Version(name=form_id, version=form.settings.version, digest=form.digest)
        for form_id, form in rules.questionnaires.items()
    ]
    across = [Version(name="rules", digest=rules.cross_rules_digest)]
    return [
        *forms,
        *(across if rules.cross_rules_digest else ()),
        Version(name="scoring", digest=rules.scoring.digest),
        Version(name="sectors", digest=rules.sectors.digest),
    ]
