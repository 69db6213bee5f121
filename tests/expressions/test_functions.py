"""Functions of the language, a story a topic."""

import math
from base64 import b64decode, b64encode
from datetime import UTC, datetime, timedelta, timezone

import pytest
from nacl.signing import SigningKey

from fieldsurvey.expressions import Scope, compile_expression, evaluate, known_functions
from fieldsurvey.expressions.functions.chance import shuffle

CHINA = timezone(timedelta(hours=8))
MORNING = datetime(2026, 8, 2, 7, 5, 9, 123456, tzinfo=CHINA)
ANSWERS = {
    "services": ["water", "power"],
    "name": "  Li   Ming ",
    "blank": None,
    "member": [{"age": 5}, {"age": 61}, {"age": ""}],
}


def check(text, expected, **keywords):
    """Compare a value; NaN is equal to itself."""
    value = evaluate(text, ANSWERS, **keywords)
    if isinstance(expected, float) and math.isnan(expected):
        assert math.isnan(value)
    elif isinstance(expected, float):
        assert value == pytest.approx(expected, rel=1e-12, abs=1e-12)
    else:
        assert value == expected
    assert isinstance(value, bool) == isinstance(expected, bool)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("if(${blank} = '', 'none', ${blank})", "none"),
        ("if(1 > 2, 1, 0) + 1", 1.0),
        ("if(true(), 1 = 1, 0)", True),
        ("coalesce(${blank}, 'x')", "x"),
        ("coalesce('', '', 3)", "3"),
        ("coalesce('', '')", ""),
        ("boolean('false')", True),
        ("boolean(0)", False),
        ("boolean-from-string('true')", True),
        ("boolean-from-string('1')", True),
        ("boolean-from-string('yes')", False),
        ("boolean-from-string(true())", True),
        ("checklist(2, 2, 'yes', 'no', 1, true(), 0)", False),
        ("checklist(2, -1, 'yes', 'no', 1, true(), 0)", True),
        ("checklist(-1, 0, 'no', '')", True),
        ("weighted-checklist(3, 4, 'yes', 3, 'no', 5)", True),
        ("weighted-checklist(4, -1, 'yes', 3, 'no', 5)", False),
        ("once('new')", "new"),
    ],
)
def test_deciding(text, expected):
    """Branches keep their kind; blanks give way."""
    check(text, expected)


