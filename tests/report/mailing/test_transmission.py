"""A message is handed to a real server on this computer; whatever it answers is told rightly."""

import socket
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from pydantic import SecretStr
from tests.post_office import (
    PASSWORD,
    USER,
    Certificates,
    PostOffice,
    answering,
    certificates_of,
    closed_port,
    opened,
)

from fieldsurvey.report.mailing.delivery import Cause, Delivery
from fieldsurvey.report.mailing.transmission import Envelope, Server, transmit

TO = ("gao@example.org", "lin@example.org")
MESSAGE = b"Subject: list\r\n\r\n.a line that begins with a dot\r\nand the last\r\n"


@pytest.fixture(scope="module")
def certificates(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    """Certificates for localhost."""
    return certificates_of(tmp_path_factory.mktemp("certificates"))


def hand_over(
    port: int,
    *,
    security: str = "none",
    user: str = "",
    password: str = "",
    ca_file: Path | None = None,
    host: str = "localhost",
    answer_s: float = 5,
    begun: list[str] | None = None,
) -> Delivery:
    """Hand the message to the server on a port."""
    server = Server(
        host,
        port,
        security,
        user=user,
        password=SecretStr(password),
        ca_file=ca_file,
        answer_s=answer_s,
        last_answer_s=min(answer_s, 0.3),
    )
    noted = [] if begun is None else begun
    return transmit(server, Envelope("lead@example.org", TO, MESSAGE), noted.extend)


@pytest.mark.parametrize("security", ["none", "starttls", "ssl"])
def test_the_message_arrives_byte_for_byte(certificates: Certificates, security: str) -> None:
    """Encrypted after the greeting, from the first byte, or on this computer not at all."""
    begun: list[str] = []
    with opened(PostOffice(), security, certificates.context) as office:
        delivery = hand_over(
            office.port, security=security, ca_file=certificates.ca_file, begun=begun
        )

    assert delivery == Delivery(sent=TO)
    assert office.taken == [(TO, MESSAGE)]
    assert begun == list(TO)


def test_the_server_lets_in_who_knows_the_password(certificates: Certificates) -> None:
    """The user is named once the line is encrypted."""
    with opened(PostOffice(), "starttls", certificates.context) as office:
        delivery = hand_over(
            office.port,
            security="starttls",
            ca_file=certificates.ca_file,
            user=USER,
            password=PASSWORD,
        )

    assert delivery.sent == TO
    assert office.logins == [USER]


def test_a_wrong_password_is_refused_and_not_repeated(certificates: Certificates) -> None:
    """Even where the server echoes it; trying again would lock the account."""
    with opened(PostOffice(), "starttls", certificates.context) as office:
        delivery = hand_over(
            office.port,
            security="starttls",
            ca_file=certificates.ca_file,
            user=USER,
            password="plum-blossom-9",
        )

    assert delivery.refused.keys() == set(TO)
    assert "535" in delivery.refused[TO[0]]
    assert "plum-blossom-9" not in repr(delivery)
    assert not office.taken


def test_a_certificate_nobody_vouches_for_ends_it(certificates: Certificates) -> None:
    """Not trusted, or made for another host: no user is named and nothing is sent."""
    with opened(PostOffice(), "starttls", certificates.context) as office:
        untrusted = hand_over(office.port, security="starttls", user=USER, password=PASSWORD)
        other_host = hand_over(
            office.port, security="starttls", host="127.0.0.1", ca_file=certificates.ca_file
        )

    assert "not trusted" in untrusted.refused[TO[0]]
    assert "not trusted" in other_host.refused[TO[0]]
    assert not office.taken
    assert not office.logins


def test_a_server_without_encryption_gets_nothing() -> None:
    """Somebody in between may have taken the offer away."""
    with opened(PostOffice()) as office:
        delivery = hand_over(office.port, security="starttls", user=USER, password=PASSWORD)

    assert "no encryption" in delivery.refused[TO[0]]
    assert not office.logins


def test_a_plain_server_where_tls_is_expected_is_named() -> None:
    """Port and security do not go together: trying again would not help."""
    with opened(PostOffice()) as office:
        delivery = hand_over(office.port, security="ssl")

    assert "port and security" in delivery.refused[TO[0]]


def test_one_refused_recipient_does_not_keep_it_from_the_others() -> None:
    """Who is refused for good, who later, and who has it: each is told apart."""
    replies = {TO[0]: ["550 5.1.1 no such user"]}
    with opened(PostOffice(to_recipient=replies)) as office:
        delivery = hand_over(office.port)

    assert delivery.sent == (TO[1],)
    assert delivery.refused == {TO[0]: "the server says 550: 5.1.1 no such user"}
    assert office.recipients == [TO[1]]


@pytest.mark.parametrize(
    "office",
    [
        PostOffice(to_recipient={to: ["451 4.7.1 greylisted"] for to in TO}),
        PostOffice(to_message=["451 4.7.1 greylisted"]),
    ],
    ids=["at the address", "after the message"],
)
def test_greylisting_is_a_later(office: PostOffice) -> None:
    """Nothing is unsure: the server has said that it took nothing."""
    with opened(office):
        delivery = hand_over(office.port)

    assert delivery.later.keys() == set(TO)
    assert delivery.cause is Cause.BUSY
    assert not delivery.perhaps


def test_a_line_that_breaks_in_the_middle_left_nothing_behind() -> None:
    """Without its last byte no server may deliver: it is sure, and may be tried again."""
    begun: list[str] = []
    with opened(PostOffice(hangs_up_before_the_end=True)) as office:
        delivery = _after_hanging_up(office.port, begun)

    assert delivery.later.keys() == set(TO)
    assert not begun


def _after_hanging_up(port: int, begun: list[str]) -> Delivery:
    """Hand over a message so large that the server hangs up while it goes."""
    server = Server("localhost", port, "none", answer_s=5)
    large = MESSAGE + b"x" * 76 * 200_000 + b"\r\n"
    return transmit(server, Envelope("lead@example.org", TO, large), begun.extend)


@pytest.mark.parametrize(
    "office",
    [PostOffice(hangs_up_after_the_end=True), PostOffice(is_silent_after_the_end=True)],
    ids=["hangs up", "is silent"],
)
def test_without_the_last_answer_nobody_can_tell(office: PostOffice) -> None:
    """It was handed over, and it did arrive: only, nobody said so."""
    begun: list[str] = []
    with opened(office):
        delivery = hand_over(office.port, begun=begun)

    assert delivery == Delivery(perhaps=TO)
    assert begun == list(TO)
    assert office.recipients == list(TO)


def test_where_the_note_cannot_be_made_nothing_is_sent() -> None:
    """The disk is full: the last byte does not go."""

    def full(_addresses: Sequence[str]) -> None:
        raise OSError("disk full")

    with opened(PostOffice()) as office:
        server = Server("localhost", office.port, "none")
        transmit(server, Envelope("lead@example.org", TO, MESSAGE), full)
        time.sleep(0.05)

    assert not office.taken


def test_no_network_is_told_as_such() -> None:
    """Nobody listens, or the name is not known."""
    refused = hand_over(closed_port())
    unknown = hand_over(25, host="mail.invalid")

    assert refused.cause is unknown.cause is Cause.UNREACHABLE
    assert "cannot be reached" in refused.later[TO[0]]
    assert "mail.invalid:25" in unknown.later[TO[0]]


def test_a_server_that_says_nothing_is_not_waited_for_for_ever() -> None:
    """At the greeting, and in the middle."""

    def greets_and_sleeps(caller: socket.socket) -> None:
        caller.sendall(b"220 post.example.org\r\n")
        caller.recv(100)
        time.sleep(0.5)

    with answering(lambda caller: time.sleep(0.5)) as port:
        mute = hand_over(port, answer_s=0.2)
    with answering(greets_and_sleeps) as port:
        falls_asleep = hand_over(port, answer_s=0.2)

    assert mute.cause is falls_asleep.cause is Cause.BUSY
    assert "silent" in mute.later[TO[0]]
    assert "silent" in falls_asleep.later[TO[0]]


def test_what_a_server_says_cannot_act_on_a_terminal() -> None:
    """No escape sequence, no line of its own, no endless speech."""
    reply = "550 \x1b[2Jcleared\u202e " + "long " * 80
    with opened(PostOffice(to_recipient={to: [reply] for to in TO})) as office:
        delivery = hand_over(office.port)

    said = delivery.refused[TO[0]]
    assert "\x1b" not in said
    assert len(said) < 250
