"""What would have passed in place of a value: the field's own values, or records of the object it names."""

import difflib
from collections.abc import Iterable

from intacct_emulator.catalogue.dimensions import DIMENSIONS
from intacct_emulator.catalogue.model import Field, ObjectDefinition
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company

from .place import Element, RequestText

_MOST_LOOKED_AT = 20_000
_MOST_TOLD = 6
_PARTIES = ("CUSTOMERID", "VENDORID")
# What older functions call a field.
_OLDER_NAMES = {"GLACCOUNTNO": "GLACCOUNT", "ACCOUNTNO": "GLACCOUNT", "EXCHRATETYPE": "EXCHANGERATETYPES"}


def would_pass(company: Company, text: RequestText, element: Element) -> tuple[str, ...]:
    """Sentences that name what could stand in an element instead; none where that cannot be told."""
    owner = _owner(company, element)
    field = owner.fields_by_id.get(str(element.tag).upper()) if owner else None
    if field is not None and field.listed_values:
        return (f"{element.tag} takes {_listed(field.listed_values)}.",)
    target = _target(company, owner, field, str(element.tag).upper())
    if target is None:
        return ()
    definition, id_field = target
    value = (element.text or "").strip()
    ids = ids_of(company, definition, id_field)
    said = [f"There is no {definition.label or definition.name} {value}."] if value and value not in ids else []
    if value in ids:
        return (f"{definition.label or definition.name} {value} exists.",)
    for party in _PARTIES:
        if party in definition.stored_ids and party != id_field:
            for named in text.named(_top(element), (party,))[:1]:
                known = ids_of(company, definition, id_field, (party, (named.text or "").strip()))
                if known:
                    whose = party.removesuffix("ID").lower()
                    said.append(f"{_plural(definition)} of this {whose}: {_listed(known)}.")
    close = difflib.get_close_matches(value, ids, _MOST_TOLD, 0.6)
    if close:
        said.append(f"Similar: {_listed(close)}.")
    elif ids and len(said) < 2:
        said.append(f"{_plural(definition)} of this company: {_listed(ids)}.")
    elif not ids:
        said.append(f"The company has no {_plural(definition).lower()}.")
    return tuple(said)


def _owner(company: Company, element: Element) -> ObjectDefinition | None:
    for one in element.iterancestors():
        definition = company.catalogue.find(str(one.tag))
        if definition is not None:
            return definition
    return None


def _top(element: Element) -> Element:
    top = element
    for one in element.iterancestors():
        if one.tag == "function":
            break
        top = one
    return top


def _target(
    company: Company, owner: ObjectDefinition | None, field: Field | None, tag: str
) -> tuple[ObjectDefinition, str] | None:
    """The object whose records an element names, and the field it names them by."""
    names: list[str] = []
    if owner is not None and field is not None:
        if field.reference:
            names.append(field.reference)
        names += [one.object for one in owner.relationships if one.by == field.id]
        path = (field.read_from or "").partition(".")[0].upper()
        if path in owner.relationships_by_path:
            names.append(owner.relationships_by_path[path].object)
    names += [dimension.object for dimension in DIMENSIONS if tag in (dimension.object, f"{dimension.object}ID")]
    names += [_OLDER_NAMES[tag]] if tag in _OLDER_NAMES else []
    for name in names:
        definition = company.catalogue.find(name)
        if definition is not None and definition.id_field and definition.id_field in definition.stored_ids:
            return definition, definition.id_field
    return None


def reference_of(company: Company, element: Element) -> tuple[ObjectDefinition, str] | None:
    """The object whose records an element names, and the field it names them by; None where it names no other record
    or that cannot be told."""
    owner = _owner(company, element)
    field = owner.fields_by_id.get(str(element.tag).upper()) if owner else None
    return _target(company, owner, field, str(element.tag).upper())


def ids_of(
    company: Company, definition: ObjectDefinition, id_field: str, of: tuple[str, str] | None = None
) -> list[str]:
    """The ids of an object's records; `of` are a field and its value that they must have."""
    company.records.prepare(definition)
    where = f"WHERE {quoted(of[0])} = ?" if of else ""
    values = (of[1],) if of else ()
    sql = (  # names are the catalogue's
        f"SELECT DISTINCT {quoted(id_field)} FROM {quoted(definition.table)} {where} "  # noqa: S608
        f"ORDER BY 1 LIMIT {_MOST_LOOKED_AT}"
    )
    return [str(value) for (value,) in company.database.all(sql, values) if value is not None]


def _plural(definition: ObjectDefinition) -> str:
    return definition.plural or f"{definition.label or definition.name}s"


def _listed(values: Iterable[str]) -> str:
    told = list(values)
    more = f" and {len(told) - _MOST_TOLD} more" if len(told) > _MOST_TOLD else ""
    return ", ".join(told[:_MOST_TOLD]) + more
