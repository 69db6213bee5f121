"""An edition and its files in, the e-mail that carries them out: the same facts, the same message.

Where the campaign seals, the text in the clear says only which list it is; the figures, what is
missing and the files go sealed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import PurePath

from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.errors import ReportError
from fieldsurvey.i18n import _, listed, ngettext, pgettext, sentences
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.phrasing.page_words import page_words
from fieldsurvey.report.phrasing.phrases import (
    dateline,
    edition_title,
    explained_lines,
    headline,
    missing_headline,
    missing_lines,
)
from fieldsurvey.report.speaking import speaking
from fieldsurvey.report.wording import Wording

Seal = Callable[[bytes, Sequence[str]], bytes]
"""Makes bytes that only the recipients named can open."""

_SUFFIXES: Mapping[str, str] = {
    "workbook": ".xlsx",
    "page": ".html",
    "document": ".docx",
    "pdf": ".pdf",
    "table": ".csv",
    "data": ".json",
}
_TYPES: Mapping[str, tuple[str, str]] = {
    ".xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ".docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ".html": ("text", "html"),
    ".pdf": ("application", "pdf"),
    ".csv": ("text", "csv"),
    ".json": ("application", "json"),
    ".txt": ("text", "plain"),
}
_UNKNOWN = ("application", "octet-stream")


@dataclass(frozen=True, slots=True)
class Letter:
    """What is sent, before it is an e-mail."""

    subject: str
    body: str
    attachments: Mapping[str, bytes]
    """Content by file name."""


def write_letter(
    edition: Edition, plan: MailPlan, files: Mapping[str, bytes], seal: Seal
) -> Letter:
    """Return the letter that carries `edition`, in the edition's language.

    Args:
        edition: What it is about.
        plan: Whom it is for, and which files go with it.
        files: Content of the edition's files, by name.
        seal: Called where the plan seals.

    Raises:
        ReportError: A file that should go with it is not there.
    """
    attached = _attached(edition, plan, files)
    with speaking(edition.language):
        wording = Wording(edition.language, edition.names, edition.language)
        title = " ".join(edition_title(edition, wording).split())
        text = _figures(edition, wording)
        if not plan.seal_to:
            subject = f"{title} · {edition.date}"
            if edition.missing.count:
                missing = ngettext("{count} missing", "{count} missing", edition.missing.count)
                subject += f" · {missing.format(count=edition.missing.count)}"
            return Letter(subject, _body(edition, title, text, attached), attached)
        inside = {f"problem-list-{_mark(edition)}.txt": text.encode(), **attached}
        sealed = {f"{name}.age": seal(part, plan.seal_to) for name, part in inside.items()}
        body = _body(edition, title, _how_to_open(), sealed)
        return Letter(f"{title} · {edition.date}", body, sealed)


def render_message(letter: Letter, plan: MailPlan, digest: str, made_at: str) -> bytes:
    """Return the e-mail as it is sent, lines ending in CR LF, every line of it ASCII.

    Args:
        letter: What it says.
        plan: From whom and to whom.
        digest: SHA-256 of the edition, in hex: the message is named after it.
        made_at: When the edition was made, ISO 8601 with offset.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = plan.sender
    message["To"] = ", ".join(plan.to)
    if plan.cc:
        message["Cc"] = ", ".join(plan.cc)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(datetime.fromisoformat(made_at))
    message["Message-ID"] = message_id(digest, plan.sender)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.body, charset="utf-8", cte="base64")
    for name, content in letter.attachments.items():
        main, sub = _TYPES.get(PurePath(name).suffix, _UNKNOWN)
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    if letter.attachments:
        message.set_boundary(f"=_{digest[:40]}")
    return message.as_bytes()


def message_id(digest: str, sender: str) -> str:
    """Return the name of an edition's message: always the same, so that two of it are one."""
    return f"<{digest[:40]}@{sender.rsplit('@', 1)[1]}>"


def _mark(edition: Edition) -> str:
    return f"{edition.number:04d}-{edition.date}"


def _attached(edition: Edition, plan: MailPlan, files: Mapping[str, bytes]) -> dict[str, bytes]:
    attached = {}
    for wanted in plan.attach:
        found = sorted((n for n in files if n.endswith(_SUFFIXES[wanted])), key=_plain_first)
        if not found:
            raise ReportError(
                _("The edition has no file of the kind “{kind}”.").format(kind=wanted),
                where=_mark(edition),
                to_do=_("Take it out of mail: attach: in campaign.yaml."),
            )
        for name in found:
            stem, rest = name.split(".", 1)
            attached[f"{stem}-{_mark(edition)}.{rest}"] = files[name]
    return attached


def _plain_first(name: str) -> tuple[int, str]:
    """Put the list in the campaign's language before those in others."""
    return name.count("."), name


def _body(edition: Edition, title: str, text: str, attached: Mapping[str, bytes]) -> str:
    parts = [f"{title}\n{dateline(edition)}", text.rstrip("\n")]
    if attached:
        parts.append(_("Attached: {files}").format(files=listed(attached)))
    parts.append(page_words()["internal"])
    return "\n\n".join(parts) + "\n"


def _figures(edition: Edition, wording: Wording) -> str:
    """Return what is missing, then the figures."""
    words = page_words()
    gaps = [missing_headline(edition.missing), *missing_lines(edition.missing, wording)]
    gaps += explained_lines(edition.missing)
    to_date, coverage = edition.to_date, edition.coverage
    figures = [
        headline(edition),
        _("To date: {count} ({critical} critical, {major} major, {minor} minor).").format(
            count=to_date.total,
            critical=to_date.critical,
            major=to_date.major,
            minor=to_date.minor,
        ),
        _("Households visited: {visited} of {planned}.").format(
            visited=coverage.households_visited, planned=coverage.households_planned
        ),
    ]
    if edition.corrections:
        figures.append(
            ngettext(
                "{count} correction to earlier lists.",
                "{count} corrections to earlier lists.",
                len(edition.corrections),
            ).format(count=len(edition.corrections))
        )
    return f"{words['not_in']}\n{_bullets(gaps)}\n\n{words['in_figures']}\n{_bullets(figures)}\n"


def _bullets(lines: Sequence[str]) -> str:
    return "\n".join(f"- {' '.join(line.split())}" for line in lines)


def _how_to_open() -> str:
    return sentences(
        (
            pgettext("mail", "The list, its figures and what is missing are sealed."),
            _("Open each file with your key: age --decrypt -i KEY-FILE FILE.age > FILE"),
        )
    )
