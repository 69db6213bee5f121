"""A lead's survey file and an edition in, its message sent once to each address and noted out."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from fieldsurvey.campaign.folders import make_folder
from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.chain.devices.leads import leads_in
from fieldsurvey.chain.files import disk_words, write_file
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ReportError
from fieldsurvey.handover.sealing import seal
from fieldsurvey.i18n import _
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.witnessing import look_after_edition
from fieldsurvey.report.keeping.writing import folder_name, read_edition
from fieldsurvey.report.mailing.delivery import Delivery
from fieldsurvey.report.mailing.message import render_message, write_letter
from fieldsurvey.report.mailing.record import Event, Fate, Posting, fates

Transmit = Callable[[bytes, Sequence[str], Callable[[Sequence[str]], object]], Delivery]
"""Hands a message to a server for some addresses, as `transmission.transmit` does."""


@dataclass(frozen=True, slots=True)
class Mailbag:
    """Where editions are found, who gets them, and where messages wait."""

    editions: Path
    outbox: Path
    plan: MailPlan


@dataclass(frozen=True, slots=True)
class EditionMail:
    """How far the mail of one edition is."""

    edition: Edition
    posting: Posting
    fates: Mapping[str, Fate]
    """By address, in the order of the plan."""
    waiting_file: Path
    """The message as an e-mail program opens it; there while somebody waits for it."""

    def of(self, fate: Fate) -> tuple[str, ...]:
        """Return the addresses of one fate."""
        return tuple(address for address, own in self.fates.items() if own is fate)

    @property
    def is_done(self) -> bool:
        """Whether everybody has it."""
        return all(fate is Fate.SENT for fate in self.fates.values())


def mail_of(survey_file: SurveyFile, bag: Mailbag, edition: Edition) -> EditionMail:
    """Return how far the mail of one edition is.

    Raises:
        ReportError: The edition's file cannot be read.
    """
    place = bag.editions / folder_name(edition)
    # Of the bytes: a newer program must not take an old edition for another one.
    digest = hashlib.sha256(_read(place / "problem-list.json")).hexdigest()
    posting = Posting(edition.number, digest)
    return EditionMail(
        edition,
        posting,
        fates(_leads_lines(survey_file), posting, bag.plan.addresses),
        bag.outbox / f"{folder_name(edition)}.eml",
    )


def post(survey_file: SurveyFile, bag: Mailbag, mail: EditionMail, transmit: Transmit) -> Delivery:
    """Try once to send an edition to everybody who waits for it.

    Raises:
        ReportError: An edition's file is altered or missing, or the message cannot be kept.
        ChainError: The survey file cannot be written; then nothing was sent.
        HandoverError: Nothing can be sealed here.
    """
    waiting = mail.of(Fate.WAITING)
    if not waiting:
        return Delivery()
    message = keep_message(survey_file, bag, mail)
    begun: list[str] = []

    def note_begun(addresses: Sequence[str]) -> None:
        survey_file.append([mail.posting.entry(Event.BEGUN, addresses)])
        begun.extend(addresses)

    delivery = transmit(message, waiting, note_begun)
    # Whatever was begun and is neither sent nor surely not sent stays begun.
    not_sent = [a for a in begun if a not in (*delivery.sent, *delivery.perhaps)]
    events = ((Event.SENT, delivery.sent), (Event.NOT_SENT, not_sent))
    if said := [mail.posting.entry(event, who) for event, who in events if who]:
        survey_file.append(said)
    clear_outbox(survey_file, bag, mail.edition)
    return delivery


def settle(
    survey_file: SurveyFile, bag: Mailbag, mail: EditionMail, *, arrived: bool
) -> tuple[str, ...]:
    """Note what a person says of an edition's message; return the addresses that are meant.

    Args:
        survey_file: The lead's.
        bag: Where the message may wait.
        mail: How far its mail is.
        arrived: Everybody has it, by whatever way; else those who perhaps have it do not.
    """
    meant = mail.of(Fate.PERHAPS)
    if arrived:
        meant = (*meant, *mail.of(Fate.WAITING))
    if meant:
        event = Event.SENT if arrived else Event.AGAIN
        survey_file.append([mail.posting.entry(event, meant)])
        clear_outbox(survey_file, bag, mail.edition)
    return meant


def keep_message(survey_file: SurveyFile, bag: Mailbag, mail: EditionMail) -> bytes:
    """Put the message of an edition into the outbox and return it.

    Raises:
        ReportError: An edition's file is altered or missing, or the message cannot be kept.
        HandoverError: Nothing can be sealed here.
    """
    message = compose(survey_file, bag, mail)
    try:
        make_folder(bag.outbox)
        write_file(mail.waiting_file, message)
    except OSError as error:
        raise ReportError(
            _("The message cannot be kept: {reason}.").format(reason=disk_words(error)),
            where=str(mail.waiting_file),
            to_do=_("Make room, then run the command again; nothing was sent."),
        ) from error
    return message


def compose(survey_file: SurveyFile, bag: Mailbag, mail: EditionMail) -> bytes:
    """Return the message of an edition, its files as they were witnessed.

    Raises:
        ReportError: An edition's file is altered or missing.
        HandoverError: Nothing can be sealed here.
    """
    files = _proven_files(survey_file, bag.editions / folder_name(mail.edition))
    letter = write_letter(mail.edition, bag.plan, files, seal)
    return render_message(letter, bag.plan, mail.posting.digest, mail.edition.made_at)


def clear_outbox(survey_file: SurveyFile, bag: Mailbag, edition: Edition) -> None:
    """Take the message out of the outbox once everybody has it."""
    mail = mail_of(survey_file, bag, edition)
    if mail.is_done:
        with suppress(OSError):  # what lies there too long is sent to nobody twice
            mail.waiting_file.unlink(missing_ok=True)


def waiting_editions(bag: Mailbag) -> list[Edition]:
    """Return the editions whose message lies in the outbox, the first one first."""
    names = sorted(path.stem for path in bag.outbox.glob("[0-9]*-*.eml"))
    return [read_edition(bag.editions / name) for name in names if (bag.editions / name).is_dir()]


def _leads_lines(survey_file: SurveyFile) -> list[Line]:
    leads = leads_in(survey_file)
    return [line for line in survey_file.lines_of_kind(Kind.EDITION) if line.device in leads]


def _proven_files(survey_file: SurveyFile, place: Path) -> dict[str, bytes]:
    if findings := look_after_edition(place, _leads_lines(survey_file)):
        raise ReportError(
            _("The edition is not as it was made, and is not sent."),
            where=str(place),
            findings=findings,
        )
    return {path.name: _read(path) for path in sorted(place.iterdir()) if path.is_file()}


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReportError(
            _("The edition cannot be read: {reason}.").format(reason=error.strerror or error),
            where=str(path),
            to_do=_("Copy the folder back from where it was sent."),
        ) from error
