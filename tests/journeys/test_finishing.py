"""The end of an interview in a real terminal: overview, codes, finish code, opening again."""

import json
import re
from functools import partial

import pytest

from fieldsurvey.campaign.kit.manifest import file_digest
from fieldsurvey.campaign.model import Category
from fieldsurvey.campaign.secrets.codes import make_verifiers
from fieldsurvey.chain.lines.line import Kind

SIZES = [(80, 24), (120, 40)]
FINISH = {"en": "1  Finish", "zh": "1  完成"}
SEARCHED = {"en": ("drinking", "premium"), "zh": ("饮水安全保障", "保费补贴")}
BLOCKS = re.compile(r"(?m)^ *█[█ ]*$")


@pytest.fixture
def codes(laptop):
    """Let the kit of the laptop have come with codes; give them by name."""
    members = laptop.campaign.teams[0].members
    codes = {name: f"{nth:03}{nth + 1:03}" for nth, name in enumerate(members, start=1)}
    text = make_verifiers(codes, bytes, 2).to_json().encode()
    laptop.codes_json.write_bytes(text)
    manifest = json.loads(laptop.kit_json.read_text(encoding="utf-8"))
    manifest["files"]["codes.json"] = file_digest(text)
    laptop.kit_json.write_text(json.dumps(manifest, ensure_ascii=False), encoding="utf-8")
    return codes


@pytest.fixture
def subject(subject_of):
    """A registered household."""
    return subject_of(Category.POOR)


def sign(terminal, number, code):
    """Choose who signs, and type the code."""
    return terminal.go(str(number)).press(*code)


@pytest.fixture(params=SIZES, ids=["80x24", "120x40"])
def open_sized(request, open_terminal):
    """Start the program in a terminal of this size."""
    return partial(open_terminal, size=request.param)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_from_the_overview_to_the_finish_code(lang, open_sized, subject, answer_all, codes, kept):
    """A fault is mended from the overview; then a wrong code, the same one twice, and both sign."""
    answer_all(subject)
    first, second, *_others = codes
    terminal = open_sized("interview", subject, lang=lang)
    terminal.wait(lambda: bool(terminal.asked()))
    terminal.go("F4").press(*SEARCHED[lang][0]).go("Enter", "2").go("Enter", "F10")
    assert "1  ✗ 1 " in terminal.wording()
    assert FINISH[lang] not in terminal.wording()
    terminal.go("1").type("no water since March").go("Enter").type("too dark").go("Enter")
    terminal.go("F10", "1", "1", "Enter")
    assert FINISH[lang] in terminal.wording()
    assert "no water since March" in terminal.wording()

    terminal.go("1")
    sign(terminal, 1, "999999").go("Enter")
    assert "✗ " in terminal.wording()
    terminal.press(*codes[first])
    assert "••••••" in terminal.wording()
    terminal.go("Enter", "1")
    assert f"✗ {first}" in terminal.wording()
    sign(terminal, 2, codes[second])
    assert terminal.end("Enter") == 0

    said = terminal.everything()
    interview, lines = kept(subject)
    assert " ".join(interview.finish_code) in said
    assert len(BLOCKS.findall(said)) == 5
    assert "fieldsurvey interview" in said
    [finish] = [line.entry for line in lines if line.entry.kind is Kind.FINISH]
    assert finish.value["signatures"] == [first, second]
    assert finish.value["signed_with"] == "code"
    assert not any(code in "".join(line.text for line in lines) for code in codes.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_opened_again_both_versions_stand_side_by_side(
    lang, open_sized, subject, answer_all, codes, fieldsurvey
):
    """The reason is asked; the change is marked, stands first, and says who made it when."""
    answer_all(subject)
    terminal = open_sized("interview", subject, lang=lang)
    terminal.wait(lambda: FINISH[lang] in terminal.wording())
    sign(terminal.go("1"), 1, codes[next(iter(codes))]).go("Enter")
    assert sign(terminal, 3, codes[list(codes)[2]]).end("Enter") == 0

    asking = open_sized("reopen", subject, lang=lang)
    asking.wait(lambda: subject in asking.everything())
    for letter in "card found":
        asking.send(letter)
    assert asking.end("Enter") == 0
    changing = open_sized("interview", subject, lang=lang)
    changing.wait(lambda: bool(changing.asked()))
    changing.go("F4").press(*SEARCHED[lang][1]).go("Enter", "2")
    changing.end("F9")
    shown = open_sized("show", subject, "--history", lang=lang)
    assert shown.ended() == 0

    assert "card found" in shown.everything()
    assert "≠" in shown.everything()
    _code, out, _talk = fieldsurvey("show", subject, "--history", "--json")
    [record] = json.loads(out)
    before, after = record["versions"]
    assert before["signed_with"] == "code"
    assert before["finish_code"]
    assert (after["reason"], after["finish_code"]) == ("card found", "")
    assert after["edits"][0]["path"] == "premium_subsidy"


def test_an_overview_in_mid_interview_goes_back_to_the_same_question(open_terminal, subject):
    """What is not asked yet is one row; F2 returns."""
    terminal = open_terminal("interview", subject).begin(1, 2)
    terminal.go("Enter")
    asked = terminal.wording()
    terminal.go("F10")

    assert "questions not answered yet" in terminal.wording()
    assert "Sections" in terminal.wording()
    terminal.go("F2")
    assert terminal.wording() == asked


def test_a_kit_whose_codes_were_taken_away_finishes_nothing(
    subject, codes, laptop, fieldsurvey, tmp_path
):
    """Deleting the file does not turn the codes off; joining again brings it back."""
    pair = ",".join(list(codes)[:2])
    answers = tmp_path / "answers.yaml"
    answers.write_text("{}", encoding="utf-8")
    laptop.codes_json.unlink()

    code, _shown, talk = fieldsurvey(
        "interview", subject, "--answers", str(answers), "--inspectors", pair
    )

    assert code == 1
    assert "codes.json" in talk
    assert "fieldsurvey join" in talk


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_others_sit_down_within_an_interview(lang, open_sized, subject, laptop, kept):
    """From the overview: who they are is asked, noted, and said by every line from then on."""
    first, _second, third, *_others = laptop.campaign.teams[0].members
    terminal = open_sized("interview", subject, lang=lang).begin(1, 2)
    terminal.go("Enter", "F10", "Up")
    terminal.press("Up").send("Enter")
    terminal.wait(lambda: third in terminal.everything())
    terminal.begin(3, 1)
    terminal.go("F2", "Enter")
    terminal.end("F9")

    _interview, lines = kept(subject)
    [change] = [line for line in lines if line.entry.kind is Kind.SESSION and is_change(line)]
    said_by = {line.seq: line.entry.who for line in lines}
    assert change.entry.value["to"] == f"{third},{first}"
    assert {who for seq, who in said_by.items() if seq < change.seq} == {first}
    assert {who for seq, who in said_by.items() if seq >= change.seq} == {third}


def is_change(line):
    """Say whether a line tells that others are at it."""
    return line.entry.value.get("event") == "inspectors"
