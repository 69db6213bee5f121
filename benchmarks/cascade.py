"""How long a cascade over 100,000 villages takes for each choice.

Run: .venv/bin/python benchmarks/cascade.py

Writes villages.csv (county, township, village; invented) and a form that chooses from it into a
temporary folder, reads and checks both, and answers county after county: timed is what happens
between Enter and the list of choices of the next question. Under 16 ms is wanted: one frame of a
screen. Beside it, the same filter with a condition that no index helps with.
"""

import csv
import statistics
import tempfile
import time
from pathlib import Path

from beginning import begun_interview

from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.plan import plan_of
from fieldsurvey.questionnaire import Questionnaire, read_questionnaire

VILLAGES = 100_000
TOWNSHIPS = 1_000
ANSWERS_TIMED = 100

FORM = """\
settings: {form_id: cascade, form_title: 村, version: "1", subject: household}
survey:
- {name: township, type: integer, label: 乡镇}
- name: village
  type: select_one_from_file villages.csv
  label: 村
  choice_filter: "FILTER"
"""
INDEXED = "township = ${township}"
INDEXED_AND_MORE = "township = ${township} and people > 500"
NOT_INDEXED = "starts-with(name, ${township})"


def read_form(folder: Path, choice_filter: str) -> Questionnaire:
    """Read the form with one filter."""
    path = folder / "cascade.yaml"
    path.write_text(FORM.replace("FILTER", choice_filter), encoding="utf-8")
    return read_questionnaire(path)


def write_villages(folder: Path) -> None:
    """Write the villages of a province that does not exist."""
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "label", "label::en", "township", "people"])
        for number in range(VILLAGES):
            township = 1_000 + number * TOWNSHIPS // VILLAGES
            row = (
                f"{township}{number:06}",
                f"村{number}",
                f"V{number}",
                township,
                number * 7 % 1_500,
            )
            writer.writerow(row)


def time_choices(questionnaire: Questionnaire) -> tuple[list[float], int]:
    """Return the milliseconds of each change of township, and how many villages one offers."""
    interview = begun_interview("cascade", questionnaire.digest)
    conversation = Conversation.resume(questionnaire, interview)
    spent = []
    for township in range(1_000, 1_000 + ANSWERS_TIMED):
        conversation = conversation.jump("township")
        began = time.perf_counter()
        taken = conversation.answer(str(township))
        assert isinstance(taken, Taken), taken
        choices = taken.conversation.step("en").choices
        spent.append((time.perf_counter() - began) * 1e3)
        conversation = taken.conversation
        assert choices
    return spent, len(choices)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_villages(folder)
        began = time.perf_counter()
        questionnaire = read_form(folder, INDEXED)
        read_ms = (time.perf_counter() - began) * 1e3
        began = time.perf_counter()
        plan_of(questionnaire)
        plan_ms = (time.perf_counter() - began) * 1e3
        print(f"reading and checking {VILLAGES:,} villages: {read_ms:.0f} ms, once")
        print(f"making the form ready, its index included: {plan_ms:.0f} ms, once\n")
        print(f"{'choice_filter':<45} {'offers':>6} {'median':>10} {'slowest':>10}")
        for choice_filter in (INDEXED, INDEXED_AND_MORE, NOT_INDEXED):
            spent, offered = time_choices(read_form(folder, choice_filter))
            median, slowest = statistics.median(spent), max(spent)
            print(f"{choice_filter:<45} {offered:>6} {median:>7.2f} ms {slowest:>7.2f} ms")


if __name__ == "__main__":
    main()
