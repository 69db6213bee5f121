"""What became of a message is folded from the leads' lines, in whatever order they come."""

import json
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from fieldsurvey.chain.lines.line import Entry, Line
from fieldsurvey.report.mailing.record import Event, Fate, Posting, fates, is_about_mail

ONE, OTHER = Posting(1, "ab" * 32), Posting(2, "cd" * 32)
GAO, LIN = "gao@example.org", "lin@example.org"


def said(seq: int, entry: Entry, device: str = "lead-1") -> Line:
    """Make the line of an entry."""
    at = f"2020-06-29T19:42:{seq:02d}+08:00"
    text = json.dumps([device, seq])
    return Line(text, device, seq, entry, at, seq, "boot", digest=text.encode())


def fate(*lines: Line, address: str = GAO) -> Fate:
    """Return what became of the first edition for one address."""
    return fates(lines, ONE, [address])[address]


def test_a_message_goes_from_waiting_to_sent():
    """Begun is not sent; only the server's yes is."""
    begun = said(1, ONE.entry(Event.BEGUN, [GAO]))
    sent = said(2, ONE.entry(Event.SENT, [GAO]))

    assert fate() is Fate.WAITING
    assert fate(begun) is Fate.PERHAPS
    assert fate(begun, sent) is Fate.SENT
    assert fate(begun, sent, address=LIN) is Fate.WAITING


def test_large_and_small_letters_are_one_address():
    """Somebody writes it anew in campaign.yaml: nobody gets it twice for that."""
    assert fate(said(1, ONE.entry(Event.SENT, ["Gao@Example.org"]))) is Fate.SENT


def test_another_edition_is_another_message():
    """Its number may be the same: the digest tells them apart."""
    assert fate(said(1, OTHER.entry(Event.SENT, [GAO]))) is Fate.WAITING


def test_one_leads_no_does_not_undo_what_another_lead_began():
    """Two leads send the same edition; one is refused, the other's power goes."""
    begun = said(1, ONE.entry(Event.BEGUN, [GAO]), "lead-1")
    no = said(2, ONE.entry(Event.NOT_SENT, [GAO]), "lead-2")
    again = said(3, ONE.entry(Event.AGAIN, [GAO]), "lead-2")

    assert fate(begun, no) is Fate.PERHAPS
    assert fate(begun, no, again) is Fate.WAITING


def test_lines_that_make_no_sense_are_passed_over():
    """Hostile values change nothing and break nothing."""
    odd = ONE.entry(Event.SENT, [GAO])
    values = [None, [], {"about": "mail"}, {**odd.value, "to": 7}, {**odd.value, "event": []}]
    lines = [said(n, odd._replace(value=value)) for n, value in enumerate(values)]

    assert fate(*lines) is Fate.WAITING
    assert not is_about_mail(lines[0])


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.tuples(st.sampled_from(["lead-1", "lead-2"]), st.sampled_from(list(Event))), max_size=5
    )
)
def test_the_order_in_which_lines_arrive_changes_nothing(events):
    """Leads share in any order; and what was sent once stays sent."""
    lines = [
        said(n + 1, ONE.entry(event, [GAO]), device) for n, (device, event) in enumerate(events)
    ]
    found = {fate(*order) for order in permutations(lines)}

    assert len(found) == 1
    if Event.SENT in [event for _device, event in events]:
        assert found == {Fate.SENT}
