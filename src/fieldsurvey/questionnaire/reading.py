"""YAML files in, checked questionnaires and other models out; every fault with file and line."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from fieldsurvey.errors import FieldSurveyError, Finding, FindingKind, QuestionnaireError
from fieldsurvey.i18n import _, ngettext
from fieldsurvey.questionnaire.checking import check_questionnaire
from fieldsurvey.questionnaire.choices.table_files import read_tables
from fieldsurvey.questionnaire.findings import Code, in_order
from fieldsurvey.questionnaire.fitting.shape import Fitting, fit
from fieldsurvey.questionnaire.model import Questionnaire
from fieldsurvey.questionnaire.packing import digest_of
from fieldsurvey.questionnaire.yaml.document import Document, read_document

AnyModel = TypeVar("AnyModel", bound=BaseModel)

NOT_FORMS = frozenset({"scoring.yaml", "sectors.yaml", "rules.yaml", "rates.yaml"})
"""Files that lie beside questionnaires and are none."""


def read_questionnaire(path: Path) -> Questionnaire:
    """Read and check the questionnaire at `path`.

    Raises:
        QuestionnaireError: It cannot be used; carries every fault found.
    """
    questionnaire, findings = _read_and_check(path)
    return _required(questionnaire, path, findings, QuestionnaireError)


def check_file(path: Path, *, advise: bool = False) -> list[Finding]:
    """Return every fault and warning of the questionnaire at `path`, in the order of its lines.

    With `advise` also what keeps it from nothing and could be better.
    """
    return _read_and_check(path, advise=advise)[1]


def load_questionnaires(folder: Path) -> dict[str, Questionnaire]:
    """Return every questionnaire of `folder` by its form_id, in the order of the file names.

    Raises:
        QuestionnaireError: One of them cannot be used, two have one form_id, or there is none;
            carries the faults of all of them.
    """
    forms: dict[str, Questionnaire] = {}
    findings: list[Finding] = []
    paths = _form_paths(folder)
    for path in paths:
        questionnaire, found = _read_and_check(path)
        findings += found
        if questionnaire is not None and questionnaire.form_id in forms:
            findings.append(_form_id_twice(path, questionnaire.form_id))
        elif questionnaire is not None:
            forms[questionnaire.form_id] = questionnaire
    if not paths:
        findings.append(_no_forms(folder))
    if any(finding.kind is FindingKind.FAULT for finding in findings):
        raise _error(folder, findings, QuestionnaireError)
    return forms


def read_yaml_model(
    path: Path, model: type[AnyModel], error: type[FieldSurveyError] = QuestionnaireError
) -> AnyModel:
    """Read the YAML file at `path` as strictly as a questionnaire, and fit it into `model`.

    A field `digest` of the model receives the SHA-256 of the file's bytes, in hex.

    Raises:
        FieldSurveyError: `error`, when the file cannot be used; carries every fault found.
    """
    document = read_document(path)
    fitting = _fit(document, model)
    findings = in_order(_together(document, fitting))
    return _required(fitting.value, path, findings, error)


def shipped_folder() -> Path:
    """Return the folder of the questionnaires that come with the program."""
    package = Path(__file__).parents[1]
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parents[1] / "questionnaires"


def _form_paths(folder: Path) -> list[Path]:
    """Return the forms of a folder by name; files that begin with a dot are a computer's notes."""
    return sorted(
        path
        for pattern in ("*.yaml", "*.yml")
        for path in folder.glob(pattern)
        if path.name not in NOT_FORMS and not path.name.startswith(".")
    )


def _read_and_check(
    path: Path, *, advise: bool = False
) -> tuple[Questionnaire | None, list[Finding]]:
    document = read_document(path)
    fitting = _fit(document, Questionnaire)
    findings = _together(document, fitting)
    if fitting.value is None:
        return None, in_order(findings)
    questionnaire, found_in_tables = _with_tables(fitting.value, path, document)
    found = check_questionnaire(questionnaire, document.source, fitting.unfit, advise=advise)
    if findings:
        found = [finding for finding in found if finding.kind is FindingKind.FAULT]
    return questionnaire, [*in_order([*findings, *found]), *found_in_tables]


def _with_tables(
    questionnaire: Questionnaire, path: Path, document: Document
) -> tuple[Questionnaire, list[Finding]]:
    """Return the questionnaire with the CSV files it asks for, and what is wrong with those."""
    files = read_tables(questionnaire, path.parent, document.source)
    if files.contents:
        digest = digest_of(document.content, files.contents)
        questionnaire = questionnaire.with_tables(files.tables, digest)
    return questionnaire, files.findings


def _fit(document: Document, model: type[AnyModel]) -> Fitting[AnyModel]:
    if document.data is None:
        return Fitting(None)
    return fit(document.data, model, document.source, document.digest)


def _together(document: Document, fitting: Fitting[AnyModel]) -> list[Finding]:
    """Return the findings of both; an alias that was not taken is not also a missing value."""
    aliases = {f.where for f in document.findings if f.code == Code.ANCHOR.number}
    fitted = (
        finding
        for finding in fitting.findings
        if finding.code != Code.VALUE_MISSING.number or finding.where not in aliases
    )
    return [*document.findings, *fitted]


def _required(
    value: AnyModel | None, path: Path, findings: list[Finding], error: type[FieldSurveyError]
) -> AnyModel:
    if value is None or any(finding.kind is FindingKind.FAULT for finding in findings):
        raise _error(path, findings, error)
    return value


def _error(path: Path, findings: list[Finding], error: type[FieldSurveyError]) -> FieldSurveyError:
    faults = sum(finding.kind is FindingKind.FAULT for finding in findings)
    return error(
        ngettext("{count} fault was found.", "{count} faults were found.", faults).format(
            count=faults
        ),
        where=str(path),
        to_do=_("Mend what is listed, and try again."),
        findings=findings,
    )


def _form_id_twice(path: Path, form_id: str) -> Finding:
    return Code.FORM_ID_TWICE.finding(
        path.name,
        _("Another file of the folder has the form_id '{form_id}', too.").format(form_id=form_id),
        _("Give one of them another form_id, or take one file out of the folder."),
    )


def _no_forms(folder: Path) -> Finding:
    if not folder.is_dir():
        return Code.FILE_NOT_THERE.finding(
            str(folder), _("There is no such folder."), _("Check the name and the folder.")
        )
    return Code.FOLDER_WITHOUT_FORMS.finding(
        str(folder),
        _("There is no questionnaire (*.yaml) in this folder."),
        _("Name the folder that holds them."),
    )
