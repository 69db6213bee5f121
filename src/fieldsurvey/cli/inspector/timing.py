"""How the time of an interview was spent in, what `show --timing` prints of it out."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from fieldsurvey.cli.speaking import show
from fieldsurvey.cli.tables import table
from fieldsurvey.i18n import _, language, listed, ngettext

if TYPE_CHECKING:
    from fieldsurvey.chain.lines.line import Line
    from fieldsurvey.interview.logic.plan import Plan
    from fieldsurvey.interview.record.time_spent import ClockAnomaly, Pause, QuestionTiming, Timing
    from fieldsurvey.questionnaire import Questionnaire


def print_timing(lines: "Sequence[Line]", questionnaire: "Questionnaire") -> None:
    """Print a table by section and question, and below it what it comes to."""
    from fieldsurvey.interview.logic.plan import plan_of
    from fieldsurvey.interview.record.timing import time_interview

    timing, plan = time_interview(lines, questionnaire), plan_of(questionnaire)
    headings = (_("No."), _("Question"), _("First at"), _("Time"), _("Edits"), _("Pauses"))
    show(table(headings, list(_rows(timing, plan))))
    for line in total_lines(timing, plan):
        show(line)


def timing_json(
    lines: "Sequence[Line]", questionnaire: "Questionnaire | None"
) -> dict[str, Any] | None:
    """Return a timing for a program, seconds throughout; None where the version is not here."""
    from fieldsurvey.interview.record.timing import time_interview

    if questionnaire is None:
        return None
    timing = time_interview(lines, questionnaire)
    return {
        "seconds": timing.seconds,
        "paused_s": timing.paused_s,
        "edits": timing.edits,
        "questions": [
            {
                "question": path,
                "answered_at": question.answered_at,
                "seconds": question.seconds,
                "edits": question.edits,
                "pauses": question.pauses,
            }
            for path, question in timing.questions.items()
        ],
        "sections": dict(timing.sections),
        "pauses": [
            {
                "why": pause.why,
                "at": pause.at,
                "lasted_s": pause.lasted_s,
                "question": pause.question,
            }
            for pause in timing.pauses
        ],
        "clock_anomalies": [
            {"at": anomaly.at, "jumped_s": anomaly.jumped_s, "zones": anomaly.zones}
            for anomaly in timing.clock_anomalies
        ],
        "languages": timing.languages,
        "jumps": timing.jumps,
        "backs": timing.backs,
        "forwards": timing.forwards,
        "out_of_order": timing.out_of_order,
    }


def total_lines(timing: "Timing", plan: "Plan") -> Iterator[str]:
    """Yield what an interview's timing comes to, in sentences."""
    yield _("{duration} without pauses, {paused} of pauses; answers changed: {edits}").format(
        duration=length_in_words(timing.seconds),
        paused=length_in_words(timing.paused_s),
        edits=timing.edits,
    )
    for pause in timing.pauses:
        yield _pause_line(pause, plan)
    for anomaly in timing.clock_anomalies:
        yield _anomaly_line(anomaly)
    if timing.languages:
        yield _("Language switched to: {languages}").format(languages=listed(timing.languages))
    if timing.jumps or timing.backs or timing.forwards:
        yield _("Moves: {jumps} jumps, {backs} back, {forwards} forward").format(
            jumps=timing.jumps, backs=timing.backs, forwards=timing.forwards
        )
    yield _order_line(timing.out_of_order, plan)


def length_in_words(seconds: float) -> str:
    """Return how long something took, as in a sentence: `1 h 05 min`, `7 min 5 s`, `5 s`."""
    minutes, left = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=f"{minutes:02d}")
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=left)
    return _("{seconds} s").format(seconds=left)


def _minutes(seconds: float) -> str:
    """Return how long something took, as in a column: `67:05`."""
    minutes, left = divmod(round(seconds), 60)
    return f"{minutes}:{left:02d}"


def _rows(timing: "Timing", plan: "Plan") -> Iterator[tuple[str, ...]]:
    from fieldsurvey.interview.record.timing import section_of

    section = ""
    for path, question in timing.questions.items():
        outermost = section_of(plan, path)
        if outermost and outermost != section:
            heading = plan.nodes[outermost].item
            spent = _minutes(timing.sections[outermost])
            yield heading.number, _words(heading.label) or outermost, "", spent, "", ""
        section = outermost
        yield _row(question, plan, indent="  " if section else "")


def _row(question: "QuestionTiming", plan: "Plan", indent: str) -> tuple[str, ...]:
    return (
        _number(question.path, plan),
        indent + question_in_words(question.path, plan),
        question.answered_at[11:19],
        _minutes(question.seconds),
        str(question.edits or ""),
        str(question.pauses or ""),
    )


def question_in_words(path: str, plan: "Plan") -> str:
    """Return the words of a question, with its row in a repeat; a path it does not know as it is.

    '' is the review.
    """
    from fieldsurvey.interview.logic.paths import code_of, name_of, row_of

    if not path:
        return _("Review and finish")
    if code_of(path):
        disagreeing = _("Answers that do not agree")
        return f"{row_of(path)} {disagreeing}".strip()
    node = plan.nodes.get(name_of(path))
    words = _words(node.item.label) if node else ""
    return f"{row_of(path)} {words}".strip() if words else path


def _pause_line(pause: "Pause", plan: "Plan") -> str:
    whys = {
        "left": _("interview left"),
        "cut_off": _("program ended from outside"),
        "asleep": _("laptop asleep"),
        "gap": _("laptop asleep or clock set"),
        "idle": _("nothing done"),
    }
    lasted = _("of unknown length") if pause.lasted_s is None else length_in_words(pause.lasted_s)
    number = _number(pause.question, plan)
    return _("Pause {lasted} from {at}, {why}, at: {question}").format(
        lasted=lasted,
        at=_clock_time(pause.at),
        why=whys[pause.why],
        question=f"{number} {question_in_words(pause.question, plan)}".strip(),
    )


def _anomaly_line(anomaly: "ClockAnomaly") -> str:
    at = _clock_time(anomaly.at)
    if anomaly.jumped_s is None:
        return _("Clock: at {at} the time zone changed, {zones}").format(at=at, zones=anomaly.zones)
    by = length_in_words(abs(anomaly.jumped_s))
    if anomaly.jumped_s < 0:
        return _("Clock: at {at} it had been set back by {by}").format(at=at, by=by)
    return _("Clock: at {at} it had been set forward by {by}").format(at=at, by=by)


def _order_line(paths: tuple[str, ...], plan: "Plan") -> str:
    if not paths:
        return _("Answers were given in the order of the form.")
    names = [_number(path, plan) or question_in_words(path, plan) for path in paths]
    return ngettext(
        "{count} answer was given out of order: {questions}",
        "{count} answers were given out of order: {questions}",
        len(paths),
    ).format(count=len(paths), questions=listed(names))


def _clock_time(at: str) -> str:
    return at[:16].replace("T", " ")


def _number(path: str, plan: "Plan") -> str:
    from fieldsurvey.interview.logic.paths import code_of, name_of

    node = plan.nodes.get(name_of(path))
    return node.item.number if node else code_of(path)


def _words(label: Mapping[str, str]) -> str:
    from fieldsurvey.questionnaire.model import in_language

    return in_language(label, language())
