"""Takes interviews, gives what they mean: problems, scores, ranking, coverage, rates.

Pure functions over values: no files but the scoring rules, no clock, no database.
"""
