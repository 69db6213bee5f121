"""What the terminal shows, as styled pieces of text. Pure: knows no terminal.

A line is a list of (style, text); styles are class names that mean the same in every place:
`heading`, `quiet`, `question`, `hint`, `saved`, `problem`, `warning`, `moot`, `key`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from fieldsurvey.chain.line import Entry, Kind
from fieldsurvey.expressions.values import SpecialAnswer
from fieldsurvey.i18n import _, language, ngettext
from fieldsurvey.interview.columns import Line, beside, cut, one_line, pad
from fieldsurvey.interview.conducting import Turn
from fieldsurvey.interview.conversation import Conversation, Taken
from fieldsurvey.interview.keys import command_keys, shown_key
from fieldsurvey.interview.paths import code_of
from fieldsurvey.interview.photo_words import evidence_summary, saved_photo_words
from fieldsurvey.interview.refusal import Refusal
from fieldsurvey.interview.review import progress
from fieldsurvey.interview.rows_named import rows_in_words
from fieldsurvey.interview.rows_shown import change_lines
from fieldsurvey.interview.step import Step, check_step
from fieldsurvey.interview.wording import (
    fill_places,
    fill_references,
    special_in_words,
    value_in_words,
)
from fieldsurvey.questionnaire.model import (
    Check,
    CheckKind,
    LocalText,
    ProblemRule,
    Severity,
    in_language,
)

_ROW_WIDTH = 16
"""Columns for the row that a question of a list stands in: `2 文秀`."""

SEARCHED_FROM = 40
"""Choices from which on a list is searched by typing instead of numbered."""

STYLES = {
    "heading": "bold",
    "quiet": "",
    "question": "bold nounderline",
    "hint": "",
    "understood": "bold",
    "saved": "ansigreen",
    "problem": "bold ansired",
    "warning": "bold",
    "moot": "ansimagenta",
    "key": "reverse",
    "pointer": "bold",
    "highlighted": "bold",
    "selected": "bold",
    "answer": "",
    "qmark": "",
    "instruction": "",
}
"""Only colours of the terminal's own sixteen that every theme makes readable on its background:
bright black and bold yellow are not; and no colour without a mark or a word that says the same."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Whom the interview is with: what stands at the top of every screen."""

    subject: str
    """`0103-07`."""
    name: str = ""
    """Head of the household; blank for a village."""
    place: str = ""
    """Village, and township."""
    categories: Mapping[str, LocalText] = field(default_factory=dict)
    """Names of what problems are about, by code: `water`."""


def heading_lines(
    heading: Heading, conversation: Conversation, step: Step, columns: int, clock: str = ""
) -> list[Line]:
    """Return who, where and when; which section, which question of how many, and what is open.

    Args:
        heading: Whom the interview is with.
        conversation: Where it is.
        step: What is asked.
        columns: Of the window; the time stands at its right edge where there is room.
        clock: The time of day, as it is shown.
    """
    who = " · ".join(filter(None, (heading.subject, heading.name, heading.place)))
    called = conversation.evaluation.instance_name
    if not all(word in who for word in called.split()):
        who += f" · {called}"
    first: Line = [("class:heading", pad(who, max(0, columns - len(clock) - 2)))]
    if clock:
        first.append(("class:quiet", f"  {clock}"))
    where = " › ".join(step.sections)
    counts: Line = [("class:quiet", f"{where}  " if where else "")]
    return [first, counts + counts_line(conversation), []]


def counts_line(conversation: Conversation) -> Line:
    """Return which question it is, how many are still needed, and how many are problems."""
    done = progress(conversation)
    line: Line = [
        (
            "class:quiet",
            _("question {number} of {count}").format(number=done.number, count=done.count),
        )
    ]
    if missing := done.unanswered_required:
        line.append(("class:quiet", " · " + _("{count} still needed").format(count=missing)))
    if done.problems:
        told = ngettext("{count} problem", "{count} problems", done.problems)
        line += [("", " · "), ("class:problem", "▲ " + told.format(count=done.problems))]
    return line


