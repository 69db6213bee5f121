"""Takes a questionnaire; gives what its expressions read, what depends on what, what can hold."""
