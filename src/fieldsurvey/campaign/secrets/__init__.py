"""Takes what people remember; gives keys and codes that nobody guesses."""
