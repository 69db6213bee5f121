"""Takes scoring rules and questionnaires, gives what does not fit, all at once."""

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction

from fieldsurvey.assess.scores.rounding import in_short
from fieldsurvey.assess.scores.scoring_rules import Block, Indicator, Part, PartKind, Scoring
from fieldsurvey.errors import Finding, FindingKind
from fieldsurvey.i18n import _, listed
from fieldsurvey.questionnaire.model import ProblemRule, Questionnaire, Severity

FACTS = frozenset({"village.has_team", "village.is_exited"})
"""Facts of the plan that an indicator may depend on."""


def check_scoring(
    scoring: Scoring, questionnaires: Mapping[str, Questionnaire], where: str = "scoring.yaml"
) -> list[Finding]:
    """Return every fault between the rules of the score and the questionnaires.

    Args:
        scoring: As read.
        questionnaires: By `form_id`.
        where: What the findings call the file.
    """
    rules = {
        name: (rule, form)
        for form in questionnaires.values()
        for name, (_question, rule) in form.rules.items()
    }
    return [
        *_check_sums(scoring, where),
        *_check_once(scoring, where),
        *_check_indicators(scoring, where),
        *_check_rules(scoring, rules, where),
        *_check_grades(scoring, rules, where),
    ]


def _check_sums(scoring: Scoring, where: str) -> Iterator[Finding]:
    for block in scoring.blocks:
        total = _total(block)
        if total != block.maximum:
            yield Finding(
                "T001",
                where,
                _("Its indicators add up to {total}, not to its maximum {maximum}.").format(
                    total=in_short(total), maximum=in_short(block.maximum)
                ),
                _("Change the maximum of the block or of an indicator."),
                subject=_("block {code}").format(code=block.code),
            )
    whole = sum((block.maximum for block in scoring.blocks), Fraction(0))
    if whole != 100:
        yield Finding(
            "T002",
            where,
            _("The blocks add up to {total}, not to 100.").format(total=in_short(whole)),
            _("Change the maximum of a block."),
        )


def _total(block: Block) -> Fraction:
    return sum((indicator.maximum for indicator in block.indicators), Fraction(0))


def _check_once(scoring: Scoring, where: str) -> Iterator[Finding]:
    codes = [block.code for block in scoring.blocks]
    codes += [indicator.code for block in scoring.blocks for indicator in block.indicators]
    for code in _twice(codes):
        yield Finding(
            "T003",
            where,
            _("The code {code} is given twice.").format(code=code),
            _("Give each block and indicator a code of its own."),
        )
    rows = [row.rule for _i, part in _parts(scoring) for row in part.rules]
    for rule in _twice(rows):
        yield Finding(
            "T004",
            where,
            _("The rule {rule} stands in two places, so a problem would cost twice.").format(
                rule=rule
            ),
            _("Leave it in one."),
        )


def _check_indicators(scoring: Scoring, where: str) -> Iterator[Finding]:
    for indicator in scoring.indicators.values():
        subject = _("indicator {code}").format(code=indicator.code)
        if indicator.only_where and indicator.only_where not in FACTS:
            yield Finding(
                "T005",
                where,
                _("No fact of the plan is called {fact}.").format(fact=indicator.only_where),
                _("Known are {facts}.").format(facts=listed(sorted(FACTS))),
                subject,
            )
        if sum(part.per is PartKind.HOUSEHOLD for part in indicator.parts) > 1:
            yield Finding(
                "T006",
                where,
                _("It has two parts per household, but a household counts once per indicator."),
                _("Put their rules into one part."),
                subject,
            )
        yield from _check_maxima(indicator, where, subject)


def _check_maxima(indicator: Indicator, where: str, subject: str) -> Iterator[Finding]:
    for part in indicator.parts:
        if part.maximum is not None and part.maximum > indicator.maximum:
            yield Finding(
                "T007",
                where,
                _("A part may take {part}, more than the indicator's {maximum}.").format(
                    part=in_short(part.maximum), maximum=in_short(indicator.maximum)
                ),
                _("Lower the maximum of the part."),
                subject,
            )


def _check_rules(
    scoring: Scoring, rules: Mapping[str, tuple[ProblemRule, Questionnaire]], where: str
) -> Iterator[Finding]:
    for indicator, part in _parts(scoring):
        for row in part.rules:
            subject = _("indicator {code}, rule {rule}").format(code=indicator.code, rule=row.rule)
            if row.rule not in rules:
                yield Finding(
                    "T008",
                    where,
                    _("No questionnaire has this rule."),
                    _("Write the form's id, a point, and the name of one of its problem rules."),
                    subject,
                )
                continue
            yield from _check_rule(indicator, part, *rules[row.rule], where, subject)


def _check_rule(
    indicator: Indicator,
    part: Part,
    rule: ProblemRule,
    form: Questionnaire,
    where: str,
    subject: str,
) -> Iterator[Finding]:
    if rule.severity is Severity.WATCH:
        yield Finding(
            "T009",
            where,
            _("The rule is only a hint, and hints cost no points."),
            _("Take it out here, or give it another severity in the questionnaire."),
            subject,
        )
    if rule.indicator and rule.indicator != indicator.code:
        yield Finding(
            "T010",
            where,
            _("The questionnaire counts this rule under {code}.").format(code=rule.indicator),
            _("Name the same indicator in both."),
            subject,
        )
    if (part.per is PartKind.HOUSEHOLD) != (form.settings.subject == "household"):
        yield Finding(
            "T011",
            where,
            _("Rules of household forms, and only those, are counted per household."),
            _("Move the rule to a part of the other kind."),
            subject,
        )


def _check_grades(
    scoring: Scoring, rules: Mapping[str, tuple[ProblemRule, Questionnaire]], where: str
) -> Iterator[Finding]:
    thresholds = [grade.at_least for grade in scoring.grades]
    if thresholds != sorted(set(thresholds), reverse=True):
        yield Finding(
            "T012",
            where,
            _("The grades do not go down from the best."),
            _("Put the grade with the highest score first."),
            subject="grades",
        )
    for rule in sorted(scoring.best_grade_barred_by - rules.keys()):
        yield Finding(
            "T008",
            where,
            _("No questionnaire has this rule."),
            _("Write the form's id, a point, and the name of one of its problem rules."),
            f"best_grade_barred_by, {rule}",
        )
    without = {
        name
        for name, (rule, _form) in rules.items()
        if rule.indicator and rule.indicator not in scoring.indicators
    }
    for name in sorted(without):
        yield Finding(
            "T013",
            where,
            _("The questionnaire counts this rule under {code}, which is not there.").format(
                code=rules[name][0].indicator
            ),
            _("Add the indicator, or change the questionnaire."),
            name,
            FindingKind.WARNING,
        )


def _parts(scoring: Scoring) -> Iterator[tuple[Indicator, Part]]:
    for block in scoring.blocks:
        for indicator in block.indicators:
            for part in indicator.parts:
                yield indicator, part


def _twice(names: list[str]) -> list[str]:
    return sorted(name for name, count in Counter(names).items() if count > 1)
