"""A question in, the photos that a person attaches to it or takes away out."""

from functools import partial

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Turn
from fieldsurvey.interview.evidencing import place_of_photos
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photos.attaching import Attaching
from fieldsurvey.interview.prompts.choosing import write, write_aside
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.showing.step import Step


def ask_evidence(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return a photo of the problem just described, or why there is none."""
    put = partial(write, terminal, turn, step)
    return _attaching(terminal).evidence(turn, step, put, terminal.typed_at(step))


def ask_picture(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return the picture that answers a question which asks for one; blank leaves it as it is."""
    put = partial(write, terminal, turn, step)
    return _attaching(terminal).picture(turn, step, put, terminal.typed_at(step))


def photograph(terminal: Terminal, turn: Turn, step: Step) -> Action | None:
    """Let a person attach photos to the question asked, or remove one; None changes nothing."""
    path = place_of_photos(turn.conversation, step.path)
    if not path or terminal.album is None:
        terminal.say([[("class:warning", _nowhere(path))]])
        return None
    return _attaching(terminal).photos_of(turn, path, partial(write_aside, terminal, turn))


def _attaching(terminal: Terminal) -> Attaching:
    return Attaching(terminal.album, terminal.heading, terminal.say)


def _nowhere(path: str) -> str:
    if not path:
        return _("A photo belongs to a question: go to the one it shows, and press the key there.")
    return _("No photos can be kept here.")
