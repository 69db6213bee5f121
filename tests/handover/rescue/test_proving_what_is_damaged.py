"""Whatever happens to a survey file: what rescue proves is true, and as much as is left."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.handover.rescue.carving import carve
from fieldsurvey.handover.rescue.finds import Finds
from fieldsurvey.handover.rescue.gathering import SourceKind, gather
from fieldsurvey.handover.rescue.proving import Proof, prove
from fieldsurvey.handover.rescue.table import Readability
from fieldsurvey.handover.rescue.witnesses import Witness

Rescue = Callable[..., tuple[Proof, Finds, list[Any]]]


def proven(proof: Proof) -> set[str]:
    """Return the texts of all provable lines."""
    return {line.text for device in proof.devices for line in device.lines}


def carved(content: bytes) -> Proof:
    """Prove what the bytes alone give, without SQLite."""
    finds = Finds()
    carve(content, finds)
    return prove(finds)


def test_a_whole_file_gives_every_line_and_its_witnesses(whole: Any, rescued: Rescue) -> None:
    """The sealed part is signed by the laptop; for the rest nobody stands yet."""
    proof, _finds, (source,) = rescued(whole.content)
    (device,) = proof.devices

    assert source.kind is SourceKind.SURVEY_FILE
    assert source.reading.readability is Readability.WHOLE
    assert [line.text for line in device.lines] == list(whole.texts)
    assert [line.hash for line in device.lines] == list(whole.hashes)
    assert device.count(Witness.SIGNATURE) == whole.signed
    assert device.unwitnessed == len(whole.texts) - whole.signed
    assert (device.team, device.campaign) == ("2", "dongshan-2026")
    assert device.codes() == [whole.code]
    assert not (device.gaps or device.unprovable or proof.damaged)


def test_a_code_on_paper_stands_for_what_was_said_before_it(whole: Any, rescued: Rescue) -> None:
    """All lines up to the finish; the finish line itself says the code and is not under it."""
    proof, *_ = rescued(whole.content, (whole.code.lower().replace("-", " "), "AAAA-AAAA"))
    (device,) = proof.devices

    assert device.count(Witness.CODE) == len(whole.texts) - whole.signed - 1
    assert device.unwitnessed == 1


def test_the_bytes_alone_give_every_line(whole: Any) -> None:
    """Without SQLite, long lines that go on in other pages too."""
    assert proven(carved(whole.content)) == set(whole.texts)


@settings(deadline=None, max_examples=60)
@given(data=st.data())
def test_what_is_proven_is_true_after_any_flips(whole: Any, data: st.DataObject) -> None:
    """A single flipped bit costs no line at all; many cost only those they hit."""
    content = bytearray(whole.content)
    flips = data.draw(st.lists(st.integers(0, len(content) * 8 - 1), min_size=1, max_size=20))
    for flip in flips:
        content[flip // 8] ^= 1 << flip % 8

    found = proven(carved(bytes(content)))

    assert found <= set(whole.texts)
    assert len(found) >= len(whole.texts) - 2 * len(set(flips))


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_file_cut_short_gives_what_is_left(whole: Any, rescued: Rescue, tenths: int) -> None:
    """At every tenth: nothing untrue, and every line whose text is left whole."""
    content = whole.content[: len(whole.content) * tenths // 10]
    proof, *_ = rescued(content)

    assert proven(proof) <= set(whole.texts)
    left = {text for text in whole.texts if text.encode() in content}
    assert proven(proof) >= left


def test_zeroed_pages_cost_only_their_own_lines(whole: Any, rescued: Rescue) -> None:
    """Each page in turn, the first one with the schema included."""
    content = whole.content
    for page in range(len(content) // 4096):
        damaged = content[: page * 4096] + bytes(4096) + content[(page + 1) * 4096 :]
        proof, *_ = rescued(damaged)
        assert proven(proof) <= set(whole.texts)
        assert proven(proof) >= {text for text in whole.texts if text.encode() in damaged}


def test_lines_of_a_dropped_table_are_found(whole: Any, rescued: Rescue, tmp_path: Path) -> None:
    """Somebody dropped the table with another program; its pages are still there."""
    path = tmp_path / "dropped.db"
    path.write_bytes(whole.content)
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("DROP TABLE line")
    connection.commit()
    connection.close()

    proof, _finds, (source,) = rescued(path.read_bytes())

    assert source.reading.readability is not Readability.WHOLE
    assert proven(proof) <= set(whole.texts)
    assert len(proven(proof)) > len(whole.texts) * 0.9


def test_a_changed_answer_is_not_provable(whole: Any, rescued: Rescue) -> None:
    """It is kept as text; the lines after it stand, each in its own link."""
    changed = whole.content.replace(b'"question":"q3"', b'"question":"q4"', 1)
    proof, *_ = rescued(changed)
    (device,) = proof.devices

    assert proven(proof) < set(whole.texts)
    assert len(proven(proof)) == len(whole.texts) - 1
    assert device.gaps
    assert len(device.unprovable) == 1


def test_bundles_beside_the_file_count_as_copies(whole: Any, tmp_path: Path) -> None:
    """With the file gone to zeros, the outbox still gives what was sealed, signed."""
    path = tmp_path / "survey.db"
    path.write_bytes(bytes(len(whole.content)))
    outbox = tmp_path / "outbox"
    outbox.mkdir()
    for bundle in (whole.path.parent / "outbox").iterdir():
        (outbox / bundle.name).write_bytes(bundle.read_bytes())

    finds, sources = gather([path])
    (device,) = prove(finds).devices

    assert [source.kind for source in sources] == [SourceKind.NOTHING, SourceKind.BUNDLE]
    assert device.count(Witness.SIGNATURE) == len(device.lines) == whole.signed


def test_the_image_of_a_stick_is_searched(whole: Any, rescued: Rescue) -> None:
    """A bundle and a survey file somewhere in raw bytes, without any names."""
    (bundle,) = (whole.path.parent / "outbox").iterdir()
    image = bytes(5000) + bundle.read_bytes() + b"\xff" * 777 + whole.content + bytes(300)

    proof, _finds, (source,) = rescued(image, name="stick.img")

    assert source.carved.bundles == 1
    assert proven(proof) == set(whole.texts)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", SourceKind.EMPTY),
        (b"Dear all, nothing here.\n" * 300, SourceKind.NOTHING),
        (b"\x00" * 9000, SourceKind.NOTHING),
        (b"FSB1\n{", SourceKind.BUNDLE),
        (b"SQLite format 3\x00" + bytes(84), SourceKind.OTHER_DATABASE),
        (b'{"at":"' * 5000, SourceKind.RECEIPT),
        (b'{"at":"x"}\n' * 50, SourceKind.RECEIPT),
    ],
)
def test_what_is_no_survey_file_is_named(rescued: Rescue, content: bytes, kind: SourceKind) -> None:
    """Nothing is proven, and nothing fails."""
    proof, _finds, (source,) = rescued(content)

    assert source.kind is kind
    assert not proof.line_count


def test_what_is_encrypted_is_said_to_be(rescued: Rescue) -> None:
    """As SQLCipher leaves it: pages without any order in them."""
    from random import Random

    _proof, _finds, (source,) = rescued(Random(1).randbytes(16 * 4096))

    assert source.kind is SourceKind.ENCRYPTED


def test_a_newer_file_is_searched_but_not_read(whole: Any, rescued: Rescue) -> None:
    """Its lines are of today's form, so they can be proven all the same."""
    content = bytearray(whole.content)
    content[60:64] = (99).to_bytes(4)
    proof, _finds, (source,) = rescued(bytes(content))

    assert source.kind is SourceKind.NEWER
    assert proven(proof) == set(whole.texts)


def test_a_file_with_a_write_ahead_log_is_read_with_it(whole: Any, tmp_path: Path) -> None:
    """Another program switched the mode; the last lines lie in the file beside it."""
    path = tmp_path / "wal.db"
    path.write_bytes(whole.content)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TEMP TABLE kept AS SELECT * FROM line")
    connection.execute("DROP TRIGGER line_is_never_deleted")
    connection.execute("DELETE FROM line")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.execute("INSERT INTO line SELECT * FROM kept")
    connection.execute("PRAGMA secure_delete = ON")
    log = path.with_name("wal.db-wal")
    apart = tmp_path / "apart"
    apart.mkdir()
    (apart / "wal.db").write_bytes(path.read_bytes())
    (apart / "wal.db-wal").write_bytes(log.read_bytes())
    connection.close()

    finds, _sources = gather([apart / "wal.db"])

    assert proven(prove(finds)) == set(whole.texts)
