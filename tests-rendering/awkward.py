"""An edition in, one whose rows say what no form foresaw, of more townships than most, out."""

from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.frozen.problem_row import ProblemRow

TEXTS = (
    "水井旱季断水，" * 60,
    "nowhere_to_break" * 12,
    "第一行\n第二行\n\n第四行",
    '=HYPERLINK("http://example.org";"看这里")',
    '#panic("x") *粗* $x^2$ <b>&amp;</b> {{ 7*7 }} \\input',
    "龘靐齉㐂䶮 ①②③ ㎡ ½ → “引号”——破折号……",
    "Zażółć gęślą jaźń; наводнение; ΑΒΓ",
    "0" * 60,
)
"""Long, unbroken, of many lines, like a formula, like markup, rare, foreign, like a number."""


TOWNSHIPS = 18
"""As many as a county has: their ranking and its chart go on one page no more."""


def awkward_edition(edition: Edition) -> Edition:
    """Return the edition with each text in the description of one row, and some in other cells.

    Its ranking has many townships.
    """
    rows = list(edition.rows)
    for position, text in enumerate(TEXTS):
        rows[position] = _saying(rows[position], text)
    rows[8] = rows[8].model_copy(
        update={"evidence": "、".join(f"{n:08x}" for n in range(12)), "village": "名字很长的村" * 4}
    )
    [ranked] = edition.rankings
    more = (*ranked.townships, *ranked.townships)[:TOWNSHIPS]
    rankings = (ranked.model_copy(update={"townships": more}),)
    return edition.model_copy(update={"rows": tuple(rows), "number": 9, "rankings": rankings})


def _saying(row: ProblemRow, text: str) -> ProblemRow:
    return row.model_copy(update={"statement": {}, "detail": "", "description": text})
