"""A sign in, the sentence about it in the language spoken out."""

from fieldsurvey.assess.making.signs import Noticed, Sign
from fieldsurvey.i18n import _


def in_words(noticed: Noticed) -> str:
    """Say what was noticed, with its figures."""
    return _sentences()[noticed.sign].format(**noticed.figures)


def _sentences() -> dict[Sign, str]:
    return {
        Sign.QUICK: _("{figure} minutes; the others took {median}"),
        Sign.QUICK_SECTION: _("section {section} in {figure} minutes; the others took {median}"),
        Sign.STRAIGHT: _("one code {figure} % in a row; the others {median} %"),
        Sign.ALIKE: _("{share} % of the answers as in {other}"),
        Sign.NO_ANSWER: _("{figure} % refused or not known; the others {median} %"),
        Sign.OVERLAP: _("at the same time as {other}"),
        Sign.COPIED: _("the same words as in {other}: {text}"),
        Sign.PHOTO_TWICE: _("the same picture as in {other}"),
        Sign.PHOTO_TIME: _("a picture was taken at {at}, when nobody was there"),
        Sign.PHOTO_PLACE: _("a picture was taken {km} km from the others of the village"),
        Sign.PHOTOS_MISSING: _("{figure} % of its problems have no picture; the others {median} %"),
        Sign.CLOCK: _("the clock was set while it was made"),
    }
