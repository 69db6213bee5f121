"""Each module takes a questionnaire laid out, and gives the faults of one kind across questions."""
