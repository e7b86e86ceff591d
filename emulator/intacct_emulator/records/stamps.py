"""The stamps of a record: when and by whom it was made and changed, and which entity owns it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from intacct_emulator.catalogue.model import DataType, ObjectDefinition
from intacct_emulator.catalogue.values import Stored

if TYPE_CHECKING:
    from .store import Author


def creation_stamps(definition: ObjectDefinition, author: "Author", stamp: str) -> dict[str, Stored]:
    """What a new record holds of its author and of the moment, which is in stored form."""
    fields = definition.fields_by_id
    stamps = modification_stamps(definition, author, stamp)
    created = fields.get("WHENCREATED")
    if created is not None and created.type is DataType.TIMESTAMP:
        stamps["WHENCREATED"] = stamp
    if "AUWHENCREATED" in fields:
        stamps["AUWHENCREATED"] = stamp
    if "CREATEDBY" in fields and not definition.custom:
        stamps["CREATEDBY"] = author.user_key
    if definition.custom:
        stamps["createdBy"], stamps["createdAt"] = author.user_key, stamp
    if definition.owned_by_entity and author.entity_key is not None:
        stamps["MEGAENTITYKEY"] = author.entity_key
        if "MEGAENTITYID" in fields:
            stamps["MEGAENTITYID"] = author.entity_id
    return stamps


def modification_stamps(definition: ObjectDefinition, author: "Author", stamp: str) -> dict[str, Stored]:
    """What a changed record holds of them."""
    fields = definition.fields_by_id
    stamps: dict[str, Stored] = {}
    if "WHENMODIFIED" in fields:
        stamps["WHENMODIFIED"] = stamp
    if "MODIFIEDBY" in fields:
        stamps["MODIFIEDBY"] = author.user_key
    if definition.custom:
        stamps["updatedBy"], stamps["updatedAt"] = author.user_key, stamp
    return stamps


def not_before(definition: ObjectDefinition) -> Mapping[str, str]:
    """No change is earlier than the creation, even if the clock is set back."""
    fields = definition.fields_by_id
    created = next((name for name in ("AUWHENCREATED", "WHENCREATED") if name in fields), None)
    if created is None or "WHENMODIFIED" not in fields or fields[created].type is not DataType.TIMESTAMP:
        return {}
    return {"WHENMODIFIED": created} if fields[created].stored else {}
