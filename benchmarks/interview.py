"""How long the next question takes after an answer, in forms of 1,000 and of 4,000 questions.

Run: .venv/bin/python benchmarks/interview.py

Every question has a condition on the one before it, a constraint, and a calculation beside it; one
in ten is looked at by a check across questions, which rests on all that come before.
Timed is what happens between Enter and the next question: the answer is read, what it touches is
evaluated again, the entries are made, and the next question is found and worded. The median is to
stay under 1 ms, and the ratio of the two forms is the number to watch: what an answer does not
touch costs next to nothing.
"""

import statistics
import time
from collections.abc import Iterator
from typing import Any

from beginning import begun_interview

from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.questionnaire.model import Questionnaire

SIZES = (1_000, 4_000)
ANSWERS_TIMED = 400


def form_of(count: int) -> Questionnaire:
    """Return a form of `count` questions in groups of 20, with a condition on each."""
    settings = {"form_id": "big", "form_title": "B", "version": "1", "subject": "household"}
    groups = [
        {
            "name": f"group_{first}",
            "type": "group",
            "label": "Section",
            "relevant": f"${{q{first - 20}}} != 'never'" if first else "true()",
            "children": list(_questions(range(first, first + 20))),
        }
        for first in range(0, count, 20)
    ]
    checks = [
        {
            "code": f"C-{n}",
            "kind": "W",
            "when": f"${{sum{n}}} > 190 and ${{q{n - 3}}} > 95",
            "text": "?",
        }
        for n in range(10, count, 10)
    ]
    return Questionnaire.model_validate({"settings": settings, "survey": groups, "checks": checks})


def _questions(numbers: range) -> Iterator[dict[str, Any]]:
    for number in numbers:
        question: dict[str, Any] = {
            "name": f"q{number}",
            "type": "integer",
            "label": f"Question {number}: it was ${{q{max(number - 1, 0)}}} before",
            "constraint": ". >= 0 and . < 100",
        }
        if number:
            question["relevant"] = f"${{q{number - 1}}} >= 0 and ${{q{number - 1}}} != 99"
        yield question
        if number % 5 == 0 and number:
            yield {
                "name": f"sum{number}",
                "type": "calculate",
                "calculation": f"${{q{number}}} + ${{q{number - 1}}}",
            }


def time_answers(count: int) -> list[float]:
    """Return the milliseconds of each answer on the way through the middle of a form."""
    interview = begun_interview(
        "big",
        answers={f"q{number}": "1" for number in range(count // 2)},
        answered_last=f"q{count // 2 - 1}",
    )
    conversation = Conversation.resume(form_of(count), interview)
    conversation.step("en")
    spent = []
    for nth in range(ANSWERS_TIMED):
        began = time.perf_counter()
        taken = conversation.answer(str(nth % 90))
        assert isinstance(taken, Taken), taken
        taken.conversation.step("en")
        spent.append((time.perf_counter() - began) * 1e3)
        conversation = taken.conversation
    assert conversation.at == f"q{count // 2 + ANSWERS_TIMED}"
    return spent


def main() -> None:
    """Print the table."""
    medians = {}
    print(f"{'questions':>9} {'median':>10} {'95th of 100':>12}")
    for count in SIZES:
        spent = time_answers(count)
        medians[count] = statistics.median(spent)
        slow = statistics.quantiles(spent, n=100)[94]
        print(f"{count:>9,} {medians[count]:>7.3f} ms {slow:>9.3f} ms")
    small, large = SIZES
    print(f"\n{large:,} beside {small:,} questions: {medians[large] / medians[small]:.2f} times")


if __name__ == "__main__":
    main()
