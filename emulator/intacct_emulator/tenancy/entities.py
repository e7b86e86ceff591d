"""The entities a user may work in."""

from .company import Company
from .users import User


def accessible_entity(company: Company, user: User, entity: str | None) -> tuple[int, str] | None:
    """RECORDNO and id of the entity a session starts in; None for the top level.

    A user restricted to entities starts in the first of them (client evidence). Raises LookupError if the entity is
    unknown, inactive or not one of the user's.
    """
    if not entity and user.entities:
        entity = user.entities[0]
    if not entity:
        return None
    record = company.records.find("LOCATIONENTITY", entity)
    if record is None or not record.active or (user.entities and entity not in user.entities):
        raise LookupError(entity)
    return record.key, record.id
