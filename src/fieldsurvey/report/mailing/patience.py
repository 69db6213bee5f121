"""A way to try once in, what came of trying until it is pointless out: the back-off."""

from collections.abc import Callable, Mapping, Sequence

from fieldsurvey.report.mailing.delivery import Cause, Delivery

WAITS_S: Mapping[Cause, Sequence[float]] = {
    # A server that does not know us yet lets us in after five minutes or more (greylisting).
    Cause.BUSY: (60, 300, 900),
    # Nobody should sit before a program that looks for a network.
    Cause.UNREACHABLE: (5, 15),
}
"""How long to wait before each further try, in seconds."""


def try_patiently(
    attempt: Callable[[], Delivery],
    sleep: Callable[[float], object],
    tell: Callable[[Delivery, float], object] = lambda delivery, wait_s: None,
) -> list[Delivery]:
    """Try until nobody waits any more or the waits are used up; return what came of each try.

    Args:
        attempt: Tries once.
        sleep: Takes seconds.
        tell: Called before each wait, with what came of the try and the seconds.
    """
    waits = {cause: iter(seconds) for cause, seconds in WAITS_S.items()}
    tries = [attempt()]
    while (cause := tries[-1].cause) and (wait_s := next(waits[cause], None)) is not None:
        tell(tries[-1], wait_s)
        sleep(wait_s)
        tries.append(attempt())
    return tries
