"""The one measure of “nothing lost”: every acknowledged line is somewhere, and is named if not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tests.handover.evenings import Evening

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import HandoverError
from fieldsurvey.handover.acknowledged import Ack, find_acks, read_acks
from fieldsurvey.handover.merging import merge


def acks_of(laptop: Any) -> list[Ack]:
    """Return what a laptop acknowledged."""
    return [Ack(line.device, line.seq, line.hash.hex()) for line in laptop.lines]


def test_a_list_is_read_as_a_driver_writes_it(tmp_path: Path) -> None:
    """With the word before it or without; twice is once."""
    path = tmp_path / "acks"
    path.write_text(f"ACK d3f9a1c2e 17 {'0' * 64}\nd3f9a1c2e 2 {'1' * 64}\n" * 2)

    assert read_acks(path) == [Ack("d3f9a1c2e", 2, "1" * 64), Ack("d3f9a1c2e", 17, "0" * 64)]


@pytest.mark.parametrize(
    "row", ["", "ACK", "d3f9a1c2e 0 " + "0" * 64, "d3f9a1c2e 1 00", "\x1b[2J d3f9a1c2e 1 00"]
)
def test_a_line_that_is_none_is_named(tmp_path: Path, row: str) -> None:
    """With the number of the line: a list that is half understood proves nothing."""
    path = tmp_path / "acks"
    path.write_text(f"d3f9a1c2e 2 {'1' * 64}\n{row}\n")
    with pytest.raises(HandoverError) as refused:
        read_acks(path)
    assert refused.value.where == f"{path}:2"


def test_a_list_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """It is not there, or it is no text."""
    (tmp_path / "picture").write_bytes(b"\xff\xd8")
    for name in ("gone", "picture"):
        with pytest.raises(HandoverError, match="cannot be read"):
            read_acks(tmp_path / name)


def test_every_line_is_found_where_it_is(
    lead: SurveyFile, laptop: Callable[..., Any], stick: Path, tmp_path: Path
) -> None:
    """In the lead's file, in a bundle of the stick, in one that nobody can open here, nowhere."""
    one, two, three = (laptop(number).interview() for number in (1, 2, 3))
    three.recipients = (AgeIdentity.make().recipient,)
    (stick / "a.fsb").write_bytes(one.bundle(1, 3))
    merge(lead, [stick], inbox=tmp_path / "inbox")
    (stick / "b.fsb").write_bytes(two.bundle())
    (stick / f"{three.key.device}-000001-000003.fsb").write_bytes(three.bundle(1, 3))
    (stick / "none.fsb").mkdir()
    acks = [*acks_of(one), *acks_of(two), *acks_of(three)]

    found = find_acks(acks, lead, [stick])

    assert (found.in_file, found.in_bundles) == (3, 4)
    assert found.sealed == acks_of(three)[:3]
    assert found.missing == sorted([acks_of(one)[3], acks_of(three)[3]])
    assert find_acks(acks_of(one)[:3], lead, [stick]).in_file == 3


def test_a_line_that_is_only_called_by_its_hash_is_not_there(evening: Evening) -> None:
    """Its text was altered or cut out; what was erased on the lead's word counts as kept."""
    name = evening.interview()
    evening.finish(name)
    evening.hand_over()
    evening.merge()
    lead = evening.lead
    acks = [Ack(line.device, line.seq, line.hash.hex()) for line in lead.history(name)]
    evening.erase(name)
    assert find_acks(acks, lead, []).in_file == len(acks)

    laptop = evening.laptop
    laptop.connection.execute("DROP TRIGGER line_is_never_changed")
    laptop.connection.execute("UPDATE line SET line = NULL WHERE seq = ?", (acks[0].seq,))
    laptop.connection.execute("UPDATE line SET line = '{}' WHERE seq = ?", (acks[1].seq,))
    assert find_acks(acks, laptop, []).missing == acks
