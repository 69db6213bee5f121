"""Takes everything known on one evening; gives what is frozen of it."""
