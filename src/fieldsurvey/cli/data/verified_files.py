"""A workspace in, every sign of alteration in the files beside its survey file out."""

from collections.abc import Iterator

from fieldsurvey.campaign.kit.manifest import altered_since
from fieldsurvey.campaign.workspace import Workspace, WorkspaceKind
from fieldsurvey.chain.devices.register import versions
from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.chain.proving.books import fault
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.chain.views import view_statement
from fieldsurvey.cli.workplace.kept_versions import kept_versions
from fieldsurvey.errors import Finding
from fieldsurvey.i18n import _
from fieldsurvey.report.keeping.shelves import SHELVES
from fieldsurvey.report.keeping.witnessing import look_after_editions


def look_beside(workspace: Workspace, survey_file: SurveyFile) -> Iterator[Finding]:
    """Yield what is wrong with the kit's files on a laptop, the lists of a lead, and the views.

    A view or a kept questionnaire that this program cannot read is left alone: a newer one made it.
    """
    if workspace.kind is WorkspaceKind.LAPTOP:
        yield from altered_since(workspace.folder, workspace.manifest, workspace.content)
    else:
        said = [
            line
            for line in survey_file.lines_of_kind(Kind.EDITION)
            if line.device == survey_file.device
        ]
        yield from look_after_editions(workspace.editions, said)
        for shelf in SHELVES:
            yield from look_after_editions(shelf.place(workspace.folder), said, shelf.about)
    yield from _views(survey_file)


def _views(survey_file: SurveyFile) -> Iterator[Finding]:
    kept = {version.digest: version for version in versions(survey_file)}
    forms = kept_versions(survey_file, kept)
    for digest, form in forms.items():
        noted = kept[digest]
        if (noted.form_id, noted.version) != (form.form_id, form.settings.version):
            yield fault("V032", noted.form_id, _("The kept questionnaire was altered."))
    if forms.keys() == kept.keys():
        told = {(f"form {form.form_id}", view_statement(form)) for form in forms.values()}
        views = survey_file.connection.execute(
            "SELECT name, tbl_name, sql FROM sqlite_master WHERE type = 'view'"
        )
        for name, table, sql in views:
            if name != table or (name, sql) not in told:
                yield fault("V002", name, _("The view shows something else than the answers."))
