"""Session ids, support ids, result ids: random by default, repeatable with a seed."""

import base64
import random
import secrets
import string
from collections.abc import Callable

_ALPHABET = string.ascii_letters + string.digits
_SAFE = _ALPHABET + "-_"


class Identifiers:
    """Makes the opaque ids that the gateway hands out. With a seed the same run makes the same ids; without one no two
    runs share a session id."""

    def __init__(self, seed: int | None = None) -> None:
        self._random = random.Random(seed) if seed is not None else None  # noqa: S311 - repeatable on request
        self._bytes: Callable[[int], bytes] = self._random.randbytes if self._random else secrets.token_bytes
        self._noise = self._random or random.Random(secrets.randbits(64))  # noqa: S311 - not a secret

    def session_id(self) -> str:
        """URL-safe base64 with `..` for padding (documented sample)."""
        return base64.urlsafe_b64encode(self._bytes(25)).decode().rstrip("=") + ".."

    def support_id(self) -> str:
        """As recorded: a short host part, `%7E`, a unique request id."""
        pick = self._noise.choices
        host, unique, last = pick(_ALPHABET, k=5), pick(_SAFE, k=23), pick(string.ascii_uppercase, k=2)
        return f"{''.join(host)}%7E{''.join(unique)}AAAA{''.join(last)}"

    def report_id(self) -> str:
        """The id of a report's run: 64 characters that need no escaping in an address (documented sample)."""
        return "".join(self._noise.choices(_SAFE, k=64))

    def result_id(self) -> str:
        """The resultId of a readByQuery with more pages."""
        return "7765623" + "".join(self._noise.choices(_SAFE, k=24)) + "AAAA" + self._noise.choice(_ALPHABET)
