"""Takes what was said twice, by a copied laptop or of one household; gives what counts."""
