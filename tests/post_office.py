"""A real mail server on this computer, which answers as a test wants it to."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from socket import create_server, socket

import pytest

trustme = pytest.importorskip("trustme", reason="install the dev dependencies")
pytest.importorskip("aiosmtpd", reason="install the dev dependencies")
from aiosmtpd.controller import Controller  # noqa: E402
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session  # noqa: E402

USER, PASSWORD = "office", "kite-and-lantern-7"

OK = "250 OK"


@dataclass
class PostOffice:
    """What the server is to say, and what it has taken in."""

    to_recipient: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Its replies to an address, the first time, the second …; the last one stays."""
    to_message: Sequence[str] = (OK,)
    """Its replies once it has the whole message."""
    hangs_up_before_the_end: bool = False
    hangs_up_after_the_end: bool = False
    is_silent_after_the_end: bool = False
    taken: list[tuple[tuple[str, ...], bytes]] = field(default_factory=list)
    """For whom, and what."""
    logins: list[str] = field(default_factory=list)
    sessions: int = 0
    port: int = 0
    _asked: Counter[str] = field(default_factory=Counter)

    @property
    def recipients(self) -> list[str]:
        """Everybody a message was taken for, as often as it was."""
        return [address for to, _content in self.taken for address in to]

    @property
    def letters(self) -> list[EmailMessage]:
        """The messages taken in, read."""
        read = [message_from_bytes(content, policy=SMTP_POLICY) for _to, content in self.taken]
        return [letter for letter in read if isinstance(letter, EmailMessage)]

    def next_reply(self, of: str, replies: Sequence[str]) -> str:
        """Return the reply whose turn it is."""
        nth = self._asked[of]
        self._asked[of] += 1
        return replies[min(nth, len(replies) - 1)]

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, said: list[str]
    ) -> list[str]:
        """Count who comes."""
        session.host_name = hostname
        self.sessions += 1
        return said

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take the address, or not."""
        reply = self.next_reply(address, self.to_recipient.get(address, [OK]))
        if reply.startswith("250"):
            envelope.rcpt_tos.append(address)
        return reply

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Take the message, or not."""
        reply = self.next_reply("DATA", self.to_message)
        content = envelope.original_content or b""
        if reply.startswith("250"):
            self.taken.append((tuple(envelope.rcpt_tos), content))
        if self.hangs_up_after_the_end and server.transport:
            server.transport.abort()
        if self.is_silent_after_the_end:
            await asyncio.sleep(0.6)
        return reply

    def authenticate(
        self, server: SMTP, session: Session, envelope: Envelope, how: str, data: object
    ) -> AuthResult:
        """Let in who knows the password; echo it to who does not, as a bad server might."""
        assert isinstance(data, LoginPassword)
        self.logins.append(data.login.decode())
        is_right = (data.login, data.password) == (USER.encode(), PASSWORD.encode())
        echo = f"535 5.7.8 not {data.password.decode()}"
        return AuthResult(success=is_right, handled=False, message=None if is_right else echo)


class _HangsUp(SMTP):
    async def smtp_DATA(self, arg: str) -> None:
        await self.push("354 go on")
        assert self.transport
        self.transport.abort()


@dataclass(frozen=True, slots=True)
class Certificates:
    """An authority of our own, and a server's certificate from it."""

    ca_file: Path
    context: ssl.SSLContext


def certificates_of(folder: Path, name: str = "localhost") -> Certificates:
    """Make an authority and a certificate for a host."""
    authority = trustme.CA()
    ca_file = folder / f"ca-{name}.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(name).configure_cert(context)
    return Certificates(ca_file, context)


@contextmanager
def opened(
    office: PostOffice, security: str = "none", context: ssl.SSLContext | None = None
) -> Iterator[PostOffice]:
    """Open the server on a free port of this computer."""
    serves = _HangsUp if office.hangs_up_before_the_end else SMTP

    class Served(Controller):
        def factory(self) -> SMTP:
            return serves(
                self.handler,
                hostname="post.example.org",
                authenticator=office.authenticate,
                auth_require_tls=False,
                require_starttls=security == "starttls",
                tls_context=context if security == "starttls" else None,
            )

    with create_server(("127.0.0.1", 0)) as free:
        office.port = free.getsockname()[1]
    controller = Served(
        office,
        hostname="127.0.0.1",
        port=office.port,
        ssl_context=context if security == "ssl" else None,
    )
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@contextmanager
def answering(talk: Callable[[socket], object]) -> Iterator[int]:
    """Listen on a free port and let `talk` answer whoever comes; give the port."""
    with create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            try:
                caller, _address = listening.accept()
            except OSError:
                return
            with caller:
                talk(caller)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listening.getsockname()[1]
    thread.join(5)


def closed_port() -> int:
    """Return a port on which nobody listens."""
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    return port
