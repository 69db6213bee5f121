"""The inspector's commands, from `join` to `hand-over`."""
