"""Text in, a checked and compiled expression out."""
