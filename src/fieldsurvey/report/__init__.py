"""Takes problems, coverage and ranking, gives editions: tonight's list as JSON, workbook and page.

`list_problem_rows` → `freeze_edition` → `write_edition`. Only the last touches a disk.
"""
