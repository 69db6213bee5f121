"""The pandas side of assessing.py: as an analyst writes it, run by the Python of `make peers`.

It takes the survey file and the rules as rules_for_pandas.py writes them, and comes to the same as
the program: every problem as a full row of the list, what each takes from which indicator and why
another does not, and the points of every village on both bases. beside_pandas.py compares.

Left out, all in favour of pandas and none of it met in the campaign that is measured: repeats and
`or_other` (no shipped form has them), several versions of one questionnaire, what people decided,
problems added by eye, and `na_policy: rescale`. No problem and no point is lost by it. All of the
campaign is in memory at once. Reading the rules is not timed; here as there it comes before.
"""

import json
import operator
import re
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable
from functools import cache, reduce
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

LANGUAGES = ("zh", "en")
SEVERITIES = ["critical", "major", "minor", "watch"]
CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SPECIAL = {
    "special: refused": {"zh": "拒绝回答", "en": "refused"},
    "special: dont_know": {"zh": "不知道", "en": "does not know"},
    "special: not_applicable": {"zh": "不适用", "en": "not applicable"},
}
COLUMNS = "id, subject, form_id, status, keying, forked, preload, answers, descriptions, head"
OF_INTERVIEW = ["id", "subject", "form_id", "head", "village", "is_evidence", "descriptions"]


def main(path: str, rules_path: str, result_path: str = "") -> None:
    """Assess a survey file, say how long each stage took, and write down what came out."""
    rules = json.loads(Path(rules_path).read_text(encoding="utf-8"))
    stages: Counter[str] = Counter()
    started = time.perf_counter(), time.process_time()

    def done(stage: str) -> None:
        stages[stage] += time.process_time() - started[1] - stages.total()

    interviews = read_interviews(path)
    done("rows")
    found = []
    for form_id, of_form in interviews.groupby("form_id"):
        form = rules["forms"][form_id]
        answers, special = answers_of(form, of_form)
        done("answers")
        apply_relevance(form, answers, special)
        done("relevance")
        held = rules_that_hold(form, answers)
        done("rules")
        found.append(problem_rows(form, of_form, answers, special, held))
        done("list")
    problems = one_list(pd.concat(found, ignore_index=True))
    done("list")
    villages, deductions = score(problems, interviews, rules)
    done("points")
    took = time.perf_counter() - started[0], time.process_time() - started[1]
    if result_path:
        write_result(Path(result_path), problems, villages, deductions)
    print(json.dumps({"wall_s": took[0], "cpu_s": took[1], "stages": stages}))


def read_interviews(path: str) -> pd.DataFrame:
    """Return the interviews that may hold problems, in the order of the list."""
    connection = sqlite3.connect(path)
    query = f"SELECT {COLUMNS} FROM interview WHERE status != 'withdrawn' "
    query += "AND keying IN ('dialogue', 'paper') ORDER BY subject, form_id, id"
    interviews = pd.read_sql(query, connection)
    connection.close()
    interviews["village"] = interviews["subject"].str.split("-").str[0]
    finished = interviews["status"].isin(["finished", "reopened"])
    interviews["is_evidence"] = finished & (interviews["forked"] == 0)
    return interviews


def mark_special(said: dict[str, Any]) -> Any:
    """Return a special answer as a text of its own."""
    return f"special: {said['special']}" if said.keys() == {"special"} else said


