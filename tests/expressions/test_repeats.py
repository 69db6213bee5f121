"""Node-sets: answers of repeats, paths through the interview and through lists."""

import math

import pytest

from fieldsurvey.expressions import (
    Scope,
    Shape,
    SpecialAnswer,
    Table,
    compile_expression,
    evaluate,
)

HOUSEHOLD = {
    "head": "Li",
    "member": [
        {"name": "Li", "age": 61, "loan": [{"amount": 100}, {"amount": 250}]},
        {"name": "Wang", "age": 58, "loan": []},
        {"name": "Xiao", "age": 9, "loan": [{"amount": 50}]},
    ],
}
SHAPE = Shape(
    parents={
        "head": "",
        "member": "",
        "name": "member",
        "age": "member",
        "health": "member",
        "sick": "health",
        "loan": "member",
        "amount": "loan",
    },
    repeats=frozenset({"member", "loan"}),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("count(${member})", 3.0),
        ("count(${loan})", 3.0),
        ("sum(${age})", 128.0),
        ("sum(${amount})", 400.0),
        ("min(${age})", 9.0),
        ("max(${age}, 70)", 70.0),
        ("count-non-empty(${name})", 3.0),
        ("join(', ', ${name})", "Li, Wang, Xiao"),
        ("${name}", "Li"),
        ("concat(${name})", "LiWangXiao"),
        ("${age} = 58", True),
        ("${age} != 58", True),
        ("not(${age} = 7)", True),
        ("${age} > 60", True),
        ("${age} > 61", False),
        ("${name} = ${head}", True),
        ("count(${age}[. > 10])", 2.0),
        ("join(' ', ${member}[age > 10]/name)", "Li Wang"),
        ("${name}[../age = 9]", "Xiao"),
        ("${member}[2]/name", "Wang"),
        ("${member}[last()]/name", "Xiao"),
        ("${member}[position() = 2]/name", "Wang"),
        ("${member}[position() > 1][1]/name", "Wang"),
        ("count(${member}[loan])", 2.0),
        ("sum(${member}[name = 'Li']/loan/amount)", 350.0),
        ("/data/member[3]/name", "Xiao"),
        ("/member[3]/name", "Xiao"),
        ("count(//amount)", 3.0),
        ("count(/data/member//amount)", 3.0),
        ("count(${age} | ${amount} | ${age})", 6.0),
        ("indexed-repeat(${name}, ${member}, 2)", "Wang"),
        ("indexed-repeat(${amount}, ${member}, 1, ${loan}, 2)", "250"),
        ("indexed-repeat(${name}, ${member}, 4)", ""),
        ("indexed-repeat(${name}, ${member}, 0)", ""),
        ("indexed-repeat(${name}, ${member}, 1.5)", ""),
        ("indexed-repeat(${name}, ${member}, ${nothing})", ""),
        ("count-if(${age}, ${age} > 10)", 2.0),
        ("count-if(${age}, . > 10)", 2.0),
        ("sum-if(${age}, ${name} != 'Li')", 67.0),
        ("rank-value(58, ${age})", 2.0),
        ("rank-index(3, ${age})", 3.0),
        ("rank-index(9, ${age})", math.nan),
        ("count(${nobody})", 1.0),
        ("boolean(${member})", True),
        ("position(${member}[2])", 2.0),
    ],
)
def test_from_outside_a_repeat_a_name_means_every_answer(text, expected):
    """A node-set compares by any of its nodes, and gives its first where one text is wanted."""
    value = evaluate(text, HOUSEHOLD)

    assert value == expected or (math.isnan(expected) and math.isnan(value))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${age}", "58"),
        ("../age", "58"),
        ("../name", "Wang"),
        ("${head}", "Li"),
        ("../../head", "Li"),
        ("position(..)", 2.0),
        ("index()", 2.0),
        ("/data/member/name", "Wang"),
        ("count(/data/member)", 3.0),
        ("count(${member})", 3.0),
        ("sum(${age})", 58.0),
        ("sum(/data/member[true()]/age)", 128.0),
        ("count(${loan})", 0.0),
        ("count(../loan)", 0.0),
        ("sum(../../member/age)", 128.0),
        ("count(../../member[name = current()/../name])", 1.0),
        ("${member}[position() = position(current()/..) - 1]/name", "Li"),
        ("indexed-repeat(${name}, ${member}, position(..) + 1)", "Xiao"),
        (".", "58"),
        ("./.", "58"),
        ("parent::*/child::name", "Wang"),
    ],
)
def test_inside_a_repeat_a_name_means_the_answer_of_that_instance(text, expected):
    """Names and absolute paths are seen from the instance the question stands in."""
    assert evaluate(text, HOUSEHOLD, current="member[2]/age") == expected


