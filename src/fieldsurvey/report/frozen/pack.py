"""The feedback meeting's pack, frozen: the whole campaign, and what each township is handed.

Both are numbered and frozen as editions are, and are shown by the same renderers.
"""

from pydantic import Field

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.ranked_list import TownshipStanding
from fieldsurvey.report.frozen.tally import TallyLine
from fieldsurvey.report.text import CleanText, Frozen, TextByLanguage


class Anyway(Frozen):
    """Why the pack was made while something was open, and who says so."""

    why: CleanText
    who: CleanText


class GoodPractice(Frozen):
    """What somebody in a village said that others may learn from; masked."""

    township_code: CleanText
    township: CleanText
    village_code: CleanText
    village: CleanText
    form: TextByLanguage
    question: TextByLanguage
    who: TextByLanguage = Field(default_factory=dict)
    """Whose interview it was: 支书."""
    text: CleanText


class IndicatorFigures(TallyLine):
    """The problems held against one indicator; `key` is its code."""

    label: TextByLanguage = Field(default_factory=dict)
    villages: int = 0
    """In how many villages there is one."""
    taken_hundredths: int = 0
    """Points it took in all villages together, confirmed only."""


class Pack(Edition):
    """Everything the feedback meeting is told: `rows` are all problems of the campaign.

    `number` counts the packs, `days` are the nightly lists, `missing` is what was open.
    """

    anyway: Anyway | None = None
    """None where nothing was open."""
    by_sector: tuple[TallyLine, ...] = ()
    """Problems that stand, most first."""
    by_indicator: tuple[IndicatorFigures, ...] = ()
    """Problems that stand, most first."""
    good_practice: tuple[GoodPractice, ...] = ()
    """By township, village and place in the form."""


class TownshipList(Edition):
    """What one township is handed: its problems that stand, and only its own.

    No other township's name, score or rank is in it, and no inspector's name.
    """

    township: CleanText
    township_code: CleanText
    standing: TownshipStanding | None = None
    """Its own score with the working, without a rank; None where it has none."""
    is_open: bool = False
    """Whether the pack it belongs to was made while something was open."""
