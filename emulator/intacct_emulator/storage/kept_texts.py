"""Named texts kept in a database."""

from .database import Database


class KeptTexts:
    """A small name-to-text store."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.execute("CREATE TABLE IF NOT EXISTS kept_text (name TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT")

    def get(self, name: str) -> str | None:
        """The text of that name, or None."""
        value = self._database.scalar("SELECT text FROM kept_text WHERE name = ?", (name,))
        return None if value is None else str(value)

    def put(self, name: str, text: str) -> None:
        """Keeps a text under a name, replacing an earlier one."""
        self._database.execute(
            "INSERT INTO kept_text (name, text) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET text = excluded.text",
            (name, text),
        )

    def drop(self, name: str) -> None:
        """Removes the text of that name, if any."""
        self._database.execute("DELETE FROM kept_text WHERE name = ?", (name,))
