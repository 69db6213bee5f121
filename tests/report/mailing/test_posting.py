"""An edition reaches everybody once, whatever breaks on the way."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from fieldsurvey.chain.lines.line import Kind
from fieldsurvey.errors import ReportError
from fieldsurvey.report.keeping.witnessing import edition_entries, look_after_editions
from fieldsurvey.report.mailing.delivery import Delivery, later, refused
from fieldsurvey.report.mailing.posting import settle, waiting_editions
from fieldsurvey.report.mailing.record import Fate

TO = ("gao@example.org", "lin@example.org")


def takes_all(message: bytes, to: Sequence[str], begin) -> Delivery:
    """Be a server that takes everything."""
    begin(to)
    return Delivery(sent=tuple(to))


class PowerCutError(BaseException):
    """The program ends at once."""


def test_everybody_gets_it_once_however_often_it_is_sent(lead):
    """The second time nobody is even asked."""
    asked = []

    def server(message, to, begin):
        asked.append(tuple(to))
        return takes_all(message, to, begin)

    first, second = lead.post(server), lead.post(server)

    assert first.sent == TO
    assert second == Delivery()
    assert asked == [TO]
    assert lead.mail.is_done
    assert not lead.mail.waiting_file.exists()


def test_without_a_network_it_waits_as_a_file_that_mail_programs_open(lead):
    """The outbox keeps it, whole, until somebody has a network."""
    lead.post(lambda message, to, begin: later(to, "no network"))

    assert lead.mail.waiting_file.name == "0001-2020-06-29.eml"
    assert lead.mail.waiting_file.read_bytes().startswith(b"From: lead@example.org\r\n")
    assert waiting_editions(lead.bag) == [lead.edition]
    assert lead.post(takes_all).sent == TO
    assert waiting_editions(lead.bag) == []


@pytest.mark.parametrize("where", ["before it", "after it"])
def test_when_power_goes_around_the_last_byte(lead, where):
    """Before the note nothing was sent; after it nobody can tell, and it is not sent again."""

    def server(message, to, begin):
        if where == "after it":
            begin(to)
        raise PowerCutError

    with pytest.raises(PowerCutError):
        lead.post(server)

    fates = set(lead.mail.fates.values())
    assert fates == {Fate.PERHAPS if where == "after it" else Fate.WAITING}
    assert lead.mail.waiting_file.exists()
    assert lead.post(takes_all).sent == (() if where == "after it" else TO)


def test_when_power_goes_between_the_servers_yes_and_the_note_a_person_settles_it(lead):
    """It arrived: then it is done. It did not: then it is sent."""

    def server(message, to, begin):
        begin(to)
        raise PowerCutError

    with pytest.raises(PowerCutError):
        lead.post(server)
    assert settle(lead.survey_file, lead.bag, lead.mail, arrived=False) == TO
    assert lead.mail.of(Fate.WAITING) == TO
    with pytest.raises(PowerCutError):
        lead.post(server)
    assert settle(lead.survey_file, lead.bag, lead.mail, arrived=True) == TO

    assert lead.mail.is_done
    assert lead.post(takes_all) == Delivery()


def test_what_the_server_surely_did_not_take_is_sent_again(lead):
    """A no after the whole message is a no: the note says so."""

    def says_no(message, to, begin):
        begin(to)
        return later(to, "451 greylisted")

    lead.post(says_no)

    assert lead.mail.of(Fate.WAITING) == TO
    assert lead.post(takes_all).sent == TO


def test_who_was_refused_gets_it_alone_once_that_is_mended(lead):
    """The others, who have it, get nothing more."""

    def knows_one(message, to, begin):
        begin(to[1:])
        return Delivery(sent=tuple(to[1:]), refused=dict(refused(to[:1], "550").refused))

    asked = []
    lead.post(knows_one)
    lead.post(lambda message, to, begin: asked.append(tuple(to)) or takes_all(message, to, begin))

    assert asked == [TO[:1]]
    assert lead.mail.is_done


def test_an_edition_that_was_altered_is_not_sent(lead):
    """What goes out is what was witnessed, byte for byte."""
    page = lead.bag.editions / "0001-2020-06-29" / "problem-list.html"
    page.write_bytes(page.read_bytes() + b"<!-- nothing to see -->")

    with pytest.raises(ReportError) as failed:
        lead.post(takes_all)

    assert [finding.code for finding in failed.value.findings] == ["N002"]


def test_an_edition_nobody_witnessed_is_not_sent(lead):
    """A folder that somebody put there is not ours."""
    made = lead.bag.editions / "0001-2020-06-29"
    made.rename(made.with_name("0001-2020-06-28"))
    lead = type(lead)(
        lead.survey_file, lead.edition.model_copy(update={"date": "2020-06-28"}), lead.bag
    )

    with pytest.raises(ReportError) as failed:
        lead.post(takes_all)

    assert [finding.code for finding in failed.value.findings] == ["N003"]


def test_another_leads_edition_of_the_same_number_does_not_stand_in_the_way(lead):
    """Each of two leads has made one; what is here is what this lead made."""
    [line] = lead.survey_file.lines_of_kind(Kind.EDITION)
    other = line.entry._replace(value={**line.entry.value, "digest": "00", "files": {"x": "00"}})
    lead.survey_file.append([other])

    assert lead.post(takes_all).sent == TO


def test_lines_about_mail_witness_no_edition(lead):
    """They are of the same kind: neither a missing edition nor a second witness comes of them."""
    lead.post(takes_all)
    lines = list(lead.survey_file.lines_of_kind(Kind.EDITION))

    assert len(lines) == 3
    assert list(look_after_editions(lead.bag.editions, lines)) == []
    assert edition_entries([lead.edition], lead.bag.editions, lines) == []
    assert len(edition_entries([lead.edition], lead.bag.editions, lines[1:])) == 1


def test_an_outbox_on_a_full_disk_sends_nothing(lead, tmp_path: Path):
    """What cannot be kept is not begun."""
    (tmp_path / "mail").write_text("a file where the folder should be", encoding="utf-8")

    with pytest.raises(ReportError, match="cannot be kept"):
        lead.post(takes_all)
    assert lead.mail.of(Fate.WAITING) == TO
