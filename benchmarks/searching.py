"""How long a list of 100,000 villages takes to come up and to be searched, key by key.

Run: .venv/bin/python benchmarks/searching.py

Writes villages.csv (invented names) and a form that chooses from it into a temporary folder. Timed
are the step that asks the question with the rows of its first screen, making the list ready (done
beside the typing), every key press of some searches with the rows it shows, and taking a village
until the next question. Under 50 ms is wanted for each that somebody waits for.
"""

import csv
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from beginning import begun_interview

from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.showing.searched_list import searched_choices
from fieldsurvey.questionnaire import read_questionnaire

VILLAGES = 100_000
ROWS_SHOWN = 20
TYPED = ("柳家村", "ljc", "cqgc", "6100099999", "610 cjg", "zzzz")
PIECES = "东西南北柳杨李张王赵石桥河沟湾坪山岭寨堡庄屯铺店集口塘坝重庆单曾查仇家官"
FORM = """\
settings: {form_id: searching, form_title: 村, version: "1", subject: household}
survey:
- {name: village, type: select_one_from_file villages.csv, label: 村}
- {name: more, type: text, label: 其他}
"""


def milliseconds(work: Callable[[], object], times: int = 1) -> float:
    """Return how long something takes, the best of so many times."""
    spent = []
    for _nth in range(times):
        started = time.perf_counter()
        work()
        spent.append(time.perf_counter() - started)
    return min(spent) * 1000


def write_form(folder: Path) -> Path:
    """Write the form and the villages of a province that does not exist."""
    draws = random.Random(1)
    with (folder / "villages.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["name", "label"])
        for number in range(VILLAGES):
            name = "".join(draws.choices(PIECES, k=draws.randint(2, 4)))
            writer.writerow([f"61{number:08}", f"{name}村"])
    (folder / "form.yaml").write_text(FORM, encoding="utf-8")
    return folder / "form.yaml"


def main() -> None:
    """Print every time."""
    with tempfile.TemporaryDirectory() as folder:
        questionnaire = read_questionnaire(write_form(Path(folder)))
    interview = begun_interview("searching", questionnaire.digest)
    conversation = Conversation.resume(questionnaire, interview)

    def first_screen() -> None:
        listed = searched_choices(conversation.step().choices)
        for place in listed.find("").places[:ROWS_SHOWN]:
            listed.title(place)

    print(f"first screen            {milliseconds(first_screen):7.1f} ms")
    listed = searched_choices(conversation.step().choices)
    print(f"made ready, once        {milliseconds(listed.prepare):7.1f} ms")
    for typed in TYPED:
        spent = []
        for length in range(1, len(typed) + 1):

            def press(so_far: str = typed[:length]) -> None:
                for place in listed.find(so_far).places[:ROWS_SHOWN]:
                    listed.title(place)

            spent.append(milliseconds(press, times=5))
        worst, found = max(spent), listed.find(typed).count
        print(f"worst key of {typed:<10} {worst:7.1f} ms   {found:,} found")

    def take() -> None:
        taken = conversation.answer("6100054321")
        assert isinstance(taken, Taken)
        taken.conversation.step()

    print(f"taken, next question    {milliseconds(take):7.1f} ms")
    print(f"taken once more         {milliseconds(take):7.1f} ms")


if __name__ == "__main__":
    main()
