"""Who asked for full names, of what and why, in; its line in the chain and its sentence out.

What the line says (`Entry.value`)::

    decision   {"about": "unmask", "what": command, "why": …, "who": name}
"""

from dataclasses import dataclass

from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.i18n import _
from fieldsurvey.report.text import clean_text


@dataclass(frozen=True, slots=True)
class Unmasking:
    """Somebody sees full names and numbers, for a reason."""

    what: str
    """The command: `problems list`."""
    why: str
    who: str

    @property
    def entry(self) -> Entry:
        """What is said in the chain before anything is shown."""
        value = {"about": "unmask", "what": self.what, "why": self.why, "who": self.who}
        return Entry(Kind.DECISION, value=value, who=self.who)

    def in_words(self) -> str:
        """Say it as it stands at the head of what is shown, in the user's language."""
        return _("Full names, because: {why}. Asked for by {who}; it stands in the chain.").format(
            why=clean_text(self.why), who=clean_text(self.who)
        )
