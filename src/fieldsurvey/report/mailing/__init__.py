"""Takes an edition and the campaign's mail plan, gives a message, sends it once, and notes that.

`message`, `record` and `patience` are pure; `transmission` alone speaks to a server.
"""
