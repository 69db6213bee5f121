"""A question in, the photos that a person attaches to it or takes away out."""

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from fieldsurvey.chain.interview import Photo
from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Attach, Detach, NoPhoto, Turn
from fieldsurvey.interview.evidencing import place_of_photos
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photo_words import (
    evidence_lines,
    photographing_lines,
    picture_lines,
    used_elsewhere,
)
from fieldsurvey.interview.photos.album import Found, no_such_file
from fieldsurvey.interview.prompts.choosing import write, write_aside
from fieldsurvey.interview.prompts.terminal import Terminal
from fieldsurvey.interview.refusal import NO_SUCH_PHOTO, Refusal
from fieldsurvey.interview.screen import problem_line, question_lines, refusal_lines
from fieldsurvey.interview.step import Step

_REMOVE = re.compile(r"[-−–]\s*(\d{1,4})")


def ask_evidence(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return a photo of the problem just described, or why there is none.

    Enter alone takes the newest photo made since the interview began; without one it leaves the
    evidence for the review.
    """
    newest = _newest(terminal, turn, since=_began(turn))
    rule = turn.conversation.evaluation.problems[step.path]
    problem = problem_line(rule, step.path, terminal.heading, turn.conversation)
    lines = evidence_lines(problem, step, newest)
    put = partial(write, terminal, turn, step, lines)
    said = _until_named(terminal, turn, step, put, terminal.typed_at(step))
    return said or _taken(terminal, turn, step.path, newest) or NoPhoto(step.path, "")


def ask_picture(terminal: Terminal, turn: Turn, step: Step) -> Action | Command:
    """Return the picture that answers a question which asks for one; blank leaves it as it is."""
    newest = None if step.photos else _newest(terminal, turn, since=_began(turn))
    lines = [*question_lines(step), *picture_lines(step, newest)]
    put = partial(write, terminal, turn, step, lines)
    said = _until_named(terminal, turn, step, put, terminal.typed_at(step))
    stands = step.answer if isinstance(step.answer, str) else ""
    return said or _taken(terminal, turn, step.path, newest) or Answer(stands)


def photograph(terminal: Terminal, turn: Turn, step: Step) -> Action | None:
    """Let a person attach photos to the question asked, or remove one; None changes nothing."""
    path = place_of_photos(turn.conversation, step.path)
    if not path or terminal.album is None:
        terminal.say([[("class:warning", _nowhere(path))]])
        return None
    about = turn.conversation.asking(path)
    newest = _newest(terminal, turn)
    is_new = newest is not None and newest.changed_at > _began(turn)
    lines = photographing_lines(about, newest, is_new=is_new)
    said = _until_named(terminal, turn, about, partial(write_aside, terminal, turn, lines))
    if isinstance(said, Command):
        return None
    return said or _taken(terminal, turn, path, newest)


def _until_named(
    terminal: Terminal,
    turn: Turn,
    about: Step,
    put: Callable[[str], str | Command],
    typed: str = "",
) -> Action | Command | None:
    """Ask until a line is understood; None where it is Enter alone."""
    while True:
        said = put(typed)
        if isinstance(said, Command):
            return said
        if not said.strip():
            return None
        if action := _meant(terminal, turn, about, said):
            return action
        typed = said


def _meant(terminal: Terminal, turn: Turn, about: Step, said: str) -> Action | None:
    """Return what a line means: photos, one to be removed, or why there is none."""
    if removed := _REMOVE.fullmatch(unicodedata.normalize("NFKC", said).strip()):
        return _removed(terminal, about, int(removed[1]))
    paths = terminal.album.paths_meant(said) if terminal.album else ()
    if paths:
        return _taken(terminal, turn, about.path, *paths)
    if about.path in turn.conversation.problems:
        return NoPhoto(about.path, said)
    terminal.say(refusal_lines(no_such_file(Path(said.strip()))))
    return None


def _removed(terminal: Terminal, about: Step, number: int) -> Detach | None:
    if 1 <= number <= len(about.photos):
        return Detach(about.path, about.photos[number - 1].sha256)
    refusal = Refusal(
        NO_SUCH_PHOTO,
        _("There is no photo number {number} here.").format(number=number),
        _("The list above numbers them."),
    )
    terminal.say(refusal_lines(refusal))
    return None


def _taken(terminal: Terminal, turn: Turn, path: str, *files: Path | Found | None) -> Attach | None:
    """Copy pictures into the workspace; say which are refused, and which others have already."""
    photos: list[Photo] = []
    for file in files:
        if file is None or terminal.album is None:
            continue
        taken = terminal.album.take(file.path if isinstance(file, Found) else file)
        if isinstance(taken, Refusal):
            terminal.say(refusal_lines(taken))
            continue
        photos.append(taken)
        if others := terminal.album.others(taken, turn.conversation.interview.subject):
            terminal.say([[("class:warning", used_elsewhere(taken.name, others))]])
    return Attach(path, tuple(photos)) if photos else None


def _newest(terminal: Terminal, turn: Turn, since: datetime | None = None) -> Found | None:
    if terminal.album is None:
        return None
    attached = {photo.sha256 for photos in turn.conversation.photos.values() for photo in photos}
    return terminal.album.newest(attached, since)


def _began(turn: Turn) -> datetime:
    return datetime.fromisoformat(turn.conversation.interview.started_at)


def _nowhere(path: str) -> str:
    if not path:
        return _("A photo belongs to a question: go to the one it shows, and press the key there.")
    return _("No photos can be kept here.")
