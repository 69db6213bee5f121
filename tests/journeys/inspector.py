"""Somebody at the keyboard who answers whatever is asked, as it stands on the screen."""

import re
from collections.abc import Mapping

from tests.journeys.terminal import Terminal

ROW = re.compile(r" [ »] (?P<mark>[○●] )?(?P<key>\d+|—)(?:  |$)")
WRITTEN = ("3000", "1", "0", "2020-06-01")
"""Tried one after the other where text is asked: some amount, count, none, day."""
CHOSEN = ("1", "2", "3")
MOST = 200
"""Answers after which an interview surely has an end."""


def blankless(text: str) -> str:
    """Return `text` without blanks: where a label was wrapped does not matter."""
    return "".join(text.split())


def answer_next(terminal: Terminal, replies: Mapping[str, str]) -> None:
    """Answer one prompt: what `replies` says for a piece of its wording, else anything it takes."""
    asked = terminal.asked()
    wording = blankless("".join(asked))
    rows = [row for line in asked if (row := ROW.match(line))]
    wanted = [
        reply
        for piece, reply in replies.items()
        if blankless(piece) in wording and (reply.isdecimal() or not rows)
    ]
    if rows and not any(row["mark"] or row["key"] == "—" for row in rows):
        wanted = ["Enter"]  # the review, and who signs
    for reply in [*wanted, *(CHOSEN if rows else WRITTEN)]:
        if any(row["mark"] for row in rows):
            terminal.press(*reply).try_key("Enter")
        elif rows:
            terminal.try_key(reply)
        else:
            _write(terminal, asked, reply)
        if terminal.has_ended or terminal.asked() != asked:
            return
    raise AssertionError("Nothing is taken here:\n" + "\n".join(terminal.lines()))


def _write(terminal: Terminal, asked: list[str], reply: str) -> None:
    """Confirm what is proposed, else write."""
    stands = next(line[1:].strip() for line in asked if line.startswith("›"))
    if not stands or "✗" in "".join(terminal.lines()):
        if stands:
            terminal.press("Ctrl-U")
        terminal.type(reply)
    terminal.try_key("Enter")


def answer_to_the_end(terminal: Terminal, replies: Mapping[str, str]) -> int:
    """Answer everything, finish at the review, and sign; return the exit code."""
    for _nth in range(MOST):
        if terminal.has_ended:
            return terminal.ended()
        answer_next(terminal, replies)
    raise AssertionError("The interview has no end:\n" + "\n".join(terminal.lines()))
