"""Logs failures: bugs by where they came from, a full disk by the system's own message.

The content of the request is never logged.
"""

import logging
import traceback

from intacct_emulator.storage.faults import system_reason

_MOST_CAUSES = 5


def log_failure(logger: logging.Logger, failed: str, error: BaseException) -> None:
    """Log where an exception came from. Its message appears only at debug level, because it may quote the request."""
    reason = system_reason(error)
    if reason is not None:
        logger.error("%s failed: the books cannot be read or written: %s", failed, reason)
        return
    if logger.isEnabledFor(logging.DEBUG):
        logger.error("%s failed", failed, exc_info=error)
        return
    chain: list[str] = []
    current: BaseException | None = error
    while current is not None and len(chain) < _MOST_CAUSES:
        frames = "".join(traceback.format_tb(current.__traceback__))
        chain.append(f"{frames}{type(current).__module__}.{type(current).__qualname__}")
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    logger.error("%s failed; log level debug adds the message\n%s", failed, "\ncaused by\n".join(chain))
