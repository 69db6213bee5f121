"""Entries in, the lines a device makes of them out; pure but for the clock and the randomness."""

from collections.abc import Sequence
from dataclasses import dataclass

from fieldsurvey.chain.folding import interview_id
from fieldsurvey.chain.lines.clock import Clock, RandomBytes
from fieldsurvey.chain.lines.finish_code import finish_code
from fieldsurvey.chain.lines.line import INTERVIEW_KINDS, Entry, Kind, Line
from fieldsurvey.chain.lines.text import read_line, write_line


@dataclass(frozen=True, slots=True)
class Writer:
    """A device that says something."""

    device: str
    clock: Clock
    random_bytes: RandomBytes
    finish_cost_log2: int

    def write(self, entries: Sequence[Entry], *, seq: int, previous: bytes) -> list[Line]:
        """Return the lines of `entries`, after a chain that ends with line `seq` in `previous`.

        An `interview_start` gets its interview's id; entries after it that name no interview take
        it. A `finish` gets the code of the chain before it.

        Raises:
            ChainError: An entry is too long to be a line, or holds what UTF-8 cannot.
        """
        lines: list[Line] = []
        started = ""
        for number, entry in enumerate(entries, start=seq + 1):
            if entry.kind is Kind.INTERVIEW_START:
                started = interview_id(self.device, number)
            text = write_line(
                self._complete(entry, started, previous),
                device=self.device,
                seq=number,
                clock=self.clock,
                random_bytes=self.random_bytes,
            )
            lines.append(read_line(text, previous=previous))
            previous = lines[-1].hash
        return lines

    def _complete(self, entry: Entry, started: str, previous: bytes) -> Entry:
        if entry.kind is Kind.INTERVIEW_START:
            return entry._replace(interview=started)
        if entry.kind in INTERVIEW_KINDS and not entry.interview:
            entry = entry._replace(interview=started)
        if entry.kind is Kind.FINISH and isinstance(entry.value, dict):
            code = finish_code(previous, self.finish_cost_log2)
            return entry._replace(value={"finish_code": code, **entry.value})
        return entry
