"""A question in, the photos that a person attaches to it or takes away out; line by line."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from fieldsurvey.chain.interview import Photo
from fieldsurvey.i18n import _
from fieldsurvey.interview.columns import Line
from fieldsurvey.interview.conducting import Action, Answer, Attach, Detach, NoPhoto, Turn
from fieldsurvey.interview.evidencing import place_of_photos
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photo_words import (
    evidence_lines,
    photographing_lines,
    picture_lines,
    used_elsewhere,
)
from fieldsurvey.interview.photos.album import Album, Found, no_such_file
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.screen import Heading, problem_line, question_lines, refusal_lines
from fieldsurvey.interview.step import Step

_REMOVE = re.compile(r"[-−–]\s*(\d{1,4})")


@dataclass(frozen=True, slots=True)
class PlainPhotos:
    """Where photos are asked for, and kept."""

    desk: PlainDesk
    heading: Heading
    album: Album | None
    """None where no photos can be kept."""

    def ask_evidence(self, turn: Turn, step: Step) -> Action | Command:
        """Return a photo of the problem just described, or why there is none.

        Enter alone takes the newest photo made since the interview began, else leaves it.
        """
        newest = self._newest(turn, since=_began(turn))
        rule = turn.conversation.evaluation.problems[step.path]
        problem = problem_line(rule, step.path, self.heading, turn.conversation)
        lines = evidence_lines(problem, step, newest)
        said = self._until_named(turn, step, lines)
        return said or self._taken(turn, step.path, newest) or NoPhoto(step.path, "")

    def ask_picture(self, turn: Turn, step: Step) -> Action | Command:
        """Return the picture that answers a question which asks for one."""
        newest = None if step.photos else self._newest(turn, since=_began(turn))
        lines = [*question_lines(step), *picture_lines(step, newest)]
        stands = step.answer if isinstance(step.answer, str) else ""
        said = self._until_named(turn, step, lines)
        return said or self._taken(turn, step.path, newest) or Answer(stands)

    def photograph(self, turn: Turn, step: Step) -> Action | None:
        """Let a person attach photos to the question asked, or remove one."""
        path = place_of_photos(turn.conversation, step.path)
        if not path or self.album is None:
            self.desk.tell(_("A photo belongs to a question: go to the one it shows first."))
            return None
        about, newest = turn.conversation.asking(path), self._newest(turn)
        is_new = newest is not None and newest.changed_at > _began(turn)
        said = self._until_named(turn, about, photographing_lines(about, newest, is_new=is_new))
        return None if isinstance(said, Command) else said or self._taken(turn, path, newest)

    def _until_named(
        self, turn: Turn, about: Step, lines: Sequence[Line]
    ) -> Action | Command | None:
        """Ask until a line is understood; None where it is Enter alone."""
        self.desk.say(lines)
        while True:
            said = self.desk.ask(_("Photo"), takes_paths=True)
            if isinstance(said, Command):
                return said
            if not said.strip():
                return None
            if action := self._meant(turn, about, said):
                return action

    def _meant(self, turn: Turn, about: Step, said: str) -> Action | None:
        """Return what a line means: photos, one to be removed, or why there is none."""
        removed = _REMOVE.fullmatch(unicodedata.normalize("NFKC", said).strip())
        if removed and 1 <= int(removed[1]) <= len(about.photos):
            return Detach(about.path, about.photos[int(removed[1]) - 1].sha256)
        paths = self.album.paths_meant(said) if self.album and not removed else ()
        if paths:
            return self._taken(turn, about.path, *paths)
        if about.path in turn.conversation.problems and not removed:
            return NoPhoto(about.path, said)
        self.desk.say(refusal_lines(no_such_file(Path(said.strip()))))
        return None

    def _taken(self, turn: Turn, path: str, *files: Path | Found | None) -> Attach | None:
        """Copy pictures into the workspace; say which are refused, and which others have."""
        photos: list[Photo] = []
        for file in files:
            if file is None or self.album is None:
                continue
            taken = self.album.take(file.path if isinstance(file, Found) else file)
            if isinstance(taken, Refusal):
                self.desk.say(refusal_lines(taken))
                continue
            photos.append(taken)
            if others := self.album.others(taken, turn.conversation.interview.subject):
                self.desk.tell(used_elsewhere(taken.name, others))
        return Attach(path, tuple(photos)) if photos else None

    def _newest(self, turn: Turn, since: datetime | None = None) -> Found | None:
        if self.album is None:
            return None
        attached = {photo.sha256 for all_ in turn.conversation.photos.values() for photo in all_}
        return self.album.newest(attached, since)


def _began(turn: Turn) -> datetime:
    return datetime.fromisoformat(turn.conversation.interview.started_at)
