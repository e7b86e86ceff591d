"""Entities and locations. An entity is a location with books of its own; both are rows of one table."""

from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .contacts import ContactsOwner
from .writer import Values

ENTITY, PLAIN = "E", "N"


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
