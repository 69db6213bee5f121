from collections.abc import Callable
from typing import Any

import pytest

from fieldsurvey.chain.erasing import (
    ORDER,
    PURGE,
    Cause,
    Tombstone,
    bury,
    known_lines,
    tombstones,
    tombstones_said,
)
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.proving.verifying import verify
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.union import add_lines, rebuild_views

MakeChain = Callable[..., Any]
HASH = "ab" * 32


def erase(value: object) -> Entry:
    """Return what may be said about erasing."""
    return Entry(Kind.ERASE, value=value)


@pytest.fixture
def said(chain: MakeChain) -> Callable[..., list[Tombstone]]:
    """Let a laptop say something, and return what is obeyed there; with `as_lead`, of a lead."""

    def say(*entries: Entry, as_lead: bool = False) -> list[Tombstone]:
        made = chain()
        made.say(*entries)
        own = made.key.device
        return list(tombstones_said(made.lines, own, frozenset({own}) if as_lead else frozenset()))

    return say


def test_a_lead_erases_one_line_of_any_laptop(said: Callable[..., list[Tombstone]]) -> None:
    """Named by device, seq and hash; said by anybody else it erases nothing."""
    entry = erase({"device": "d0000000b", "seq": 7, "hash": HASH, "reason": "she asked for it"})

    assert said(entry, as_lead=True) == [
        Tombstone("d0000000b", 7, bytes.fromhex(HASH), Cause.ERASED)
    ]
    assert said(entry) == []


@pytest.mark.parametrize(("about", "cause"), [(ORDER, Cause.ERASED), (PURGE, Cause.PURGED)])
def test_a_laptop_lets_its_own_lines_go(
    said: Callable[..., list[Tombstone]], chain: MakeChain, about: str, cause: Cause
) -> None:
    """Many at once: as it was told to, or because the lead has them."""
    lines = [[2, HASH], [3, "cd" * 32]]

    assert said(erase({"about": about, "lines": lines})) == [
        Tombstone(chain().key.device, seq, bytes.fromhex(hash_), cause) for seq, hash_ in lines
    ]


def test_another_laptop_s_letting_go_is_its_own_affair(chain: MakeChain) -> None:
    """Nor does a line that is about something else, or of another kind, erase anything."""
    made = chain()
    made.say(
        erase({"about": PURGE, "lines": [[2, HASH]]}),
        erase({"about": "weather", "lines": [[2, HASH]]}),
        Entry(Kind.NOTE, value={"device": made.key.device, "seq": 2, "hash": HASH}),
    )

    assert list(tombstones_said(made.lines, "d0000000b", frozenset())) == []
    assert list(tombstones_said(made.lines[1:], made.key.device, frozenset())) == []
    assert list(tombstones_said(made.lines[2:], "", frozenset({made.key.device}))) == []


@pytest.mark.parametrize(
    "lines",
    [
        None,
        "2",
        {"2": HASH},
        [7],
        [[2]],
        [[2, HASH, 3]],
        [["2", HASH]],
        [[True, HASH]],
        [[0, HASH]],
        [[-2, HASH]],
        [[2**60, HASH]],
        [[2, "zz"]],
        [[2, 7]],
        [[2, None]],
        [[2, HASH[:-2]]],
        [[2, ""]],
    ],
)
def test_what_names_no_line_erases_none(
    said: Callable[..., list[Tombstone]], lines: object
) -> None:
    """Odd shapes are passed over, and what stands beside them is obeyed."""
    beside = [*lines, [5, HASH]] if isinstance(lines, list) else lines

    assert said(erase({"about": PURGE, "lines": lines})) == []
    assert [one.seq for one in said(erase({"about": PURGE, "lines": beside}))] == [5] * (
        beside is not lines
    )


@pytest.mark.parametrize(
    "value", [None, "all", [], {}, {"device": 7, "seq": 2, "hash": HASH}, {"seq": 2, "hash": HASH}]
)
def test_a_lead_who_names_no_line_erases_none(
    said: Callable[..., list[Tombstone]], value: object
) -> None:
    """Least of all every line."""
    assert said(erase(value), as_lead=True) == []


@pytest.fixture
def interviewed(survey_file: SurveyFile, start: Callable[..., Entry]) -> list[Any]:
    """The lines of one interview on this laptop, seq 2 to 4."""
    return survey_file.append(
        [start(), *(Entry(Kind.ANSWER, question=f"q{n}", value="secret") for n in range(2))]
    )


def let_go(survey_file: SurveyFile, lines: list[Any], about: str = PURGE) -> None:
    """Let the laptop say that it lets lines go, and do it."""
    value = {"about": about, "lines": [[line.seq, line.hash.hex()] for line in lines]}
    with survey_file.transaction():
        bury(survey_file, survey_file.append([erase(value)]))
        rebuild_views(survey_file)


