"""Takes problems, coverage and ranking, gives editions: tonight's list in every format.

`list_problem_rows` → `freeze_edition` → `write_edition`. Only the last touches a disk.
"""
