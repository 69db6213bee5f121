"""A paper form and who keys it in, the entries that begin and finish its keying out. Pure.

What the paper says of itself goes with the facts of the interview: `interview.keyed_by`, who sits
at the keyboard, and `interview.paper_date`, the day written on the form.
"""

from fieldsurvey.chain.interview import Interview, Keying
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.i18n import _
from fieldsurvey.interview.conversation import Conversation
from fieldsurvey.interview.finishing import finish
from fieldsurvey.interview.signing import ANYBODY, Signature, SignedWith
from fieldsurvey.interview.typed.refusal import SIGNATURE, Refusal
from fieldsurvey.interview.typed.text import compact

KEYED_BY, PAPER_DATE = "interview.keyed_by", "interview.paper_date"


def start_paper(opening: Entry, keyer: str, paper_date: str) -> Entry:
    """Return the entry that begins the keying of a paper form.

    Args:
        opening: As `starting.start` gives it, with the inspectors whose names are on the paper.
        keyer: Who keys it: not necessarily one who was there.
        paper_date: The day written on the form, ISO 8601.
    """
    facts = {**opening.value["preload"], KEYED_BY: keyer, PAPER_DATE: paper_date}
    value = {**opening.value, "keying": Keying.PAPER.value, "preload": facts}
    return opening._replace(value=value, who=keyer)


def start_second(first: Interview, keyer: str) -> Entry:
    """Return the entry that begins a second, blind keying; it takes no answer from the first."""
    return Entry(
        kind=Kind.INTERVIEW_START,
        value={
            "subject": first.subject,
            "form": first.form_id,
            "team": first.team,
            "inspectors": list(first.inspectors),
            "preload": {**first.preload, KEYED_BY: keyer},
            "keying": Keying.SECOND.value,
            "keying_of": first.id,
        },
        questionnaire=first.questionnaire,
        who=keyer,
    )


def refuse_keyer(first: Interview, keyer: str) -> Refusal | None:
    """Return why somebody may not key a form a second time; None where they may."""
    if _same(keyer) != _same(keyer_of(first)):
        return None
    return Refusal(
        SIGNATURE,
        _("{name} keyed this form the first time.").format(name=keyer_of(first)),
        _("Let somebody else key it: the same eyes read the same mistake twice."),
    )


def keyer_of(interview: Interview) -> str:
    """Return who keyed an interview from paper."""
    return interview.preload.get(KEYED_BY, "")


def finish_paper(conversation: Conversation) -> Entry | Refusal:
    """Return the entry that finishes a form both of whose signatures are on the paper."""
    signatures = [Signature(name) for name in conversation.interview.inspectors]
    entry = finish(conversation, signatures, ANYBODY)
    if isinstance(entry, Refusal):
        return entry
    return entry._replace(value=signed_on_paper(conversation.interview))


def finish_second(conversation: Conversation) -> Entry:
    """Return the entry that ends a second keying: everything is keyed, nobody signs."""
    return Entry(
        kind=Kind.FINISH,
        interview=conversation.interview.id,
        value={"signatures": [], "keyed_by": conversation.who},
        questionnaire=conversation.interview.questionnaire,
        who=conversation.who,
    )


def signed_on_paper(interview: Interview) -> dict[str, object]:
    """Return what a finish line says of the signatures on a paper form."""
    return {
        "signatures": list(interview.inspectors),
        "signed_with": SignedWith.PAPER.value,
        "keyed_by": keyer_of(interview),
    }


def _same(name: str) -> str:
    return "".join(compact(name).casefold().split())
