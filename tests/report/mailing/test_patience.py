"""A busy server is asked again, later and later; time is only told of."""

from fieldsurvey.report.mailing.delivery import Cause, Delivery, later, refused
from fieldsurvey.report.mailing.patience import try_patiently

TO = ("gao@example.org",)


def tried(*outcomes: Delivery) -> tuple[list[Delivery], list[float]]:
    """Try until the outcomes end or nobody tries any more."""
    waits: list[float] = []
    coming = iter(outcomes)
    return try_patiently(lambda: next(coming), waits.append), waits


def test_what_is_sent_at_once_waits_for_nothing():
    """Nor does what is refused for good."""
    assert tried(Delivery(sent=TO))[1] == []
    assert tried(refused(TO, "550"))[1] == []


def test_greylisting_is_waited_out():
    """After one minute and five more the server lets it in."""
    busy = later(TO, "451")

    tries, waits = tried(busy, busy, Delivery(sent=TO))
    assert waits == [60, 300]
    assert tries[-1].sent == TO


def test_a_server_that_stays_busy_is_left_alone():
    """It waits in the outbox."""
    assert tried(*[later(TO, "451")] * 9)[1] == [60, 300, 900]


def test_nobody_sits_long_before_a_missing_network():
    """Twenty seconds, then it waits in the outbox."""
    gone = later(TO, "no network", Cause.UNREACHABLE)

    assert tried(*[gone] * 9)[1] == [5, 15]
    assert tried(gone, later(TO, "451"), Delivery(sent=TO))[1] == [5, 60]
