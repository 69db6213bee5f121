"""Takes how an interview went, moment by moment; gives its lines, its versions and its times."""
