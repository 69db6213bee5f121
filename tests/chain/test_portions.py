"""Portions of a survey file: whole villages, nothing left out, read by other processes."""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.campaign.model import village_of
from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.lines.line import Entry
from fieldsurvey.chain.portions import (
    Batch,
    Portion,
    portion_interviews,
    portions_of,
    village_portions,
)
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import ChainError

MakeStart = Callable[..., Entry]
SUBJECTS = ["0101", "0101-01", "0101-02", "0101-R1", "01010-01", "0102-01", "0103", "0103-9"]

subjects = st.lists(
    st.builds(
        "{}{}".format,
        st.sampled_from(["0101", "0102", "01010", "0103", "龙"]),
        st.sampled_from(["", "-01", "-02", "-R1", "-龙"]),
    ),
    max_size=25,
)


def made(folder: Path, said: Iterable[Entry], key: bytes = b"") -> SurveyFile:
    """Make a survey file in which something was said, open."""
    own = DeviceKey.of_seed(bytes(32))
    survey_file = SurveyFile.create(
        folder / "survey.db", device=own.device, public_key=own.public, database_key=key
    )
    survey_file.append(list(said))
    return survey_file


def told(portions: Iterable[Portion]) -> list[list[str]]:
    """Return the subjects of each portion, in order."""
    return [[each.subject for each in portion_interviews(portion)] for portion in portions]


def python(program: str, given: bytes) -> subprocess.CompletedProcess[bytes]:
    """Run a program in a process of its own."""
    command = [sys.executable, "-c", program]
    return subprocess.run(command, input=given, capture_output=True, check=False)


@given(said=subjects, most=st.integers(1, 9))
@settings(deadline=None, max_examples=60)
def test_portions_hold_every_interview_once_and_villages_whole(
    tmp_path_factory: pytest.TempPathFactory, start: MakeStart, said: list[str], most: int
) -> None:
    """In the order of the file, and no village stands in two."""
    with made(tmp_path_factory.mktemp("portions"), map(start, said)) as survey_file:
        portions = told(portions_of(survey_file, most))
    assert [subject for portion in portions for subject in portion] == sorted(said)
    assert all(portions)
    villages = [set(map(village_of, portion)) for portion in portions]
    assert sum(map(len, villages)) == len(set().union(*villages))


def test_a_portion_is_full_once_it_holds_that_many(tmp_path: Path, start: MakeStart) -> None:
    """It ends with the village in which it became full."""
    with made(tmp_path, map(start, SUBJECTS)) as survey_file:
        assert told(portions_of(survey_file, 3)) == [SUBJECTS[:4], SUBJECTS[4:]]
        assert told(portions_of(survey_file, 5)) == [SUBJECTS[:5], SUBJECTS[5:]]
        assert told(portions_of(survey_file)) == [SUBJECTS]


def test_villages_are_portions_of_their_own(tmp_path: Path, start: MakeStart) -> None:
    """The village itself and its households; none of a village whose code is longer."""
    with made(tmp_path, map(start, SUBJECTS)) as survey_file:
        portions = told(village_portions(survey_file, ["0101", "0103", "0199"]))
    assert portions == [SUBJECTS[:4], SUBJECTS[6:], []]


def test_an_encrypted_file_sends_its_rows_and_never_its_key(
    tmp_path: Path, start: MakeStart
) -> None:
    """The portions are those of an open file, and nothing in them opens the file."""
    pytest.importorskip("sqlcipher3", reason="encrypts only with the extra: fieldsurvey[secure]")
    key = bytes(range(32))
    with made(tmp_path, map(start, SUBJECTS), key) as survey_file:
        portions = list(portions_of(survey_file, 3))
        assert told(portions_of(survey_file, 5)) == [SUBJECTS[:5], SUBJECTS[5:]]
        of_villages = told(village_portions(survey_file, ["0101", "0103"]))
    assert all(isinstance(portion, Batch) for portion in portions)
    assert told(portions) == [SUBJECTS[:4], SUBJECTS[4:]]
    assert of_villages == [SUBJECTS[:4], SUBJECTS[6:]]
    sent = pickle.dumps(portions)
    assert key not in sent
    assert key.hex().encode() not in sent


def test_another_process_reads_a_portion_while_the_file_is_open_here(
    tmp_path: Path, start: MakeStart
) -> None:
    """And the lock stays where it is: nobody else may open the file, and it goes on here."""
    with made(tmp_path, map(start, SUBJECTS)) as survey_file:
        (portion,) = portions_of(survey_file)
        count = "import pickle, sys; print(len([*pickle.load(sys.stdin.buffer).rows()]))"
        assert int(python(count, pickle.dumps(portion)).stdout) == len(SUBJECTS)

        opening = (
            "import pickle, sys; from fieldsurvey.chain.survey_file import SurveyFile;"
            " SurveyFile.open(pickle.load(sys.stdin.buffer))"
        )
        assert b"OpenElsewhereError" in python(opening, pickle.dumps(survey_file.path)).stderr
        survey_file.append([start("0104-01")])
        assert survey_file.count_interviews() == len(SUBJECTS) + 1


def test_a_portion_of_a_damaged_file_is_refused_in_words(tmp_path: Path, start: MakeStart) -> None:
    """Where a row is none that the program wrote, and where a page is no page."""
    with made(tmp_path, map(start, SUBJECTS)) as survey_file:
        (portion,) = portions_of(survey_file)
        survey_file.connection.execute("UPDATE interview SET answers = 'no' WHERE subject = '0103'")
        with pytest.raises(ChainError, match="altered"):
            told([portion])
    survey_file.path.write_bytes(b"no database" * 100)
    with pytest.raises(ChainError, match="damaged"):
        told([portion])
