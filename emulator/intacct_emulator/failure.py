"""The failure that ends a command with a sentence instead of a traceback."""


class CannotRunError(Exception):
    """Something outside the emulator keeps it from running; the text says what and, if known, the remedy."""


class MisusedError(CannotRunError):
    """A command line that lacks something; the text says what."""
