"""Leaving at once: an interview that somebody else must not see."""


class QuickExit(BaseException):
    """The quick exit was pressed: what was ticked is saved, and nothing more is said or shown.

    Like KeyboardInterrupt it passes through everything that handles errors.
    """
