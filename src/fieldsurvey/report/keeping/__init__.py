"""Takes what is frozen; keeps it in files, and in the chain what it was."""
