"""Takes the lists and CSV files of a questionnaire; gives choices, quick to look up and find."""