def test_of_a_line_that_was_let_go_the_chain_still_proves_that_it_was_said(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """Its words are gone from the file, its place and hashes stay, and nothing is amiss."""
    let_go(survey_file, interviewed[1:])

    assert b"secret" not in survey_file.path.read_bytes()
    left = [
        (line.seq, line.hash, line.text) for line in known_lines(survey_file, survey_file.device)
    ]
    assert left[2:4] == [(line.seq, line.hash, "") for line in interviewed[1:]]
    assert [one.answers for one in survey_file.interviews()] == [{}]
    assert verify(survey_file).findings == ()


def test_what_is_no_line_of_an_interview_stays_said(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """A key or a decision is witnessed for ever, whoever wants it erased."""
    [key] = survey_file.lines(last=1)
    let_go(survey_file, [key], ORDER)

    assert [line.text for line in survey_file.lines(last=1)] == [key.text]
    assert [one.seq for one in tombstones(survey_file)] == [1]


def test_a_line_that_was_erased_before_it_came_comes_without_its_words(
    survey_file: SurveyFile, chain: MakeChain
) -> None:
    """Only lines of interviews lose them: a session line that was named, too, keeps its own."""
    made = chain()
    made.say(Entry(Kind.SESSION, value={"event": "back"}))
    name = made.start()
    made.say(Entry(Kind.ANSWER, name, "q", "secret"))
    survey_file.connection.executemany(
        "INSERT INTO tombstone VALUES (?, ?, ?, 'erased')",
        [(made.key.device, line.seq, line.hash) for line in made.lines if line.seq != 2],
    )

    added = add_lines(survey_file, made.key.device, made.lines)

    kept = list(known_lines(survey_file, made.key.device))
    assert (added.new, [bool(line.text) for line in kept]) == (3, [True, True, False])
    assert b"secret" not in survey_file.path.read_bytes()
    assert [one.answers for one in survey_file.interviews()] == [{}]


def test_a_lead_s_word_outweighs_that_a_line_was_only_let_go(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """Purged, it may come back from the lead; erased, it may not, and stays so."""
    let_go(survey_file, interviewed)
    purged = {one.cause for one in tombstones(survey_file)}
    let_go(survey_file, interviewed, ORDER)
    erased = {one.cause for one in tombstones(survey_file)}
    let_go(survey_file, interviewed)

    assert (purged, erased) == ({Cause.PURGED}, {Cause.ERASED})
    assert {one.cause for one in tombstones(survey_file)} == {Cause.ERASED}


def test_without_a_word_about_erasing_nothing_is_buried(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """No device's interviews need to be folded anew."""
    assert bury(survey_file, interviewed) == frozenset()
    assert tombstones(survey_file) == []


def test_what_is_left_of_a_line_of_an_unknown_kind_is_a_finding(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """Its text can prove nothing any more: the row beside it was altered, and is said so."""
    let_go(survey_file, interviewed)
    survey_file.connection.execute("UPDATE line SET kind = 'hologram' WHERE seq = 3")

    assert [(one.code, one.where) for one in verify(survey_file).findings] == [
        ("V006", f"{survey_file.device}-3")
    ]
    rebuild_views(survey_file)
    assert len(list(known_lines(survey_file, survey_file.device))) == survey_file.last_seq


def test_what_was_to_be_erased_and_was_not_is_a_finding(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """Said, and never done: until rebuilding does it."""
    line = interviewed[1]
    survey_file.append([erase({"about": PURGE, "lines": [[line.seq, line.hash.hex()]]})])
    before = [(one.code, one.where) for one in verify(survey_file).findings]
    rebuild_views(survey_file)

    assert before == [("V009", f"{survey_file.device}-3")]
    assert verify(survey_file).findings == ()
    assert b"secret" in survey_file.path.read_bytes()  # the other answer's
    assert len([one for one in known_lines(survey_file, survey_file.device) if one.erased]) == 1


def test_what_was_made_to_look_erased_is_a_finding(
    survey_file: SurveyFile, interviewed: list[Any]
) -> None:
    """A tombstone that no line speaks of: somebody wanted an answer gone."""
    survey_file.connection.execute(
        "INSERT INTO tombstone SELECT device, seq, hash, 'erased' FROM line WHERE seq = 3"
    )

    assert {one.code for one in verify(survey_file).findings} == {"V008", "V009"}
    survey_file.connection.execute("UPDATE line SET line = NULL WHERE seq = 3")
    assert "V008" in {one.code for one in verify(survey_file).findings}
