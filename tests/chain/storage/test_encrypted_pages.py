"""Pages of an encrypted survey file, decrypted one by one, whole or damaged."""

import sqlite3

import pytest

pytest.importorskip("sqlcipher3", reason="needs the extra: fieldsurvey[secure]")

from fieldsurvey.chain.storage.encrypted import connect_encrypted
from fieldsurvey.chain.storage.encrypted_pages import PAGE_BYTES, decrypt_file, decrypt_journal

KEY = bytes(range(32))
SAID = [f"line {number}: " + "水" * 150 for number in range(400)]


@pytest.fixture
def file(tmp_path):
    """An encrypted file of more pages than are decrypted at once."""
    path = tmp_path / "survey.db"
    connection = connect_encrypted(f"{path.as_uri()}?mode=rwc", KEY)
    connection.execute("BEGIN")
    connection.execute("CREATE TABLE line (text TEXT)")
    connection.executemany("INSERT INTO line VALUES (?)", [(text,) for text in SAID])
    connection.execute("COMMIT")
    connection.close()
    return path


def said_in(content):
    """Return what a plain file of SQLite holds, read in memory."""
    connection = sqlite3.connect(":memory:")
    connection.deserialize(content)
    try:
        return [text for (text,) in connection.execute("SELECT text FROM line")]
    finally:
        connection.close()


def flipped(content, *places):
    """Return the content with one bit turned at each place."""
    changed = bytearray(content)
    for place in places:
        changed[place] ^= 0x10
    return bytes(changed)


def test_a_whole_file_is_the_plain_one(file, tmp_path):
    """Every page proves itself, and SQLite reads all of it."""
    found = decrypt_file(file.read_bytes(), KEY, tmp_path)

    assert found.page_count > 16
    assert (found.proven, found.damaged) == (found.page_count, 0)
    assert said_in(found.content) == SAID


def test_nothing_decrypted_is_written(file, tmp_path):
    """What SQLCipher is lent to decrypt with holds ciphertext only."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    decrypt_file(file.read_bytes(), KEY, scratch)

    written = b"".join(path.read_bytes() for path in scratch.iterdir())
    assert len(written) > PAGE_BYTES
    assert not any(word in written for word in (b"SQLite", b"line 3", "水".encode()))


@pytest.mark.parametrize("place", [16, 100, 2000, 4020, 4090, 2 * PAGE_BYTES + 77])
def test_one_flipped_bit_costs_nothing(file, tmp_path, place):
    """In the first page or another, the ciphertext, what it begins with, or its proof."""
    found = decrypt_file(flipped(file.read_bytes(), place), KEY, tmp_path)

    assert found.damaged == 1
    assert said_in(found.content) == SAID


def test_a_flipped_bit_in_the_salt_costs_the_proofs_only(file, tmp_path):
    """The salt is in the proofs; the key decrypts without it."""
    found = decrypt_file(flipped(file.read_bytes(), 3), KEY, tmp_path)

    assert found.proven == 0
    assert said_in(found.content) == SAID


def test_more_damage_costs_what_lies_around_it(file, tmp_path):
    """Two bits in one page: two pieces of 32 bytes mean nothing, everything else is there."""
    content = file.read_bytes()
    whole = decrypt_file(content, KEY, tmp_path).content
    start = 5 * PAGE_BYTES

    found = decrypt_file(flipped(content, start + 1000, start + 3000), KEY, tmp_path)

    wrong = [at for at, (a, b) in enumerate(zip(found.content, whole, strict=True)) if a != b]
    assert found.damaged == 1
    assert 0 < len(wrong) <= 34
    assert {(at - start) // 16 for at in wrong} == {62, 63, 187, 188}


def test_another_key_proves_nothing(file, tmp_path):
    """Then what comes out means nothing either."""
    found = decrypt_file(file.read_bytes(), bytes(32), tmp_path)

    assert found.proven == 0
    with pytest.raises(sqlite3.DatabaseError):
        said_in(found.content)


@pytest.mark.parametrize("content", [b"", b"short", bytes(PAGE_BYTES), bytes(3 * PAGE_BYTES + 7)])
def test_anything_is_decrypted_to_something(content, tmp_path):
    """Empty, short, zeros, cut in the middle of a page: no failure."""
    found = decrypt_file(content, KEY, tmp_path)

    assert (found.page_count, found.proven) == (len(content) // PAGE_BYTES, 0)


def test_a_journal_gives_the_pages_as_they_were(file, tmp_path):
    """A change that was never committed is undone by it; a damaged page in it is left out."""
    before = decrypt_file(file.read_bytes(), KEY, tmp_path).content
    connection = connect_encrypted(f"{file.as_uri()}?mode=rw", KEY)
    connection.execute("PRAGMA cache_size = 1")
    connection.execute("BEGIN")
    connection.execute("UPDATE line SET text = 'changed'")
    journal = file.with_name("survey.db-journal").read_bytes()
    during = file.read_bytes()
    connection.close()

    pages = dict(decrypt_journal(journal, during, KEY, tmp_path))
    torn = dict(decrypt_journal(flipped(journal, 600), during, KEY, tmp_path))

    assert len(pages) > 3
    assert len(torn) == len(pages) - 1
    for number, content in pages.items():
        start = (number - 1) * PAGE_BYTES
        assert content == before[start : start + PAGE_BYTES]


@pytest.mark.parametrize("journal", [b"", bytes(8192), b"a text beside the file"])
def test_what_is_no_journal_undoes_nothing(file, tmp_path, journal):
    """Empty, overwritten at the end of a transaction, or something else of that name."""
    assert decrypt_journal(journal, file.read_bytes(), KEY, tmp_path) == []
