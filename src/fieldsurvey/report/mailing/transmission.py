"""A server, a message and addresses in, what the server said of each out: the only use of SMTP.

The bytes go in two parts. Without the last one, a dot on its own line, no server may deliver (RFC
5321, 4.1.1.4): whatever fails before it was surely not sent, and may be tried again.
"""

import re
import select
import smtplib
import ssl
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from socket import socket

from pydantic import SecretStr

from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _
from fieldsurvey.report.mailing.delivery import Cause, Delivery, later, refused
from fieldsurvey.report.text import clean_text

_OUR_NAME = "[127.0.0.1]"
"""What we greet with: the name of a laptop is nobody's business."""

_REPLY_LETTERS_MAX = 200


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and how it is talked to."""

    host: str
    port: int
    security: str
    """`starttls`, `ssl` or `none`."""
    user: str = ""
    password: SecretStr = field(default_factory=lambda: SecretStr(""))
    ca_file: Path | None = None
    """Certificates to trust instead of the system's."""
    answer_s: float = 60
    """How long any answer may take."""
    last_answer_s: float = 600
    """How long the last one may take (RFC 5321, 4.5.3.2.6)."""

    def words(self, reply: bytes | str) -> str:
        """Return what the server said: short, clean, and without the password it may echo."""
        text = reply.decode("utf-8", "replace") if isinstance(reply, bytes) else reply
        text = " ".join(clean_text(text).split())
        for secret in self._secrets():
            text = text.replace(secret, "…")
        return text[:_REPLY_LETTERS_MAX]

    def _secrets(self) -> list[str]:
        password = self.password.get_secret_value()
        if not password:
            return []
        forms = (f"\0{self.user}\0{password}", password)
        return [*(b64encode(form.encode()).decode() for form in forms), password]


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message, and who is to get it."""

    sender: str
    to: tuple[str, ...]
    message: bytes
    """Lines end in CR LF."""


def transmit(
    server: Server, envelope: Envelope, before_last_byte: Callable[[Sequence[str]], object]
) -> Delivery:
    """Hand a message to a server.

    Args:
        server: Whom to hand it to.
        envelope: What, and for whom.
        before_last_byte: Called with the addresses that the server takes, when everything but the
            last byte has gone; if it raises, nobody gets the message.

    Raises:
        ReportError: The file of certificates cannot be used.
    """
    context = _context(server)
    try:
        smtp = _connect(server, context)
    except (OSError, smtplib.SMTPException) as error:
        return _of_error(server, envelope.to, error, is_connected=False)
    try:
        return _talk(server, smtp, context, envelope, before_last_byte)
    except (OSError, smtplib.SMTPException) as error:
        return _of_error(server, envelope.to, error, is_connected=True)
    finally:
        smtp.close()


def _context(server: Server) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=server.ca_file and str(server.ca_file))
    except OSError as error:
        raise ReportError(
            _("The certificates cannot be read: {reason}.").format(
                reason=error.strerror or type(error).__name__
            ),
            where=str(server.ca_file),
            to_do=_("Look at mail: ca_file: in campaign.yaml."),
        ) from error


def _connect(server: Server, context: ssl.SSLContext) -> smtplib.SMTP:
    place = server.host, server.port, _OUR_NAME
    if server.security == "ssl":
        return smtplib.SMTP_SSL(*place, timeout=server.answer_s, context=context)
    return smtplib.SMTP(*place, timeout=server.answer_s)


def _talk(
    server: Server,
    smtp: smtplib.SMTP,
    context: ssl.SSLContext,
    envelope: Envelope,
    before_last_byte: Callable[[Sequence[str]], object],
) -> Delivery:
    if server.security == "starttls":
        smtp.starttls(context=context)
    if server.user:
        # Not shown with what it was raised from: its frames hold the password.
        try:
            smtp.login(server.user, server.password.get_secret_value())
        except smtplib.SMTPAuthenticationError as error:
            raise smtplib.SMTPAuthenticationError(error.smtp_code, error.smtp_error) from None
    smtp.ehlo_or_helo_if_needed()
    code, reply = smtp.mail(envelope.sender)
    if code != 250:
        return _of_reply(server, envelope.to, code, reply)
    taken, others = _name_recipients(server, smtp, envelope.to)
    if not taken:
        return others
    answer = _hand_over(server, smtp, envelope, taken, before_last_byte)
    return _together(answer, others)


def _name_recipients(
    server: Server, smtp: smtplib.SMTP, addresses: Sequence[str]
) -> tuple[list[str], Delivery]:
    """Return whom the server takes it for, and what it says of the others."""
    taken: list[str] = []
    others = Delivery()
    for address in addresses:
        code, reply = smtp.rcpt(address)
        if code in (250, 251):
            taken.append(address)
        else:
            others = _together(others, _of_reply(server, [address], code, reply))
    return taken, others


def _hand_over(
    server: Server,
    smtp: smtplib.SMTP,
    envelope: Envelope,
    taken: Sequence[str],
    before_last_byte: Callable[[Sequence[str]], object],
) -> Delivery:
    code, reply = smtp.docmd("DATA")
    if code != 354:
        return _of_reply(server, taken, code, reply)
    smtp.send(re.sub(rb"(?m)^\.", b"..", envelope.message))
    sock = smtp.sock
    if sock is None or _has_spoken(sock):
        return later(taken, _("the server broke off in the middle"))
    before_last_byte(taken)
    try:
        sock.settimeout(server.last_answer_s)
        smtp.send(b".\r\n")
        code, reply = smtp.getreply()
    except (OSError, smtplib.SMTPException):
        return Delivery(perhaps=tuple(taken))
    if code == 250:
        return Delivery(sent=tuple(taken))
    return _of_reply(server, taken, code, reply)


def _has_spoken(sock: socket) -> bool:
    """Tell whether the server has hung up, or answered before it was asked."""
    readable, _writable, _broken = select.select([sock], [], [], 0)
    return bool(readable)


def _of_reply(server: Server, addresses: Sequence[str], code: int, reply: bytes) -> Delivery:
    why = _("the server says {code}: {words}").format(code=code, words=server.words(reply))
    # 500 and above: never; anything else that is no yes is taken for “not now”.
    return refused(addresses, why) if code >= 500 else later(addresses, why)


def _of_error(
    server: Server, addresses: Sequence[str], error: Exception, *, is_connected: bool
) -> Delivery:
    if isinstance(error, smtplib.SMTPResponseException):
        said = error.smtp_error
        reply = said if isinstance(said, bytes) else str(said).encode()
        return _of_reply(server, addresses, error.smtp_code, reply)
    if isinstance(error, smtplib.SMTPNotSupportedError) or type(error) is smtplib.SMTPException:
        return refused(addresses, _no_safe_way())
    if why := _tls_fault(error):
        return refused(addresses, why)
    if isinstance(error, OSError) and not isinstance(error, _BROKEN_OFF) and not is_connected:
        why = _("{host}:{port} cannot be reached: {reason}").format(
            host=server.host, port=server.port, reason=error.strerror or error
        )
        return later(addresses, why, Cause.UNREACHABLE)
    # smtplib makes one error of a silence and of a line that breaks.
    if isinstance(error, TimeoutError) or isinstance(error.__context__, TimeoutError):
        return later(addresses, _("the server is silent"))
    return later(addresses, _("the server broke off in the middle"))


_BROKEN_OFF = (smtplib.SMTPException, ssl.SSLError)


def _tls_fault(error: Exception) -> str:
    """Say what is wrong with the encryption; '' where the line only broke off."""
    match error:
        case ssl.SSLCertVerificationError():
            why = _("the certificate of the server is not trusted: {reason}")
            return why.format(reason=error.verify_message)
        case ssl.SSLEOFError() | ssl.SSLZeroReturnError():
            return ""
        case ssl.SSLError():
            why = _("the server does not speak TLS there ({reason}); look at port and security")
            return why.format(reason=error.reason)
        case _:
            return ""


def _no_safe_way() -> str:
    return _("the server offers no encryption, or no safe way to log in")


def _together(one: Delivery, other: Delivery) -> Delivery:
    return Delivery(
        sent=one.sent + other.sent,
        perhaps=one.perhaps + other.perhaps,
        refused={**one.refused, **other.refused},
        later={**one.later, **other.later},
        cause=one.cause or other.cause,
    )
