import json
import random
from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.lines import text as line_text
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, dump_json
from fieldsurvey.chain.lines.text import LINE_BYTES_MAX, read_line, write_line
from fieldsurvey.errors import ChainError, NewerFormatError

clock = SimulatedClock(datetime.fromisoformat("2026-03-02T09:14:05.123+08:00"), elapsed_ms=42)
words = st.text(st.characters(codec="utf-8"), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=5,
)
entries = st.builds(
    Entry,
    kind=st.sampled_from(Kind),
    interview=words,
    question=words,
    value=values,
    questionnaire=words,
    who=words,
)


def chain_hash(previous: bytes, text: str) -> bytes:
    """Return the hash of a chain after one more line, as the design defines it."""
    return sha256(previous + sha256(text.encode()).digest()).digest()


def write(entry: Entry, seq: int = 1) -> str:
    """Return the text of an entry, said at a fixed time."""
    return write_line(
        entry, device="d0a1b2c3d", seq=seq, clock=clock, random_bytes=random.Random(1).randbytes
    )


@given(entry=entries, seq=st.integers(1, 10**9))
def test_what_was_said_is_read_back_as_it_was_said(entry: Entry, seq: int) -> None:
    """Any entry survives the way through its text, and keeps its place, time and device."""
    line = read_line(write(entry, seq))

    assert (line.entry, line.seq, line.device) == (entry, seq, "d0a1b2c3d")
    assert (line.at, line.monotonic_ms, line.boot) == (
        "2026-03-02T09:14:05.123+08:00",
        42,
        "simulated",
    )


def test_a_line_is_one_line_of_readable_text() -> None:
    """Chinese stands as it is, and nothing in an answer can break the line in two."""
    text = write(Entry(Kind.ANSWER, question="remark", value="水井\n干了 "))

    assert "水井" in text
    assert len(text.split("\n")) == 1


def test_the_hash_covers_the_text_and_all_before_it() -> None:
    """The same text after another chain has another hash."""
    text = write(Entry(Kind.SESSION))
    first, second = read_line(text), read_line(text, previous=b"x" * 32)

    assert first.hash == chain_hash(GENESIS, text)
    assert second.hash == chain_hash(b"x" * 32, text) != first.hash


def test_the_same_answer_twice_gives_two_different_lines() -> None:
    """Random bytes in each line keep an erased answer from being guessed from its digest."""
    source = random.Random(2)
    texts = {
        write_line(
            Entry(Kind.ANSWER), device="d1", seq=1, clock=clock, random_bytes=source.randbytes
        )
        for _ in range(5)
    }

    assert len(texts) == 5


@pytest.mark.parametrize(
    "spoil",
    [
        lambda record: "[]",
        lambda record: "",
        lambda record: "{",
        lambda record: "[" * 100_000,
        lambda record: json.dumps({**record, "extra": 1}),
        lambda record: json.dumps({k: v for k, v in record.items() if k != "nonce"}),
        lambda record: json.dumps({**record, "seq": 0}),
        lambda record: json.dumps({**record, "seq": True}),
        lambda record: json.dumps({**record, "seq": 1.0}),
        lambda record: json.dumps({**record, "seq": 2**60}),
        lambda record: json.dumps({**record, "who": None}),
        lambda record: json.dumps({**record, "format": "1"}),
        lambda record: json.dumps({**record, "value": float("nan")}),
        lambda record: json.dumps({**record, "value": "\ud800"}),
        lambda record: json.dumps(record).replace('"seq": 1', '"seq": 1, "seq": 2'),
        lambda record: json.dumps({**record, "value": "x" * LINE_BYTES_MAX}),
        lambda record: '{"value": 1' + "0" * 5000 + "}",
    ],
)
def test_what_is_no_line_is_refused(spoil: Callable[[dict[str, object]], str]) -> None:
    """Wrong JSON, fields, types, ranges and sizes are refused, never half read."""
    with pytest.raises(ChainError):
        read_line(spoil(json.loads(write(Entry(Kind.ANSWER)))))


@pytest.mark.parametrize("change", [{"format": 2, "mood": "good"}, {"kind": "hologram"}])
def test_a_line_of_a_newer_program_is_named_as_that(change: dict[str, object]) -> None:
    """A newer format or an unknown kind asks for an update instead of being misread."""
    record = {**json.loads(write(Entry(Kind.ANSWER))), **change}

    for text in (json.dumps(record), dump_json({**record, "value": "1"})):
        with pytest.raises(NewerFormatError) as refused:
            read_line(text)

        assert "Update" in refused.value.to_do


@pytest.mark.parametrize("value", ["水" * LINE_BYTES_MAX, "half a character: \udce6"])
def test_what_cannot_be_saved_is_refused_before_it_is_a_line(value: str) -> None:
    """Too long a text and a broken character are said so while the text is still on screen."""
    with pytest.raises(ChainError):
        write(Entry(Kind.NOTE, value={"remark": value}))


def _outcome(text: str) -> object:
    try:
        return read_line(text)
    except (ChainError, UnicodeEncodeError) as error:
        return type(error)


@settings(deadline=None, max_examples=300)
@given(data=st.data())
def test_the_quick_way_reads_what_the_json_decoder_reads(data: st.DataObject) -> None:
    """Whatever is changed in a line: the same line comes out, or the same refusal."""
    value = data.draw(st.one_of(st.text(max_size=8), st.just({"special": "refused"})))
    entry = Entry(Kind.ANSWER, "d0-1", "q1", value, "ab", "陈静")
    text = write(entry, data.draw(st.integers(1, 10**16)))
    for _change in range(data.draw(st.integers(0, 2))):
        place = data.draw(st.integers(0, len(text)))
        put = data.draw(
            st.sampled_from(["", '"', "\\", ",", "0", "-", "\n", "\x7f", "}", "é", "1e"])
        )
        text = text[:place] + put + text[place + data.draw(st.integers(0, 1)) :]

    quick = _outcome(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(line_text, "_plain", lambda text: None)
        slow = _outcome(text)

    assert quick == slow


def test_a_clock_without_an_offset_is_a_mistake_of_ours() -> None:
    """Nobody could tell afterwards when the line was said."""
    nowhere = SimulatedClock(datetime(2026, 3, 2, 9, 0))

    with pytest.raises(ValueError, match="offset"):
        write_line(
            Entry(Kind.NOTE), device="d1", seq=1, clock=nowhere, random_bytes=random.randbytes
        )
