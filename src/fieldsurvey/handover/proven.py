"""An outbox in, which of its files need not be read again at the next start out.

A note in the outbox says how far the chain was when every sealed file was last compared with what
it should be, byte by byte, and how long and how old each was then. A disk that spoils a file
without a trace of it is not seen by that; handing over reads every byte again.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from fieldsurvey.chain.files import write_file
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.handover.handing_over import own_bundles

NOTE = ".proven.json"


@dataclass(frozen=True, slots=True)
class Proven:
    """What was compared, and when."""

    outbox: Path
    tip: tuple[int, str] = (0, "")
    """Seq and hash of the last line then."""
    files: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Length in bytes and time of change in ns, by name."""

    @classmethod
    def load(cls, outbox: Path) -> "Proven":
        """Return what the note says; nothing where there is none, or it is damaged."""
        try:
            said = json.loads((outbox / NOTE).read_bytes())
            tip = (int(said["last"]), str(said["head"]))
            files = {str(name): (int(a), int(b)) for name, (a, b) in said["files"].items()}
        except (
            OSError,
            ValueError,
            KeyError,
            TypeError,
            AttributeError,
            OverflowError,
            RecursionError,
        ):
            return cls(outbox)
        return cls(outbox, tip, files)

    def still(self, name: str) -> bool:
        """Tell whether a file is as it was when it was compared."""
        return name in self.files and self.files[name] == _about(self.outbox / name)

    def is_as_left(self, survey_file: SurveyFile) -> bool:
        """Tell whether nothing was said, and no file changed, since everything was compared."""
        return self.tip == _tip(survey_file) and all(map(self.still, self.files))

    def keep(self, survey_file: SurveyFile, pictures: Iterable[str]) -> None:
        """Note that everything was compared just now.

        Raises:
            OSError: The outbox cannot be written.
        """
        names = [*(record.name for record in own_bundles(survey_file)), *pictures]
        there = {name: about for name in names if (about := _about(self.outbox / name))}
        last, head = _tip(survey_file)
        said = {"last": last, "head": head, "files": there}
        write_file(self.outbox / NOTE, json.dumps(said).encode())


def _tip(survey_file: SurveyFile) -> tuple[int, str]:
    last, head = survey_file.tip()
    return last, head.hex()


def _about(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except (OSError, ValueError):
        # A damaged note may name what can be no file's name.
        return None
    return found.st_size, found.st_mtime_ns
