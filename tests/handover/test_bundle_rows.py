"""A line as it travels in a bundle, also where its text was erased."""

from collections.abc import Callable
from typing import Any

import pytest

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.errors import ChainError, NewerFormatError
from fieldsurvey.handover.bundle_rows import line_row, read_row

MakeLaptop = Callable[..., Any]
DIGEST = "ab" * 32


def test_a_line_is_read_as_it_was_written(laptop: MakeLaptop) -> None:
    """With its text, or with what an erasure left of it."""
    line = laptop().interview().lines[1]
    erased = line._replace(text="", erased=line.digest)

    whole = read_row(line_row(line), line.device, line.seq, line.previous)
    left = read_row(line_row(erased), line.device, line.seq, line.previous)

    assert whole == line
    assert (left.hash, left.digest, left.text) == (line.hash, line.digest, "")
    assert left.entry == Entry(Kind.ANSWER, line.entry.interview)


@pytest.mark.parametrize(
    "row",
    [
        '{"erased":',
        '{"erased":5,"interview":"i","kind":"answer"}',
        '{"erased":"no hex","interview":"i","kind":"answer"}',
        '{"erased":"abcd","interview":"i","kind":"answer"}',
        f'{{"erased":"{DIGEST}","interview":5,"kind":"answer"}}',
        f'{{"erased":"{DIGEST}","interview":"i","kind":5}}',
        f'{{"erased":"{DIGEST}","interview":"i"}}',
        f'{{"erased":"{DIGEST}","interview":"i","kind":"answer","more":1}}',
        f'{{"erased":"{DIGEST}", "interview":"i","kind":"answer"}}',
        f'{{"erased":"{DIGEST.upper()}","interview":"i","kind":"answer"}}',
        '{"erased":' + "[" * 100_000,
    ],
    ids=[
        "cut",
        "a number for the digest",
        "no hex",
        "too short",
        "a number for the interview",
        "a number for the kind",
        "no kind",
        "one field more",
        "written otherwise",
        "capital letters",
        "nested",
    ],
)
def test_what_this_program_does_not_write_is_no_erased_line(row: str) -> None:
    """Else one line could travel in two forms, and a bundle hold what nobody sees."""
    with pytest.raises(ChainError, match="not the JSON this program writes"):
        read_row(row, "d12345678", 2, bytes(32))


def test_an_erased_line_of_a_kind_to_come_asks_for_the_newer_program() -> None:
    """Its team has altered nothing."""
    row = f'{{"erased":"{DIGEST}","interview":"i","kind":"hologram"}}'

    with pytest.raises(NewerFormatError, match="hologram"):
        read_row(row, "d12345678", 2, bytes(32))
