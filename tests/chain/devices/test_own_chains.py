from pathlib import Path

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.new_chain import begin_new_chain
from fieldsurvey.chain.devices.own_chains import own_chains
from fieldsurvey.chain.lines.clock import SimulatedClock
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile


def joined_anew(survey_file: SurveyFile, number: int) -> SurveyFile:
    """Let a laptop go on with another key, and open its file again."""
    begin_new_chain(survey_file, DeviceKey.of_seed(bytes([number]) * 32), "copied")
    survey_file.close()
    return SurveyFile.open(survey_file.path)


def test_a_laptop_that_just_joined_is_only_itself(survey_file: SurveyFile) -> None:
    """Its first line names no chain before it."""
    assert own_chains(survey_file) == {survey_file.device}


def test_a_laptop_that_was_joined_anew_is_still_what_it_was(survey_file: SurveyFile) -> None:
    """As often as it happens; what it did to its own lines then holds."""
    devices = [survey_file.device]
    for number in (3, 4):
        survey_file = joined_anew(survey_file, number)
        devices.append(survey_file.device)

    with survey_file:
        assert own_chains(survey_file) == set(devices)
        assert len(set(devices)) == 3


def test_a_chain_without_a_first_line_goes_on_from_none(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    """A survey file without a key has said nothing yet."""
    with SurveyFile.create(tmp_path / "x.db", device="d0000000a", clock=clock) as empty:
        assert own_chains(empty) == {"d0000000a"}


def test_chains_that_go_on_from_each_other_end_somewhere(
    tmp_path: Path, clock: SimulatedClock
) -> None:
    """A first line may name any device, itself too; an odd one names none."""
    for value, chains in (
        ({"follows": {"device": "d0000000a"}}, {"d0000000a"}),
        ({"follows": {"device": "d0000000b"}}, {"d0000000a", "d0000000b"}),
        ({"follows": {"device": ""}}, {"d0000000a"}),
        ({"follows": {"device": 7}}, {"d0000000a"}),
        ({"follows": "d0000000b"}, {"d0000000a"}),
        ("d0000000b", {"d0000000a"}),
    ):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.db"
        with SurveyFile.create(path, device="d0000000a", clock=clock) as odd:
            odd.append([Entry(Kind.KEY, value=value)])
            assert own_chains(odd) == chains
