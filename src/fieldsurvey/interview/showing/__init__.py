"""Takes a conversation; gives what is shown of it, in words and styles. Knows no terminal."""
