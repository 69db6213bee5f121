"""Takes a questionnaire, gives the paper form that is filled in where no laptop may be used.

`lay_out` → `render_paper`: what stands on the sheet, then the sheet as one HTML page for print.
"""

from fieldsurvey.report.paper.laying_out import lay_out
from fieldsurvey.report.paper.rendering import render_paper
from fieldsurvey.report.paper.sheet import Sheet

__all__ = ["Sheet", "lay_out", "render_paper"]
