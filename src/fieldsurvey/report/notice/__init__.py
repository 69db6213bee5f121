"""Takes an edition and a language, gives the notice of it as officials write one, in blocks.

What it says is decided here; how a block looks on paper, by who writes it: `word_document`, `pdf`.
"""

from fieldsurvey.report.notice.composing import Composed, compose_notice

__all__ = ["Composed", "compose_notice"]
