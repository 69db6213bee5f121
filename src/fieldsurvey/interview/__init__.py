"""Takes a Questionnaire and what is answered so far; gives the next question, and entries.

The conversation is pure: it never prints, reads a clock or writes a file. `prompts` alone knows
the terminal.
"""
