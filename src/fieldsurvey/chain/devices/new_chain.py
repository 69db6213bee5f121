"""A survey file whose chain cannot go on in, the same with a new chain that names the old one out.

The first line of the new chain is its `key` line; it says besides::

    {"follows": {"device": …, "seq": …, "head": hex}, "why": …}

The lines of the old chain stay where they are.
"""

import secrets

from fieldsurvey.chain.devices.keys import DeviceKey
from fieldsurvey.chain.devices.register import Device, know_device
from fieldsurvey.chain.lines.clock import RandomBytes
from fieldsurvey.chain.lines.finish_code import COST_LOG2
from fieldsurvey.chain.lines.line import GENESIS, Entry, Kind
from fieldsurvey.chain.lines.writing import Writer
from fieldsurvey.chain.storage.rows import INSERT_LINE, line_rows
from fieldsurvey.chain.survey_file import SurveyFile


def begin_new_chain(
    survey_file: SurveyFile,
    key: DeviceKey,
    why: str,
    random_bytes: RandomBytes = secrets.token_bytes,
) -> None:
    """Let the survey file go on as another device, linked to the one it was; then open it anew.

    Raises:
        ChainError: The disk refused; the old chain goes on.
    """
    seq, head = survey_file.tip()
    said = {
        "public_key": key.public.hex(),
        "campaign": survey_file.campaign,
        "team": survey_file.team,
        "follows": {"device": survey_file.device, "seq": seq, "head": head.hex()},
        "why": why,
    }
    clock = survey_file.clock
    now = clock.now().isoformat(timespec="seconds")
    writer = Writer(key.device, clock, random_bytes, COST_LOG2)
    lines = writer.write([Entry(Kind.KEY, value=said)], seq=0, previous=GENESIS)
    with survey_file.transaction():
        know_device(survey_file, Device(key.device, key.public.hex(), survey_file.team, now))
        survey_file.connection.execute(
            "UPDATE meta SET value = ? WHERE name = 'device'", (key.device,)
        )
        survey_file.connection.executemany(INSERT_LINE, line_rows(lines))
