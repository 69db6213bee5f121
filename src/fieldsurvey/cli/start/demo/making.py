"""What is said in an interview of the demo in, the same as a team really says it out.

Once a day somebody goes to lunch in the middle of an interview; now and then a visitor wants to
read along in English; one laptop's clock is wrong one morning until somebody notices.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from fieldsurvey.chain.folding import interview_id
from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.clock import read_clocks
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.cli.start.demo.clockwork import Clockwork
from fieldsurvey.cli.start.demo.draws import Draws
from fieldsurvey.interview.record.paradata import Watch, reading_of

NOON = time(12, 0)
LUNCH_MINUTES = (50, 85)
VISITED = 0.02
"""How many interviews a visitor reads along with."""
NOTICED_FROM = time(9, 15)
"""When somebody looks at a wrong clock."""


@dataclass(slots=True)
class Making:
    """How one laptop's interviews are made, day after day."""

    clock: Clockwork
    seed: str
    ate_on: date | None = None

    def say(self, survey_file: SurveyFile, interview: Interview, entries: Sequence[Entry]) -> None:
        """Append what is said in an interview, with what happens meanwhile."""
        name = interview_id(survey_file.device, survey_file.last_seq + 1)
        interview = interview._replace(id=name)
        draws = Draws(self.seed, f"making of {name}")
        said = [entries[0], *(entry._replace(interview=name) for entry in entries[1:])]
        middle = _question_from(said, len(said) // 2)
        if draws.chance(VISITED):
            said = _read_along(said, middle)
        survey_file.append(said[:middle])
        if self.clock.shows >= NOON and self.ate_on != self.clock.today:
            self.ate_on = self.clock.today
            self._eat(survey_file, interview, said[middle].question, draws)
        elif self.clock.is_wrong and self.clock.shows >= NOTICED_FROM:
            self._put_right(survey_file, interview, said[middle].question)
        survey_file.append(said[middle:])

    def _eat(
        self, survey_file: SurveyFile, interview: Interview, question: str, draws: Draws
    ) -> None:
        who = interview.inspectors[0]
        watch = Watch.begun(interview, who, read_clocks(self.clock)).left(question)
        [left] = survey_file.append(watch.pending)
        self.clock.rest(draws.between(*LUNCH_MINUTES))
        back = Watch.resumed(interview, who, read_clocks(self.clock), reading_of(left))
        survey_file.append(back.pending)

    def _put_right(self, survey_file: SurveyFile, interview: Interview, question: str) -> None:
        watch = Watch.begun(interview, interview.inspectors[0], read_clocks(self.clock))
        self.clock.put_right()
        survey_file.append(watch.noticed(read_clocks(self.clock), question).pending)


def _question_from(said: Sequence[Entry], first: int) -> int:
    """Return where the first answer from `first` on stands."""
    return next(nth for nth, entry in enumerate(said) if nth >= first and _is_spoken(entry))


def _is_spoken(entry: Entry) -> bool:
    return entry.kind in (Kind.ANSWER, Kind.FINISH)


def _read_along(said: Sequence[Entry], first: int) -> list[Entry]:
    """Let the screen speak English for one answer from `first` on."""
    last = _question_from(said, first + 1)
    english, chinese = (
        said[nth]._replace(kind=Kind.SESSION, value={"event": "language", "to": spoken})
        for nth, spoken in ((first, "en"), (last, "zh"))
    )
    return [*said[:first], english, *said[first:last], chinese, *said[last:]]
