"""The questionnaire designer's commands."""
