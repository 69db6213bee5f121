"""A question in, the photos that a person attaches to it or takes away out; line by line."""

from dataclasses import dataclass

from fieldsurvey.i18n import _
from fieldsurvey.interview.conducting import Action, Turn
from fieldsurvey.interview.evidencing import place_of_photos
from fieldsurvey.interview.keys import Command
from fieldsurvey.interview.photos.album import Album
from fieldsurvey.interview.photos.attaching import Attaching
from fieldsurvey.interview.plain.desk import PlainDesk
from fieldsurvey.interview.showing.columns import Line
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.interview.showing.step import Step


@dataclass(frozen=True, slots=True)
class PlainPhotos:
    """Where photos are asked for, and kept."""

    desk: PlainDesk
    heading: Heading
    album: Album | None
    """None where no photos can be kept."""

    def ask_evidence(self, turn: Turn, step: Step) -> Action | Command:
        """Return a photo of the problem just described, or why there is none."""
        return self._attaching.evidence(turn, step, self._put)

    def ask_picture(self, turn: Turn, step: Step) -> Action | Command:
        """Return the picture that answers a question which asks for one."""
        return self._attaching.picture(turn, step, self._put)

    def photograph(self, turn: Turn, step: Step) -> Action | None:
        """Let a person attach photos to the question asked, or remove one."""
        path = place_of_photos(turn.conversation, step.path)
        if not path or self.album is None:
            self.desk.tell(_("A photo belongs to a question: go to the one it shows first."))
            return None
        return self._attaching.photos_of(turn, path, self._put)

    @property
    def _attaching(self) -> Attaching:
        return Attaching(self.album, self.heading, self.desk.say)

    def _put(self, lines: list[Line], typed: str) -> str | Command:
        """Ask for a line; what stands above it is read out once."""
        if not typed:
            self.desk.say(lines)
        return self.desk.ask(_("Photo"), takes_paths=True)
