"""Branches of a forked chain and what leads decided in, the branches that count out."""

from collections.abc import Sequence

from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.forks.branching import Branch, branches_in
from fieldsurvey.chain.forks.settlements import ForkRuling, fold_rulings
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.survey_file import SurveyFile


def answers(ruling: ForkRuling, branches: Sequence[Branch]) -> bool:
    """Say whether a ruling still decides about the branches there are.

    Each must go on from one that was looked at, and none may have forked again since: else the lead
    has not seen what is to be decided.
    """
    seen = [ruling.branches & branch.hashes for branch in branches]
    covered = [tip for tips in seen for tip in tips]
    return all(seen) and len(covered) == len(set(covered))


def kept_by(ruling: ForkRuling, branches: Sequence[Branch]) -> tuple[Branch, ...]:
    """Return the branches that count by a ruling that answers."""
    return tuple(branch for branch in branches if ruling.kept & branch.hashes)


def kept_branch(survey_file: SurveyFile, device: str) -> Branch | None:
    """Return the one branch of a forked chain that counts; None while there is no such one."""
    decisions = survey_file.lines_of_kind(Kind.DECISION)
    rulings = fold_rulings(decisions, leads_in(survey_file)).forks
    own = [ruling for ruling in rulings if ruling.of == device]
    branches = branches_in(survey_file)[device]
    kept = kept_by(own[-1], branches) if own and answers(own[-1], branches) else ()
    return kept[0] if len(kept) == 1 else None
