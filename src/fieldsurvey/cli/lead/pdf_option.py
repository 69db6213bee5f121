"""`--pdf`: whether what is frozen is written as PDF, too."""

from typing import Annotated

import typer

PdfOption = Annotated[
    bool, typer.Option("--pdf", help="Write it as PDF, too: needs the extra `pdf`.")
]


def formats_wanted(*, with_pdf: bool) -> tuple[str, ...]:
    """Return what it is written as; refuse at once what could not be written.

    Raises:
        UsageError: PDF is wanted, and the extra for it is not installed.
        ReportError: PDF is wanted, and there is no font for it.
    """
    from fieldsurvey.report.keeping.writing import FORMATS, PDF

    if not with_pdf:
        return FORMATS
    from fieldsurvey.report.pdf import need_typesetter

    need_typesetter()
    return (*FORMATS, PDF)
