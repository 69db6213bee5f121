"""Lines in, sealed bundles out; bundles in, lines out."""
