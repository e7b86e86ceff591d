"""How the entries of a journal are numbered."""


def numbers_of_journal(symbol: str) -> str:
    """The counter of a journal's entries."""
    return f"GLBATCH of {symbol}"
