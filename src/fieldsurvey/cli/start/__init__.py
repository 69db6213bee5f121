"""Before a survey: `demo`, `doctor`, `new`."""
