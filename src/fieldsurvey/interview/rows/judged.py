"""What a questionnaire says of answers once rows came or went. Pure."""

from collections.abc import Mapping
from dataclasses import replace

from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import name_of
from fieldsurvey.interview.rows.coming_and_going import Said


def is_copied(evaluation: Evaluation, path: str) -> bool:
    """Say whether an answer is copied with its row: not what is worked out once for each row."""
    return name_of(path) not in evaluation.plan.kept


def evaluated(
    evaluation: Evaluation, wanted: Mapping[str, Said], before: Mapping[str, AnswerValue]
) -> tuple[Evaluation, dict[str, Said]]:
    """Return the evaluation of what is to be said, and what is said then.

    An answer that is not asked for any more goes with all that belongs to it; a value that is
    kept from now on comes.

    Args:
        evaluation: As it was.
        wanted: By path.
        before: The values that count as known, by the path they have now.
    """
    answers = {path: said.answer for path, said in wanted.items() if said.answer is not None}
    after = evaluation.with_answers(answers, before)
    said = {p: what for p, what in wanted.items() if p not in answers or p in after.answers}
    for path, answer in after.answers.items():
        said[path] = replace(said.get(path, Said()), answer=answer)
    return after, said


def without_broken(
    evaluation: Evaluation, wanted: Mapping[str, Said], row: str
) -> Mapping[str, Said]:
    """Return what is to be said without the answers in `row` that a person could not give there.

    They break a constraint, or a warning that needs a reason of its own.
    """
    while True:
        after, said = evaluated(evaluation, wanted, evaluation.values)
        broken = [
            path
            for path in said
            if path.startswith(row)
            and path in after.answers
            and (after.breaks_constraint(path) or after.breaks_warning(path))
        ]
        if not broken:
            return wanted
        wanted = {path: what for path, what in wanted.items() if path not in broken}
