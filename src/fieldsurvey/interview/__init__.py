"""A Questionnaire and what is answered in, the next question out."""
