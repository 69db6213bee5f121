import hashlib
import random
import zlib
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldsurvey.chain.devices.age_keys import AgeIdentity
from fieldsurvey.chain.devices.keys import DeviceKey, Purpose, sign_text
from fieldsurvey.chain.devices.register import QuestionnaireVersion
from fieldsurvey.chain.lines.line import dump_json
from fieldsurvey.handover import bundle as bundles
from fieldsurvey.handover.bundle import read_bundle, write_bundle
from fieldsurvey.handover.verdict import BundleError, VerdictKind

MakeLaptop = Callable[..., Any]
LEAD = AgeIdentity.make()
OPENING = (LEAD,)


@pytest.fixture(scope="module", params=["sealed", "open"])
def recipients(request: pytest.FixtureRequest) -> tuple[str, ...]:
    """Every bundle is tried sealed, and as an old kit leaves it."""
    return (LEAD.recipient,) if request.param == "sealed" else ()


@pytest.fixture(scope="module")
def laptop(laptop: MakeLaptop, recipients: tuple[str, ...]) -> MakeLaptop:
    """Make a laptop whose key grows from a number."""

    def make(number: int = 1) -> Any:
        made = laptop(number)
        made.recipients = recipients
        return made

    return make


def verdict(content: bytes) -> VerdictKind:
    """Return why a bundle is refused; it says so in words, with a next step."""
    with pytest.raises(BundleError) as refused:
        read_bundle(content, OPENING)
    assert refused.value.what
    return refused.value.verdict


def pack(*rows: str) -> bytes:
    """Return a well-formed envelope around any payload."""
    payload = zlib.compress("\n".join(rows).encode() + b"\n")
    return sealed(payload)


def sealed(payload: bytes, **about: object) -> bytes:
    """Return a bundle file whose envelope fits its payload, but for what `about` changes."""
    said = {"bytes": len(payload), "sealing": "none", "sha256": hashlib.sha256(payload).hexdigest()}
    return b"FSB1\n" + dump_json({**said, **about}).encode() + b"\n" + payload


def test_a_bundle_is_read_as_it_was_written(laptop: MakeLaptop) -> None:
    """Header, signature and every line with its hash come out as they went in."""
    team = laptop().interview().interview("0103-08")

    bundle = read_bundle(team.bundle(3, 6), OPENING)

    assert bundle.header == team.header(3, 6)
    assert bundle.lines == tuple(team.lines[2:6])
    assert bundle.header.name == f"{team.key.device}-000003-000006.fsb"


def test_questionnaires_travel_with_the_lines_they_were_asked_with(laptop: MakeLaptop) -> None:
    """The text of a version arrives to the byte; another text under its digest is refused."""
    team = laptop().interview()
    source = "settings:\r\n  form_id: f\n"
    digest = hashlib.sha256(source.encode()).hexdigest()
    header = replace(team.header(), questionnaires=((digest, "f", "1"),))
    signature = sign_text(team.key, Purpose.BUNDLE, header.text())
    version = QuestionnaireVersion(digest, "f", "1", source)

    whole = write_bundle(header.text(), signature, team.lines, [version], team.recipients)
    other = write_bundle(
        header.text(), signature, team.lines, [replace(version, source="x")], team.recipients
    )

    assert read_bundle(whole, OPENING).questionnaires == (version,)
    assert verdict(other) is VerdictKind.BAD_SIGNATURE


@pytest.mark.parametrize("row", ["no JSON", "5", "[" * 10**5, '"\\ud800"'])
def test_a_questionnaire_that_is_no_text_is_refused(laptop: MakeLaptop, row: str) -> None:
    """A laptop with a good key cannot slip anything else in under a digest."""
    team = laptop().interview()
    header = replace(team.header(), questionnaires=(("00" * 32, "f", "1"),))
    signature = sign_text(team.key, Purpose.BUNDLE, header.text())
    texts = [line.text for line in team.lines]

    content = pack(header.text(), signature.hex(), *texts, row)

    assert verdict(content) is VerdictKind.BAD_SIGNATURE


@given(position=st.integers(0, 10**6), bit=st.integers(0, 7))
def test_no_flipped_bit_goes_unnoticed(laptop: MakeLaptop, position: int, bit: int) -> None:
    """One bit anywhere in the file, and the bundle is refused."""
    content = bytearray(laptop().interview().bundle())
    content[position % len(content)] ^= 1 << bit

    with pytest.raises(BundleError):
        read_bundle(bytes(content), OPENING)


@given(share=st.floats(0, 1, exclude_max=True), tail=st.binary(max_size=20))
def test_a_bundle_cut_short_or_grown_is_refused(
    laptop: MakeLaptop, share: float, tail: bytes
) -> None:
    """A stick that was pulled out, or that invents bytes, leaves nothing that is believed."""
    content = laptop().interview().bundle()

    assert verdict(content[: int(share * len(content))] + tail) in (
        VerdictKind.UNREADABLE,
        VerdictKind.NEWER_FORMAT,
    )


@given(content=st.binary(max_size=300))
def test_noise_is_refused(content: bytes) -> None:
    """Nothing but a bundle is a bundle, with or without the magic before it."""
    assert verdict(content)
    assert verdict(b"FSB1\n" + content)
    assert verdict(pack(content.decode("latin-1"), "", ""))


