"""Entities and locations. An entity is a location with books of its own; both are rows of one table."""

from collections.abc import Mapping
from types import MappingProxyType

from intacct_emulator.errors import EmulatorGap, protocol
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .contacts import ContactsOwner
from .hierarchy import with_those_below
from .writer import Values

ENTITY, PLAIN = "E", "N"
_LINES: Mapping[str, str] = MappingProxyType(
    {"GLENTRY": "LOCATION", "ARDETAIL": "LOCATIONID", "APDETAIL": "LOCATIONID", "CCTRANSACTIONENTRY": "LOCATIONID"}
)
"""The objects that together hold all lines of journal entries and documents, and the field that names a location."""


def is_entity(location: Record) -> bool:
    """Whether the location is an entity."""
    return location["LOCATIONTYPE"] == ENTITY


def entity_of(company: Company, location: Record) -> Record | None:
    """The entity the location belongs to: itself or the nearest one above it, or None."""
    place: Record | None = location
    while place is not None and not is_entity(place):
        parent = place.text("PARENTID")
        place = company.records.find("LOCATION", parent) if parent is not None else None
    return place


class LocationWriter(ContactsOwner):
    """Locations and entities. Each knows the entity it belongs to.

    LOCATIONTYPE tells them apart (its codes are recorded in lookup; that E means entity and N means location is
    inferred).
    """

    contact_blocks = ("CONTACTINFO", "SHIPTO")

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        values.pop("LOCATIONTYPE", None)
        if record is None:
            values["LOCATIONTYPE"] = PLAIN

    def verify(self, values: Values, record: Record | None) -> None:
        """Raises EmulatorGap for what would put lines that are kept into other books, or into another currency: what
        becomes of them is not documented."""
        if record is None:
            return
        if "PARENTID" in values and not is_entity(record):
            self._refuse_other_entity(record, values)
        if "CURRENCY" in values and is_entity(record):
            self._refuse_other_currency(record, values)

    def _refuse_other_entity(self, location: Record, values: Values) -> None:
        parent = values["PARENTID"]
        above = self.records.find("LOCATION", str(parent)) if parent is not None else None
        old, new = entity_of(self.company, location), entity_of(self.company, above) if above is not None else None
        if (old and old.key) == (new and new.key):
            return
        moved = with_those_below(self.company, "LOCATION", [location])
        if any(self._has_lines(place) for place in moved):
            what = "moving a location with transactions to another entity"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)

    def _refuse_other_currency(self, entity: Record, values: Values) -> None:
        base = self.company.profile.base_currency
        if (values["CURRENCY"] or base) == (entity.text("CURRENCY") or base):
            return
        if any(self.records.exists(name, BASELOCATION=entity.key) for name in _LINES):
            what = "another base currency for an entity with transactions"
            raise EmulatorGap(what, protocol.NOT_BUILT, function=what)

    def _has_lines(self, place: Record) -> bool:
        return any(self.records.exists(name, **{column: place.id}) for name, column in _LINES.items())

    def saved(self, record: Record, values: Values) -> None:
        if not values.keys().isdisjoint(("LOCATIONID", "NAME", "PARENTID")):
            self._tell_entity(record)

    def _tell_entity(self, location: Record) -> None:
        entity = entity_of(self.company, location)
        told: Values = {"ENTITY": None, "ENTITYNAME": None}
        if entity is not None:
            own = entity.key == location.key
            told["ENTITY"] = f"{entity.id}--{entity.text('NAME')}" if own else entity.id
            told["ENTITYNAME"] = entity.text("NAME")
        if any(location[name] != value for name, value in told.items()):
            self.records.update(self.definition.name, location.key, told)
        for below in self.records.where("LOCATION", PARENTID=location.id):
            self._tell_entity(below)
