"""Photos: the bytes of a file in, what is known of the picture out; and where pictures are kept.

Reading is pure: `photo_of` tells from the bytes alone whether they are a whole picture, and what
its camera noted. `album` is the edge: it copies pictures into the workspace and looks whether they
are still there; `attaching` lets a person name them. `needing` says which problems must show
evidence.
"""
