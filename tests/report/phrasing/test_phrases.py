"""The sentences that every format says."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest

from fieldsurvey.i18n import language, set_language
from fieldsurvey.report.freezing.night import Cover, Night
from fieldsurvey.report.freezing.nightly_list import freeze_edition
from fieldsurvey.report.frozen.edition import Correction, CorrectionKind, Edition
from fieldsurvey.report.frozen.missing import Missing, MissingHousehold
from fieldsurvey.report.frozen.tally import Tally
from fieldsurvey.report.phrasing.phrases import (
    correction_line,
    dateline,
    edition_title,
    explained_lines,
    headline,
    missing_headline,
    missing_lines,
    points,
)
from fieldsurvey.report.wording import Wording


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Speak English, then go back."""
    before = language()
    set_language("en")
    yield
    set_language(before)


@pytest.mark.parametrize(
    ("tally", "said"),
    [
        (Tally(), "No problems today."),
        (Tally(major=1), "1 problem: 0 critical, 1 major, 0 minor."),
        (
            Tally(critical=2, minor=1, late=1),
            "3 problems: 2 critical, 0 major, 1 minor. 1 reported late.",
        ),
        (Tally(dismissed=2), "No problems today. 2 more rows are dismissed."),
    ],
)
def test_the_headline_says_how_many_and_how_bad(edition: Edition, tally: Tally, said: str) -> None:
    """Late and dismissed rows are told too."""
    assert headline(edition.model_copy(update={"today": tally})) == said


def test_the_dateline_names_a_cut_off_only_where_it_differs(cover: Callable[..., Cover]) -> None:
    """An edition made at its cut-off says the time once."""
    edition = freeze_edition(cover(), Night(rows=()))
    at_once = freeze_edition(replace(cover(), cut_off=cover().made_at), Night(rows=()))

    assert dateline(edition) == "2020-06-29 · made 2020-06-29 19:42 · cut-off 19:30"
    assert dateline(at_once) == "2020-06-29 · made 2020-06-29 19:42"


def test_everything_missing_is_a_sentence(edition: Edition) -> None:
    """Team, village, household, bundle: four things, four lines, in the order of weight."""
    wording = Wording("en", edition.names)

    assert missing_headline(edition.missing) == "4 things that were due are not in this list."
    assert missing_lines(edition.missing, wording) == [
        "Team 3 has not reported (due in 杨庄村, 槐树村).",
        "石桥村, 青石乡: 11 of 15 households visited (team 2). Not done: Document review.",
        "Must-visit household 0201-16 in 石桥村 is neither visited nor explained.",
        "Bundle d5-1-40.fsb was not taken in: bad signature",
    ]
    assert missing_headline(Missing()) == "Everything that was due is in."


def test_an_explained_absence_is_told_with_its_reason() -> None:
    """It is not missing, and it is not hidden."""
    household = MissingHousehold(
        subject="0201-16", village="石桥村", reason="moved", note="to town"
    )
    missing = Missing(explained=(household,))

    assert missing_headline(missing) == "Everything that was due is in."
    assert explained_lines(missing) == [
        "Must-visit household 0201-16 in 石桥村 was not visited: moved away: to town."
    ]


def test_a_correction_says_what_was_and_what_is(edition: Edition) -> None:
    """In the words of the columns."""
    row = edition.rows[0]
    correction = Correction(
        kind=CorrectionKind.CHANGED,
        number=row.number,
        edition=1,
        columns=("severity", "inspectors"),
        before=row,
        after=row.model_copy(update={"severity": "minor", "inspectors": ("郑六",)}),
    )

    assert correction_line(correction, Wording("en", edition.names)) == (
        "Severity: critical → minor; Inspectors: 周一, 吴二 → 郑六"
    )


def test_the_title_falls_back_to_the_language_there_is(edition: Edition) -> None:
    """A campaign named in Chinese only is named so in English too."""
    named = edition.model_copy(update={"title": {"zh": "成效评估"}})

    assert edition_title(named, Wording("en")) == "成效评估: problem list No. 1"


@pytest.mark.parametrize(
    ("hundredths", "said"), [(9088, "90.88"), (0, "0.00"), (5, "0.05"), (-150, "-1.50")]
)
def test_points_have_two_decimals(hundredths: int, said: str) -> None:
    """8875 is 88.75."""
    assert points(hundredths) == said
