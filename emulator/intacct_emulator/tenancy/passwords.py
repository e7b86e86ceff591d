"""Passwords as they are stored: a slow hash with a random salt, and a quick check for one that was accepted before.

A kept text is `scrypt$<cost>$<salt>$<hash>`. One migrated from release 0.1.0 is the scrypt of its old hash, with the
old salt in front: `sha256$<old salt>$scrypt$...`.
"""

import hashlib
import hmac
import secrets

_COST = 1024
"""Scrypt's N. One hash takes about 1 MB and 3 ms, at a user's first sign-in."""
_BLOCK = 8
_SALT_BYTES = 16
_OLD, _NEW = "sha256", "scrypt"


class Password:
    """One stored password. A password that was accepted is recognised by a keyed hash, whose key only this object
    has."""

    __slots__ = ("_key", "_known", "kept")

    def __init__(self, kept: str) -> None:
        self.kept = kept
        self._key = secrets.token_bytes(32)
        self._known = b""

    @classmethod
    def of(cls, text: str) -> "Password":
        """A new password."""
        return cls(_kept(text))

    def matches(self, text: str) -> bool:
        """Whether this is the password (case-sensitive: documented)."""
        quick = hmac.digest(self._key, text.encode(), "sha256")
        if hmac.compare_digest(quick, self._known):
            return True
        if not _is_hash_of(self.kept, text):
            return False
        self._known = quick
        return True


def kept_from_first_release(salt: str, digest: str) -> str:
    """The stored text of a password for which release 0.1.0 stored that salt and hash."""
    return f"{_OLD}${salt}${_kept(digest)}"


def _kept(text: str) -> str:
    salt = secrets.token_bytes(_SALT_BYTES)
    return f"{_NEW}${_COST}${salt.hex()}${_scrypt(text, salt, _COST).hex()}"


def _is_hash_of(kept: str, text: str) -> bool:
    if kept.startswith(f"{_OLD}$"):
        _, old_salt, kept = kept.split("$", 2)
        text = hashlib.sha256(f"{old_salt}\0{text}".encode()).hexdigest()
    _, cost, salt, digest = kept.split("$")
    return hmac.compare_digest(_scrypt(text, bytes.fromhex(salt), int(cost)).hex(), digest)


def _scrypt(text: str, salt: bytes, cost: int) -> bytes:
    return hashlib.scrypt(text.encode(), salt=salt, n=cost, r=_BLOCK, p=1, dklen=32)
