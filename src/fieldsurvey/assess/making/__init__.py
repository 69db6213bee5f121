"""How interviews were made: what stands out of the group, whom to check back, and what came of it.

Takes interviews with their lines, gives signs. A sign is never proof and takes no point; it says
where a second look is worth its while.
"""
