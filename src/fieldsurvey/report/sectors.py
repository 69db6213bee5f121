"""sectors.yaml in, the names of responsible bureaus and of what problems are about out."""

from pathlib import Path

from pydantic import Field

from fieldsurvey.errors import ReportError
from fieldsurvey.questionnaire import read_yaml_model
from fieldsurvey.questionnaire.model import LocalText, Model


class Sectors(Model):
    """Names by code and language; codes stay for ever, names may change."""

    note: LocalText = Field(default_factory=dict)
    """Said at the foot of every page."""
    sectors: dict[str, LocalText] = Field(default_factory=dict)
    """责任单位."""
    categories: dict[str, LocalText] = Field(default_factory=dict)
    """问题类别."""
    digest: str = ""
    """SHA-256 of the file, in hex."""


def read_sectors(path: Path) -> Sectors:
    """Read sectors.yaml.

    Raises:
        ReportError: The file is not there or its shape is off; every fault is in `findings`.
    """
    return read_yaml_model(path, Sectors, error=ReportError)
