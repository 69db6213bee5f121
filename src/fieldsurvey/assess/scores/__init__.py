"""Takes the problems of villages; gives points, ranks and grades, and how each came about."""
