"""A finished interview in, the reason to open it again out."""

from fieldsurvey.i18n import _
from fieldsurvey.interview.prompts.alone import Ends, type_alone
from fieldsurvey.interview.typed.refusal import Refusal
from fieldsurvey.interview.typed.text import read_text


def ask_why_reopened(subject: str, terminal: Ends | None = None) -> str:
    """Ask until a reason is given.

    Raises:
        KeyboardInterrupt: The person gave up; the interview stays finished.
    """
    asked = _("Why is {subject} opened again? It stays with the interview.").format(subject=subject)
    told = ""
    while True:
        reason = read_text(type_alone(f"{told}{asked}\n", terminal))
        if isinstance(reason, str) and reason:
            return reason
        why = str(reason) if isinstance(reason, Refusal) else _("A reason is needed.")
        told = f"✗ {why}\n"
