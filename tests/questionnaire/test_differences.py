"""Two versions of a form are compared: each change is told once, with what it does to answers."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from pydantic import BaseModel

from fieldsurvey.questionnaire import (
    Questionnaire,
    load_questionnaires,
    read_questionnaire,
    shipped_folder,
)
from fieldsurvey.questionnaire.differences import (
    Difference,
    DifferenceCode,
    DifferenceKind,
    Differences,
    Standing,
    compare,
)
from fieldsurvey.questionnaire.model import (
    Choice,
    Group,
    Privacy,
    ProblemRule,
    Question,
    Repeat,
    Settings,
    Severity,
)

FIRST = """\
settings: {form_id: water, form_title: Water, version: "1", subject: household}
choices:
  yes_no: [{name: "1", label: "Yes"}, {name: "2", label: "No"}]
  gap: [{name: "1", label: Too little}, {name: "2", label: Dirty}, {name: "3", label: Far}]
survey:
- {name: size, type: integer, label: How many people?, unit: persons, privacy: personal}
- {name: planned, type: calculate, calculation: "${size} * 2"}
- name: supply
  type: group
  label: Supply
  relevant: "${size} > 0"
  children:
  - name: safe
    type: select_one yes_no
    label: Is the water safe?
    category: water
    problem:
    - {name: unsafe_many, when: ". = 2 and ${planned} > 8", severity: critical, text: Many}
    - {name: unsafe, when: ". = '2'", severity: major, indicator: B4, text: Unsafe}
  - {name: gap, type: select_multiple gap, label: In which way?, relevant: "${safe} = '2'"}
  - {name: since, type: date, label: Since when?}
- name: well
  type: repeat
  label: Well
  repeat_count: "2"
  children:
  - {name: depth, type: decimal, label: How deep?, unit: m}
