"""The team lead's commands, from `merge` to `nightly`."""
