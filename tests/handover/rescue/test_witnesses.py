"""Who stands for a line that was rescued: nobody who did not sign it, or wrote its code down."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.lines.finish_code import finish_code
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.handover.rescue.finds import Finds, Link
from fieldsurvey.handover.rescue.proving import DeviceFinds, prove
from fieldsurvey.handover.rescue.witnesses import Witness

MakeLaptop = Callable[..., Any]
LEAD = DeviceKey.of_seed(bytes(32))
STRANGER = DeviceKey.of_seed(bytes([9]) * 32)


def finds_of(team: Any) -> Finds:
    """Return every line of a laptop with its place, as a survey file without witnesses holds it."""
    finds = Finds()
    for line in team.lines:
        finds.add_text(line.text)
        finds.links.add(Link(line.device, line.seq, line.previous, line.digest, line.hash))
    return finds


def proven(finds: Finds, **given: Any) -> DeviceFinds:
    """Return what is true of the one device in the finds."""
    (device,) = prove(finds, **given).devices
    return device


def receipt(team: Any, key: DeviceKey, last: int = 3, **changes: object) -> tuple[str, bytes]:
    """Return a receipt for the first lines of a laptop, and its signature."""
    line = team.lines[last - 1]
    said = {"device": line.device, "seq": last, "head": line.hash.hex()}
    text = json.dumps({**said, "witness": key.public.hex(), **changes})
    return text, sign_text(key, Purpose.RECEIPT, text)


def test_a_signed_header_stands_for_every_line_up_to_its_last(laptop: MakeLaptop) -> None:
    """And for those before its first, whose hash it names."""
    team = laptop().interview().interview("0103-08")
    finds = finds_of(team)
    text = team.header(3, 6).text()
    finds.headers.add((text, sign_text(team.key, Purpose.BUNDLE, text)))

    device = proven(finds)

    assert device.count(Witness.SIGNATURE) == 6
    assert device.unwitnessed == 2
    assert (device.team, device.public_key) == ("2", team.key.public.hex())


@pytest.mark.parametrize("forgery", ["altered", "other key", "other device", "no key", "none"])
def test_a_header_that_its_device_did_not_sign_stands_for_nothing(
    laptop: MakeLaptop, forgery: str
) -> None:
    """Whatever it says of itself."""
    team = laptop().interview()
    header = team.header()
    finds = finds_of(team)
    signature = sign_text(team.key, Purpose.BUNDLE, header.text())
    stranger = replace(header, public_key=STRANGER.public.hex())
    finds.headers.add(
        {
            "altered": (replace(header, team="3").text(), signature),
            "other key": (header.text(), sign_text(STRANGER, Purpose.BUNDLE, header.text())),
            "other device": (
                stranger.text(),
                sign_text(STRANGER, Purpose.BUNDLE, stranger.text()),
            ),
            "no key": (replace(header, public_key="no hex").text(), signature),
            "none": ('{"campaign":"c","head":"00"}', signature),
        }[forgery]
    )

    proof = prove(finds)

    assert proof.headers == {}
    assert (proof.devices[0].unwitnessed, proof.devices[0].team) == (4, "")


def test_a_receipt_of_the_lead_stands_for_the_lines_up_to_it(laptop: MakeLaptop) -> None:
    """Only of a lead whose key is known here."""
    team = laptop().interview()
    finds = finds_of(team)
    finds.receipts |= {receipt(team, LEAD, 3), receipt(team, STRANGER, 4)}

    assert proven(finds, lead_keys=[LEAD.public]).count(Witness.RECEIPT) == 3
    assert proven(finds, lead_keys=[LEAD.public]).unwitnessed == 1
    assert proven(finds).unwitnessed == 4


@pytest.mark.parametrize(
    "change",
    [
        {"seq": "Infinity"},
        {"seq": float("inf")},
        {"head": "no hex"},
        {"head": 5},
        {"witness": "no hex"},
        {"witness": STRANGER.public.hex()},
    ],
    ids=["a word", "no number", "no hash", "a number for a hash", "no key", "another's key"],
)
def test_a_receipt_that_is_none_stands_for_nothing(
    laptop: MakeLaptop, change: dict[str, object]
) -> None:
    """A file that somebody brings along may say anything; the rescue goes on."""
    team = laptop().interview()
    finds = finds_of(team)
    finds.receipts.add(receipt(team, LEAD, 3, **change))
    finds.receipts |= {("[" * 100_000, b""), ("no JSON", b""), ("{}", b""), ("5", b"")}

    proof = prove(finds, lead_keys=[LEAD.public])

    assert proof.receipts == ()
    assert proof.devices[0].unwitnessed == 4


def test_a_code_stands_only_for_the_chain_it_was_made_of(laptop: MakeLaptop) -> None:
    """A finish line can say any code; on paper stands that of what was really said."""
    team = laptop().interview()
    name = team.lines[0].entry.interview
    true = finish_code(team.lines[-1].hash, 4)
    honest, liar = team.clone(), team.clone()
    honest.say(Entry(Kind.FINISH, name, value={"finish_code": true}))
    liar.say(Entry(Kind.FINISH, name, value={"finish_code": "AAAA-AAAA"}))

    assert proven(finds_of(honest), codes=[true]).count(Witness.CODE) == 4
    assert proven(finds_of(liar), codes=["AAAA-AAAA"]).count(Witness.CODE) == 0


@pytest.mark.parametrize("value", ["", 5, {}, {"finish_code": 5}, {"finish_code": ""}])
def test_a_finish_without_a_code_is_not_witnessed_by_an_empty_one(
    laptop: MakeLaptop, value: Any
) -> None:
    """Nor does it ask for one to be compared."""
    team = laptop().interview()
    team.say(Entry(Kind.FINISH, team.lines[0].entry.interview, value=value))

    device = proven(finds_of(team), codes=["", " - "])

    assert device.unwitnessed == 5
    assert device.codes() == []
