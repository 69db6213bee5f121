"""A conversation gone through and two signatures in; the finish entry, or a refusal, out. Pure."""

from collections.abc import Collection, Sequence

from fieldsurvey.chain.line import Entry, Kind
from fieldsurvey.i18n import _, listed, ngettext
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.refusal import SIGNATURE, UNFINISHED, Refusal
from fieldsurvey.interview.review import review

SIGNATURES = 2
"""Inspectors who sign: they work in pairs (work plan)."""


def finish(
    conversation: Conversation, signatures: Sequence[str], inspectors: Collection[str]
) -> Entry | Refusal:
    """Return the entry that finishes the interview, once nothing is left to be mended.

    The finish code is added by whoever saves it: it is made from the chain.

    Args:
        conversation: With every fault of its review mended.
        signatures: Names of the inspectors who sign.
        inspectors: Names of the inspectors of the team; empty where nobody listed them.
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
    if refusal := refuse_signatures(signatures, inspectors):
        return refusal
    return Entry(
        kind=Kind.FINISH,
        interview=conversation.interview.id,
        value={"signatures": list(signatures)},
        questionnaire=conversation.interview.questionnaire,
        who=conversation.who,
    )


def refuse_signatures(signatures: Sequence[str], inspectors: Collection[str]) -> Refusal | None:
    """Return why these signatures do not do; None where they do."""
    names = [name.strip() for name in signatures if name.strip()]
    if len(names) != SIGNATURES or len(set(names)) != SIGNATURES:
        return Refusal(
            SIGNATURE,
            _("Two different inspectors sign an interview."),
            _("Both who were there sign, each with their own name."),
        )
    strangers = [name for name in names if name not in inspectors] if inspectors else []
    if strangers:
        return Refusal(
            SIGNATURE,
            _("{name} is not an inspector of this team.").format(name=strangers[0]),
            _("Those of the team may sign: {names}.").format(names=listed(sorted(inspectors))),
        )
    return None
