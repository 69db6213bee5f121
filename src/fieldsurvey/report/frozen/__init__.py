"""Frozen things as values: the nightly list, the bulletin, the pack, and what stands in them."""
