"""A damaged or foreign survey file, bundle or stick in; every line that can be proven out.

`copying` reads the original once and never again; `table` reads the copy by SQLite, held on a
short leash; `carving` reads its bytes without SQLite; `proving` decides what is true: `witnesses`
says who stands for a hash, `linking` which lines stand in a chain. `writing` makes a fresh survey
file of it, and `taking_in` adds it to the lead's.
"""
