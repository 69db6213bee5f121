"""A survey file in; the versions of questionnaires that its interviews were made with out."""

import tempfile
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from fieldsurvey.chain.devices.register import QuestionnaireVersion, questionnaire_version
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.errors import QuestionnaireError
from fieldsurvey.questionnaire import Questionnaire, read_questionnaire
from fieldsurvey.questionnaire.packing import unpack_into


def kept_version(survey_file: SurveyFile, digest: str) -> Questionnaire | None:
    """Return the questionnaire of that digest; None where it was never kept.

    Raises:
        QuestionnaireError: It is kept, and this program finds a fault in it.
    """
    known = questionnaire_version(survey_file, digest)
    return _read(known) if known is not None else None


def kept_versions(survey_file: SurveyFile, digests: Iterable[str]) -> dict[str, Questionnaire]:
    """Return the questionnaires of those digests that are kept and can be used, by digest."""
    found: dict[str, Questionnaire] = {}
    for digest in sorted(set(digests)):
        try:
            version = kept_version(survey_file, digest)
        except QuestionnaireError:
            continue
        if version is not None:
            found[digest] = version
    return found


@lru_cache(maxsize=32)
def _read(version: QuestionnaireVersion) -> Questionnaire:
    with tempfile.TemporaryDirectory() as folder:
        return read_questionnaire(unpack_into(Path(folder), version.form_id, version.source))
