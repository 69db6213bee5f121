from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.enrolment_request import (
    EnrolmentRequest,
    copy_requests,
    find_requests,
    read_request,
    write_request,
)

KEY = DeviceKey.of_seed(bytes([5]) * 32)
REQUEST = EnrolmentRequest(
    "dongshan-2026", "2", KEY.device, KEY.public.hex(), "Linux", "2026-03-02T08:00:00+08:00"
)


def test_a_request_goes_to_the_stick_and_is_read_there(tmp_path: Path, stick: Path) -> None:
    """From the outbox with the first bundle; the lead reads who asks."""
    write_request(REQUEST, KEY, tmp_path / "outbox")
    copy_requests(tmp_path / "outbox", stick)

    [path] = find_requests([stick])

    assert path.name == f"{KEY.device}.enrol"
    assert read_request(path) == REQUEST


def test_a_stick_that_refuses_stops_nothing(tmp_path: Path) -> None:
    """The bundles name the same key."""
    write_request(REQUEST, KEY, tmp_path / "outbox")
    copy_requests(tmp_path / "outbox", tmp_path / "pulled out")


def test_an_outbox_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """With what to do instead."""
    (tmp_path / "outbox").touch()
    with pytest.raises(HandoverError, match="cannot be written") as told:
        write_request(REQUEST, KEY, tmp_path / "outbox")
    assert "Read the fingerprint" in told.value.to_do


def test_no_altered_byte_is_believed(tmp_path: Path) -> None:
    """Every byte changed, one at a time, and every beginning of the file."""
    content = write_request(REQUEST, KEY, tmp_path).read_bytes()
    path = tmp_path / "altered.enrol"
    altered = [content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :] for at in range(9, 200)]
    for bad in [*altered, *(content[:at] for at in range(0, len(content), 17)), content * 2]:
        path.write_bytes(bad)
        with pytest.raises(HandoverError, match="no request"):
            read_request(path)


@pytest.mark.parametrize(
    "text", ["[]\n00\n", "{}\n00\n", "[" * 4000, '{"device":1}\nzz\n', "\x00", "ä", ""]
)
def test_what_is_no_request_is_refused(tmp_path: Path, text: str) -> None:
    """Whatever lies on a stick under that name."""
    path = tmp_path / "x.enrol"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(HandoverError, match="no request"):
        read_request(path)


def test_a_request_signed_by_another_key_is_refused(tmp_path: Path) -> None:
    """Nobody asks in the name of a key they do not hold."""
    path = write_request(REQUEST, DeviceKey.of_seed(bytes([6]) * 32), tmp_path)
    with pytest.raises(HandoverError, match="no request"):
        read_request(path)


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """As what it is."""
    with pytest.raises(HandoverError, match="it is not there"):
        read_request(tmp_path / "none.enrol")


def test_a_request_can_be_named_by_itself(tmp_path: Path) -> None:
    """As a person does who copied it off the stick; another file is none."""
    path = write_request(REQUEST, KEY, tmp_path)

    assert list(find_requests([path, tmp_path / "letter.txt"])) == [path]


@pytest.mark.parametrize("change", [{"team": "x" * 201}, {"team": 5}])
def test_a_request_of_endless_or_odd_words_is_refused(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    """Whoever holds a key can sign anything; what a lead is shown is short text."""
    path = write_request(replace(REQUEST, **change), KEY, tmp_path)

    with pytest.raises(HandoverError, match="no request"):
        read_request(path)
