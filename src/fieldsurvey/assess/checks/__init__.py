"""Takes interviews and the plan; gives what does not go together, within a form and across."""
