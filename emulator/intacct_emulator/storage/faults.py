"""Tells failures of the system (a full disk, a read-only or damaged file) from the emulator's own bugs."""

import errno
import sqlite3

_DATABASE_CODES = frozenset(
    {
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_NOTADB,
    }
)
_SYSTEM_CODES = frozenset(
    code
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EROFS", "EIO", "EACCES", "EPERM", "EMFILE", "ENFILE")
    if (code := getattr(errno, name, None)) is not None
)
_MOST_CAUSES = 5
_PRIMARY_CODE = 0xFF


def system_reason(error: BaseException) -> str | None:
    """Why the system would not read or write: `database or disk is full`, `Read-only file system`. None for any other
    error."""
    current: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if current is None:
            return None
        if isinstance(current, sqlite3.Error):
            # Errors that Python's own module raises carry no code.
            if getattr(current, "sqlite_errorcode", 0) & _PRIMARY_CODE in _DATABASE_CODES:
                return str(current)
        elif isinstance(current, OSError) and current.errno in _SYSTEM_CODES:
            return current.strerror or str(current)
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return None
