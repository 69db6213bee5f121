"""How many keys a registered household takes, in dialogue and from paper, beside its answers.

Run: .venv/bin/python benchmarks/keystrokes.py

Households are made up by lot from the shipped form, and each is keyed twice by script: through the
real prompts of the dialogue, and through the real desk where paper is keyed. Both must keep exactly
the answers drawn up. The limit is one key for each answer; from paper at most 1.3 keys for each
coded answer are wanted. A word of a text counts as its letters, without an input method's keys.
Describing problems, explaining checks and going over stops come on top and are counted apart.
"""

import sys
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from random import Random

from beginning import begun_interview
from prompt_toolkit.data_structures import Size
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output.vt100 import Vt100_Output

from fieldsurvey.chain.interview import Keying
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.interview.conducting import Leave, conduct_interview
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.keying.codes import SPECIAL_KEYS, Field
from fieldsurvey.interview.keying.desk import ENTER, Desk, Mode
from fieldsurvey.interview.keying.ink import Keyed
from fieldsurvey.interview.keying.moving import open_desk
from fieldsurvey.interview.keying.pressing import forward, type_text
from fieldsurvey.interview.prompts import TerminalPrompts
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.showing.step import Step, StepKind
from fieldsurvey.interview.typed.digits import Digits, choice_titles
from fieldsurvey.questionnaire import Questionnaire, load_questionnaires

HOUSEHOLDS = 4
WANTED = 1.3
FORM = "registered-household"
FACTS = {
    "household.category": "lifted",
    "household.flags": "",
    "household.size": "4",
    "household.head": "甲一",
    "household.group": "二组",
    "township.name": "柳河镇",
    "village.name": "上湾村",
    "village.has_team": "1",
    "village.is_exited": "1",
    "county.is_delisted": "1",
    "campaign.poverty_line": "4000",
}
WORDS = "户主口述"
FIGURES = ("9000", "4", "1", "60")
CODED = frozenset({"one", "several", "rank", "tick", "scale"})


@dataclass(slots=True)
class Count:
    """Keys pressed, and the answers that they gave."""

    answers: int = 0
    keys: int = 0
    coded_answers: int = 0
    coded_keys: int = 0

    def add(self, field: Field, keys: str) -> None:
        """Count the keys of one answer."""
        self.answers += 1
        self.keys += len(keys)
        if field.kind in CODED:
            self.coded_answers += 1
            self.coded_keys += len(keys)

    def told(self, what: str) -> str:
        """Say it in one line."""
        return (
            f"{what:<9} {self.answers:>5} answers {self.keys:>6} keys"
            f" {self.keys / self.answers:>6.2f} an answer"
            f"   coded: {self.coded_answers:>5} answers {self.coded_keys:>6} keys"
            f" {self.coded_keys / self.coded_answers:>6.3f} an answer"
        )


def begun(questionnaire: Questionnaire) -> Conversation:
    """Return an interview without answers."""
    interview = begun_interview(
        FORM,
        questionnaire.digest,
        preload=FACTS,
        keying=Keying.PAPER,  # of a form made on paper no photos are asked for, in either way
    )
    return Conversation.resume(questionnaire, interview, who="录入员")


def drawn(conversation: Conversation, lot: Random) -> Conversation:
    """Answer every question by lot, without descriptions, up to the review."""
    while (step := conversation.step()).kind is not StepKind.REVIEW:
        if step.kind is StepKind.DESCRIPTION:
            taken = conversation.describe(step.path, "")
        elif step.kind is StepKind.CHECK:
            taken = conversation.explain(step.path, "")
        else:
            taken = next(t for said in _offers(step, lot) if (t := _said(conversation, said)))
        assert isinstance(taken, Taken)
        conversation = taken.conversation
    return conversation


def _offers(step: Step, lot: Random) -> list[str]:
    if step.proposal:
        return [step.proposal]
    codes = [choice.name for choice in step.choices]
    lot.shuffle(codes)
    assert step.question is not None
    if step.question.base_type == "select_multiple":
        some = lot.sample(codes, lot.randint(1, min(3, len(codes))))
        return [" ".join(some), *codes]
    return [*codes, *lot.sample(FIGURES, len(FIGURES)), "2020-06-01", WORDS]


def _said(conversation: Conversation, said: str) -> Taken | None:
    taken = conversation.answer(said)
    return taken if isinstance(taken, Taken) else None


