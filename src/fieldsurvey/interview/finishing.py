"""A conversation gone through and two signatures in; the finish entry, or a refusal, out. Pure."""

from collections.abc import Sequence

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.showing.review import review
from fieldsurvey.interview.signing import Signature, Signers
from fieldsurvey.interview.typed.refusal import UNFINISHED, Refusal


def finish(
    conversation: Conversation, signatures: Sequence[Signature], signers: Signers
) -> Entry | Refusal:
    """Return the entry that finishes the interview, once nothing is left to be mended.

    The finish code is added by whoever saves it: it is made from the chain.

    Args:
        conversation: With every fault of its review mended.
        signatures: Of the inspectors who sign, each with what they typed as their code.
        signers: Those who may sign.
    """
    gone_through = review(conversation)
    faults = (*gone_through.faults, *gone_through.check_faults)
    if faults:
        return Refusal(
            UNFINISHED,
            ngettext(
                "{count} question is still to be mended.",
                "{count} questions are still to be mended.",
                len(faults),
            ).format(count=len(faults)),
            _("Go through the list and mend each of them."),
        )
    if refusal := signers.refuse(signatures):
        return refusal
    return Entry(
        kind=Kind.FINISH,
        interview=conversation.interview.id,
        value={
            "signatures": [signature.name.strip() for signature in signatures],
            "signed_with": signers.signed_with.value,
        },
        questionnaire=conversation.interview.questionnaire,
        who=conversation.who,
    )
