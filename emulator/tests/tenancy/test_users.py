"""Users: passwords that copies of a company recognise."""

from collections.abc import Iterator

import pytest

from intacct_emulator.storage.database import Database
from intacct_emulator.tenancy.passwords import Password
from intacct_emulator.tenancy.users import Users


@pytest.fixture
def databases() -> Iterator[tuple[Database, Database]]:
    """Of two companies."""
    both = Database(), Database()
    yield both
    for database in both:
        database.close()


def test_copies_recognise_each_others_passwords(databases: tuple[Database, Database]) -> None:
    """A password that was right in one company is known at once in a copy, which has its hash; a wrong one is not, nor
    is one that was changed since."""
    original, copy = databases
    first, second = Users(original), Users(copy)
    shared: dict[str, Password] = {}
    for users in (first, second):
        users.share_passwords(shared)
    first.add("jo", 1, "secret-1")
    (row,) = original.all("SELECT * FROM sign_in")
    copy.execute("INSERT INTO sign_in VALUES (?, ?, ?, ?, ?, ?)", row)
    assert first.sign_in("jo", "secret-1")
    assert second.sign_in("jo", "secret-1")
    assert len(shared) == 1
    assert second.sign_in("jo", "secret-2") is None
    second.add("jo", 1, "secret-2")
    assert second.sign_in("jo", "secret-1") is None
    assert first.sign_in("jo", "secret-1")