def question_lines(step: Step) -> list[Line]:
    """Return what is said before the question, the question, and its hint."""
    question = step.question
    assert question is not None
    lines: list[Line] = [[("class:hint", note)] for note in step.notes]
    number = f"{question.number}  " if question.number else ""
    unit = in_language(question.unit, language())
    asked = f"{number}{step.label}" + (f" ({unit})" if unit else "")
    lines.append(
        [("class:question", asked), ("class:quiet", "" if step.is_required else _optional())]
    )
    lines += [[("class:hint", said)] for said in (step.hint, step.guidance) if said]
    if step.media:
        lines.append([("class:hint", " ".join(step.media))])
    if isinstance(step.answer, SpecialAnswer):
        answer = special_in_words(step.answer, language())
        lines.append([("class:quiet", _("Answered: {answer}").format(answer=answer))])
    if step.remark:
        lines.append([("class:quiet", _("Remark: {remark}").format(remark=step.remark))])
    if step.description:
        lines.append(
            [("class:quiet", _("Described: {description}").format(description=step.description))]
        )
    lines += evidence_summary(step)
    return lines


def blank_row(step: Step) -> str:
    """Return what stands for no choice, above the choices."""
    words = _("no answer yet") if step.is_required else _("leave blank")
    return f"—  {words}"


def _optional() -> str:
    return "  " + _("may be left blank")


def description_lines(step: Step, heading: Heading, conversation: Conversation) -> list[Line]:
    """Return what is asked the moment an answer is a problem."""
    rule = conversation.evaluation.problems[step.path]
    return [
        problem_line(rule, step.path, heading, conversation),
        [("class:question", _("Describe it: what, who, since when."))],
        [
            (
                "class:hint",
                _("This is what the problem list will say. Enter alone leaves it for later."),
            )
        ],
    ]


def check_lines(step: Step, conversation: Conversation) -> list[Line]:
    """Return what does not go together, which answers those are, and what is wanted."""
    assert step.check is not None
    lines = [check_line(step.check, step.label)]
    if step.check.kind is CheckKind.FIX:
        return [*lines, [("class:question", _("Which answer is wrong? It is corrected there."))]]
    lines += [answer_line(conversation, path) for path in step.disagreeing]
    return [
        *lines,
        [("class:question", _("Is it really so? Then say why."))],
        [("class:hint", _("The reviewer reads it. Enter alone leaves it for the review."))],
    ]


def check_line(check: Check, text: str) -> Line:
    """Return one check that holds: its code and what does not go together."""
    told = check_kind_in_words(check.kind)
    if check.kind is CheckKind.REVIEWER:
        return [("class:quiet", f"○ {check.code} {told}  {text}")]
    style = "class:problem" if check.kind is CheckKind.FIX else "class:warning"
    return [(style, f"≠ {check.code} {told}"), ("", f"  {text}")]


def check_kind_in_words(kind: CheckKind) -> str:
    """Return what is to be done about a check, in the user's language."""
    return {
        CheckKind.FIX: _("must be mended"),
        CheckKind.CONFIRM: _("please confirm"),
        CheckKind.REVIEWER: _("for the reviewer"),
    }[kind]


def answer_line(conversation: Conversation, path: str) -> Line:
    """Return a question with its answer on one line."""
    answer = one_line(value_in_words(conversation.evaluation, path, language()))
    return [("class:quiet", f"  {short_label(conversation, path, 50)}  "), ("", cut(answer, 20))]


def problem_line(
    rule: ProblemRule, path: str, heading: Heading, conversation: Conversation
) -> Line:
    """Return one problem with its severity and category."""
    question = conversation.evaluation.question(path)
    code = rule.category or question.category
    category = in_language(heading.categories.get(code, {"": code}), language())
    text = fill_places(rule.text, conversation.evaluation, path, language())
    kinds = " · ".join(filter(None, (severity_in_words(rule.severity), category)))
    style = "class:warning" if rule.severity is Severity.WATCH else "class:problem"
    mark = "△" if rule.severity is Severity.WATCH else "▲"
    return [(style, f"{mark} {kinds}"), ("", f"  {text}")]


def severity_in_words(severity: Severity) -> str:
    """Return a severity in the user's language."""
    return {
        Severity.CRITICAL: _("critical problem"),
        Severity.MAJOR: _("major problem"),
        Severity.MINOR: _("minor problem"),
        Severity.WATCH: _("to be noted"),
    }[severity]


def outcome_lines(turn: Turn, heading: Heading) -> Iterator[Line]:
    """Yield what became of the last action: tick, withdrawals and problem, or why not taken."""
    if turn.refusal:
        yield from refusal_lines(turn.refusal)
    if turn.taken and turn.taken.entries:
        yield from _saved_lines(turn.taken, heading)


