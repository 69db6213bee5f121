"""A small form with what the shipped ones have, and interviews kept as the chain keeps them."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from fieldsurvey.chain.folding import fold_lines
from fieldsurvey.chain.interview import Interview, Status
from fieldsurvey.chain.lines.line import Entry, Line
from fieldsurvey.i18n import set_language
from fieldsurvey.questionnaire.model import Questionnaire

YES_NO = [
    {"name": "1", "label": {"zh": "是", "en": "Yes"}},
    {"name": "2", "label": {"zh": "否", "en": "No"}},
]

FORM = {
    "settings": {
        "form_id": "small",
        "form_title": {"zh": "小问卷", "en": "Small form"},
        "version": "1",
        "subject": "household",
    },
    "choices": {
        "yes_no": YES_NO,
        "gap": [
            {"name": "1", "label": {"zh": "水量不够", "en": "Not enough"}},
            {"name": "2", "label": {"zh": "水质不达标", "en": "Bad quality"}},
            {"name": "9", "label": {"zh": "以上均无", "en": "None"}, "exclusive": True},
        ],
        "county": [
            {"name": "a", "label": "A"},
            {"name": "b", "label": "B"},
        ],
        "village": [
            {"name": "a1", "label": "A1", "filter": {"county": "a"}},
            {"name": "a2", "label": "A2", "filter": {"county": "a"}},
            {"name": "b1", "label": "B1", "filter": {"county": "b"}},
        ],
    },
    "survey": [
        {
            "name": "header",
            "type": "group",
            "label": {"zh": "表头", "en": "Header"},
            "children": [
                {"name": "town", "type": "text", "label": {"zh": "乡", "en": "Town"},
                 "preload": "township.name", "read_only": True},
                {"name": "line", "type": "hidden", "preload": "campaign.poverty_line"},
                {"name": "persons", "type": "integer", "label": {"zh": "人口", "en": "Persons"},
                 "preload": "household.size", "required": True, "constraint": ". >= 1",
                 "constraint_message": {"zh": "至少1人", "en": "At least one person"},
                 "warning": ". <= 12", "warning_message": {"zh": "很多人", "en": "So many?"}},
            ],
        },
        {
            "name": "water",
            "type": "group",
            "number": "一",
            "label": {"zh": "饮水", "en": "Water"},
            "children": [
                {"name": "about", "type": "note",
                 "label": {"zh": "问${persons}人", "en": "Ask all ${persons}"}},
                {"name": "safe", "number": "1", "type": "select_one yes_no", "required": True,
                 "label": {"zh": "饮水安全?", "en": "Is water safe?"}, "category": "water",
                 "special": ["refused", "dont_know"],
                 "problem": [{"name": "unsafe", "when": ". = '2'", "severity": "critical",
                              "text": {"zh": "不安全: {gap}", "en": "Unsafe: {gap}"}}]},
                {"name": "gap", "type": "select_multiple gap", "relevant": "${safe} = '2'",
                 "required": True, "label": {"zh": "哪方面?", "en": "In which way?"}},
                {"name": "far", "type": "select_one yes_no", "relevant": "selected(${gap}, '1')",
                 "label": {"zh": "远?", "en": "Is it far?"}},
            ],
        },
        {
            "name": "money",
            "type": "group",
            "number": "二",
            "label": {"zh": "收入", "en": "Income"},
            "children": [
                {"name": "income", "type": "integer", "label": {"zh": "收入", "en": "Income"},
                 "required": True, "unit": {"zh": "元", "en": "yuan"}},
                {"name": "each", "type": "calculate", "calculation": "${income} div ${persons}",
                 "label": {"zh": "人均", "en": "Each"},
                 "problem": [{"name": "low", "when": ". <= ${line}", "severity": "major",
                              "text": {"zh": "人均{each}", "en": "{each} each"}}]},
                {"name": "hard", "type": "select_one yes_no",
                 "label": {"zh": "困难?", "en": "Hard?"}, "detail": "hard_why",
                 "problem": [{"name": "hardship", "when": ". = '1'", "severity": "minor",
                              "text": {"zh": "困难", "en": "Hardship"}}]},
                {"name": "hard_why", "type": "text", "relevant": "${hard} = '1'",
                 "label": {"zh": "什么困难?", "en": "What?"}},
                {"name": "county", "type": "select_one county",
                 "label": {"zh": "县", "en": "County"}},
                {"name": "village", "type": "select_one village",
                 "label": {"zh": "村", "en": "Village"}, "choice_filter": "county = ${county}"},
            ],
        },
    ],
}  # fmt: skip

FACTS = {"township.name": "东乡", "campaign.poverty_line": "4000", "household.size": "4"}


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    """Say everything in English, whatever the machine speaks."""
    set_language("en")
    yield
    set_language(None)


@pytest.fixture(scope="session")
def form() -> Questionnaire:
    """A household form of two sections."""
    return Questionnaire.model_validate(FORM)


@pytest.fixture(scope="session")
def interview() -> Interview:
    """An interview just started."""
    return Interview(
        id="d1-1",
        subject="0103-07",
        form_id="small",
        questionnaire="f" * 64,
        device="d1",
        team="1",
        inspectors=("甲一", "乙二"),
        status=Status.STARTED,
        started_at="2020-06-15T09:30:00+08:00",
        preload=FACTS,
    )


class Keeper:
    """Keeps what is saved the way the chain folds it."""

    def __init__(self, interview: Interview) -> None:
        self.interview = interview
        self.saved: list[Entry] = []

    def __call__(self, entries: Sequence[Entry]) -> None:
        """Save entries."""
        self.saved += entries
        self.interview = _fold(self.interview, entries)


def _fold(interview: Interview, entries: Sequence[Entry]) -> Interview:
    lines = [
        Line("", "d1", number, entry, "2020-06-15T10:00:00+08:00", 0, "b")
        for number, entry in enumerate(entries, start=interview.last_seq + 1)
    ]
    folded = fold_lines(interview, lines)
    assert folded is not None
    return folded._replace(head="")


@pytest.fixture(scope="session")
def fold() -> Callable[[Interview, Sequence[Entry]], Interview]:
    """Give the interview once the chain has folded more entries into it."""
    return _fold


@pytest.fixture
def keeper(interview: Interview) -> Keeper:
    """Keep what is saved."""
    return Keeper(interview)
