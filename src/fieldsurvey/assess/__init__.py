"""Interviews in, problems, scores and ranking out; pure: no database, no clock."""
