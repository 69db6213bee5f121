"""Answers at random, such as people give: often well, sometimes badly, not at all, or in anger."""

import random

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.questionnaire.model import Question, Questionnaire

FACTS = {
    "village.has_team": "1",
    "village.is_exited": "1",
    "county.is_delisted": "1",
    "campaign.poverty_line": "4000",
    "campaign.monitor_line": "6000",
}


def random_answer(question: Question, form: Questionnaire, dice: random.Random) -> AnswerValue:
    """Answer a question like anybody: often well, sometimes badly, not at all, or in anger."""
    if dice.random() < 0.1:
        return dice.choice(["", *SpecialAnswer])
    names = [choice.name for choice in form.choice_list(question)]
    match question.base_type:
        case "select_one":
            return dice.choice(names)
        case "select_multiple":
            return " ".join(sorted(dice.sample(names, dice.randint(1, min(3, len(names))))))
        case "integer" | "decimal":
            return str(dice.choice([0, 1, 2, 3, 40, 100, 3999, 4000, 4001, 5999, 6000, 9000]))
        case "text":
            return dice.choice(["", "无", "没有", "the roof leaks", "  "])
        case _:
            return ""


def random_answers(form: Questionnaire, dice: random.Random) -> dict[str, AnswerValue]:
    """Answer nine of ten questions of a form, relevant or not."""
    return {
        name: random_answer(question, form, dice)
        for name, question in form.questions.items()
        if dice.random() < 0.9
    }


def random_facts(dice: random.Random) -> dict[str, str]:
    """Return what the plan may say of a household and its village."""
    facts = {fact: dice.choice("01") if value == "1" else value for fact, value in FACTS.items()}
    return {**facts, "household.category": dice.choice(["poor", "lifted", "unregistered"])}
