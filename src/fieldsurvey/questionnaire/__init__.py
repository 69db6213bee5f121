"""Takes YAML files; gives checked questionnaires, or every fault with its file and line."""

from fieldsurvey.questionnaire.checking import check_questionnaire
from fieldsurvey.questionnaire.logic.dependencies import DependencyGraph, dependency_graph
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.questionnaire.outline import OutlineRow, outline
from fieldsurvey.questionnaire.reading import (
    check_file,
    load_questionnaires,
    read_questionnaire,
    read_yaml_model,
    shipped_folder,
)

__all__ = [
    "DependencyGraph",
    "OutlineRow",
    "Questionnaire",
    "check_file",
    "check_questionnaire",
    "dependency_graph",
    "load_questionnaires",
    "outline",
    "read_questionnaire",
    "read_yaml_model",
    "shipped_folder",
]