def test_altered_lines_are_noticed_even_if_repacked(laptop: MakeLaptop) -> None:
    """Editing, dropping, adding, swapping or renumbering lines breaks what was signed."""
    team = laptop().interview()
    header = team.header()
    signature = sign_text(team.key, Purpose.BUNDLE, header.text())
    texts = [line.text for line in team.lines]
    edited = [texts[0], texts[1].replace('"1"', '"2"'), *texts[2:]]
    swapped = [texts[1], texts[0], *texts[2:]]

    for rows in (edited, swapped, [*texts[:-1], "{}"], texts[:-1], [*texts, texts[-1]]):
        assert verdict(pack(header.text(), signature.hex(), *rows)) in (
            VerdictKind.BAD_SIGNATURE,
            VerdictKind.UNREADABLE,
        )


def test_a_header_signed_by_another_key_is_refused(laptop: MakeLaptop) -> None:
    """Whoever re-signs a bundle is found by key and device not belonging together."""
    team, other = laptop(1).interview(), DeviceKey.of_seed(bytes(32))
    header = replace(team.header(), public_key=other.public.hex())

    stolen = write_bundle(
        header.text(), sign_text(other, Purpose.BUNDLE, header.text()), team.lines
    )
    forged = write_bundle(
        team.header().text(), sign_text(other, Purpose.BUNDLE, team.header().text()), team.lines
    )

    assert verdict(stolen) is VerdictKind.BAD_SIGNATURE
    assert verdict(forged) is VerdictKind.BAD_SIGNATURE


@pytest.mark.parametrize(
    "change",
    [
        {"first": 0},
        {"first": 2},
        {"last": 3},
        {"last": 2**40},
        {"campaign": 5},
        {"previous": b"x" * 32},
        {"head": b"x" * 32},
        {"public_key": "zz"},
        {"questionnaires": ((1, 2, 3),)},
        {"questionnaires": (("a", "b", "c"),)},
    ],
)
def test_a_signed_header_that_does_not_fit_is_refused(
    laptop: MakeLaptop, change: dict[str, object]
) -> None:
    """A device with a good key but a wrong tale is refused as well."""
    team = laptop().interview()
    header = replace(team.header(), **change)

    assert verdict(
        write_bundle(header.text(), sign_text(team.key, Purpose.BUNDLE, header.text()), team.lines)
    )


@pytest.mark.parametrize("text", ["[]", "{}", "5", "[" * 10**5, '{"format": "x"}', '{"format": 1}'])
def test_a_header_that_is_none_is_refused(text: str) -> None:
    """Any JSON in the header's place is either a header or a refusal."""
    assert verdict(pack(text, "00" * 64)) is VerdictKind.UNREADABLE


@pytest.mark.parametrize("number", ["Infinity", "-Infinity", "NaN", "1e999", "1.5", '"x"', "[]"])
def test_no_number_in_an_envelope_or_a_header_stops_the_night(
    laptop: MakeLaptop, number: str
) -> None:
    """A size or a seq no integer can be is one more damaged file, not the end of a merge."""
    team = laptop().interview()
    header = team.header().text().replace('"from":1', f'"from":{number}')
    signature = sign_text(team.key, Purpose.BUNDLE, header).hex()
    envelope = b'FSB1\n{"bytes":%b,"sealing":"none","sha256":"00"}\n?' % number.encode()

    assert verdict(envelope) is VerdictKind.UNREADABLE
    assert verdict(pack(header, signature)) is VerdictKind.UNREADABLE


def test_what_a_newer_program_made_is_named_as_that(laptop: MakeLaptop) -> None:
    """A newer magic, sealing, header or line asks for an update, and is not called damaged."""
    team = laptop().interview()
    content = team.bundle()
    payload = b"?"
    header, lines = team.header(), [line.text for line in team.lines]
    newer_lines = [lines[0].replace('"format":1', '"format":2'), *lines[1:]]
    signature = sign_text(team.key, Purpose.BUNDLE, header.text()).hex()

    for newer in (
        b"FSB2\n" + content[5:],
        sealed(payload, sealing="paper"),
        pack(header.text().replace('"format":1', '"format":2'), signature, *lines),
        pack(header.text(), signature, *newer_lines),
    ):
        assert verdict(newer) is VerdictKind.NEWER_FORMAT


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"not zlib",
        zlib.compress(b"a\nb\nc\n")[:-5],
        zlib.compress(b"a\nb\nc\n") + b"more",
        zlib.compress(b"a\nb\nc"),
        zlib.compress(b"a\n"),
        zlib.compress(b"\xff\n\n\n"),
    ],
    ids=["empty", "noise", "cut", "grown", "no end", "too few", "no UTF-8"],
)
def test_a_payload_that_does_not_unpack_to_rows_is_refused(payload: bytes) -> None:
    """An envelope that fits says nothing of what is inside."""
    assert verdict(sealed(payload)) is VerdictKind.UNREADABLE


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Unpacking stops at the limit, however small the file is."""
    monkeypatch.setattr(bundles, "PAYLOAD_BYTES_MAX", 10**6)

    assert verdict(sealed(zlib.compress(bytes(2 * 10**6)))) is VerdictKind.UNREADABLE


def test_a_long_payload_is_read_whole(laptop: MakeLaptop) -> None:
    """Payloads of many chunks, well and badly compressible, come out to the byte."""
    team = laptop().interview()
    source = random.Random(1).randbytes(1_500_000).hex() + "水" * 1_000_000
    digest = hashlib.sha256(source.encode()).hexdigest()
    header = replace(team.header(), questionnaires=((digest, "f", "1"),))
    version = QuestionnaireVersion(digest, "f", "1", source)
    content = write_bundle(
        header.text(),
        sign_text(team.key, Purpose.BUNDLE, header.text()),
        team.lines,
        [version],
        team.recipients,
    )

    assert read_bundle(content, OPENING).questionnaires == (version,)
