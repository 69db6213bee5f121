"""The planner's commands: `roster`, `sample`, `kit`."""
