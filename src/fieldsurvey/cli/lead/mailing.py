"""A lead's workspace and editions in, their mail sent with patience and told of out."""

import os
import time
from collections.abc import Callable, Sequence
from functools import partial

from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.lead.taking_in import seal_own_chain
from fieldsurvey.cli.speaking import say, show
from fieldsurvey.cli.workplace.standing import open_survey_file
from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.mailing.delivery import Cause, Delivery
from fieldsurvey.report.mailing.password import read_password
from fieldsurvey.report.mailing.patience import try_patiently
from fieldsurvey.report.mailing.posting import (
    EditionMail,
    Mailbag,
    keep_message,
    mail_of,
    post,
    waiting_editions,
)
from fieldsurvey.report.mailing.record import Fate
from fieldsurvey.report.mailing.transmission import Envelope, Server, transmit


def need_plan(workspace: Workspace) -> MailPlan:
    """Return how the campaign sends mail.

    Raises:
        UsageError: Its file does not say.
    """
    if workspace.campaign.mail is None:
        raise UsageError(
            _("The campaign does not say how mail is sent."),
            where=str(workspace.campaign_yaml),
            to_do=_("Write it there under mail: as docs/mail.md shows."),
        )
    return workspace.campaign.mail


def mailbag_of(workspace: Workspace) -> Mailbag:
    """Return where editions are found, who gets them, and where messages wait.

    Raises:
        UsageError: The campaign does not say how mail is sent.
    """
    return Mailbag(workspace.editions, workspace.mail, need_plan(workspace))


def server_of(workspace: Workspace) -> Server:
    """Return the server that takes our mail, its password read.

    Raises:
        UsageError: The campaign does not say how mail is sent.
        ReportError: The password is not there.
    """
    plan = need_plan(workspace)
    return Server(
        plan.host,
        plan.server_port,
        plan.security,
        user=plan.user,
        password=read_password(plan, workspace.folder, os.environ),
        ca_file=workspace.folder / plan.ca_file if plan.ca_file else None,
    )


def mail_out(
    workspace: Workspace,
    editions: Sequence[Edition],
    *,
    is_patient: bool = True,
    tell_sent: Callable[[str], None] = show,
    sleep: Callable[[float], object] | None = None,
) -> bool:
    """Send editions, tell what came of each, and return whether everybody has all of them.

    Between tries the survey file is closed, so that merging can go on.

    Args:
        workspace: The lead's.
        editions: The first one first.
        is_patient: Whether to try again where that helps.
        tell_sent: Says what was sent: a result, or talk beside another one.
        sleep: Takes seconds; time itself where none is given.
    """
    server = server_of(workspace)
    is_all_sent, is_reachable = True, True
    for edition in editions:
        if is_reachable:
            attempt = partial(_attempt, workspace, server, edition)
            tries = (
                try_patiently(attempt, sleep or time.sleep, _tell_wait)
                if is_patient
                else [attempt()]
            )
        else:
            tries = [_keep(workspace, edition)]
        is_all_sent &= _tell(workspace, edition, tries, tell_sent)
        is_reachable &= tries[-1].cause is not Cause.UNREACHABLE
    return is_all_sent


def with_waiting(workspace: Workspace, edition: Edition) -> list[Edition]:
    """Return an edition after those that wait in the outbox."""
    waiting = waiting_editions(mailbag_of(workspace))
    known = {each.number: each for each in (*waiting, edition)}
    return [known[number] for number in sorted(known)]


def _attempt(workspace: Workspace, server: Server, edition: Edition) -> Delivery:
    bag = mailbag_of(workspace)
    with open_survey_file(workspace) as survey_file:
        delivery = post(
            survey_file,
            bag,
            mail_of(survey_file, bag, edition),
            lambda message, to, before_last_byte: transmit(
                server, Envelope(bag.plan.sender, tuple(to), message), before_last_byte
            ),
        )
        if delivery.sent or delivery.perhaps:
            seal_own_chain(workspace, survey_file)
    return delivery


def _keep(workspace: Workspace, edition: Edition) -> Delivery:
    """Put a message into the outbox without trying to send it."""
    bag = mailbag_of(workspace)
    with open_survey_file(workspace) as survey_file:
        mail = mail_of(survey_file, bag, edition)
        if mail.of(Fate.WAITING):
            keep_message(survey_file, bag, mail)
    return Delivery(cause=Cause.UNREACHABLE)


def _tell_wait(delivery: Delivery, wait_s: float) -> None:
    for why in dict.fromkeys(delivery.later.values()):
        say(_("Not sent yet: {why}.").format(why=why))
    say(
        ngettext(
            "Trying again in {count} second; Ctrl-C leaves it in the outbox.",
            "Trying again in {count} seconds; Ctrl-C leaves it in the outbox.",
            int(wait_s),
        ).format(count=int(wait_s))
    )


def _tell(
    workspace: Workspace,
    edition: Edition,
    tries: Sequence[Delivery],
    tell_sent: Callable[[str], None],
) -> bool:
    """Say what came of sending one edition, and return whether everybody has it."""
    bag = mailbag_of(workspace)
    with open_survey_file(workspace) as survey_file:
        mail = mail_of(survey_file, bag, edition)
    number = edition.number
    if sent := [address for delivery in tries for address in delivery.sent]:
        tell_sent(_("Edition {number} sent to {to}.").format(number=number, to=listed(sent)))
    elif mail.is_done:
        tell_sent(
            _("Edition {number} was sent before; nobody gets it twice.").format(number=number)
        )
    reasons: dict[str, list[str]] = {}
    for address, why in {**tries[-1].later, **tries[-1].refused}.items():
        reasons.setdefault(why, []).append(address)
    for why, addresses in reasons.items():
        say(
            _("Edition {number} did not go to {to}: {why}.").format(
                number=number, to=listed(addresses), why=why
            )
        )
    if mail.of(Fate.WAITING):
        say(
            _("It waits in {file}; send it with: fieldsurvey mail send").format(
                file=mail.waiting_file
            )
        )
    tell_unsure(mail)
    return mail.is_done


def tell_unsure(mail: EditionMail) -> None:
    """Say who perhaps has an edition, and how that is settled."""
    if not (unsure := mail.of(Fate.PERHAPS)):
        return
    number = mail.edition.number
    say(
        _("Edition {number} may have reached {to}: it was handed over, and no answer came.").format(
            number=number, to=listed(unsure)
        )
    )
    say(
        _(
            "Ask them. Then: fieldsurvey mail settle {number} --arrived, or --again if it did not."
        ).format(number=number)
    )
