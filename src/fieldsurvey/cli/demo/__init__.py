"""A seed in, a whole campaign out: county, households, interviews, merge, editions."""