def refusal_lines(refusal: Refusal) -> list[Line]:
    """Return why something was not taken, and what to do."""
    return [[("class:warning", f"✗ {refusal.what} "), ("", refusal.to_do)]]


def _saved_lines(taken: Taken, heading: Heading) -> Iterator[Line]:
    conversation, path = taken.conversation, taken.path
    if taken.rows is not None:
        yield from change_lines(conversation, taken.rows)
    for entry in taken.entries:
        if taken.rows is not None and entry.question not in taken.withdrawn:
            continue
        if entry.question == path:
            label = code_of(path) or short_label(conversation, path)
            yield [
                ("class:saved", "✓ " + _("saved") + "  "),
                ("class:quiet", f"{label}  "),
                ("", _saved_words(conversation, entry)),
            ]
        elif entry.kind is Kind.WITHDRAW and (moot := short_label(conversation, entry.question)):
            yield [
                ("class:moot", "↶ " + _("withdrawn") + "  "),
                ("", _("{question}: no longer asked").format(question=moot)),
            ]
    rule = taken.problem
    is_answered = any(entry.kind is Kind.ANSWER for entry in taken.entries)
    is_still_to_come = path in (*conversation.undescribed, *conversation.unevidenced)
    if rule is not None and is_answered and not is_still_to_come:
        yield problem_line(rule, path, heading, conversation)
    for fired in taken.fired:
        check = conversation.evaluation.checks.get(fired)
        if check is not None and check.kind is CheckKind.REVIEWER:
            yield check_line(check, check_text(conversation, fired))


def check_text(conversation: Conversation, path: str) -> str:
    """Return what does not go together, in the user's language."""
    return check_step(conversation.evaluation, path, language(), "").label


def _saved_words(conversation: Conversation, entry: Entry) -> str:
    """Return what was saved with one entry: the answer, the remark or the description."""
    if entry.kind is Kind.ANSWER:
        words = value_in_words(conversation.evaluation, entry.question, language())
        return one_line(words) or _("(left blank)")
    if entry.kind is Kind.PHOTO:
        return saved_photo_words(entry.value)
    if "remark" in entry.value:
        remark = entry.value["remark"]
        if code_of(entry.question):
            return _("reason: {reason}").format(reason=remark)
        return _("remark: {remark}").format(remark=remark) if remark else _("remark taken away")
    return _("description: {text}").format(text=entry.value["description"])


def short_label(conversation: Conversation, path: str, width: int = 40) -> str:
    """Return number, row and label of a question, cut to at most `width` columns."""
    question = conversation.evaluation.question(path)
    label = fill_references(question.label, conversation.evaluation, path, language())
    rows = rows_in_words(conversation.evaluation, path, language())
    row = f"[{cut(rows, _ROW_WIDTH)}]" if rows else ""
    return cut(one_line(" ".join((question.number, row, label))), width)


def key_lines(columns: int, *, in_row: bool = False) -> list[Line]:
    """Return the keys, as they stand at the bottom of every screen; none is broken in two.

    Args:
        columns: Of the window.
        in_row: Whether a row of a repeat is asked about.
    """
    keys: list[Line] = [
        [("class:key", f"{key.shown} "), ("", key.word)] for key in command_keys(in_row=in_row)
    ]
    loose, tight = (beside(keys, columns, blanks) for blanks in (2, 1))
    return tight if len(tight) < len(loose) else loose


def help_lines(*, in_row: bool = False) -> list[Line]:
    """Return what every key does; not more than 24 rows of 80 columns.

    Args:
        in_row: Whether a row of a repeat is asked about.
    """
    lines: list[Line] = [[("class:heading", _("Keys"))]]
    for key in command_keys(in_row=in_row):
        names = ", ".join([key.shown, *(shown_key(twin) for twin in key.twins)])
        lines.append(_help_line(names, f"{key.word}: {key.meaning}"))
    return [
        *lines,
        _help_line("1 2 3 …", _("Choose by the number on the paper form.")),
        _help_line(
            "a b c …", _("In a long list: a part of the name, pinyin initials, or the code.")
        ),
        _help_line("↑ ↓", _("Move among the choices; blank marks several.")),
        _help_line("Enter", _("Take the answer and go on.")),
        [],
        [("class:question", _("Any key: back to the question."))],
    ]


def _help_line(keys: str, meaning: str) -> Line:
    return [("class:key", pad(f" {keys}", 21)), ("", f" {meaning}")]
