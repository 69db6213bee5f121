"""A saved JSON object that is read only when somebody looks into it."""

import pickle

import pytest

from fieldsurvey.chain.storage.unread import Unread


def test_it_is_the_mapping_that_was_saved() -> None:
    """Whoever looks finds the same as in a dictionary, and it travels to other processes."""
    facts = Unread('{"village.name": "上河村"}', ValueError)
    assert facts == {"village.name": "上河村"}
    assert "village.name" in facts
    assert facts.get("village.code", "") == ""
    assert dict(facts) == dict(pickle.loads(pickle.dumps(facts)))
    assert list(facts) == ["village.name"]
    assert len(facts) == 1
    assert repr(facts) == "{'village.name': '上河村'}"


@pytest.mark.parametrize("text", ["", "{", "[]", "7", "[" * 100_000])
def test_what_is_no_object_is_told_by_the_one_who_opened_the_file(text: str) -> None:
    """Nothing is raised before somebody looks, and then what the file's reader said."""
    altered = Unread(text, lambda: LookupError("altered"))
    with pytest.raises(LookupError, match="altered"):
        len(altered)
