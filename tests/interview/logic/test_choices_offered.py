"""Which choices are offered: rows of files, answers of a repeat, in an order drawn once."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.interview import Interview
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.logic.evaluation import SEED, evaluate
from fieldsurvey.interview.logic.wording import value_in_words
from fieldsurvey.interview.typed.refusal import NOT_A_CHOICE, Refusal
from fieldsurvey.questionnaire import Questionnaire, read_questionnaire

HEAD = {"form_id": "small", "form_title": "F", "version": "1", "subject": "household"}
Files = Callable[..., Questionnaire]


@pytest.fixture
def with_villages(tmp_path: Path) -> Files:
    """Read questions that choose from villages.csv."""

    def read(*questions: str) -> Questionnaire:
        rows = [f"{n:04},村{n},Village {n},{n // 100:02}" for n in range(1000)]
        lines = ["name,label,label::en,town", *rows]
        (tmp_path / "villages.csv").write_text("\n".join(lines), encoding="utf-8")
        head = 'settings: {form_id: small, form_title: F, version: "1", subject: household}'
        form = tmp_path / "small.yaml"
        form.write_text("\n".join([head, "survey:", *questions]), encoding="utf-8")
        return read_questionnaire(form)

    return read


TOWN = "- {name: town, type: text, label: 乡}"
VILLAGE = """\
- name: village
  type: select_one_from_file villages.csv
  label: 村
  choice_filter: "town = ${town}"
