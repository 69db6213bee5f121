"""A survey file and some of its interviews in, the lines that were said in each out."""

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter

from fieldsurvey.chain.interview import Interview
from fieldsurvey.chain.lines.line import Line
from fieldsurvey.chain.survey_file import SurveyFile

_device_of = attrgetter("device")


def lines_of_each(
    survey_file: SurveyFile, interviews: Iterable[Interview]
) -> Iterator[tuple[Interview, list[Line]]]:
    """Yield each interview whose lines are here, with them.

    One way through what each device said, not one for each interview; of one device at a time.
    """
    for device, made in groupby(sorted(interviews, key=_device_of), key=_device_of):
        own = {interview.id: interview for interview in made}
        said: dict[str, list[Line]] = {}
        for line in survey_file.lines(device, min(each.first_seq for each in own.values())):
            number = line.entry.interview or f"{device}-{line.seq}"
            if number in own:
                said.setdefault(number, []).append(line)
        yield from ((own[number], lines) for number, lines in said.items())
