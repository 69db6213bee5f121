"""Commands about the survey file itself: `verify`, `rescue`, `rebuild`."""