"""


def form_of(*survey: dict[str, Any], **choices: Any) -> Questionnaire:
    """Return a form of questions whose label is their name."""
    named = [{"label": item["name"], **item} for item in survey]
    return Questionnaire.model_validate({"settings": HEAD, "choices": choices, "survey": named})


def offered(form: Questionnaire, path: str, answers: dict[str, Any], seed: str = "s") -> list[str]:
    """Return the names of the choices offered at a path."""
    return [choice.name for choice in evaluate(form, answers, seed=seed).choices(path)]


def test_a_cascade_over_a_file_offers_the_rows_that_fit(with_villages: Files) -> None:
    """Another town is another list; none is offered before the town is known."""
    form = with_villages(TOWN, VILLAGE)

    assert offered(form, "village", {"town": "03"}) == [f"{n:04}" for n in range(300, 400)]
    assert offered(form, "village", {}) == []


def test_an_answer_that_is_no_longer_offered_is_withdrawn(
    with_villages: Files, interview: Interview
) -> None:
    """Who corrects the town is asked for the village again."""
    conversation = Conversation.resume(with_villages(TOWN, VILLAGE), interview)
    for said in ("03", "Village 312", "04"):
        taken = conversation.jump("town" if said == "04" else conversation.at).answer(said)
        assert isinstance(taken, Taken), taken
        conversation = taken.conversation

    assert taken.withdrawn == ("village",)
    assert conversation.at == "village"


def test_what_was_chosen_from_a_file_is_said_in_words(with_villages: Files) -> None:
    """The review shows the village, not its code, in the language spoken."""
    evaluation = evaluate(with_villages(TOWN, VILLAGE), {"town": "03", "village": "0312"})

    assert value_in_words(evaluation, "village", "en") == "Village 312"
    assert value_in_words(evaluation, "village", "zh") == "村312"


def test_expressions_see_the_table_and_the_label_chosen(with_villages: Files) -> None:
    """`pulldata`, `instance` and `jr:choice-name` all read the one file."""
    asked = {
        "pulled": "pulldata('villages', 'label', 'name', ${village})",
        "looked_up": "instance('villages')/root/item[name = ${village}]/town",
        "said": "jr:choice-name(${village}, '${village}')",
    }
    form = with_villages(
        TOWN,
        VILLAGE,
        *(f'- {{name: {n}, type: calculate, calculation: "{c}"}}' for n, c in asked.items()),
    )
    values = evaluate(form, {"town": "03", "village": "0312"}).values

    assert [values[name] for name in asked] == ["村312", "03", "村312"]


def test_a_slip_names_the_choices_that_look_alike(
    with_villages: Files, interview: Interview
) -> None:
    """Of a hundred villages those that have what was typed in them."""
    start = Conversation.resume(with_villages(TOWN, VILLAGE), interview)
    taken = start.answer("03")
    assert isinstance(taken, Taken)
    refusal = taken.conversation.answer("村31")

    assert isinstance(refusal, Refusal)
    assert refusal.code == NOT_A_CHOICE
    assert "0312" in refusal.to_do
    assert "0345" not in refusal.to_do


def test_itemsets_of_phones_are_chosen_from_by_list(tmp_path: Path) -> None:
    """`select_one_external` reads the lists of itemsets.csv apart."""
    (tmp_path / "itemsets.csv").write_text(
        "list_name,name,label\ntowns,1,东乡\nroads,1,甲路\nroads,2,乙路\n", encoding="utf-8"
    )
    form = tmp_path / "small.yaml"
    form.write_text(
        'settings: {form_id: small, form_title: F, version: "1", subject: household}\n'
        "survey:\n- {name: road, type: select_one_external roads, label: 路}\n",
        encoding="utf-8",
    )

    assert offered(read_questionnaire(form), "road", {}) == ["1", "2"]


ROSTER = {
    "name": "member",
    "type": "repeat",
    "children": [
        {"name": "called", "type": "text", "label": "?"},
        {"name": "age", "type": "integer", "label": "?"},
    ],
}
PEOPLE = {
    "member": "3",
    **{f"member[{n}]/called": c for n, c in enumerate(("甲", "乙", "丙"), start=1)},
    **{f"member[{n}]/age": a for n, a in enumerate(("40", "9", "17"), start=1)},
}


def test_answers_of_a_repeat_are_choices() -> None:
    """`select_one ${called}` offers who was named, as far as the filter lets them through."""
    carer = {"name": "carer", "type": "select_one ${called}"}
    grown = {**carer, "name": "grown", "choice_filter": "./age >= 16"}
    form = form_of(ROSTER, carer, grown)

    assert offered(form, "carer", PEOPLE) == ["甲", "乙", "丙"]
    assert offered(form, "grown", PEOPLE) == ["甲", "丙"]
    assert offered(form, "carer", {**PEOPLE, "member[2]/called": ""}) == ["甲", "丙"]


def test_who_is_not_named_any_more_cannot_stay_chosen(interview: Interview) -> None:
    """A name that is corrected takes the answer that pointed at it along."""
    form = form_of(ROSTER, {"name": "carer", "type": "select_one ${called}"})
    there = interview._replace(answers={**PEOPLE, "carer": "甲"})
    taken = Conversation.resume(form, there).jump("member[1]/called").answer("丁")

    assert isinstance(taken, Taken)
    assert taken.withdrawn == ("carer",)


LETTERS = [{"name": letter, "label": letter} for letter in "abcdefgh"]


def shuffled(parameters: str, *, kind: str = "select_one letters") -> Questionnaire:
    """Return a form with choices in an order drawn."""
    question = {"name": "letter", "type": kind, "parameters": parameters}
    return form_of({"name": "n", "type": "integer"}, question, letters=LETTERS)


def test_choices_in_random_order_stay_so_for_one_interview() -> None:
    """The same interview shows the same order whenever it is looked at, another one another."""
    form = shuffled("randomize=true")
    orders = {tuple(offered(form, "letter", {}, seed)) for seed in ("one", "one", "two", "three")}

    assert len(orders) == 3
    assert all(sorted(order) == list("abcdefgh") for order in orders)


def test_a_seed_gives_the_order_that_phones_show() -> None:
    """The order of a seed is ODK's, whatever the interview; a seed may be an answer."""
    fixed = shuffled("randomize=true seed=42")
    assert offered(fixed, "letter", {}, "one") == offered(fixed, "letter", {}, "two")

    by_answer = shuffled("randomize=true, seed=${n}")
    assert offered(by_answer, "letter", {"n": "42"}) == offered(fixed, "letter", {})
    assert offered(by_answer, "letter", {"n": "43"}) != offered(fixed, "letter", {})


def test_other_stays_last_among_shuffled_choices() -> None:
    """A reader looks for "other" at the end."""
    form = shuffled("randomize=true", kind="select_one letters or_other")

    assert [offered(form, "letter", {}, f"{n}")[-1] for n in range(5)] == ["other"] * 5


def test_the_seed_of_an_interview_is_drawn_when_it_is_started(interview: Interview) -> None:
    """Two visits to one household differ; the fact the interview began with goes before its id."""
    form = shuffled("randomize=true")

    def order(visit: Interview) -> list[str]:
        return [
            choice.name for choice in Conversation.resume(form, visit).evaluation.choices("letter")
        ]

    drawn = interview._replace(preload={SEED: "77"})
    assert order(interview) == order(interview._replace(status=interview.status))
    assert order(drawn) == order(drawn._replace(id="d9-9"))
    assert order(drawn) != order(interview)
