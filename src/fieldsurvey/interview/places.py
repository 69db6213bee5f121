"""Where an interview goes from a question or from the table of a repeat. Pure.

Takes an evaluation and a path, gives a path; '' is the review. While the rows of a repeat are
being told, the way leads from the last question of its rows back to their table: are there more?
"""

from collections.abc import Iterator

from fieldsurvey.interview.logic.evaluation import Evaluation
from fieldsurvey.interview.logic.paths import name_of, repeat_of, row_of, row_path
from fieldsurvey.questionnaire.model import Repeat


def is_table(evaluation: Evaluation, path: str) -> bool:
    """Say whether there is a table of rows at `path`, also where no person says how many."""
    return path in evaluation.places and isinstance(evaluation.node(path).item, Repeat)


def stands(evaluation: Evaluation, path: str) -> bool:
    """Say whether one can go there: the review, a question asked as things stand, or a table."""
    if not path:
        return True
    if path not in evaluation.places:
        return False
    if evaluation.is_asked(path):
        return True
    return is_table(evaluation, path) and evaluation.rows.get(path, 0) > 0


def place_after(evaluation: Evaluation, path: str) -> str:
    """Return where the interview goes once `path` is answered; '' starts at the top.

    After the number of rows: into the first row that nothing is known of, else to their table.
    """
    if not is_table(evaluation, path):
        return _open_from(evaluation, path, evaluation.places.get(path, -1) + 1)
    for number in range(1, evaluation.rows.get(path, 0) + 1):
        inside = asked_in(evaluation, row_path(path, number))
        if inside and not any(other in evaluation.answers for other in inside):
            return inside[0]
    return path if evaluation.rows.get(path) else past_rows(evaluation, path)


def past_rows(evaluation: Evaluation, repeat: str) -> str:
    """Return what is to be asked once there are no more rows in `repeat`."""
    return _open_from(evaluation, repeat, end_of_rows(evaluation, repeat))


def next_in_row(evaluation: Evaluation, path: str, row: str) -> str:
    """Return the question after `path` in `row`, answered or not; after its last one the table.

    From the table of a repeat inside the row it goes on past the rows of that one.
    """
    place = evaluation.places[path] + 1
    if is_table(evaluation, path):
        place = end_of_rows(evaluation, path)
    following = next(evaluation.asked(place), "")
    for repeat in repeats_around(path):
        if repeat == repeat_of(row) or following.startswith(f"{repeat}["):
            break
        if evaluation.is_asked(repeat):
            return repeat
    return following if following.startswith(row) else repeat_of(row)


def paths_in_row(evaluation: Evaluation, row: str) -> Iterator[str]:
    """Yield every path in a row, in the order of the form, with those of the rows inside it."""
    children = evaluation.plan.children.get(name_of(repeat_of(row)), ())
    place = evaluation.places.get(row + children[0], len(evaluation.order)) if children else 0
    while children and place < len(evaluation.order) and evaluation.order[place].startswith(row):
        yield evaluation.order[place]
        place += 1


def asked_in(evaluation: Evaluation, row: str) -> tuple[str, ...]:
    """Return what is asked in a row, in the order of the form."""
    return tuple(path for path in paths_in_row(evaluation, row) if evaluation.is_asked(path))


def first_in_row(evaluation: Evaluation, row: str) -> str:
    """Return the first question of a row; the table where nothing is asked in it."""
    return next(iter(asked_in(evaluation, row)), repeat_of(row))


def in_neighbouring_row(evaluation: Evaluation, path: str, by: int) -> str:
    """Return the same question `by` rows further on, else the first one asked there.

    Beyond the first and the last row stands their table; outside rows it is `path` itself.
    """
    row = row_of(path)
    if not row:
        return path
    repeat = repeat_of(row)
    number = row_number(row) + by
    if not 1 <= number <= evaluation.rows.get(repeat, 0):
        return repeat
    other = row_path(repeat, number)
    same = other + path[len(row) :]
    return same if stands(evaluation, same) else first_in_row(evaluation, other)


def told_row(evaluation: Evaluation, path: str) -> str:
    """Return the row around `path` in a repeat whose rows a person decides; '' if there is none."""
    row = row_of(path)
    while row and not evaluation.is_asked(repeat_of(row)):
        row = row_of(repeat_of(row))
    return row


def row_number(row: str) -> int:
    """Return the number of a row, from 1: `member[2]/` → 2."""
    return int(row.rpartition("[")[2].removesuffix("]/"))


def end_of_rows(evaluation: Evaluation, repeat: str) -> int:
    """Return the place in the order of the form after the last row of `repeat`."""
    place, start = evaluation.places[repeat] + 1, f"{repeat}["
    while place < len(evaluation.order) and evaluation.order[place].startswith(start):
        place += 1
    return place


def repeats_around(path: str) -> Iterator[str]:
    """Yield the repeats in whose rows `path` stands, the innermost first."""
    while row := row_of(path):
        path = repeat_of(row)
        yield path


def _open_from(evaluation: Evaluation, path: str, place: int) -> str:
    """Return what nothing was said to, from a place on; rows being told come to their end first."""
    for repeat in repeats_around(path):
        if not evaluation.is_asked(repeat):
            continue
        end = end_of_rows(evaluation, repeat)
        if found := _first_open(evaluation, place, end):
            return found
        if _are_being_told(evaluation, end):
            return repeat
        place = end
    return _first_open(evaluation, place) or _first_open(evaluation, 0)


def _first_open(evaluation: Evaluation, place: int, end: int | None = None) -> str:
    for candidate in evaluation.asked(place):
        if end is not None and evaluation.places[candidate] >= end:
            return ""
        if candidate not in evaluation.answers:
            return candidate
    return ""


def _are_being_told(evaluation: Evaluation, end: int) -> bool:
    """Say whether the interview has not gone beyond the rows that end there."""
    return not any(path in evaluation.answers for path in evaluation.asked(end))
