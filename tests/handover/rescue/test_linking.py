"""Which texts stand in a chain, by the hashes that were found beside them."""

import hashlib
import time
from collections.abc import Callable
from typing import Any

from fieldsurvey.chain.devices.keys import Purpose, sign_text
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind, Line
from fieldsurvey.chain.lines.text import read_line
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.rescue.proving import DeviceFinds, prove

MakeLaptop = Callable[..., Any]


def link(line: Line) -> Link:
    """Return the place of a line as it is stored beside its text."""
    return Link(line.device, line.seq, line.previous, line.digest, line.hash)


def finds_of(*texts: str, links: tuple[Link, ...] = ()) -> Finds:
    """Return finds with some texts and places."""
    finds = Finds(links=set(links))
    for text in texts:
        finds.add_text(text)
    return finds


def only(finds: Finds) -> DeviceFinds:
    """Return what is true of the one device in the finds."""
    (device,) = prove(finds).devices
    return device


def seqs(device: DeviceFinds) -> list[int]:
    """Return the places of the lines that are proven."""
    return [line.seq for line in device.lines]


def test_texts_without_any_hash_beside_them_prove_nothing(laptop: MakeLaptop) -> None:
    """They fit on each other however somebody wrote them."""
    team = laptop().interview()

    device = only(finds_of(*(line.text for line in team.lines)))

    assert seqs(device) == []
    assert len(device.unprovable) == 4


def test_a_signed_head_proves_the_texts_before_it_without_any_row(laptop: MakeLaptop) -> None:
    """Only these texts in this order hash to it."""
    team = laptop().interview()
    finds = finds_of(*(line.text for line in team.lines))
    header = team.header().text()
    finds.headers.add((header, sign_text(team.key, Purpose.BUNDLE, header)))

    device = only(finds)

    assert [line.hash for line in device.lines] == [line.hash for line in team.lines]
    assert (device.unprovable, device.unwitnessed) == ((), 0)


def test_the_line_after_a_text_proves_it(laptop: MakeLaptop) -> None:
    """Its row is lost, but the next one names its hash; what is before a gap is not guessed."""
    team = laptop().interview().interview("0103-08")
    texts = [line.text for line in team.lines]

    device = only(finds_of(texts[0], *texts[4:6], links=(link(team.lines[3]), link(team.lines[6]))))

    assert seqs(device) == [5, 6]
    assert device.gaps == ((1, 4),)
    assert device.unprovable == (texts[0],)


def test_the_last_text_is_placed_by_its_digest(laptop: MakeLaptop) -> None:
    """Nothing comes after it; its hash is damaged, and its digest stands beside it."""
    team = laptop().interview()
    last = team.lines[3]
    damaged = Link(last.device, 4, bytes(32), last.digest, b"?" * 32)

    device = only(finds_of(last.text, links=(link(team.lines[2]), damaged)))

    assert seqs(device) == [4]


def test_a_made_up_beginning_does_not_hide_the_last_line(laptop: MakeLaptop) -> None:
    """Somebody adds a place for line 4 that has nothing before it: no chain begins there."""
    team = laptop().interview()
    last = team.lines[3]
    damaged = Link(last.device, 4, bytes(32), last.digest, b"?" * 32)
    digest = hashlib.sha256(b"made up").digest()
    made_up = Link(last.device, 4, GENESIS, digest, hashlib.sha256(GENESIS + digest).digest())

    device = only(finds_of(last.text, links=(link(team.lines[2]), damaged, made_up)))

    assert seqs(device) == [4]


def test_a_place_that_was_made_up_is_not_believed(laptop: MakeLaptop) -> None:
    """Hashes that fit are easily made: a line keeps the place that it says itself."""
    team = laptop().interview()
    texts = [line.text for line in team.lines]
    skipping = read_line(texts[3], previous=team.lines[1].hash)
    first_again = read_line(texts[0], previous=team.lines[1].hash)
    without_first = read_line(texts[1])
    places = tuple(map(link, (*team.lines[:2], skipping, first_again, without_first)))

    device = only(finds_of(*texts[:2], texts[3], links=places))

    assert [line.hash for line in device.lines] == [line.hash for line in team.lines[:2]]
    assert device.unprovable == (texts[3],)


def test_many_versions_of_every_line_do_not_multiply(laptop: MakeLaptop) -> None:
    """A file made to harm: forty texts for each of eight places would be 40⁸ chains."""
    teams = []
    for number in range(40):
        team = laptop()
        for seq in range(8):
            team.say(Entry(Kind.NOTE, question="q", value=f"{number} {seq}"))
        teams.append(team)
    finds = finds_of(*(line.text for team in teams for line in team.lines))
    header = teams[0].header().text()
    finds.headers.add((header, sign_text(teams[0].key, Purpose.BUNDLE, header)))
    begun = time.monotonic()

    device = only(finds)

    assert time.monotonic() - begun < 10
    assert {line.text for line in device.lines} <= {line.text for line in teams[0].lines}
    assert len(device.lines) + len(device.unprovable) == 320


def test_lines_of_a_newer_program_are_counted_and_kept_as_text(laptop: MakeLaptop) -> None:
    """They can be proven by it; here a person can read them."""
    team = laptop().interview()
    newer = team.lines[1].text.replace('"format":1', '"format":2')
    digest = hashlib.sha256(newer.encode()).digest()
    hash_ = hashlib.sha256(team.lines[0].hash + digest).digest()
    place = Link(team.key.device, 2, team.lines[0].hash, digest, hash_)

    proof = prove(finds_of(team.lines[0].text, newer, links=(link(team.lines[0]), place)))

    assert (proof.newer, proof.damaged) == (1, (newer,))
    assert proof.line_count == 1


def test_each_device_is_told_by_its_own_key_only(laptop: MakeLaptop) -> None:
    """By its signed header or the first line of its chain; one in another's name says nothing."""
    signed, named, posing = laptop(1).interview(), laptop(2), laptop(3)
    named.say(key_line(named.key.public.hex(), "5"))
    posing.say(key_line(signed.key.public.hex(), "6"), key_line("no hex", "7"))
    teams = (signed, named, posing)
    lines = [line for team in teams for line in team.lines]
    finds = finds_of(*(line.text for line in lines), links=tuple(map(link, lines)))
    header = signed.header().text()
    finds.headers.add((header, sign_text(signed.key, Purpose.BUNDLE, header)))

    told = {each.device: (each.public_key, each.team) for each in prove(finds).devices}

    assert told == {
        signed.key.device: (signed.key.public.hex(), "2"),
        named.key.device: (named.key.public.hex(), "5"),
        posing.key.device: ("", ""),
    }


def key_line(public_key: str, team: str) -> Entry:
    """Return what the first line of a chain says of its device."""
    return Entry(Kind.KEY, value={"public_key": public_key, "team": team, "campaign": "c"})


def test_what_was_signed_and_is_lost_at_the_end_is_missing(laptop: MakeLaptop) -> None:
    """A header says how far the chain went; a laptop of which nothing else is left is not told."""
    team, other = laptop(1).interview(), laptop(2).interview()
    finds = finds_of(team.lines[0].text, links=(link(team.lines[0]),))
    for each in (team, other):
        header = each.header().text()
        finds.headers.add((header, sign_text(each.key, Purpose.BUNDLE, header)))

    assert only(finds).gaps == ((2, 4),)
