"""What keeps the next question quick changes nothing else."""

import gc

from prompt_toolkit.application import application

from fieldsurvey.interview.prompts import tidy_only_when_idle
from fieldsurvey.interview.prompts.shared_bindings import share_bindings


def test_garbage_is_collected_as_before_once_the_interview_is_over():
    """Thresholds and the objects set aside come back, even where the interview breaks off."""
    before = gc.get_threshold()
    try:
        with tidy_only_when_idle():
            assert gc.get_threshold() != before
            assert gc.get_freeze_count() > 0
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        pass
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_all_prompts_share_the_bindings_that_the_library_makes():
    """Asked for again they are the same; asking to share twice shares once."""
    share_bindings()
    shared = application.load_key_bindings
    share_bindings()

    assert application.load_key_bindings is shared
    assert shared() is shared()
