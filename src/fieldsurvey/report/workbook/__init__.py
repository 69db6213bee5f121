"""Takes an edition and a language, gives the bytes of an Excel workbook."""

from fieldsurvey.report.workbook.book import render_workbook

__all__ = ["render_workbook"]
