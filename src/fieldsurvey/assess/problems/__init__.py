"""Takes an interview and what people decided; gives its problems, each with a number for life."""
