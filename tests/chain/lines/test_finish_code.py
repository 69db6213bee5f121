import re

from fieldsurvey.chain.lines.finish_code import finish_code


def test_the_code_is_short_enough_to_be_copied_by_hand() -> None:
    """Eight letters and digits in two groups, none of them 0, 1 or 8 that are read as letters."""
    assert re.fullmatch("[A-Z2-7]{4}-[A-Z2-7]{4}", finish_code(b"h" * 32))


def test_another_chain_or_another_cost_gives_another_code() -> None:
    """The code depends on every byte of the head, and on the cost it was made at."""
    codes = {finish_code(bytes([number]) * 32, 4) for number in range(50)}

    assert len(codes) == 50
    assert finish_code(bytes(32), 4) != finish_code(bytes(32), 5)
    assert finish_code(bytes(32), 4) == finish_code(bytes(32), 4)