def test_once_keeps_the_first_value():
    """A question that has an answer keeps it."""
    assert evaluate("once(now())", {"start": "08:00"}, current="start") == "08:00"
    assert evaluate("once(0 div 0)", {}, current="start") == "NaN"
    assert compile_expression("once(0 div 0)").text_value(Scope({}, "start")) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("concat('a', 1, true(), ${blank})", "a1true"),
        ("concat(${age})", "561"),
        ("join(', ', 'a', 'b')", "a, b"),
        ("join('-', ${member}[1]/age, 'x')", "5-x"),
        ("string-length('张三')", 2.0),
        ("string-length('')", 0.0),
        ("normalize-space(${name})", "Li Ming"),
        ("contains('water', 'at')", True),
        ("contains('water', '')", True),
        ("starts-with('water', 'wa')", True),
        ("ends-with('water', 'wa')", False),
        ("substr('hello', 1)", "ello"),
        ("substr('hello', 1, 3)", "el"),
        ("substr('hello', -2)", "lo"),
        ("substr('hello', 0, -1)", "hell"),
        ("substr('hello', 9)", ""),
        ("substr('hello', 3, 1)", ""),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 2)", "2345"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("substring('12345', -1 div 0)", "12345"),
        ("substring('12345', -42, 1 div 0)", "12345"),
        ("substring-before('2026-08-02', '-')", "2026"),
        ("substring-after('2026-08-02', '-')", "08-02"),
        ("substring-before('abc', 'x')", ""),
        ("substring-after('abc', '')", "abc"),
        ("translate('bar', 'abc', 'AB')", "BAr"),
        ("translate('--aaa--', 'abc-', 'ABC')", "AAA"),
        ("string(1.50)", "1.5"),
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-1')", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0="),
        ("digest('abc', 'ROT13')", ""),
        ("string-length(hash('a', 'b'))", 64.0),
        ("base64-decode('5byg5LiJ')", "张三"),
        ("base64-decode('not base64!')", ""),
    ],
)
def test_texts(text, expected):
    """Parts, lengths and joining, counted in characters."""
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("int(2.7)", 2.0),
        ("int(-2.7)", -2.0),
        ("int('x')", math.nan),
        ("int(1 div 0)", math.inf),
        ("round(2.5)", 3.0),
        ("round(-2.5)", -2.0),
        ("round(1.005, 2)", 1.01),
        ("round(-1.005, 2)", -1.0),
        ("round(1234.5, -2)", 1200.0),
        ("round(0.4)", 0.0),
        ("round(51, -3)", 0.0),
        ("round(1, 0 div 0)", math.nan),
        ("floor(-1.1)", -2.0),
        ("ceiling(1.1)", 2.0),
        ("abs(-3)", 3.0),
        ("pow(2, 10)", 1024.0),
        ("pow(-1, 0.5)", math.nan),
        ("pow(0, -1)", math.inf),
        ("pow(10, 400)", math.inf),
        ("pow(-10, 401)", -math.inf),
        ("sqrt(9)", 3.0),
        ("sqrt(-1)", math.nan),
        ("exp(0)", 1.0),
        ("exp(1000)", math.inf),
        ("exp10(2)", 100.0),
        ("log(exp(1))", 1.0),
        ("log10(1000)", 3.0),
        ("log(0)", -math.inf),
        ("log(-1)", math.nan),
        ("sin(pi() div 2)", 1.0),
        ("cos(0)", 1.0),
        ("tan(0)", 0.0),
        ("asin(2)", math.nan),
        ("acos(1)", 0.0),
        ("atan(1) * 4", math.pi),
        ("atan2(1, -1)", math.pi * 3 / 4),
        ("sin(1 div 0)", math.nan),
    ],
)
def test_numbers(text, expected):
    """Halves go up, what has no answer is NaN, nothing overflows into an error."""
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("selected(${services}, 'water')", True),
        ("selected(${services}, 'wat')", False),
        ("selected(${services}, ' power ')", True),
        ("selected(${services}, '')", False),
        ("selected(${services}, concat('po', 'wer'))", True),
        ("selected(${blank}, 'water')", False),
        ("count-selected(${services})", 2.0),
        ("count-selected(${blank})", 0.0),
        ("selected-at(${services}, 0)", "water"),
        ("selected-at(${services}, 1)", "power"),
        ("selected-at(${services}, 2)", ""),
        ("selected-at(${services}, -1)", ""),
        ("selected-at(${services}, 0 div 0)", ""),
    ],
)
def test_choices(text, expected):
    """An answer of several choices is a list of names with blanks between them."""
    check(text, expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today()", "2026-08-02"),
        ("now()", "2026-08-02T07:05:09.123+08:00"),
        ("date('2026-08-02T20:00:00.000Z')", "2026-08-03"),
        ("date(0)", "1970-01-01"),
        ("date(20667)", "2026-08-02"),
        ("date('20667')", "2026-08-02"),
        ("format-date('20667.5', '%Y-%m-%d')", "2026-08-02"),
        ("date(today() + 30)", "2026-09-01"),
        ("date(decimal-date-time('2026-08-02'))", "2026-08-02"),
        ("date('2026-02-30')", ""),
        ("date('')", ""),
        ("date(1 div 0)", ""),
        ("date(99999999)", ""),
        ("date-time('2026-08-02')", "2026-08-02T00:00:00.000+08:00"),
        ("date-time(20667)", "2026-08-02T08:00:00.000+08:00"),
        ("today() - '2026-07-01'", 32.0),
        ("today() - '1986-08-02'", 14610.0),
        ("int((today() - '1990-05-01') div 365.25)", 36.0),
        ("today() < now()", True),
        ("today() >= '2026-08-02'", True),
        ("now() > '2026-08-02T07:00:00.000+08:00'", True),
        ("decimal-time('12:00:00.000+08:00')", 0.5),
        ("decimal-time('18:00')", 0.75),
        ("decimal-time('10:00:00.000Z')", 0.75),
        ("decimal-time('2026-08-02T06:00:00.000+08:00')", 0.25),
        ("decimal-time('25:00')", math.nan),
        ("format-date(today(), '%Y-%m-%d')", "2026-08-02"),
        ("format-date(today(), '%e.%n.%y %a %b 100%%')", "2.8.26 Sun Aug 100%"),
        ("format-date('x', '%Y')", ""),
        ("format-date(today(), '%q%')", "%q%"),
        ("format-date-time(now(), '%H:%M:%S.%3 %h')", "07:05:09.123 7"),
    ],
)
def test_dates(text, expected):
    """Dates compare and subtract as days; the difference of two days is a whole number."""
    check(text, expected, now=MORNING)


def test_names_of_months_follow_the_language():
    """A Chinese form writes Chinese months and days."""
    scope = Scope({}, now=MORNING, language="zh")

    assert compile_expression("format-date(today(), '%b%e日 %a')").text(scope) == "8月2日 周日"


def test_without_a_clock_there_is_no_today():
    """Expressions never read the machine's clock."""
    assert evaluate("concat(today(), now())") == ""


def test_a_zone_may_be_given_by_name():
    """The bench takes names of the time zone database."""
    at = datetime(2026, 8, 1, 23, 30, tzinfo=UTC)

    assert evaluate("today()", now=at, timezone="Asia/Shanghai") == "2026-08-02"


