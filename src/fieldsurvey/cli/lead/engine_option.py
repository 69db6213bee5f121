"""`--engine`: where villages are assessed; the points are the same everywhere."""

from typing import TYPE_CHECKING, Annotated

import typer

from fieldsurvey.errors import UsageError
from fieldsurvey.i18n import _

if TYPE_CHECKING:
    from fieldsurvey.assess.engines import Engine

EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help="Where villages are assessed: auto, one (process), processes, dask (a cluster here).",
    ),
]


def engine_named(word: str) -> "Engine":
    """Return the engine somebody means; raises UsageError if there is none of that name."""
    from fieldsurvey.assess.engines import Engine

    try:
        return Engine(word)
    except ValueError as error:
        raise UsageError(
            _("There is no engine “{word}”.").format(word=word),
            to_do=_("Choose one of: {words}.").format(words=", ".join(Engine)),
        ) from error
