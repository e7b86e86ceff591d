"""The logger of requests. Whether anybody reads it is asked at every start, so nothing else is loaded for that."""

import logging

log = logging.getLogger("intacct_emulator.requests")


def wanted() -> bool:
    """Whether anybody reads the lines: at log level info or debug."""
    return log.isEnabledFor(logging.INFO)
