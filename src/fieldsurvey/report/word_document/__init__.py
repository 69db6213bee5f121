"""Takes an edition and a language, gives the bytes of a Word document: a notice on paper."""

from fieldsurvey.report.word_document.rendering import render_word_document

__all__ = ["render_word_document"]