SQUARE = "0 0 0 0;0 1 0 0;1 1 0 0;1 0 0 0;0 0 0 0"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"round(area('{SQUARE}') div 1000000)", 12391.0),
        ("area('0 0;0 1')", 0.0),
        ("area('0 0;x')", math.nan),
        ("distance('0 0 high;0 1')", math.nan),
        ("distance('0 0 5 -1;0 1')", math.nan),
        ("round(distance('0 0;0 1'))", 111319.0),
        ("distance('0 0', '0 1') = distance('0 0;0 1')", True),
        ("distance('0 179.5;0 -179.5') < 112000", True),
        ("distance('91 0;0 0')", math.nan),
        (f"geofence('0.5 0.5 0 0', '{SQUARE}')", True),
        (f"geofence('1.5 0.5 0 0', '{SQUARE}')", False),
        (f"geofence('', '{SQUARE}')", False),
        ("intersects('0 0;1 1;0 1;1 0')", True),
        (f"intersects('{SQUARE}')", False),
    ],
)
def test_geography(text, expected):
    """Geopoints, traces and shapes on a ball of the Earth's size."""
    check(text, expected)


def test_chance_is_the_same_for_the_same_seed_question_and_call():
    """A draw depends on nothing but what is named, and two draws of one expression differ."""
    drawn = [evaluate("random()", seed="a", current="q") for _ in range(2)]

    assert drawn[0] == drawn[1]
    assert 0 <= drawn[0] < 1
    assert evaluate("random()", seed="b", current="q") != drawn[0]
    assert evaluate("random()", seed="a", current="p") != drawn[0]
    assert evaluate("random() = random()") is False
    assert evaluate("uuid()", seed="a")[14] == "4"
    assert len(evaluate("uuid(70)", seed="a")) == 70
    assert evaluate("uuid(0 div 0)") == ""


def test_a_seeded_shuffle_is_the_one_of_odk():
    """Values from the tests of JavaRosa and Enketo: forms shuffle alike on every client."""
    assert shuffle("ABCDEF", 42) == list("AFCBDE")
    assert shuffle("ABCDEF", 1) == list("BFEACD")
    assert shuffle("ABCDEF", -1) == shuffle("ABCDEF", 2**31 - 2 - 1)
    assert evaluate("join('', randomize(${m}, 42))", {"m": [{"m": c} for c in "AB"]}) == ""
    ages = {"member": [{"age": age} for age in "ABCDEF"]}
    assert evaluate("join('', randomize(${age}, 42))", ages) == "AFCBDE"


def test_every_function_says_what_it_is_for():
    """The docs are printed from the table: each has one sentence, a signature and a topic."""
    functions = known_functions()

    assert len({function.name for function in functions}) == len(functions) > 80
    for function in functions:
        assert function.help.endswith("."), function.name
        assert function.signature.startswith(function.name + "(")
        assert function.topic


PROMISED = """
if once position selected selected-at count-selected jr:choice-name indexed-repeat count
count-non-empty sum max min regex contains starts-with ends-with substr substring-before
substring-after translate string-length normalize-space concat join boolean-from-string string
digest base64-decode extract-signed round int number pow log log10 abs sin cos tan asin acos atan
atan2 sqrt exp exp10 pi today now decimal-date-time date decimal-time format-date
format-date-time area distance
geofence intersects random randomize uuid boolean not coalesce checklist weighted-checklist true
false pulldata count-if sum-if rank-index rank-value hash choice-label index last current instance
date-time substring floor ceiling
"""


def test_a_signed_message_is_taken_only_from_under_its_signature():
    """A card signed with a key gives its message; one letter changed, or another key, nothing."""
    seed, message = bytes(range(32)), "户主:张三;证号:0042"
    key = SigningKey(seed)
    card = b64encode(key.sign(message.encode()).signature + message.encode()).decode()
    public = b64encode(bytes(key.verify_key)).decode()
    other = b64encode(bytes(SigningKey(bytes(32)).verify_key)).decode()
    changed = b64encode(b64decode(card)[:-1] + b"3").decode()

    def extracted(contents: str, signed_with: str) -> object:
        values = {"card": contents, "key": signed_with}
        return evaluate("extract-signed(${card}, ${key})", values, now=MORNING)

    assert extracted(card, public) == message
    for contents, signed_with in (
        (changed, public),
        (card, other),
        ("", public),
        ("short", public),
        (card, "no key"),
        ("证", "证"),
    ):
        assert extracted(contents, signed_with) == ""


def test_every_function_that_is_promised_is_there():
    """XLSForm's list, and what SurveyCTO adds to it."""
    assert {function.name for function in known_functions()} >= set(PROMISED.split())