def answers_of(form: dict[str, Any], of_form: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return a column for each question, blank where it has no answer; special answers apart."""
    read = json.JSONDecoder(object_hook=mark_special).decode
    said = of_form["answers"].map(read).tolist()
    answers = pd.DataFrame(said, of_form.index, list(form["questions"]), dtype=object).fillna("")
    facts = {
        name: question["fact"] for name, question in form["questions"].items() if question["fact"]
    }
    known = of_form["preload"].map(json.loads).tolist()
    answers[list(facts)] = pd.DataFrame(known, of_form.index, list(facts.values())).fillna("")
    may_be_special = [name for name, question in form["questions"].items() if question["special"]]
    special = answers[may_be_special]
    answers[may_be_special] = special.mask(special.isin(list(SPECIAL)), "")
    return answers, special


def apply_relevance(form: dict[str, Any], answers: pd.DataFrame, special: pd.DataFrame) -> None:
    """Work out what is calculated, and blank what should not have been asked."""
    relevant: dict[str, Any] = {"": True}
    for name in form["order"]:
        group = form["groups"].get(name)
        item = group or form["questions"][name]
        is_relevant = relevant[item["in"]]
        if item["relevant"]:
            is_relevant = is_relevant & evaluate(item["relevant"], answers)
        if group:
            relevant[name] = is_relevant
            continue
        if item["calculation"]:
            answers[name] = as_text(evaluate(item["calculation"], answers))
        if is_relevant is not True:
            answers[name] = answers[name].where(is_relevant, "")
            if name in special:
                special[name] = special[name].where(is_relevant, "")


def evaluate(tree: list[Any], answers: pd.DataFrame) -> Any:
    """Return an expression as a column, or as the constant it is."""
    what, *operands = tree
    if what == "value":
        return operands[0]
    if what == "answer":
        return answers[operands[0]]
    return OPERATIONS[what](*(evaluate(operand, answers) for operand in operands))


def is_number(value: Any) -> bool:
    """Say whether a column or a constant is of numbers."""
    is_column = isinstance(value, pd.Series)
    return pd.api.types.is_numeric_dtype(value) if is_column else not isinstance(value, str)


def as_number(value: Any) -> Any:
    """Return texts as the numbers they write."""
    return value if is_number(value) else pd.to_numeric(value, errors="coerce")


def as_text(value: Any) -> Any:
    """Return numbers as texts."""
    return value.map("{:.15g}".format) if is_number(value) else value


def equality(compare: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a comparison of numbers where one side is a number, else of texts."""

    def holds(left: Any, right: Any) -> Any:
        if is_number(left) or is_number(right):
            return compare(as_number(left), as_number(right))
        return compare(left, right)

    return holds


def in_numbers(calculate: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    """Return a calculation that takes both sides as numbers."""
    return lambda left, right: calculate(as_number(left), as_number(right))


OPERATIONS: dict[str, Callable[..., Any]] = {
    "and": lambda *conditions: reduce(operator.and_, conditions),
    "or": lambda *conditions: reduce(operator.or_, conditions),
    "not": operator.invert,
    "=": equality(operator.eq),
    "!=": equality(operator.ne),
    "<": in_numbers(operator.lt),
    "<=": in_numbers(operator.le),
    ">": in_numbers(operator.gt),
    ">=": in_numbers(operator.ge),
    "+": in_numbers(operator.add),
    "-": in_numbers(operator.sub),
    "*": in_numbers(operator.mul),
    "div": in_numbers(operator.truediv),
    "round": lambda number, places: np.floor(number * 10**places + 0.5) / 10**places,
    "if": lambda test, then, otherwise: pd.Series(np.where(test, then, otherwise), test.index),
    "selected": lambda codes, code: (" " + codes + " ").str.contains(f" {code} ", regex=False),
    "count-selected": lambda codes: codes.str.split().str.len(),
    "normalize-space": lambda text: text.str.replace(r"\s+", " ", regex=True).str.strip(),
    "regex": lambda text, pattern: text.str.fullmatch(pattern),
}


def rules_that_hold(form: dict[str, Any], answers: pd.DataFrame) -> pd.DataFrame:
    """Return a column for each rule: where it is the first of its question that holds."""
    held: dict[str, pd.Series] = {}
    still_open: dict[str, pd.Series] = {}
    for rule_name, rule in form["rules"].items():
        question = rule["said"]["question"]
        if question not in still_open:
            still_open[question] = answers[question] != ""
        held[rule_name] = still_open[question] & evaluate(rule["when"], answers)
        still_open[question] = still_open[question] & ~held[rule_name]
    return pd.DataFrame(held)


def problem_rows(
    form: dict[str, Any],
    of_form: pd.DataFrame,
    answers: pd.DataFrame,
    special: pd.DataFrame,
    held: pd.DataFrame,
) -> pd.DataFrame:
    """Return the rows of the list, with everything that stands in them."""
    rows, columns = held.to_numpy().nonzero()
    problems = pd.DataFrame({"row": held.index[rows], "rule": held.columns[columns]})
    always = pd.DataFrame({name: rule["said"] for name, rule in form["rules"].items()}).T
    problems = problems.join(always, on="rule").join(of_form[OF_INTERVIEW], on="row")
    problems = problems.rename(columns={"id": "interview"})
    problems["quantity"] = 1
    problems["state"] = "suspected"
    instance = answers.loc[problems["row"], form["instance_key"]]
    problems["instance"] = list(map(tuple, instance.to_numpy()))
    place = ["subject", "form_id", "instance", "question"]
    problems["number"] = [
        f"{subject}-{signs(*place)}" for subject, *place in problems[place].itertuples(index=False)
    ]
    problems["description"] = [
        json.loads(descriptions).get(question, "").strip()
        for question, descriptions in problems[["question", "descriptions"]].itertuples(index=False)
    ]
    for rule_name, of_rule in problems.groupby("rule"):
        words = Words(form, answers, special, of_rule["row"])
        fill_in(form["rules"][rule_name], problems, of_rule, words)
    return problems.drop(columns="descriptions")


class Words:
    """Answers as a person reads them, of the interviews in which one rule holds."""

    def __init__(
        self,
        form: dict[str, Any],
        answers: pd.DataFrame,
        special: pd.DataFrame,
        rows: pd.Series,
    ) -> None:
        self.form, self.answers, self.special, self.rows = form, answers, special, rows

    def of(self, name: str, language: str) -> pd.Series:
        """Return the answers to one question in the words of one language."""
        values = self.answers.loc[self.rows, name]
        choices = self.form["questions"][name]["choices"]
        if choices:
            between = "、" if language == "zh" else ", "
            labels = choices[language]
            values = values.map(
                lambda codes: between.join(labels.get(code, code) for code in codes.split())
            )
        if name in self.special:
            words = {mark: text[language] for mark, text in SPECIAL.items()}
            values = self.special.loc[self.rows, name].map(words).fillna(values)
        return values


def fill_in(
    rule: dict[str, Any], problems: pd.DataFrame, of_rule: pd.DataFrame, words: Words
) -> None:
    """Fill the sentence, the description and the quantity of the problems of one rule."""
    for language in LANGUAGES:
        sentence = rule["said"][f"text_{language}"]
        places = re.findall(r"\{(\w+)\}", sentence)
        if places:
            filled = pd.DataFrame({name: words.of(name, language) for name in set(places)})
            filled = filled.replace("", "—").to_dict("records")
            sentences = [sentence.format(**answers) for answers in filled]
            problems.loc[of_rule.index, f"text_{language}"] = sentences
    detail = words.form["questions"][rule["said"]["question"]]["detail"]
    if detail:
        in_sentence = f"{{{detail}}}" in rule["said"]["text_zh"] + rule["said"]["text_en"]
        told_in_words = words.of(detail, words.form["language"])
        problems.loc[of_rule.index, "description"] = [
            added
            if added and in_sentence
            else "；".join(dict.fromkeys(filter(None, (told, added))))
            for told, added in zip(told_in_words, of_rule["description"], strict=True)
        ]
    if rule["quantity"]:
        cases = as_number(evaluate(rule["quantity"], words.answers.loc[of_rule["row"]]))
        cases = np.floor(cases + 0.5).clip(lower=1).replace(np.inf, 1).fillna(1).astype(int)
        problems.loc[of_rule.index, "quantity"] = cases.to_numpy()


@cache
def signs(form_id: str, instance: tuple[str, ...], question: str) -> str:
    """Return the end of a problem's number, which its place alone decides."""
    place = "\n".join([form_id, *instance, question])
    number = int.from_bytes(sha256(place.encode()).digest(), "big")
    return "".join(CROCKFORD[number >> 5 * position & 31] for position in range(5))


def one_list(problems: pd.DataFrame) -> pd.DataFrame:
    """Return one row for each number: of two interviews of one subject the worse."""
    problems = problems.sort_values("row", kind="stable", ignore_index=True).drop(columns="row")
    problems["also_in"] = ""
    again = problems[problems.duplicated("number", keep=False)]
    if again.empty:
        return problems
    again = again.assign(
        no_evidence=~again["is_evidence"], how_bad=again["severity"].map(SEVERITIES.index)
    ).sort_values(["number", "no_evidence", "how_bad", "interview"])
    worst = again.drop_duplicates("number").copy()
    others = again.groupby("number")["interview"].agg(lambda each: sorted(set(each[1:])))
    worst["also_in"] = worst["number"].map(others).map(",".join)
    once = problems.drop_duplicates("number", keep=False)
    return pd.concat([once, worst[problems.columns]]).sort_index()


def score(
    problems: pd.DataFrame, interviews: pd.DataFrame, rules: dict[str, Any]
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the points of every village that was visited, and what took them away."""
    scoring = rules["scoring"]
    planned = pd.DataFrame.from_dict(rules["villages"], orient="index")
    done = interviews[interviews["is_evidence"] & interviews["village"].isin(planned.index)]
    of_households = [name for name, form in rules["forms"].items() if form["of"] == "household"]
    households = done[done["form_id"].isin(of_households)].groupby("village")["subject"].nunique()
    villages = planned.loc[done["village"].unique()].rename_axis("village")
    villages["households_visited"] = households.reindex(villages.index, fill_value=0)
    most = villages["households_visited"].clip(lower=scoring["households_planned"])
    villages["scale"] = scoring["households_planned"] / most

    is_evidence = problems["is_evidence"] & problems["village"].isin(villages.index)
    against = problems[is_evidence & (problems["severity"] != "watch")]
    needs_second = (against["severity"] == "critical") | against["is_free_text"].astype(bool)
    is_open = needs_second & (against["state"] == "suspected")
    claims = claims_of(against.assign(is_open=is_open), villages, scoring)
    deductions = []
    for basis, counts in {"with_suspected": True, "confirmed": ~claims["is_open"]}.items():
        of_basis = deduct(claims.assign(basis=basis, counts=claims["applies"] & counts))
        add_points(villages, basis, of_basis, scoring)
        deductions.append(of_basis)
    critical = against[~is_open & (against["severity"] == "critical")].groupby("village").size()
    villages["critical"] = critical.reindex(villages.index, fill_value=0)
    bars = against["rule"].isin(scoring["barred_by"]) & (against["state"] == "confirmed")
    villages["is_barred"] = villages.index.isin(against.loc[bars, "village"])
    villages["grade"] = [
        next(label for least, label in scoring["grades"][is_barred:] if points >= least * 100)
        for points, is_barred in zip(villages["confirmed"], villages["is_barred"], strict=True)
    ]
    return villages, pd.concat(deductions, ignore_index=True)


def claims_of(
    problems: pd.DataFrame, villages: pd.DataFrame, scoring: dict[str, Any]
) -> pd.DataFrame:
    """Return what each problem asks of each indicator, in the order in which it is given."""
    points = pd.DataFrame(scoring["points"]).query("points > 0")
    claims = problems.drop(columns="indicator").merge(points, on="rule")
    claims = claims.join(villages["scale"], on="village")
    is_of_household = claims["per"] == "household"
    is_of_standard = claims["per"] == "standard"
    claims["asked"] = claims["points"] * claims["quantity"].where(claims["per"] == "finding", 1)
    claims["wanted"] = claims["asked"] * claims["scale"].where(is_of_household, 1)
    claims["once"] = claims["number"] + " " + claims["interview"]
    claims["once"] = claims["once"].mask(is_of_household, claims["subject"])
    standards = claims["form_id"] + " " + claims["section"]
    claims["once"] = claims["once"].mask(is_of_standard, standards)
    claims["applies"] = True
    for fact in points["only_where"].unique():
        if fact:
            holds = claims["village"].map(villages[fact]) == "1"
            claims["applies"] &= holds | (claims["only_where"] != fact)
    columns = ["village", "interview", "number", "is_open", "indicator", "maximum", "part"]
    columns += ["part_maximum", "per", "once", "asked", "wanted", "applies"]
    claims["asked_most"] = -claims["asked"]
    order = ["village", "indicator_place", "part", "asked_most", "number"]
    return claims.sort_values(order)[columns]


def deduct(claims: pd.DataFrame) -> pd.DataFrame:
    """Return what each claim gets on one basis: the highest first, while any is left."""
    part = ["village", "indicator", "part"]
    counting = claims[claims["counts"]]
    first = counting.groupby([*part, "once"])["number"].transform("first")
    is_lower = counting.duplicated([*part, "once"])
    taking = counting[~is_lower]
    before = taking.groupby(part)["wanted"].cumsum() - taking["wanted"]
    left = (taking["part_maximum"].fillna(np.inf) - before).clip(lower=0)
    in_part = taking["wanted"].clip(upper=left)
    before = in_part.groupby([taking["village"], taking["indicator"]]).cumsum() - in_part
    taken = in_part.clip(upper=(taking["maximum"] - before).clip(lower=0))

    claims["taken"] = taken.reindex(claims.index, fill_value=0.0)
    claims["standing"] = "counted"
    claims.loc[taken.index[taken < taking["wanted"] - 1e-9], "standing"] = "capped"
    claims.loc[is_lower.index[is_lower], "standing"] = "lower"
    is_standard = claims["per"] == "standard"
    claims.loc[(claims["standing"] == "lower") & is_standard, "standing"] = "same_standard"
    claims.loc[~claims["counts"], "standing"] = "unconfirmed"
    claims.loc[~claims["applies"], "standing"] = "not_applicable"
    claims["instead"] = first[is_lower].reindex(claims.index, fill_value="")
    return claims


def add_points(
    villages: pd.DataFrame, basis: str, deductions: pd.DataFrame, scoring: dict[str, Any]
) -> None:
    """Add what is left to each village on one basis: of indicators, of blocks, of all."""
    indicators = pd.DataFrame(scoring["indicators"]).set_index("indicator")
    taken = deductions.groupby(["village", "indicator"])["taken"].sum().unstack()
    taken = taken.reindex(index=villages.index, columns=indicators.index).fillna(0)
    possible = pd.DataFrame(0.0, villages.index, indicators.index) + indicators["maximum"]
    for code, fact in indicators["only_where"].items():
        if fact:
            possible[code] = possible[code].where(villages[fact] == "1", 0)
    left = possible - taken
    villages[[f"{basis}_{code}" for code in left]] = left
    for block, codes in indicators.groupby("block").groups.items():
        villages[f"{basis}_{block}"] = left[codes].sum(axis=1)
        villages[f"{basis}_{block}_possible"] = possible[codes].sum(axis=1)
    of_hundred = (left.sum(axis=1) * 100 / possible.sum(axis=1)).fillna(100)
    # Half up; what is a half in decimals may be a little less in binary.
    villages[basis] = np.floor(of_hundred * 100 + 0.5 + 1e-7).astype(int)


def write_result(
    path: Path, problems: pd.DataFrame, villages: pd.DataFrame, deductions: pd.DataFrame
) -> None:
    """Write everything down for who compares it; no part of the time."""
    problems["instance"] = problems["instance"].map(",".join)
    result = {
        "problems": problems.to_dict("records"),
        "villages": villages.reset_index().to_dict("records"),
        "deductions": deductions.to_dict("records"),
    }
    path.write_text(json.dumps(result), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
