"""One row of an object, with its values typed on demand."""

from datetime import date
from decimal import Decimal

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.catalogue.values import TRUE, Python, Stored, unpack

ACTIVE = "T"
ZERO = Decimal(0)


class Record:
    """A stored row. `record["NAME"]` is the stored form; the methods give Python values."""

    __slots__ = ("active", "definition", "id", "key", "stored")

    def __init__(self, definition: ObjectDefinition, stored: dict[str, Stored]) -> None:
        self.definition = definition
        self.stored = stored
        self.key: int = int(stored[definition.key] or 0)
        """RECORDNO."""
        named = stored.get(definition.id_field) if definition.id_field else None
        self.id: str = str(self.key) if named is None else str(named)
        """The natural id, such as CUSTOMERID; RECORDNO where the object has none."""
        self.active: bool = stored.get("STATUS", ACTIVE) in (ACTIVE, None)
        """Whether STATUS is active (records without the field are)."""

    def __getitem__(self, field_id: str) -> Stored:
        return self.stored.get(field_id)

    def __repr__(self) -> str:
        return f"<{self.definition.name} {self.key}>"

    def text(self, field_id: str) -> str | None:
        """A text field, None when empty."""
        value = self.stored.get(field_id)
        return None if value is None else str(value)

    def flag(self, field_id: str) -> bool:
        """A BOOLEAN field; empty is false."""
        return self.stored.get(field_id) == TRUE

    def integer(self, field_id: str) -> int | None:
        """An INTEGER field."""
        value = self.stored.get(field_id)
        return None if value is None else int(value)

    def amount(self, field_id: str) -> Decimal:
        """A numeric field; empty is zero."""
        value = self.python(field_id)
        return value if isinstance(value, Decimal) else ZERO

    def day(self, field_id: str) -> date | None:
        """A DATE field."""
        value = self.stored.get(field_id)
        return None if value is None else date.fromisoformat(str(value)[:10])

    def python(self, field_id: str) -> Python:
        """Any field as its Python value."""
        field = self.definition.find(field_id)
        return None if field is None else unpack(field, self.stored.get(field_id))
