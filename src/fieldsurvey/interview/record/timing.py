"""The lines of an interview in, how its time was spent out; pure, and total: no line is refused.

The time of a question runs from the end of the action before to the end of its own, on the clock
nobody can set, without idle time; coming back to it, describing its problem and remarks count to it
as well, so all times together are the duration without pauses, to the millisecond. Like the event
stream of Survey Solutions this takes differences of what was done and leaves pauses and computed
values out; ODK's audit log and CSPro's paradata instead keep a begin and an end for each showing of
a question, which gives the same sums, since here one question is always on the screen.
"""

from collections.abc import Iterable
from dataclasses import replace

from fieldsurvey.chain.folding import read_answer
from fieldsurvey.chain.lines.line import Kind, Line
from fieldsurvey.expressions.values import AnswerValue
from fieldsurvey.interview.logic.paths import code_of, name_of
from fieldsurvey.interview.logic.plan import Plan, plan_of
from fieldsurvey.interview.record.moments import Moment, later, moment_of, said_in, seconds_said
from fieldsurvey.interview.record.time_spent import (
    CUT_OFF,
    ClockAnomaly,
    Pause,
    QuestionTiming,
    Timing,
)
from fieldsurvey.questionnaire.model import Questionnaire


def time_interview(lines: Iterable[Line], questionnaire: Questionnaire) -> Timing:
    """Return how the time of an interview was spent.

    Args:
        lines: All of the interview, in the order of their seq; those of other devices (a decision
            of the lead) and those before its start do not count.
        questionnaire: The version it was made with.
    """
    draft: _Draft | None = None
    for line in lines:
        if draft is None:
            if line.entry.kind is Kind.INTERVIEW_START:
                draft = _Draft(plan_of(questionnaire), line)
        elif line.device == draft.device:
            draft.take(line)
    return draft.timing() if draft else Timing()


