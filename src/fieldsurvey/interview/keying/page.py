"""A desk in, the screen that shows it out: a page of the paper, a line a field. Pure."""

from collections.abc import Sequence

from rich.cells import cell_len

from fieldsurvey.expressions.values import AnswerValue, SpecialAnswer
from fieldsurvey.i18n import _, language
from fieldsurvey.interview.keying.codes import SPECIAL_KEYS, UNREADABLE, Field
from fieldsurvey.interview.keying.desk import WORDS, Desk, Mode
from fieldsurvey.interview.keying.fault_lines import fault_rows, held_lines, stop_lines
from fieldsurvey.interview.keying.key_help import keying_key_line
from fieldsurvey.interview.keying.layout import mark_of, section_title
from fieldsurvey.interview.logic.wording import fill_references, special_in_words, value_in_words
from fieldsurvey.interview.showing.columns import Line, cut, one_line, pad, wrap
from fieldsurvey.interview.showing.screen import Heading
from fieldsurvey.questionnaire.model import in_language

_MARK = 8
"""Columns of the number on paper."""
_BELOW = 8
"""Rows below the page: rule, question, codes, what is told, keys."""
_ROWS_WITH_KEYS = 12
"""A lower window leaves the key line out."""


def page_lines(desk: Desk, heading: Heading, columns: int, rows: int) -> list[Line]:
    """Return the lines of the screen, at most `rows` of them, each at most `columns` wide."""
    with_keys = rows >= _ROWS_WITH_KEYS
    above = _heading(desk, heading, columns) if with_keys else []
    below = _prompt(desk, columns)[: max(2, rows - len(above) - 4)]
    if with_keys:
        below = [*below, *wrap(keying_key_line(), columns)[:2]]
    room = max(1, rows - len(above) - len(below) - 1)
    shown = fault_rows(desk, columns, room) if _lists_faults(desk) else _rows(desk, columns, room)
    shown += [[] for _nth in range(room - len(shown))]
    rule: Line = [("class:quiet", "─" * columns)]
    return [*above, *shown, rule, *below][:rows]


def _heading(desk: Desk, heading: Heading, columns: int) -> list[Line]:
    evaluation = desk.conversation.evaluation
    sections = desk.layout.sections
    what = _("second keying") if desk.is_second else _("paper form")
    number = _("section {number} of {count}").format(
        number=sections.index(desk.here) + 1, count=len(sections)
    )
    who = " · ".join(filter(None, (heading.subject, heading.name, heading.place)))
    right = f"  {what} · {number}"
    room = columns - cell_len(right)
    title = section_title(evaluation, desk.here, language())
    if _lists_faults(desk):
        title = (
            _("Faults")
            if desk.section is None
            else _("Faults: {section}").format(
                section=section_title(evaluation, sections[desk.section], language())
            )
        )
    return [
        [("class:heading", cut(who, max(10, room))), ("class:quiet", right)],
        [("class:question", cut(title, columns))],
    ]


def _lists_faults(desk: Desk) -> bool:
    return desk.mode in (Mode.STOP, Mode.FAULTS, Mode.EXPLAIN, Mode.DESCRIBE)


