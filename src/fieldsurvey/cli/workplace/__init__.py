"""The folder a command works in: found, opened, equipped, unlocked, sealed."""
