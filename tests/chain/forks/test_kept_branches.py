from collections.abc import Callable, Sequence
from typing import Any

import pytest

from fieldsurvey.chain.forks.branching import Branch
from fieldsurvey.chain.forks.kept_branches import kept_branch
from fieldsurvey.chain.forks.settlements import ForkRuling, fork_entry
from fieldsurvey.chain.lines.line import Entry, Kind
from fieldsurvey.chain.survey_file import SurveyFile

MakeChain = Callable[..., Any]


@pytest.fixture
def laptops(lead: SurveyFile, chain: MakeChain) -> tuple[Any, Any]:
    """A laptop and its copy, both merged; the first said one line since, the copy two."""
    made = chain()
    made.say(*[Entry(Kind.SESSION)] * 2)
    copy = made.clone(seed=9)
    made.say(Entry(Kind.PAUSE))
    copy.say(*[Entry(Kind.PAUSE)] * 2)
    for branch in (made, copy):
        branch.hand_in(lead)
    return made, copy


def tip(laptop: Any) -> str:
    """Return how the branch of a laptop is named: by its last line."""
    return str(laptop.lines[-1].hash.hex())


def rule(survey_file: SurveyFile, laptops: Sequence[Any], kept: Sequence[Any]) -> None:
    """Let somebody decide which of the laptops count."""
    tips = frozenset(map(tip, laptops))
    ruling = ForkRuling(laptops[0].key.device, tips, frozenset(map(tip, kept)), "asked the team")
    survey_file.append([fork_entry(ruling)])


def kept(survey_file: SurveyFile, laptops: Sequence[Any]) -> Branch | None:
    """Return the branch that counts."""
    return kept_branch(survey_file, laptops[0].key.device)


def test_until_a_lead_has_decided_no_branch_counts(
    lead: SurveyFile, laptops: tuple[Any, Any]
) -> None:
    """Two laptops say they are the same one: no machine can tell which is."""
    assert kept(lead, laptops) is None


def test_the_branch_that_was_decided_for_counts(lead: SurveyFile, laptops: tuple[Any, Any]) -> None:
    """The last decision holds."""
    made, copy = laptops
    rule(lead, laptops, [made])
    first = kept(lead, laptops)
    rule(lead, laptops, [copy])
    second = kept(lead, laptops)

    assert first is not None
    assert second is not None
    assert (first.tip, second.tip) == (tip(made), tip(copy))


def test_it_counts_as_it_goes_on_until_it_forks_once_more(
    lead: SurveyFile, laptops: tuple[Any, Any]
) -> None:
    """More of the branch that was looked at changes nothing; a third copy nobody has looked at."""
    made, _copy = laptops
    rule(lead, laptops, [made])
    third = made.clone(seed=11)
    made.say(Entry(Kind.RESUME))
    made.hand_in(lead)
    longer = kept(lead, laptops)
    third.say(Entry(Kind.RESUME))
    third.hand_in(lead)

    assert longer is not None
    assert longer.tip == tip(made)
    assert kept(lead, laptops) is None


def test_where_none_or_both_count_there_is_not_one(
    lead: SurveyFile, laptops: tuple[Any, Any]
) -> None:
    """What hangs on one chain, a receipt, is then given to nobody."""
    rule(lead, laptops, [])
    none = kept(lead, laptops)
    rule(lead, laptops, laptops)

    assert none is kept(lead, laptops) is None


def test_a_decision_about_another_laptop_is_none_about_this(
    lead: SurveyFile, laptops: tuple[Any, Any], chain: MakeChain
) -> None:
    """Nor is one of a laptop about itself."""
    made, _copy = laptops
    tips = frozenset(map(tip, laptops))
    lead.append([fork_entry(ForkRuling("d0000000f", tips, frozenset({tip(made)}), "asked"))])
    itself = chain(3)
    itself.say(fork_entry(ForkRuling(made.key.device, tips, frozenset({tip(made)}), "asked")))
    itself.hand_in(lead)

    assert kept(lead, laptops) is None
