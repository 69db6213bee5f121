"""Lines and witnesses in bytes that no database opens any more."""

import hashlib
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fieldsurvey.chain.devices.keys import Purpose, sign_text
from fieldsurvey.chain.devices.register import QuestionnaireVersion
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.handover.bundle import BUNDLE_BYTES_MAX, write_bundle
from fieldsurvey.handover.envelope import Magic, wrap
from fieldsurvey.handover.rescue import carving
from fieldsurvey.handover.rescue.carving import Carved, carve
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.proving import prove
from fieldsurvey.handover.rescue.witnesses import Witness

MakeLaptop = Callable[..., Any]


def found_in(content: bytes) -> Finds:
    """Return what is found in some bytes."""
    finds = Finds()
    carve(content, finds)
    return finds


def hashes_and_text(line: Any) -> bytes:
    """Return what of a row is left where its header is gone."""
    return bytes(line.hash + line.previous + line.digest + line.text.encode())


def once(whole: Any) -> list[str]:
    """Return the lines that stand in the file once: no freed page holds another copy."""
    return [text for text in whole.texts if whole.content.count(text.encode()) == 1]


def damaged(content: bytes, text: str, *places: int) -> bytes:
    """Return a file with a bit flipped at some places of a text."""
    letters = bytearray(content)
    for place in places:
        letters[content.find(text.encode()) + place] ^= 4
    return bytes(letters)


@pytest.mark.parametrize("place", [9, 60, 200])
def test_a_flipped_bit_in_a_line_is_flipped_back(whole: Any, place: int) -> None:
    """The digest beside it says which of all the bits it was."""
    text = once(whole)[0]

    finds = found_in(damaged(whole.content, text, place))

    assert text in finds.texts.values()
    assert prove(finds).line_count == len(whole.texts)


def test_two_flipped_bits_in_a_line_are_not_guessed(whole: Any) -> None:
    """What cannot be mended for certain is not taken for what was said."""
    text = once(whole)[0]

    finds = found_in(damaged(whole.content, text, 60, 70))

    assert text not in finds.texts.values()
    assert prove(finds).line_count == len(whole.texts) - 1


