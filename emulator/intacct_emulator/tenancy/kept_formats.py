"""The formats of the files in a data folder, and the steps between them.

=======  ==========================================================================================================
format   what is new
=======  ==========================================================================================================
0        release 0.1.0; the files bear no marks
1        marks; the shapes of tables; slow hashes of passwords, hashes of session ids; how much went into the ledger
=======  ==========================================================================================================
"""

from intacct_emulator.storage.database import Database
from intacct_emulator.storage.kept_file import FileKind
from intacct_emulator.storage.table_shapes import SHAPES_TABLE

from .passwords import kept_from_first_release
from .sessions import hash_of
from .users import SIGN_IN_COLUMNS

_FIRST_BOOKS = ("completed_function", "kept_text", "sequence", "sign_in")
BOOKS = FileKind("the books of a company", 0x49454D42, 1, (*_FIRST_BOOKS, SHAPES_TABLE), _FIRST_BOOKS)
SESSIONS = FileKind("the sessions of an emulator", 0x49454D53, 1, ("session",), ("session",))


LEDGER_VOLUME = "ledger volume"
"""The counter of all amounts that were ever written to the ledger, in cents; it may be too high."""
LARGEST_SUM = 2**63 - 1


def _hash_passwords_slowly(database: Database) -> None:
    rows = database.all("SELECT login, user_key, salt, password, rights, entities, active FROM sign_in")
    database.execute("DROP TABLE sign_in")
    database.execute(f"CREATE TABLE sign_in ({SIGN_IN_COLUMNS}) STRICT")
    database.executemany(
        "INSERT INTO sign_in VALUES (?, ?, ?, ?, ?, ?)",
        [
            (login, key, kept_from_first_release(str(salt), str(digest)), rights, entities, active)
            for login, key, salt, digest, rights, entities, active in rows
        ],
    )


def _hash_session_ids(database: Database) -> None:
    database.execute("PRAGMA secure_delete = ON")
    ids = [str(session_id) for (session_id,) in database.all("SELECT id FROM session")]
    database.executemany("UPDATE session SET id = ? WHERE id = ?", [(hash_of(known), known) for known in ids])


def _to_format_1(database: Database) -> None:
    _hash_passwords_slowly(database)
    # Nobody counted so far: the first journal entry finds no room, and has the ledger counted.
    database.execute("INSERT INTO sequence VALUES (?, ?)", (LEDGER_VOLUME, LARGEST_SUM))


BOOKS_STEPS = {0: _to_format_1}
SESSIONS_STEPS = {0: _hash_session_ids}
