"""A survey file in, the devices that its machine is and was out.

A laptop that was joined anew goes on with another key, and names its earlier chain in the first
line of the new one. What it did to its own lines then still holds.
"""

from fieldsurvey.chain.lines.said import said_by
from fieldsurvey.chain.survey_file import SurveyFile


def own_chains(survey_file: SurveyFile) -> frozenset[str]:
    """Return the device of this file, and those whose chains it goes on from."""
    own: list[str] = []
    device = survey_file.device
    while device and device not in own:
        own.append(device)
        device = _before(survey_file, device)
    return frozenset(own)


def _before(survey_file: SurveyFile, device: str) -> str:
    for line in survey_file.lines(device, 1, 1):
        follows = said_by(line).get("follows")
        if isinstance(follows, dict) and isinstance(follows.get("device"), str):
            return str(follows["device"])
    return ""
