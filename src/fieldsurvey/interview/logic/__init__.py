"""Takes a questionnaire and answers to it; gives what holds: values, problems, checks.

Nothing here asks anybody: interview, problem list and trials all use the same.
"""
