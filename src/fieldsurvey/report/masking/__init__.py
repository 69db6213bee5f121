"""Takes what is known of persons and texts that may hold it; gives the same without it."""
