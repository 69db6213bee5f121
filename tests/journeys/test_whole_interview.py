"""A registered household from its first question to the finish code, and onto the stick."""

import json

import pytest
from tests.journeys.inspector import answer_to_the_end

from fieldsurvey.campaign.model import Category

REPLIES = {
    "zh": {
        "饮水安全保障是否实现": "2",
        "饮水安全未实现体现在哪个方面": "13",
        "义务教育阶段适龄少年儿童": "2",
        "是否为危改户或住房无保障户": "3",
        "▲": "自三月起断水, 全户四人",
    },
    "en": {
        "Is safe drinking water secured": "2",
        "In which respect is it not": "13",
        "children of compulsory-education age": "2",
        "renovated under the programme, or is": "3",
        "▲": "no water since March, all four",
    },
}


@pytest.mark.parametrize(("lang", "category"), [("zh", Category.LIFTED), ("en", Category.POOR)])
def test_a_registered_household_from_the_first_question_to_the_stick(
    lang, category, open_terminal, subject_of, fieldsurvey, tmp_path
):
    """Every question is asked and saved; the code on the screen is the one that is kept."""
    subject = subject_of(category)
    terminal = open_terminal("interview", subject, lang=lang).begin(1, 3)

    code = answer_to_the_end(terminal, REPLIES[lang])

    assert code == 0
    assert terminal.is_restored()
    _code, shown, _talk = fieldsurvey("show", subject, "--json")
    [interview] = json.loads(shown)
    assert interview["status"] == "finished"
    assert " ".join(interview["finish_code"]) in terminal.everything()
    assert interview["answers"]["water_gap"] == "1 3"
    assert interview["descriptions"]["water_safe"] == REPLIES[lang]["▲"]
    said = ("answers", "descriptions", "remarks", "photos_absent")
    assert terminal.everything().count("✓") == sum(len(interview[key]) for key in said)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert fieldsurvey("hand-over", str(stick))[0] == 0
    assert [path.suffix for path in stick.rglob("*") if path.is_file()] == [".fsb"]
    code, shown, talk = fieldsurvey("verify")
    assert code == 0, shown + talk
