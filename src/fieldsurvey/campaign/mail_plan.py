"""The `mail:` part of campaign.yaml: to whom the nightly list is sent, and through which server.

A password never stands here: only where it is found.
"""

import re
from ipaddress import ip_address
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from fieldsurvey.campaign.part import Part
from fieldsurvey.i18n import _

_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_HOST = r"[A-Za-z0-9](?:[A-Za-z0-9.:-]{0,251}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_HOST}")


def _is_address(text: str) -> str:
    if len(text) > 254 or not _ADDRESS.fullmatch(text):
        raise ValueError(_("This is not an e-mail address. Write one like office@example.org."))
    return text


def _is_host(text: str) -> str:
    if text != "::1" and not re.fullmatch(_HOST, text):
        raise ValueError(_("This is not the name of a server. Write one like mail.example.org."))
    return text


def _is_recipient(text: str) -> str:
    if not re.fullmatch(r"age1[02-9ac-hj-np-z]{58}", text):
        raise ValueError(_("This is not a public age key: age1 and 58 letters and digits."))
    return text


Address = Annotated[str, AfterValidator(_is_address)]
"""A plain e-mail address; nothing in it can end a line of a header."""

_PORTS = {"starttls": 587, "ssl": 465, "none": 25}


class MailPlan(Part):
    """How the nightly list is sent by e-mail."""

    model_config = ConfigDict(serialize_by_alias=True)

    host: Annotated[str, AfterValidator(_is_host)]
    """The mail server that takes our mail."""
    port: Annotated[int | None, Field(ge=1, le=65535)] = None
    """As the security has it where not given: 587, 465, 25."""
    security: Literal["starttls", "ssl", "none"] = "starttls"
    """Encrypted after the greeting, from the first byte, or not at all: on this computer only."""
    ca_file: str = ""
    """Certificates to trust besides none else, where the server's is the office's own."""
    user: str = ""
    """Whom the server knows us as; blank: it asks for nobody."""
    password_file: str = ""
    """File whose first line is the password; a relative path starts at the campaign's folder."""
    password_env: str = ""
    """Or the variable of the environment that holds it."""
    sender: Annotated[Address, Field(alias="from")]
    to: Annotated[tuple[Address, ...], Field(strict=False, min_length=1)]
    cc: Annotated[tuple[Address, ...], Field(strict=False)] = ()
    attach: Annotated[
        tuple[Literal["workbook", "page", "document", "pdf", "table", "data"], ...],
        Field(strict=False),
    ] = ("workbook", "page")
    """Which files of the edition go with it."""
    seal_to: Annotated[
        tuple[Annotated[str, AfterValidator(_is_recipient)], ...], Field(strict=False)
    ] = ()
    """Public age keys: attachments and figures go so that only these can open them."""
    send: Literal["when_asked", "always"] = "when_asked"
    """Whether `nightly` sends without being asked to."""

    @property
    def server_port(self) -> int:
        """The port that is used."""
        return self.port or _PORTS[self.security]

    @property
    def addresses(self) -> tuple[str, ...]:
        """Everybody it goes to, each once."""
        return tuple(dict.fromkeys((*self.to, *self.cc)))

    @model_validator(mode="after")
    def _nothing_goes_in_the_clear(self) -> Self:
        if self.security == "none" and not is_loopback(self.host):
            raise ValueError(
                _(
                    "Without encryption mail goes to a server on this computer only. "
                    "Write security: starttls or ssl."
                )
            )
        return self

    @model_validator(mode="after")
    def _password_has_one_place(self) -> Self:
        places = sum(map(bool, (self.password_file, self.password_env)))
        if places != bool(self.user):
            raise ValueError(
                _("A user has a password: name either password_file or password_env, not both.")
                if self.user
                else _("There is a password and no user. Write the user the server knows.")
            )
        return self


def is_loopback(host: str) -> bool:
    """Tell whether a host is this computer by its very name."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