def test_two_levels_share_as_much_as_they_have_in_common():
    """From a loan, `${age}` is its member's, `${amount}` its own, `${loan}` its member's loans."""
    inside = {"current": "member[1]/loan[2]/amount"}

    assert evaluate("${age}", HOUSEHOLD, **inside) == "61"
    assert evaluate("${amount}", HOUSEHOLD, **inside) == "250"
    assert evaluate("count(${loan})", HOUSEHOLD, **inside) == 2.0
    assert evaluate("position(..)", HOUSEHOLD, **inside) == 2.0
    assert evaluate("position(../..)", HOUSEHOLD, **inside) == 1.0
    assert evaluate("sum(${amount})", HOUSEHOLD, current="member[1]/age") == 350.0


def test_with_the_shape_of_the_form_paths_go_through_groups():
    """`..` of a question in a group is the group; a child is asked of its own parent only."""
    values = {"member[1]/sick": "1", "member[1]/age": "61", "member[2]/sick": "2"}
    scope = Scope(values, "member[1]/sick", shape=SHAPE, repeat_counts={"member": 3})

    assert compile_expression("../../age").text(scope) == "61"
    assert compile_expression("../age").text(scope) == ""
    assert compile_expression("count(../age)").number(scope) == 0
    assert compile_expression("position(..)").number(scope) == 1
    assert compile_expression("/data/member/health/sick").text(scope) == "1"
    assert compile_expression("count(/data/member[true()]/health/sick)").number(scope) == 3
    assert compile_expression("count(//sick)").number(scope) == 3
    assert compile_expression("count(../*)").number(scope) == 1
    assert compile_expression("count(${member})").number(scope) == 3


def test_blank_instances_count():
    """An instance is there although nothing was answered in it."""
    assert evaluate("count(${member})", {"member": [{}, {}]}) == 2.0
    nobody = Scope({}, shape=SHAPE)
    assert compile_expression("sum(${age})").number(nobody) == 0
    assert math.isnan(compile_expression("max(${age})").number(nobody))
    assert math.isnan(evaluate("sum(${age})", {"member": [{"age": 1}, {"age": ""}]}))


def test_special_answers_read_as_blank_in_node_sets():
    """A refusal is counted as an instance and as nothing else."""
    values = {"member[1]/age": SpecialAnswer.REFUSED, "member[2]/age": "3"}

    assert compile_expression("count-non-empty(${age})").number(Scope(values)) == 1
    assert compile_expression("${age} = 'refused'").truth(Scope(values)) is False


VILLAGES = Table(
    [
        {"name": "0101", "label": "东村", "township": "01", "size": "120"},
        {"name": "0102", "label": "西村", "township": "01", "size": "80"},
        {"name": "0201", "label": "南村", "township": "02", "size": "95"},
    ]
)


