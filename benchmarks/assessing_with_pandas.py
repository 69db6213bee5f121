"""The pandas side of assessing.py: as an analyst writes it, run by the Python of `make peers`.

It takes the survey file and the rules as conditions over columns, and gives one row for each answer
that a rule holds for, with the sentence of the list. What makes questions moot, repeats, conflicts
and everything about an interview but its subject are left out, in favour of pandas.
"""

import json
import operator
import sqlite3
import sys
import time
from pathlib import Path

import pandas as pd

COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def main(path: str, rules_path: str) -> None:
    """Find the problems of a survey file and say how long it took."""
    rules = json.loads(Path(rules_path).read_text(encoding="utf-8"))
    started = time.perf_counter(), time.process_time()
    connection = sqlite3.connect(path)
    interviews = pd.read_sql("SELECT id, subject, form_id, answers FROM interview", connection)
    found = []
    for form_id, of_form in interviews.groupby("form_id"):
        answers = pd.json_normalize(of_form["answers"].map(json.loads).tolist())
        answers.index = of_form.index
        for rule in rules:
            if rule["form_id"] != form_id or rule["question"] not in answers:
                continue
            holds = answers[rule["question"]].notna()
            for name, sign, value in rule["conditions"]:
                holds &= condition(answers, name, sign, value)
            rows = of_form.loc[holds, ["id", "subject"]].copy()
            for key in ("rule", "question", "severity", "category", "text"):
                rows[key] = rule[key]
            rows["answer"] = answers.loc[holds, rule["question"]]
            found.append(rows)
    problems = pd.concat(found).drop_duplicates(["id", "question"]).sort_values(["subject", "id"])
    took = time.perf_counter() - started[0], time.process_time() - started[1]
    print(json.dumps({"problems": len(problems), "wall_s": took[0], "cpu_s": took[1]}))


def condition(answers: pd.DataFrame, name: str, sign: str, value: str | float) -> pd.Series:
    """Return where one condition holds."""
    if name not in answers:
        return pd.Series(False, index=answers.index)
    column = answers[name]
    if isinstance(value, str):
        return COMPARE[sign](column, value)
    return COMPARE[sign](pd.to_numeric(column, errors="coerce"), value)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
