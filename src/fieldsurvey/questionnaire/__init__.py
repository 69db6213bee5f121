"""Takes YAML files; gives checked questionnaires, or every fault with its file and line."""

from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.questionnaire.reading import (
    check_file,
    load_questionnaires,
    read_questionnaire,
    read_yaml_model,
    shipped_folder,
)

__all__ = [
    "Questionnaire",
    "check_file",
    "load_questionnaires",
    "read_questionnaire",
    "read_yaml_model",
    "shipped_folder",
]