class _Draft:
    """A timing while lines are folded into it."""

    def __init__(self, plan: Plan, start: Line) -> None:
        self._plan = plan
        self.device = start.device
        self._last = moment_of(start)
        self._where: str | None = None
        """Path of the question on the screen, as far as a line has said it."""
        self._idle_ms = 0.0
        self._jumped_s = 0.0
        self._away_because = ""
        """Why nobody is at it since the last moment; '' while somebody is."""
        self._questions: dict[str, QuestionTiming] = {}
        self._said: dict[str, AnswerValue] = {}
        self._furthest: tuple[tuple[int, int], ...] = ()
        self._out_of_order: list[str] = []
        self._pauses: list[Pause] = []
        self._anomalies: list[ClockAnomaly] = []
        self._languages: list[str] = []
        self._moves = {"jump": 0, "back": 0, "forward": 0}

    def take(self, line: Line) -> None:
        """Fold in one more line of the interview."""
        entry = line.entry
        match entry.kind:
            case Kind.ANSWER if not self._is_computed(entry.question):
                self._answer(line)
            case Kind.NOTE | Kind.PHOTO:
                self._act(line)
            case Kind.SESSION:
                self._session(line)
            case Kind.PAUSE:
                self._pause(line)
            case Kind.RESUME:
                self._come_back(moment_of(line))
            case Kind.CLOCK_ANOMALY:
                self._anomaly(line)
            case Kind.FINISH:
                self._act(line)
                self._away_because = "finished"

    def timing(self) -> Timing:
        """Return what has been folded so far."""
        questions = {path: self._questions[path] for path in sorted(self._questions, key=self._key)}
        sections: dict[str, float] = {}
        for path, question in questions.items():
            if path:
                section = section_of(self._plan, path)
                sections[section] = round(sections.get(section, 0) + question.seconds, 3)
        return Timing(
            questions=questions,
            sections=sections,
            pauses=tuple(self._pauses),
            clock_anomalies=tuple(self._anomalies),
            languages=tuple(self._languages),
            jumps=self._moves["jump"],
            backs=self._moves["back"],
            forwards=self._moves["forward"],
            out_of_order=tuple(self._out_of_order),
        )

    def _act(self, line: Line) -> Moment:
        """Count the time since the last action to the question of this one."""
        moment = moment_of(line, after=self._last)
        if self._away_because or moment.boot != self._last.boot:
            self._come_back(moment)
        spent_ms = moment.monotonic_ms - self._last.monotonic_ms - self._idle_ms
        self._where = line.entry.question
        self._change(seconds=round(max(spent_ms, 0) / 1000, 3))
        self._last, self._idle_ms, self._jumped_s = moment, 0, 0
        return moment

    def _answer(self, line: Line) -> None:
        path, answer = line.entry.question, read_answer(line.entry.value)
        if answer is None or not path:
            return
        moment = self._act(line)
        if path in self._said:
            self._change(answers=1, edits=int(self._said[path] != answer))
        else:
            self._change(answers=1)
            self._questions[path] = replace(self._questions[path], answered_at=moment.iso)
            self._note_order(path)
        self._said[path] = answer

    def _session(self, line: Line) -> None:
        said = said_in(line)
        event = said.get("event")
        if not isinstance(event, str) or event == "inspectors":
            return  # who is at it is said before they come back to it
        self._act(line)
        if event in self._moves:
            self._moves[event] += 1
        elif event == "language":
            self._languages.append(str(said.get("to")))

    def _pause(self, line: Line) -> None:
        said = said_in(line)
        why, lasted_s = said.get("why"), seconds_said(said.get("lasted_s"))
        if why not in ("idle", "asleep", "gap"):
            self._act(line)
            self._away_because = "left"
        elif lasted_s is not None and lasted_s >= 0 and not self._away_because:
            self._idle_ms += lasted_s * 1000 if why == "idle" else 0
            self._where = line.entry.question
            begun_at = self._begun_at(moment_of(line, after=self._last))
            self._pauses.append(Pause(str(why), begun_at, lasted_s, self._where))
            self._change(pauses=1)

    def _begun_at(self, begun: Moment) -> str:
        """Return the wall time of a pause; its line was made after it, and it may be a sleep."""
        if begun.boot != self._last.boot or self._last.at is None:
            return begun.iso
        after_ms = begun.monotonic_ms - self._last.monotonic_ms
        return later(self._last.at, after_ms).isoformat(timespec="seconds")

    def _come_back(self, moment: Moment) -> None:
        """Let somebody be at it again: what passed since the last action was a pause."""
        why = self._away_because or CUT_OFF
        if why != "finished":
            self._pauses.append(Pause(why, self._last.iso, self._away_s(moment), self._where or ""))
            self._change(pauses=1)
        self._last, self._idle_ms, self._jumped_s, self._away_because = moment, 0, 0, ""

    def _away_s(self, moment: Moment) -> float | None:
        """Return how long nobody was at it: by the wall clock, less what that was set by."""
        same_boot = moment.boot == self._last.boot
        least_s = (moment.monotonic_ms - self._last.monotonic_ms) / 1000 if same_boot else 0.0
        if self._last.at is None or moment.at is None or (self._jumped_s and not same_boot):
            return max(least_s, 0) if same_boot else None
        by_wall_s = (moment.at - self._last.at).total_seconds() - self._jumped_s
        if by_wall_s < 0 and not same_boot:
            return None
        return round(max(by_wall_s, least_s, 0), 3)

    def _anomaly(self, line: Line) -> None:
        said = said_in(line)
        jumped_s = seconds_said(said.get("jumped_s"))
        zones = [said.get("zone_from"), said.get("zone_to")]
        if jumped_s is None and not all(isinstance(zone, str) for zone in zones):
            return
        named = " → ".join(map(str, zones)) if jumped_s is None else ""
        self._anomalies.append(ClockAnomaly(moment_of(line).iso, jumped_s, named))
        self._jumped_s += jumped_s or 0

    def _change(
        self, seconds: float = 0, answers: int = 0, edits: int = 0, pauses: int = 0
    ) -> None:
        """Add to what is known of the question on the screen."""
        if self._where is None:
            return
        known = self._questions.get(self._where) or QuestionTiming(self._where)
        self._questions[self._where] = replace(
            known,
            seconds=round(known.seconds + seconds, 3),
            answers=known.answers + answers,
            edits=known.edits + edits,
            pauses=known.pauses + pauses,
        )

    def _note_order(self, path: str) -> None:
        key = self._key(path)
        if key < self._furthest:
            self._out_of_order.append(path)
        self._furthest = max(self._furthest, key)

    def _is_computed(self, path: str) -> bool:
        node = self._plan.nodes.get(name_of(path))
        return node is not None and node.is_computed

    def _key(self, path: str) -> tuple[tuple[int, int], ...]:
        """Return where a path stands in the form, a check after the question it is mended at.

        What the form does not know stands at the end.
        """
        end = len(self._plan.places)
        if not path:
            return ((end + 1, 0),)
        *rows, last = path.split("/")
        parts = (part.partition("[") for part in rows)
        above = tuple((self._plan.places.get(name, end), _row(row)) for name, _, row in parts)
        place = self._plan.places.get(_question_of(self._plan, last), end)
        return (*above, (place, int(bool(code_of(last)))))


def section_of(plan: Plan, path: str) -> str:
    """Return the name of the outermost group that a path stands in; '' where it stands in none."""
    node = plan.nodes.get(_question_of(plan, path))
    return node.above[0].name if node and node.above else ""


def _question_of(plan: Plan, path: str) -> str:
    """Return the name of the question at a path, or of the one that a check is mended at."""
    code = code_of(path)
    if not code:
        return name_of(path)
    return plan.checks[code].at if code in plan.checks else ""


def _row(text: str) -> int:
    digits = text.rstrip("]")
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 9 else 0
