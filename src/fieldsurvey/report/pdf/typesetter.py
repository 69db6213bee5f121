"""Fonts and Typst, the typesetter: both come with the extra `pdf`, and neither needs a network."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from functools import cache
from importlib.resources import files
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from fieldsurvey.errors import ReportError, UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    import typst

BUNDLED = "Noto Sans CJK SC"
"""What the extra brings: with it, a PDF has the same bytes on every computer."""

FONTS = (
    BUNDLED,
    "Noto Sans SC",
    "Source Han Sans SC",
    "Microsoft YaHei",
    "PingFang SC",
    "SimHei",
    "Noto Serif CJK SC",
    "FangSong",
    "SimSun",
)
"""Fonts with Chinese signs; the first that is there is taken."""


def need_typesetter() -> None:
    """Refuse, before any work is done, what could not be typeset.

    Raises:
        UsageError: The extra is not installed.
        ReportError: There is no font with Chinese signs.
    """
    if find_spec("typst") is None:
        raise UsageError(
            _("What makes PDF is not installed here."),
            to_do=_("pip install 'fieldsurvey[pdf]', or go on without PDF."),
        )
    chinese_font()


@cache
def known_fonts() -> "typst.Fonts":
    """Return the fonts of the extra, then those of the computer."""
    import typst

    bundled = find_spec("noto_cjk_sans_otc")
    places = list(bundled.submodule_search_locations or ()) if bundled else []
    return typst.Fonts(font_paths=places)


@cache
def chinese_font() -> str:
    """Return the family that everything is set in.

    Raises:
        ReportError: There is none with Chinese signs.
    """
    return pick_font(known_fonts().families())


def pick_font(there: Collection[str]) -> str:
    """Return the first of `FONTS` that is there.

    Raises:
        ReportError: None is.
    """
    for family in FONTS:
        if family in there:
            return family
    raise ReportError(
        _("There is no font with Chinese signs here."),
        to_do=_("pip install 'fieldsurvey[pdf]' brings one; so does any of: {fonts}.").format(
            fonts=", ".join(FONTS)
        ),
    )


def typeset(notice: Mapping[str, Any], made_at: str) -> bytes:
    """Return the PDF of a notice, dated `made_at`, ISO 8601 with offset.

    What people typed in is data of the template, never a part of it: nothing in it is markup.

    Raises:
        ReportError: It cannot be typeset as it should.
    """
    import typst

    try:
        made, warnings = typst.compile_with_warnings(
            template(),
            font_paths=known_fonts(),
            sys_inputs=inputs_of(notice),
            format="pdf",
            timestamp=datetime.fromisoformat(made_at),
        )
    except typst.TypstError as error:
        raise _fault(error.message) from error
    for warning in warnings:
        raise _fault(warning.message)
    return made


@cache
def template() -> bytes:
    """Return the template: how a notice looks, and nothing that it says."""
    return (files("fieldsurvey.report") / "templates" / "notice.typ").read_bytes()


def inputs_of(notice: Mapping[str, Any]) -> dict[str, str]:
    """Return what the template reads."""
    return {"notice": json.dumps(notice)}


def _fault(reason: str) -> ReportError:
    return ReportError(
        _("The PDF could not be made: {reason}.").format(reason=reason),
        to_do=_("Go on without PDF, and tell those who look after the program."),
    )
