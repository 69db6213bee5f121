"""Takes an edition and a language, gives the notice of it as PDF; needs the extra `pdf`."""

from fieldsurvey.report.pdf.rendering import render_pdf
from fieldsurvey.report.pdf.typesetter import need_typesetter

__all__ = ["need_typesetter", "render_pdf"]