- {name: words, type: text, label: Anything else?}
"""
"""The first version; the second is this one with one thing replaced and another version."""

WORDS = "- {name: words, type: text, label: Anything else?}\n"
SWAPPED = (
    ('"1", label: "Yes"', '"1", label: "No"'),
    ('"2", label: "No"', '"2", label: "Yes"'),
)
"""What every answer said turned into its opposite."""

Compare = Callable[..., Differences]


@pytest.fixture
def change(write: Callable[..., Path]) -> Compare:
    """Compare the first version with one in which texts are replaced."""

    def compare_them(*replaced: tuple[str, str]) -> Differences:
        second = FIRST.replace('version: "1"', 'version: "2"')
        for before, after in replaced:
            assert before in second
            second = second.replace(before, after, 1)
        return compare(_read(write(FIRST, "1.yaml")), _read(write(second, "2.yaml")))

    return compare_them


def _read(path: Path) -> Questionnaire:
    return read_questionnaire(path)


def _told(differences: Differences) -> list[tuple[str, str]]:
    return [(each.code.name, each.question) for each in differences.differences]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("form_id: water", "form_id: wells", [("FORM_ID", "")]),
        ("subject: household", "subject: village", [("SUBJECT", "")]),
        ("household}", "household, instance_key: [size]}", [("INSTANCE_KEY", "")]),
        ('version: "2"', 'version: "1"', []),
        ("form_title: Water", "form_title: Wells", [("SETTING", "")]),
        ("subject:", "instance_name: '${words}', subject:", [("SETTING", "")]),
        (WORDS, "- {name: new, type: text, label: A}\n" + WORDS, [("ADDED", "new")]),
        (WORDS, "", [("REMOVED", "words")]),
        ("name: words", "name: remarks", [("RENAMED", "remarks")]),
        ("name: size, type: integer", "name: size, type: decimal", [("TYPE", "size")]),
        ("type: date", "type: text", [("TYPE_TO_TEXT", "since")]),
        ("type: date", "type: time", [("TYPE", "since")]),
        ("select_multiple gap", "select_one gap", [("TYPE", "gap")]),
        ("select_multiple gap", "select_multiple gap or_other", [("CHOICE_ADDED", "gap")]),
        ("unit: persons", "unit: households", [("UNIT", "size")]),
        ("unit: persons", "unit: {zh: 人, en: persons}", []),
        ("unit: persons", "unit: {zh: 户, en: households}", [("UNIT", "size")]),
        (", unit: m}", "}", [("UNIT", "depth")]),
        ("* 2", "* 3", [("COMPUTED", "planned")]),
        ("type: date,", "type: date, default: '2020-01-01',", [("PROPOSED", "since")]),
        (", privacy: personal", "", [("PRIVACY_LOWERED", "size")]),
        ("privacy: personal", "privacy: sensitive", [("PRIVACY_RAISED", "size")]),
        ("= '2'\"}", "= '1'\"}", [("RELEVANT", "gap")]),
        ("= '2'\"}", "='2'\"}", []),
        ("= '2'\"}", "= '2'\", warning: '. != 1'}", [("CHECKED", "gap")]),
        ("type: date", "type: date, required: true", [("REQUIRED", "since")]),
        ("type: date", "type: date, read_only: '${safe} = 1'", [("READ_ONLY", "since")]),
        ("type: date", "type: date, special: [refused]", [("SPECIAL", "since")]),
        ("multiple gap", "multiple gap, choice_filter: name != 1", [("OFFERED", "gap")]),
        ('repeat_count: "2"', 'repeat_count: "3"', [("REPEAT_COUNT", "well")]),
        ("Since when?", "Since which day?", [("WORDING", "since")]),
        ("Since when?", "{en: Since when?, zh: 何时起?}", []),
        ("In which way?", "Since when?", [("LABEL_SWAPPED", "gap")]),
        ("label: How deep?", 'number: "9", label: How deep?', [("SHOWN", "depth")]),
        ("label: Far}", 'label: Far}, {name: "4", label: Dear}', [("CHOICE_ADDED", "")]),
        (', {name: "3", label: Far}', "", [("CHOICE_REMOVED", "")]),
        ('"3", label: Far', '"9", label: Far', [("CHOICE_RENAMED", "")]),
        ("label: Far", "label: Far away", [("CHOICE_RELABELLED", "")]),
        ("label: Far}", "label: Far, exclusive: true}", [("CHOICE_OFFERED", "")]),
        ("severity: critical", "severity: minor", [("RULE_WEIGHT", "safe")]),
        ("indicator: B4", "indicator: B5", [("RULE_WEIGHT", "safe")]),
        ("> 8", "> 9", [("RULE_CONDITION", "safe")]),
        ("text: Many", "text: Very many", [("RULE_TEXT", "safe")]),
        ("category: water", "category: housing", [("ASSIGNED", "safe")]),
        ("category: water", "detail: words", [("ASSIGNED", "safe")] * 2),
    ],
)  # fmt: skip
def test_one_change_is_told_once(
    change: Compare, before: str, after: str, told: list[tuple[str, str]]
) -> None:
    """Whatever is changed is told with its code and its question, and nothing besides."""
    assert _told(change((before, after))) == told


def test_nothing_differs_from_itself(write: Callable[..., Path]) -> None:
    """A form compared with itself has no difference, and all its rules judge alike."""
    form = _read(write(FIRST))

    found = compare(form, form)

    assert found.differences == ()
    assert [each.standing for each in found.rules] == [Standing.SAME] * 2


@pytest.mark.parametrize("form_id", load_questionnaires(shipped_folder()))
def test_shipped_forms_do_not_differ_from_themselves(form_id: str) -> None:
    """Large forms, too, and with each rule standing as it did."""
    form = load_questionnaires(shipped_folder())[form_id]

    found = compare(form, form)

    assert found.differences == ()
    assert {each.standing for each in found.rules} <= {Standing.SAME}


def test_a_changed_form_of_the_same_version_is_told(write: Callable[..., Path]) -> None:
    """Two files that call themselves the same version, and are not, are harmless but told."""
    old, new = _read(write(FIRST, "1.yaml")), _read(write(FIRST.replace("Far", "Away"), "2.yaml"))

    assert ("VERSION_KEPT", "") in _told(compare(old, new))


def test_what_moved_is_told_and_not_what_it_passed(change: Compare) -> None:
    """One question put last moved; those that are before it now did not."""
    since = "  - {name: since, type: date, label: Since when?}\n"
    moved = change((since, ""), ("  - name: safe", since + "  - name: safe"))

    assert _told(moved) == [("MOVED", "since")]


def test_a_question_that_leaves_a_condition_is_asked_in_other_cases(change: Compare) -> None:
    """Out of a group with a condition is another thing than out of a plain one."""
    since = "{name: since, type: date, label: Since when?}\n"
    moved = change((f"  - {since}", ""), ("- {name: words", f"- {since}- {{name: words"))

    (difference,) = moved.differences
    assert (difference.code, difference.kind) == (
        DifferenceCode.MOVED_CONDITION,
        DifferenceKind.NEW_DATA,
    )
    assert (difference.before, difference.after) == ("${size} > 0", "")


def test_a_question_that_enters_a_repeat_has_other_answers(change: Compare) -> None:
    """Its answers are found under other paths, so old ones would be lost."""
    moved = change((WORDS, f"  {WORDS}"))

    assert [each.code for each in moved.differences] == [DifferenceCode.MOVED_REPEAT]


def test_a_heading_around_questions_is_harmless(change: Compare) -> None:
    """Questions put below a new heading did not move."""
    group = f"- name: end\n  type: group\n  label: End\n  children:\n  {WORDS}"

    assert _told(change((WORDS, group))) == [("GROUP_ADDED", "end")]


def test_a_group_that_becomes_a_repeat_is_another_thing(change: Compare) -> None:
    """It is told once for the group, and for each question that gets rows."""
    told = _told(change(("type: group", "type: repeat")))

    assert ("ITEM_KIND", "supply") in told
    assert ("MOVED_REPEAT", "safe") in told


def test_swapped_choices_change_their_meaning(change: Compare) -> None:
    """Two labels that change places turn every old answer into its opposite."""
    swapped = change(*SWAPPED)

    told = [each for each in swapped.differences if each.kind is DifferenceKind.MEANING]
    assert [each.code for each in told] == [DifferenceCode.CHOICE_SWAPPED] * 2
    assert told[0].what == "Choice '1' says now what '2' said before."
    assert (told[0].before, told[0].after) == ("Yes", "No")


def test_choices_in_another_order_keep_their_meaning(change: Compare) -> None:
    """The order is told, and nothing of the choices that moved."""
    first, second = '{name: "1", label: "Yes"}', '{name: "2", label: "No"}'
    turned = change((f"{first}, {second}", f"{second}, {first}"))

    assert _told(turned) == [("CHOICE_ORDER", "")]


def test_a_list_of_another_name_with_the_same_choices_is_harmless(change: Compare) -> None:
    """What is stored is the choice, never the name of its list."""
    renamed = change(("yes_no:", "yesno:"), ("select_one yes_no", "select_one yesno"))

    assert _told(renamed) == [("LIST_NAME", "safe")]


def test_expressions_with_a_new_name_in_them_say_the_same(change: Compare) -> None:
    """A renamed question is told once, not with every condition that names it."""
    named = ("name: size", "${size} * 2", "${size} > 0")
    renamed = change(*((each, each.replace("size", "people")) for each in named))

    assert _told(renamed) == [("RENAMED", "people")]
    (difference,) = renamed.differences
    assert (difference.before, difference.after) == ("size", "people")
    assert "seems" in difference.what


def test_two_that_could_each_be_the_renamed_one_are_not_guessed(change: Compare) -> None:
    """Where it is not clear which question got a new name, one is gone and two are new."""
    twins = change(
        (
            WORDS.strip(),
            "- {name: a, type: text, label: Anything else?}\n"
            "- {name: b, type: text, label: Anything else?}",
        )
    )

    assert sorted(_told(twins)) == [("ADDED", "a"), ("ADDED", "b"), ("REMOVED", "words")]


def test_retiring_a_question_is_allowed_in_the_field(change: Compare) -> None:
    """`false()` as condition keeps the question for the answers it has."""
    (difference,) = change(("type: date", "type: date, relevant: false()")).differences

    assert difference.kind is DifferenceKind.NEW_DATA
    assert "retired" in difference.what


def test_rules_in_another_order_find_other_problems(change: Compare) -> None:
    """The first rule that holds is the problem, so their order is part of their meaning."""
    lines = [line for line in FIRST.splitlines(keepends=True) if line.startswith("    - {name: un")]
    turned = change(("".join(lines), "".join(reversed(lines))))

    assert _told(turned) == [("RULE_ORDER", "safe")]


def test_old_interviews_are_judged_by_rules_that_need_nothing_new(change: Compare) -> None:
    """A rule that looks at a question the old version lacks can never find its problem there."""
    rule = "    - {name: unsafe, "
    smelly = "    - {name: smelly, when: \"${smell} = '1'\", severity: minor, text: B}\n"
    clean = "    - {name: clean, when: \". = '1'\", severity: watch, text: C}\n"
    changed = change(
        (WORDS, f"- {{name: smell, type: select_one yes_no, label: Smells?}}\n{WORDS}"),
        (rule, smelly + clean + rule),
    )

    standing = {each.rule: (each.standing, each.questions) for each in changed.rules}
    assert standing == {
        "unsafe_many": (Standing.SAME, ()),
        "smelly": (Standing.LACKING, ("smell",)),
        "clean": (Standing.NEW, ()),
        "unsafe": (Standing.SAME, ()),
    }


def test_rules_rest_on_what_is_computed_and_on_their_lists(change: Compare) -> None:
    """A rule that looks at a value computed from a changed question judges otherwise."""
    of_unit = change(("unit: persons", "unit: households"))
    of_choice = change(*SWAPPED)
    gone = change(("name: unsafe,", "name: unsound,"))

    assert _standings(of_unit) == [Standing.OTHERWISE, Standing.SAME]
    assert of_unit.rules[0].questions == ("size",)
    assert _standings(of_choice) == [Standing.OTHERWISE] * 2
    assert [(each.rule, each.standing) for each in gone.rules[1:]] == [
        ("unsound", Standing.NEW),
        ("unsafe", Standing.GONE),
    ]


def _standings(found: Differences) -> list[Standing]:
    return [each.standing for each in found.rules]


def test_codes_of_differences_are_unique_ordered_and_explained() -> None:
    """No two share a code, and each is explained in one sentence."""
    numbers = [code.number for code in DifferenceCode]

    assert numbers == sorted(set(numbers))
    assert all(code.meaning.endswith(".") for code in DifferenceCode)


def test_what_is_refused_in_the_field_says_how_else(change: Compare) -> None:
    """Every change of meaning names another way to what the designer wants."""
    refused: list[Difference] = []
    for replaced in (
        ("form_id: water", "form_id: wells"),
        ("type: date", "type: time"),
        ("unit: persons", "unit: households"),
        (', {name: "3", label: Far}', ""),
        (WORDS, ""),
    ):
        refused += change(replaced).of_kind(DifferenceKind.MEANING)

    assert len(refused) == 5
    assert all(each.to_do for each in refused)
    assert "false()" in refused[-1].to_do


SAMPLES: dict[str, object] = {
    "name": "another",
    "exclusive": True,
    "filter": {"county": "1"},
    "required": True,
    "read_only": True,
    "special": ("refused",),
    "support": ("township",),
    "privacy": Privacy.SENSITIVE,
    "severity": Severity.MINOR,
    "instance_key": ("size",),
    "subject": "village",
}
"""Another value for keys that are neither a text by language nor a plain text."""


def _other(part: BaseModel, key: str) -> object:
    if key in SAMPLES:
        return SAMPLES[key]
    return {"": "Other"} if isinstance(getattr(part, key), Mapping) else "other = 1"


def _keys(part: type[BaseModel], without: str = "") -> list[str]:
    return [key for key in part.model_fields if key not in ("type", "children", "problem", without)]


def _with_first(form: Questionnaire, item: BaseModel) -> Questionnaire:
    first = form.survey[0].name
    survey = tuple(item if each.name == first else each for each in form.survey)
    return form.model_copy(update={"survey": survey, "digest": "other"})


@pytest.mark.parametrize("key", _keys(Settings, "version"))
def test_every_setting_is_compared(write: Callable[..., Path], key: str) -> None:
    """No key can be added to the language whose change is not told."""
    form = _read(write(FIRST))
    settings = form.settings.model_copy(update={key: _other(form.settings, key), "version": "2"})

    assert compare(form, form.model_copy(update={"settings": settings})).differences


@pytest.mark.parametrize("key", _keys(Choice))
def test_every_key_of_a_choice_is_compared(write: Callable[..., Path], key: str) -> None:
    """Nor a key of a choice."""
    form = _read(write(FIRST))
    first, second = form.choices["yes_no"]
    changed = (first.model_copy(update={key: _other(first, key)}), second)
    other = form.model_copy(update={"choices": {**form.choices, "yes_no": changed}})

    assert [each for each in compare(form, other).differences if each.list_name == "yes_no"]


@pytest.mark.parametrize("key", _keys(Question))
def test_every_key_of_a_question_is_compared(write: Callable[..., Path], key: str) -> None:
    """Nor a key of a question."""
    form = _read(write(FIRST))
    question = form.questions["size"]
    other = _with_first(form, question.model_copy(update={key: _other(question, key)}))

    assert [each for each in compare(form, other).differences if each.question]


@pytest.mark.parametrize("key", _keys(ProblemRule))
def test_every_key_of_a_rule_is_compared(write: Callable[..., Path], key: str) -> None:
    """Nor a key of a problem rule."""
    rule = ProblemRule(name="r", when=". = 1", severity=Severity.MAJOR, text={"": "T"})
    form = _read(write(FIRST))
    question = form.questions["size"].model_copy(update={"problem": (rule,)})
    changed = rule.model_copy(update={key: _other(rule, key)})
    old = _with_first(form, question)
    new = _with_first(form, question.model_copy(update={"problem": (changed,)}))

    assert [each for each in compare(old, new).differences if each.rule]


@pytest.mark.parametrize(("part", "at"), [(Group, 2), (Repeat, 3)])
def test_every_key_of_a_group_is_compared(
    write: Callable[..., Path], part: type[BaseModel], at: int
) -> None:
    """Nor a key of a group or repeat."""
    form = _read(write(FIRST))
    for key in _keys(part):
        group = form.survey[at]
        changed = group.model_copy(update={key: _other(group, key)})
        survey = (*form.survey[:at], changed, *form.survey[at + 1 :])
        other = form.model_copy(update={"survey": survey, "digest": "other"})

        assert [each for each in compare(form, other).differences if each.question], key
