"""A lead with one edition made, and a plan of whom to mail it to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from fieldsurvey.campaign.mail_plan import MailPlan
from fieldsurvey.chain.survey_file import SurveyFile
from fieldsurvey.report.frozen.edition import Edition
from fieldsurvey.report.keeping.witnessing import edition_entries
from fieldsurvey.report.keeping.writing import write_edition
from fieldsurvey.report.mailing.delivery import Delivery
from fieldsurvey.report.mailing.posting import EditionMail, Mailbag, mail_of, post

TO = ("gao@example.org", "lin@example.org")


def make_plan(**changes: object) -> MailPlan:
    """Build a plan for a server on this computer."""
    said = {"host": "localhost", "security": "none", "from": "lead@example.org", "to": TO}
    return MailPlan.model_validate({**said, **changes})


@dataclass
class Lead:
    """A lead's survey file and folders, and a server that does as a test says."""

    survey_file: SurveyFile
    edition: Edition
    bag: Mailbag

    @property
    def mail(self) -> EditionMail:
        """How far the mail of the edition is."""
        return mail_of(self.survey_file, self.bag, self.edition)

    def post(self, server: Callable[[bytes, Sequence[str], Callable[..., object]], Delivery]):
        """Try once to send the edition."""
        return post(self.survey_file, self.bag, self.mail, server)


@pytest.fixture
def plan() -> MailPlan:
    """Two recipients, nothing sealed."""
    return make_plan()


@pytest.fixture
def lead(edition: Edition, plan: MailPlan, tmp_path: Path) -> Iterator[Lead]:
    """A lead who has made the first edition and mailed nothing."""
    bag = Mailbag(tmp_path / "editions", tmp_path / "mail", plan)
    with SurveyFile.create(tmp_path / "survey.db", device="lead-1") as survey_file:
        write_edition(edition, bag.editions)
        survey_file.append(edition_entries([edition], bag.editions, []))
        yield Lead(survey_file, edition, bag)