@pytest.mark.parametrize("rows", [VILLAGES, list(VILLAGES)], ids=["table", "list"])
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("instance('villages')/root/item[name = ${village}]/label", "西村"),
        ("instance('villages')/root/item[name = '0201']/label", "南村"),
        ("instance('villages')/root/item['0201' = name]/label", "南村"),
        ("count(instance('villages')/root/item[township = '01'])", 2.0),
        ("count(instance('villages')/root/item[township = '01' and size > 100])", 1.0),
        ("count(instance('villages')/root/item[size > 90])", 2.0),
        ("sum(instance('villages')/root/item/size)", 295.0),
        ("instance('villages')/root/item[2]/label", "西村"),
        ("instance('villages')/root/item[township = '01'][2]/label", "西村"),
        ("instance('villages')/root/item[township = '01'][last()]/label", "西村"),
        ("join(',', instance('villages')/root/item[./size < 100]/name)", "0102,0201"),
        ("join(',', instance('villages')/root/item[township = current()/../t]/name)", "0201"),
        ("count(instance('villages')/root/item[name = ../item/name])", 3.0),
        ("count(instance('villages')//label)", 3.0),
        ("instance('villages')/root/item[name = 'none']/label", ""),
        ("count(instance('none')/root/item)", 0.0),
        ("count(instance('villages')/root/item[string-length() = 4])", 3.0),
        ("count(instance('villages')/root/item[count(label) = 1])", 3.0),
        ("count(instance('villages')/root/item[none = '' and size])", 3.0),
        ("count(instance('villages')/root/item[count(name | size) = 2][. != '0101'])", 2.0),
        ("pulldata('villages', 'label', 'name', ${village})", "西村"),
        ("pulldata('villages', 'label', 'name', 'none')", ""),
        ("pulldata('villages', 'none', 'name', '0101')", ""),
        ("pulldata('none', 'label', 'name', '0101')", ""),
        ("jr:choice-name(${village}, '${village}')", "西村"),
        ("jr:choice-name('0101', '/data/village')", "东村"),
        ("jr:choice-name('0101 0201', '${village}')", "东村, 南村"),
        ("jr:choice-name('none', '${village}')", ""),
        ("jr:choice-name('0101', '${other}')", ""),
        ("choice-label(${village}, '0201')", "南村"),
    ],
)
def test_lists_are_looked_into_by_paths_and_by_functions(rows, text, expected):
    """A list is a document of rows; a table of thousands answers from its index, alike."""
    scope = Scope(
        {"village": "0102", "t": "02"},
        "village",
        choices={"villages": rows},
        question_lists={"village": "villages"},
    )

    assert compile_expression(text).evaluate(scope) == expected


@pytest.mark.parametrize("rows", [VILLAGES, list(VILLAGES)], ids=["table", "list"])
@pytest.mark.parametrize(
    ("choice_filter", "names"),
    [
        ("township = ${township}", ["0101", "0102"]),
        ("${township} = township", ["0101", "0102"]),
        ("township = ${township} and size > 100", ["0101"]),
        ("selected('0101 0201', name)", ["0101", "0201"]),
        ("true()", ["0101", "0102", "0201"]),
        ("township = ''", []),
        ("missing = ''", ["0101", "0102", "0201"]),
        ("position() < 3", ["0101", "0102"]),
        ("./township = '02'", ["0201"]),
        ("name = ${member_village}", ["0101", "0201"]),
        ("township != ${township} or size = 80", ["0102", "0201"]),
    ],
)
def test_a_choice_filter_picks_rows(rows, choice_filter, names):
    """Bare names are columns, `${…}` are answers."""
    values = {
        "township": "01",
        "member[1]/member_village": "0201",
        "member[2]/member_village": "0101",
    }
    found = compile_expression(choice_filter).matching(rows, Scope(values))

    assert [row["name"] for row in found] == names


def test_a_scope_seen_from_another_question_shares_what_was_worked_out():
    """`at` moves the current question and nothing else."""
    scope = Scope({"member[1]/age": "3", "member[2]/age": "4"}, "member[1]/age", seed="s")
    other = scope.at("member[2]/age")

    assert compile_expression("${age}").text(other) == "4"
    assert other.layout is scope.layout
    assert (other.seed, other.values) == (scope.seed, scope.values)
