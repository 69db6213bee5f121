"""Answers one after the other, as a person types them, into a conversation."""

from fieldsurvey.interview.conversation import Conversation, Taken


def say(conversation: Conversation, *said: str) -> Conversation:
    """Answer one question after the other; each must be taken."""
    for one in said:
        taken = conversation.answer(one)
        assert isinstance(taken, Taken), taken
        conversation = taken.conversation
    return conversation
