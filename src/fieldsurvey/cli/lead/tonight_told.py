"""What came of an evening in, what is said of it beside the list itself out."""

from collections.abc import Callable

from fieldsurvey.campaign.workspace import Workspace
from fieldsurvey.cli.failing import tell_findings
from fieldsurvey.cli.lead.merge import told
from fieldsurvey.cli.lead.tonight import Tonight
from fieldsurvey.cli.speaking import say
from fieldsurvey.i18n import _, language, listed, ngettext
from fieldsurvey.report.phrasing.phrases import missing_lines
from fieldsurvey.report.wording import Wording


def say_how(made: Tonight, *, is_dry: bool) -> None:
    """Say what did not fit, what was refused, what came late, and whether anything changed."""
    tell_findings(made.misfits)
    tell_findings(made.pictures.findings)
    if words := made.pictures.words():
        say(words)
    for verdict in made.merged.refused:
        say(told(verdict))
    late = sum(row.is_late for row in made.edition.rows)
    if late:
        say(ngettext("{count} row came late.", "{count} rows came late.", late).format(count=late))
    if is_dry:
        say(_("Nothing was frozen or written."))
    elif not made.is_new:
        say(_("Nothing has changed since edition {number}.").format(number=made.edition.number))


def tell_all(
    workspace: Workspace, made: Tonight, tell: Callable[[str], None], *, is_sent: bool
) -> None:
    """Tell what a real run would do: what is merged, who is missing, to whom it goes."""
    for verdict in made.merged.verdicts:
        if verdict.new:
            tell(verdict.words())
    wording = Wording(language(), made.edition.names, workspace.campaign.language)
    for line in missing_lines(made.edition.missing, wording):
        tell(line)
    plan = workspace.campaign.mail
    if is_sent and plan:
        tell(_("It would be sent to {to}.").format(to=listed(plan.addresses)))
