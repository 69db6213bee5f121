"""What is said in, a chain of lines and the interviews folded from it out."""
