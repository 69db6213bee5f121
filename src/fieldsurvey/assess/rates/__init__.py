"""Takes what was heard of persons and votes; gives rates, and whether each limit is kept."""
