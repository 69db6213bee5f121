"""The two files that go over a stick when a passphrase is forgotten."""

import json

import pytest

from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.unlock_request import (
    UnlockAnswer,
    UnlockRequest,
    read_answer,
    read_request,
    same_code,
)

REQUEST = UnlockRequest(
    campaign="dongshan-2026",
    team="2",
    device="d3f9a1c2e",
    mark="0123456789abcdef",
    to=("00112233", "44556677"),
    sealed=b"\x00the key, sealed to the lead\xff",
    reply_to="age1laptop",
)
ANSWER = UnlockAnswer("d3f9a1c2e", "0123456789abcdef", b"\x00the key, sealed to the laptop\xff")


def test_what_is_asked_and_answered_is_read_as_it_was_written() -> None:
    """Every field, and the bytes of what is sealed."""
    assert read_request(REQUEST.to_json(), "x.unlock") == REQUEST
    assert read_answer(ANSWER.to_json(), "x.unlocked") == ANSWER


def test_nothing_sealed_is_shown_where_a_request_is_printed() -> None:
    """Neither in a log nor in a traceback."""
    assert "sealed" not in repr(REQUEST)
    assert "sealed" not in repr(ANSWER)


def test_the_code_belongs_to_one_request_only() -> None:
    """Another laptop, another key or another place to reply to gives another code."""
    said = json.loads(REQUEST.to_json())
    others = [
        read_request(json.dumps(said | {name: "another"}), "x.unlock")
        for name in ("device", "mark", "reply_to")
    ]

    assert len({REQUEST.code, *(other.code for other in others)}) == 4
    assert [len(part) for part in REQUEST.code.split("-")] == [4, 4]


@pytest.mark.parametrize("written", ["{code}", " {code} ", "{lower}", "{bare}", "{spaced}"])
def test_a_code_is_the_same_however_it_is_typed(written: str) -> None:
    """Small letters, no hyphen, spaces."""
    code = REQUEST.code
    bare = code.replace("-", "")
    typed = written.format(code=code, lower=code.lower(), bare=bare, spaced=" ".join(bare))

    assert same_code(typed, code)
    assert not same_code(typed.strip()[:-1], code)
    assert not same_code("", code)


def altered(**changes: object) -> str:
    """Return a request with some fields changed."""
    return json.dumps(json.loads(REQUEST.to_json()) | changes)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        "5",
        "{}",
        "[" * 100_000,
        altered(format="x"),
        altered(format=None),
        altered(kind="fieldsurvey unlock answer"),
        altered(to=5),
        altered(sealed="not base64!"),
        altered(sealed=5),
        json.dumps({"format": 1, "kind": "fieldsurvey unlock request"}),
        ANSWER.to_json(),
    ],
)
def test_a_damaged_request_is_refused_with_what_to_do(text: str) -> None:
    """Whatever lies on the stick under that name."""
    with pytest.raises(HandoverError, match="damaged") as refused:
        read_request(text, "stick/x.unlock")

    assert refused.value.where == "stick/x.unlock"
    assert "recover passphrase" in refused.value.to_do


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", REQUEST.to_json(), ANSWER.to_json().replace('"sealed": "', '"sealed": "?')],
)
def test_a_damaged_answer_is_refused_with_what_to_do(text: str) -> None:
    """A request is no answer, either."""
    with pytest.raises(HandoverError, match="damaged") as refused:
        read_answer(text, "stick/x.unlocked")

    assert refused.value.where == "stick/x.unlocked"


@pytest.mark.parametrize("number", ["2", "1e999"])
def test_a_newer_file_asks_for_the_newer_program(number: str) -> None:
    """It is not called damaged."""
    text = REQUEST.to_json().replace('"format": 1', f'"format": {number}')

    with pytest.raises(HandoverError, match="newer version") as refused:
        read_request(text, "x.unlock")

    assert "Install" in refused.value.to_do
