"""An e-mail in, what a person reads of it out."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP


def in_words(message: bytes) -> str:
    """Return the headers that people look at, the text, and the names of the attachments."""
    read = message_from_bytes(message, policy=SMTP)
    assert isinstance(read, EmailMessage)
    heads = [f"{name}: {read[name]}" for name in ("From", "To", "Cc", "Subject") if read[name]]
    body = read.get_body(("plain",))
    text = body.get_content() if body is not None else ""
    return "\n".join([*heads, "", text.replace("\r\n", "\n").rstrip("\n")])
