"""Takes a conversation with a repeat in it; gives it with rows added or gone, and its table."""
