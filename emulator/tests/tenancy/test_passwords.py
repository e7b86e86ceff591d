"""Passwords are kept as slow hashes with salts of chance, and known again quickly."""

import hashlib
from typing import Any

import pytest

from intacct_emulator.tenancy.passwords import Password, kept_from_first_release


def test_a_password_matches_itself_alone() -> None:
    """Before and after it was right once; letter case counts (documented)."""
    password = Password.of("Secret 1")
    for _ in range(2):
        assert password.matches("Secret 1")
        assert not password.matches("secret 1")
        assert not password.matches("")


def test_what_is_kept_is_enough_and_tells_nothing() -> None:
    """One password has another kept text each time, none holds it, and each recognises it."""
    kept = {Password.of("same").kept for _ in range(3)}
    assert len(kept) == 3
    assert not any("same" in text for text in kept)
    assert all(Password(text).matches("same") and not Password(text).matches("other") for text in kept)


def test_a_password_that_was_right_is_not_hashed_slowly_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often somebody signs in, the slow hash is made once; a wrong password costs one each time."""
    made: list[int] = []
    password, scrypt = Password.of("right"), hashlib.scrypt

    def counted(*arguments: Any, **options: Any) -> bytes:
        made.append(1)
        return scrypt(*arguments, **options)

    monkeypatch.setattr(hashlib, "scrypt", counted)
    for _ in range(5):
        assert password.matches("right")
    assert len(made) == 1
    assert not password.matches("wrong")
    assert not password.matches("wrong")
    assert len(made) == 3


def test_a_password_kept_by_the_first_release_still_matches() -> None:
    """Its quick hash is hashed slowly; the password itself is not needed for that."""
    old = hashlib.sha256(b"salt\0known").hexdigest()
    kept = kept_from_first_release("salt", old)
    assert old not in kept
    assert Password(kept).matches("known")
    assert not Password(kept).matches("Known")
    assert not Password(kept).matches(old)
