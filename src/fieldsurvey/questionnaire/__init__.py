"""YAML in, a checked Questionnaire out."""
