"""Takes a questionnaire and answers from a file; gives the interview they make by themselves."""