def test_mending_is_given_up_where_too_much_is_damaged(
    whole: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each try takes some milliseconds; a file made of damage may not take hours."""
    monkeypatch.setattr(carving, "_MENDED_MAX", 2)
    content = whole.content
    for text in once(whole)[:4]:
        content = damaged(content, text, 60)

    assert prove(found_in(content)).line_count == len(whole.texts) - 2


def test_a_bundle_inside_a_sealed_one_is_not_counted_again(
    laptop: MakeLaptop, lead_age: Any
) -> None:
    """What lies in a seal nobody here opens is the affair of whoever opens it."""
    inner = laptop().interview().bundle()
    payload = b"age-encryption.org/v1\n--- \n" + inner
    sealed = wrap(Magic.BUNDLE, payload, ("0011223344556677",))
    finds = Finds()

    carved = carve(sealed, finds)

    assert carved == Carved(sealed=1)
    assert not finds.texts


def test_an_envelope_that_claims_more_than_any_bundle_is_damaged() -> None:
    """Its size is not believed: what lies behind it is looked at all the same."""
    said = {"bytes": BUNDLE_BYTES_MAX, "sealing": "none", "sha256": "00" * 32}
    content = b"FSB1\n" + dump_json(said).encode() + b"\n"

    assert carve(content, Finds()) == Carved(damaged=1)


def test_what_a_bundle_holds_besides_lines_is_found(laptop: MakeLaptop) -> None:
    """Its questionnaires, and the place in the chain of a line that was erased."""
    team = laptop().interview()
    source = "settings: {form_id: f}"
    digest = hashlib.sha256(source.encode()).hexdigest()
    header = replace(team.header(), questionnaires=((digest, "f", "1"),)).text()
    version = QuestionnaireVersion(digest, "f", "1", source)
    erased = team.lines[1]._replace(text="", erased=team.lines[1].digest)
    lines = [team.lines[0], erased, *team.lines[2:]]
    signature = sign_text(team.key, Purpose.BUNDLE, header)

    finds = found_in(b"\x00" * 99 + write_bundle(header, signature, lines, [version]))
    (device,) = prove(finds).devices

    assert finds.questionnaires == {digest: version}
    assert [line.seq for line in device.lines] == [1, 3, 4]
    assert device.count(Witness.SIGNATURE) == 3
    assert device.gaps == ((2, 2),)


def test_a_text_whose_header_is_gone_keeps_its_place_by_its_hashes(laptop: MakeLaptop) -> None:
    """The 96 bytes before it are enough; without them the text alone proves nothing."""
    team = laptop().interview()
    line = team.lines[2]

    with_hashes = prove(found_in(hashes_and_text(line))).devices[0]
    with_others = prove(found_in(bytes(96) + line.text.encode())).devices[0]
    alone = prove(found_in(line.text.encode())).devices[0]

    assert [each.text for each in with_hashes.lines] == [line.text]
    assert with_others.lines == alone.lines == ()
    assert with_others.unprovable == alone.unprovable == (line.text,)


def test_a_seq_that_is_no_number_gives_no_place() -> None:
    """Whatever somebody writes for it."""
    text = '{"at":"x","device":"d12345678","nonce":"00","seq":"1"}'
    digest = hashlib.sha256(text.encode()).digest()
    hash_ = hashlib.sha256(bytes(32) + digest).digest()

    finds = found_in(hash_ + bytes(32) + digest + text.encode())

    assert {link.seq for link in finds.links} == {0}
    assert prove(finds).damaged == (text,)


def test_a_receipt_and_a_header_are_found_with_the_signature_behind_them(whole: Any) -> None:
    """As they lie in a row: the text, and 64 bytes."""
    receipt = dump_json({"at": "x", "device": "d", "head": "00", "seq": 1, "witness": "00"})
    header = dump_json({"campaign": "c", "head": "00"})
    signature = bytes(range(64))

    finds = found_in(b"?" + receipt.encode() + signature + b"?" + header.encode() + signature)

    assert finds.receipts == {(receipt, signature)}
    assert finds.headers == {(header, signature)}


@pytest.mark.parametrize(
    ("content", "damaged"),
    [
        (b'{"at":"2026-03-02T12:00, and then it is cut', 1),
        (b'{"at":"' + "水".encode()[:2], 1),
        (b'{"at":"' + b"[" * 100_000, 1),
        (b'{"campaign":"dongshan, and then it is cut', 0),
        (b'{"at":"x"}', 0),
        (b'{"campaign":"c","head":"' + b"0" * 70_000 + b'"}', 0),
    ],
    ids=["cut", "half a sign", "nested", "a header cut", "something else", "a header too long"],
)
def test_what_is_damaged_is_kept_only_if_it_may_be_a_line(content: bytes, damaged: int) -> None:
    """A person may read what an inspector was told; a damaged header helps nobody."""
    finds = found_in(content)

    assert len(finds.damaged) == damaged
    assert not (finds.texts or finds.headers or finds.receipts or finds.links)


def test_text_that_is_no_utf8_is_not_a_line(whole: Any, tmp_path: Path) -> None:
    """Even where a digest beside it says that exactly these bytes were meant."""
    text = b'{"at":"\xff"}'
    digest = hashlib.sha256(text).digest()
    hash_ = hashlib.sha256(bytes(32) + digest).digest()
    path = tmp_path / "bad.db"
    connection = sqlite3.connect(path)
    connection.execute(
        "CREATE TABLE line (device TEXT, seq INTEGER, hash BLOB, previous BLOB, digest BLOB,"
        " line TEXT, kind TEXT, interview TEXT)"
    )
    connection.execute(
        "INSERT INTO line VALUES ('d1', 2, ?, ?, ?, CAST(? AS TEXT), 'answer', 'i')",
        (hash_, bytes(32), digest, text),
    )
    connection.commit()
    connection.close()

    finds = found_in(path.read_bytes())

    assert {link.hash for link in finds.links} == {hash_}
    assert not finds.texts
