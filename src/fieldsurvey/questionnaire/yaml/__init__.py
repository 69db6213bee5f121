"""Takes the bytes of a YAML file; gives its data, where each value stands, and every fault."""
