"""A line of a chain: what it says, how it is written and read, when it was said."""
