"""`interview SUBJECT --answers FILE`: the same conversation, from a file."""

import json

import pytest
from tests.interview.photos.pictures import png

from fieldsurvey.campaign.model import Category
from fieldsurvey.chain.survey_file import SurveyFile


@pytest.fixture
def pair(laptop):
    """Two of the team, as --inspectors takes them."""
    return ",".join(laptop.campaign.teams[0].members[:2])


@pytest.fixture
def good_answers(laptop, answer_all, kept):
    """Answers to everything a poor household is asked, taken from another one's interview."""
    poor = [
        visit.number
        for visit in laptop.sample.visits
        if visit.household.category is Category.POOR and not visit.is_reserve
    ]
    answer_all(poor[0])
    proposed = ("village_group", "head", "household_size", "household_type", "relapsed")
    answers = {
        path: value for path, value in kept(poor[0])[0].answers.items() if path not in proposed
    }
    for path, why in kept(poor[0])[0].photos_absent.items():
        answers[path] = {"value": answers[path], "no_photo": why}
    return poor[1], answers


def written(folder, answers):
    """Write a file of answers; JSON is YAML."""
    path = folder / "answers.yaml"
    path.write_text(json.dumps(answers, ensure_ascii=False, indent=1), encoding="utf-8")
    return path


def last_seq(laptop):
    """Return the number of the last line said on this laptop."""
    with SurveyFile.open(laptop.survey_db) as survey_file:
        return survey_file.last_seq


def test_an_interview_is_taken_from_a_file_and_finished(
    good_answers, pair, fieldsurvey, kept, laptop, tmp_path
):
    """Notes, a photo, a description and a special answer come along; the chain is sound."""
    subject, answers = good_answers
    (tmp_path / "well.png").write_bytes(png())
    answers["water_safe"] = {
        "value": "2",
        "description": "no water since March",
        "photo": "well.png",
    }
    answers["water_gap"] = [1, 3]
    answers["premium_subsidy"] = {"special": "dont_know", "remark": "papers are in town"}

    code, shown, talk = fieldsurvey(
        "interview", subject, "--inspectors", pair, "--answers", str(written(tmp_path, answers))
    )

    assert (code, talk.count("✗")) == (0, 0), talk
    interview, _lines = kept(subject)
    [well] = interview.photos["water_safe"]
    assert (laptop.photos / well.file).read_bytes() == png()
    assert interview.status.value == "finished"
    assert " ".join(interview.finish_code) in shown
    assert interview.answers["water_gap"] == "1 3"
    assert interview.descriptions == {"water_safe": "no water since March"}
    assert interview.remarks == {"premium_subsidy": "papers are in town"}
    assert interview.signatures == tuple(pair.split(","))
    assert fieldsurvey("verify")[0] == 0


def test_every_fault_of_a_file_is_told_with_its_question_and_nothing_is_saved(
    good_answers, pair, fieldsurvey, tmp_path, laptop
):
    """What nobody could have entered at the terminal is refused, all of it at once."""
    subject, answers = good_answers
    del answers["insured"]
    faulty = {
        "water_safe": "7",
        "water_gap": "1",
        "housing_safe": {"special": "refused"},
        "household_size": "many",
        "watre_safe": "1",
        "dibao_missed": "1",
    }
    before = last_seq(laptop)

    code, _shown, talk = fieldsurvey(
        "interview",
        subject,
        "--inspectors",
        pair,
        "--answers",
        str(written(tmp_path, answers | faulty)),
    )

    assert code == 1
    for question in [*faulty, "insured"]:
        assert question in talk
    assert "nothing was saved" in talk
    assert "answers.yaml:" in talk
    assert last_seq(laptop) == before


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("water_safe: no\n", "answers.yaml:1"),
        ("water_safe: '1'\nwater_safe: '2'\n", "answers.yaml:2"),
        ("- water_safe\n", "answers.yaml:1"),
        ("water_safe: {value: '1', because: x}\n", "because"),
    ],
    ids=["unquoted no", "twice", "a list", "unknown key"],
)
def test_a_file_that_says_no_answers_is_refused_by_line(
    text, told, subject_of, pair, fieldsurvey, tmp_path
):
    """As strictly as a questionnaire is read."""
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")

    code, _shown, talk = fieldsurvey(
        "interview", subject_of(Category.POOR), "--inspectors", pair, "--answers", str(path)
    )

    assert code == 1
    assert told in talk
