"""Takes what is to run every evening, gives the steps by which a system's own scheduler runs it.

`job` is what runs and when; `systemd`, `cron` and `windows` each make steps of it, pure;
`stepping` takes them, or shows them.
"""