def _rows(desk: Desk, columns: int, room: int) -> list[Line]:
    """Return the fields of the section around the one that is keyed."""
    paths = desk.here.paths
    here = paths.index(desk.at)
    first = max(0, min(here - room // 2, len(paths) - room))
    return [_row(desk, path, columns) for path in paths[first : first + room]]


def _row(desk: Desk, path: str, columns: int) -> Line:
    evaluation = desk.conversation.evaluation
    is_here = path == desk.at and desk.mode is not Mode.END
    said, style = _said(desk, path)
    if is_here and desk.mode is Mode.FIELD and desk.typed:
        said, style = desk.typed, "class:answer"
    width = max(12, columns // 3)
    label_width = columns - 2 - _MARK - 1 - width
    label = one_line(fill_references(evaluation.question(path).label, evaluation, path, language()))
    is_asked = evaluation.is_asked(path)
    note = " ✎" if desk.conversation.remarks.get(path) else ""
    mark = pad(cut(mark_of(evaluation, path), _MARK), _MARK)
    words = "class:highlighted" if is_here else "" if is_asked else "class:quiet"
    cell = cut(one_line(said), width - 1 - len(note)) + ("_" if is_here else "") + note
    return [
        ("class:pointer", "» " if is_here else "  "),
        (words, mark + " "),
        (words, pad(cut(label, label_width - 1), label_width)),
        ("class:highlighted" if is_here else style, cell),
    ]


def _said(desk: Desk, path: str) -> tuple[str, str]:
    """Return what stands in a field, and the style to show it in."""
    evaluation = desk.conversation.evaluation
    if path in desk.keyed.ink:
        inked = desk.keyed.ink[path] or _("(blank)")
        return f"✗ {inked}", "class:warning"
    if path in evaluation.answers:
        return _answer_words(desk, path, evaluation.answers[path]), "class:answer"
    if not evaluation.is_asked(path):
        return "—", "class:quiet"
    return "", "class:answer"


def _answer_words(desk: Desk, path: str, answer: AnswerValue) -> str:
    if isinstance(answer, SpecialAnswer):
        return special_in_words(answer, language())
    if not answer:
        return _("(blank)")
    evaluation = desk.conversation.evaluation
    words = value_in_words(evaluation, path, language())
    is_coded = evaluation.choices(path) != ()
    return f"{answer} {words}" if is_coded and words != answer else words


def _prompt(desk: Desk, columns: int) -> list[Line]:
    """Return what is keyed now, in full, with its codes, and what there is to say."""
    lines: list[Line]
    match desk.mode:
        case Mode.FIELD | Mode.SPECIAL:
            lines = _field_lines(desk)
        case Mode.STOP:
            lines = stop_lines(desk)
        case Mode.FAULTS:
            lines = [[("class:question", _("Number: mend it.  F5: settle it with a remark."))]]
            lines += held_lines(desk)
            if desk.section is not None:
                lines += [
                    [("class:hint", _("F3: on to the next section; these come again at the end."))]
                ]
        case Mode.END | Mode.DONE:
            lines = _end_lines(desk)
        case mode if mode in WORDS:
            lines = _words_lines(desk)
    if desk.told:
        lines.append([("class:warning", f"✗ {desk.told}")])
    return [part for line in lines for part in wrap(line, columns)]


def _field_lines(desk: Desk) -> list[Line]:
    evaluation = desk.conversation.evaluation
    question = evaluation.question(desk.at)
    label = one_line(fill_references(question.label, evaluation, desk.at, language()))
    unit = in_language(question.unit, language())
    mark = mark_of(evaluation, desk.at)
    asked = f"{mark}  {label}".strip() + (f" ({unit})" if unit else "")
    lines: list[Line] = [[("class:question", asked)]]
    if not evaluation.is_asked(desk.at):
        told = _("Skipped by the answers before it. Key only what stands there in ink.")
        lines.append([("class:hint", told)])
    if desk.mode is Mode.SPECIAL:
        lines.append([("", "   ".join(_special_titles(question.special)))])
    else:
        lines.append(_codes_line(desk, desk.field))
    return lines


def _codes_line(desk: Desk, field: Field) -> Line:
    if len(field.choices) <= 40:
        codes = [
            f"{choice.name} {one_line(in_language(choice.label, language()))}"
            for choice in field.choices
        ]
    else:
        codes = [_("{count} codes").format(count=len(field.choices))]
    if field.kind == "tick":
        codes.append(_("1 ticked"))
    if field.kind == "several":
        codes.append(_("⏎ after the last"))
    if field.kind == "date":
        codes.append(_("YYYYMMDD"))
    if proposal := desk.proposal:
        codes.append(_("⏎ {value}").format(value=proposal))
    if not field.takes_words:
        for key, special in SPECIAL_KEYS.items():
            if special.value in field.question.special:
                codes.append(f"{key.upper()} {special_in_words(special, language())}")
    codes.append(_("{key} cannot be read").format(key=UNREADABLE))
    return [("class:hint", "   ".join(codes))]


def _special_titles(special: Sequence[str]) -> list[str]:
    return [
        f"{number}  {special_in_words(SpecialAnswer(key), language())}"
        for number, key in enumerate(special, start=1)
    ]


def _end_lines(desk: Desk) -> list[Line]:
    if desk.is_second:
        return [
            [("class:saved", _("Everything is keyed a second time."))],
            [("class:question", _("Space: that is all.  F2: back to the paper."))],
        ]
    names = _(" and ").join(desk.conversation.interview.inspectors)
    return [
        [("class:saved", _("Everything is keyed, and nothing is left to be mended."))],
        [
            (
                "class:question",
                _("Does the paper bear both signatures, of {names}?").format(names=names),
            )
        ],
        [("", _("Space: yes, finish.  F2: back to the paper.  F9: leave, not finished."))],
    ]


def _words_lines(desk: Desk) -> list[Line]:
    asked = {
        Mode.REMARK: _("Remark"),
        Mode.EXPLAIN: _("Why is it so?"),
        Mode.DESCRIBE: _("Describe it in the paper's own words: what, who, since when."),
        Mode.GO_TO: _("Which question? Its number on the paper, then Enter."),
    }[desk.mode]
    return [[("class:question", asked)], [("class:answer", f"› {desk.typed}_")]]