def key_paper(begin: Conversation, wanted: Conversation, count: Count) -> int:
    """Key the answers from paper; return the keys that no answer took."""
    desk, others = open_desk(Keyed(begin)), 0
    while desk.mode is not Mode.END:
        if desk.mode is Mode.STOP:
            if desk.section is None:
                break
            desk, others = forward(desk), others + 1
            continue
        keys = paper_keys(desk, wanted)
        count.add(desk.field, keys)
        desk = type_text(desk, keys)
        assert not desk.is_refused
    assert dict(desk.conversation.evaluation.answers) == dict(wanted.evaluation.answers)
    return others


def paper_keys(desk: Desk, wanted: Conversation) -> str:
    """Return the keys of one answer at the desk, as few as there are."""
    answer = wanted.evaluation.answers[desk.at]
    if isinstance(answer, SpecialAnswer):
        return next(key for key, special in SPECIAL_KEYS.items() if special is answer)
    codes = answer.replace(" ", "") if desk.field.kind == "several" else answer
    candidates = [ENTER] if desk.proposal == answer or not answer else []
    for keys in (*candidates, codes, codes + ENTER):
        after = type_text(desk, keys)
        is_kept = after.conversation.evaluation.answers.get(desk.at) == answer
        if is_kept and not after.is_refused and after.typed == "":
            return keys
    raise AssertionError(f"{desk.at}: {answer} cannot be keyed")


def key_dialogue(begin: Conversation, wanted: Conversation, count: Count) -> int:
    """Answer in dialogue through the real prompts; return the keys that no answer took."""
    conversation, script, others = begin, [], 0
    while (step := conversation.step()).kind is not StepKind.REVIEW:
        if step.kind in (StepKind.DESCRIPTION, StepKind.CHECK):
            keys, others = ENTER, others + 1
            leave = conversation.describe if step.kind is StepKind.DESCRIPTION else None
            taken = leave(step.path, "") if leave else conversation.explain(step.path, "")
        else:
            answer = wanted.evaluation.answers[step.path]
            assert isinstance(answer, str) and step.question is not None
            keys = dialogue_keys(step, answer)
            count.add(Field(step.question, step.choices), keys)
            taken = conversation.answer(answer)
        assert isinstance(taken, Taken)
        script.append(keys)
        conversation = taken.conversation
    kept = _through_the_prompts(begin, script)
    assert dict(kept.evaluation.answers) == dict(wanted.evaluation.answers)
    return others


def dialogue_keys(step: Step, answer: str) -> str:
    """Return the keys of one answer at the prompts, as few as there are."""
    assert step.question is not None
    if answer == step.proposal:
        return ENTER
    if not step.choices:
        return answer + ENTER
    titles = choice_titles(step.choices)
    number = {c.name: t.split()[0] for c, t in zip(step.choices, titles, strict=True)}
    if step.question.base_type == "select_multiple":
        return "".join(number[code] for code in answer.split()) + ENTER
    digits = Digits(titles)
    for digit in number[answer]:
        digits.type(digit)
    return number[answer] + (ENTER if digits.may_go_on() else "")


def _through_the_prompts(begin: Conversation, script: list[str]) -> Conversation:
    output = Vt100_Output(
        StringIO(), lambda: Size(rows=24, columns=80), term="dumb", enable_cpr=False
    )
    with create_pipe_input() as pipe:
        prompts = TerminalPrompts(Heading("0103-07"), terminal=(pipe, output))
        keys = iter(script)

        def ask(turn: object) -> object:
            try:
                pipe.send_text(next(keys))
            except StopIteration:
                return Leave()
            return prompts(turn)  # type: ignore[arg-type]

        return conduct_interview(begin, ask, lambda entries: None).conversation  # type: ignore[arg-type]


def main() -> int:
    """Print the keys of both ways; 1 where paper takes more than is wanted."""
    folder = Path(__file__).resolve().parent.parent / "questionnaires"
    questionnaire = load_questionnaires(folder)[FORM]
    lot, dialogue, paper = Random("keystrokes"), Count(), Count()
    others = {"dialogue": 0, "paper": 0}
    for _nth in range(HOUSEHOLDS):
        wanted = drawn(begun(questionnaire), lot)
        others["dialogue"] += key_dialogue(begun(questionnaire), wanted, dialogue)
        others["paper"] += key_paper(begun(questionnaire), wanted, paper)
    print(f"{HOUSEHOLDS} households, {FORM}; the limit is 1 key an answer")
    print(dialogue.told("dialogue") + f"   besides: {others['dialogue']}")
    print(paper.told("paper") + f"   besides: {others['paper']}")
    ratio = paper.coded_keys / paper.coded_answers
    print(f"paper, keys for each coded answer: {ratio:.3f} (at most {WANTED} wanted)")
    return int(ratio > WANTED)


if __name__ == "__main__":
    sys.exit(main())
