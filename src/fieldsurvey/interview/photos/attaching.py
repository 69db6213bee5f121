"""Lines about photos in, what they attach, remove or say out; however they are asked for.

The album is the edge: what is attached is copied into the workspace.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from fieldsurvey.chain.interview import Photo
from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Answer, Attach, Detach, NoPhoto, Turn
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photos.album import Album, Found, no_such_file
from fieldsurvey.interview.photos.words import (
    evidence_lines,
    photographing_lines,
    picture_lines,
    used_elsewhere,
)
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.outcome_words import refusal_lines
from fieldsurvey.interview.showing.problem_words import problem_line
from fieldsurvey.interview.showing.screen import Heading, question_lines
from fieldsurvey.interview.showing.step import Step
from fieldsurvey.interview.typed.refusal import NO_SUCH_PHOTO, Refusal

Put: TypeAlias = Callable[[list[Line], str], str | Command]
"""Asks for a line below others, given what was typed and not understood before."""

_REMOVE = re.compile(r"[-−–]\s*(\d{1,4})")


@dataclass(frozen=True, slots=True)
class Attaching:
    """Lets photos be named until it is understood which are meant."""

    album: Album | None
    """None where no photos can be kept."""
    heading: Heading
    say: Callable[[Iterable[Line]], object]
    """Tells what became of a line."""

    def evidence(self, turn: Turn, step: Step, put: Put, typed: str = "") -> Action | Command:
        """Return a photo of the problem just described, or why there is none.

        Enter alone takes the newest photo made since the interview began; without one it leaves
        the evidence for the review.
        """
        newest = self._newest(turn, since=_began(turn))
        rule = turn.conversation.evaluation.problems[step.path]
        problem = problem_line(rule, step.path, self.heading, turn.conversation)
        said = self._until_named(turn, step, evidence_lines(problem, step, newest), put, typed)
        return said or self._taken(turn, step.path, newest) or NoPhoto(step.path, "")

    def picture(self, turn: Turn, step: Step, put: Put, typed: str = "") -> Action | Command:
        """Return the picture that answers a question which asks for one.

        Enter alone leaves it as it is where there is one.
        """
        newest = None if step.photos else self._newest(turn, since=_began(turn))
        lines = [*question_lines(step), *picture_lines(step, newest)]
        stands = step.answer if isinstance(step.answer, str) else ""
        said = self._until_named(turn, step, lines, put, typed)
        return said or self._taken(turn, step.path, newest) or Answer(stands)

    def photos_of(self, turn: Turn, path: str, put: Put) -> Action | None:
        """Return which photo comes to a question or goes; None where neither."""
        about, newest = turn.conversation.asking(path), self._newest(turn)
        is_new = newest is not None and newest.changed_at > _began(turn)
        lines = photographing_lines(about, newest, is_new=is_new)
        said = self._until_named(turn, about, lines, put)
        return None if isinstance(said, Command) else said or self._taken(turn, path, newest)

    def _until_named(
        self, turn: Turn, about: Step, lines: list[Line], put: Put, typed: str = ""
    ) -> Action | Command | None:
        """Ask until a line is understood; None where it is Enter alone."""
        while True:
            said = put(lines, typed)
            if isinstance(said, Command):
                return said
            if not said.strip():
                return None
            if action := self._meant(turn, about, said):
                return action
            typed = said

    def _meant(self, turn: Turn, about: Step, said: str) -> Action | None:
        """Return what a line means: photos, one to be removed, or why there is none."""
        if removed := _REMOVE.fullmatch(unicodedata.normalize("NFKC", said).strip()):
            return self._removed(about, int(removed[1]))
        paths = self.album.paths_meant(said) if self.album else ()
        if paths:
            return self._taken(turn, about.path, *paths)
        if about.path in turn.conversation.problems:
            return NoPhoto(about.path, said)
        self.say(refusal_lines(no_such_file(Path(said.strip()))))
        return None

    def _removed(self, about: Step, number: int) -> Detach | None:
        if 1 <= number <= len(about.photos):
            return Detach(about.path, about.photos[number - 1].sha256)
        refusal = Refusal(
            NO_SUCH_PHOTO,
            _("There is no photo number {number} here.").format(number=number),
            _("The list above numbers them."),
        )
        self.say(refusal_lines(refusal))
        return None

    def _taken(self, turn: Turn, path: str, *files: Path | Found | None) -> Attach | None:
        """Copy pictures into the workspace; say which are refused, and which others have."""
        photos: list[Photo] = []
        for file in files:
            if file is None or self.album is None:
                continue
            taken = self.album.take(file.path if isinstance(file, Found) else file)
            if isinstance(taken, Refusal):
                self.say(refusal_lines(taken))
                continue
            photos.append(taken)
            if others := self.album.others(taken, turn.conversation.interview.subject):
                self.say([[("class:warning", used_elsewhere(taken.name, others))]])
        return Attach(path, tuple(photos)) if photos else None

    def _newest(self, turn: Turn, since: datetime | None = None) -> Found | None:
        if self.album is None:
            return None
        attached = {photo.sha256 for all_ in turn.conversation.photos.values() for photo in all_}
        return self.album.newest(attached, since)


def _began(turn: Turn) -> datetime:
    return datetime.fromisoformat(turn.conversation.interview.started_at)
