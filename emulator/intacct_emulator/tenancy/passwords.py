"""Passwords as they are kept: a slow hash with a random salt, and a quick way to know one again that was right before.

A kept text is `scrypt$<cost>$<salt>$<hash>`. One of release 0.1.0 is the scrypt of what was kept then, with the old
salt before it: `sha256$<old salt>$scrypt$...`.
"""

import hashlib
import hmac
import secrets

_COST = 1024
"""Scrypt's N. Memory and time of one hash are about 1 MB and 3 ms: whoever signs in for the first time waits for it."""
_BLOCK = 8
_SALT_BYTES = 16
_OLD, _NEW = "sha256", "scrypt"


class Password:
    """One kept password. What was right once is recognised by a keyed hash, whose key nobody has but this object."""

    __slots__ = ("_key", "_known", "kept")

    def __init__(self, kept: str) -> None:
        self.kept = kept
        self._key = secrets.token_bytes(32)
        self._known = b""

    @classmethod
    def of(cls, text: str) -> "Password":
        """A new password, to be kept from now on."""
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
    """The kept text of a password of which release 0.1.0 kept that salt and hash."""
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
