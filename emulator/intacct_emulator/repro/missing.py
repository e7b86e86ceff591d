"""Records that a request names and a company does not have, and stand-ins for them."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.explanation.near_misses import ids_of, reference_of
from intacct_emulator.explanation.place import Element, RequestText
from intacct_emulator.tenancy.company import Company
from intacct_emulator.world.fixtures import CompanyFixture, RecordBatch

_LABELS = frozenset({"NAME", "TITLE", "PRINTAS", "CONTACTNAME", "DESCRIPTION"})
_NAMING = ("update", "delete", "readByName")


class Missing(NamedTuple):
    """A record that is not there. `beside` are the other fields of the object that names it, for a stand-in."""

    object: str
    id_field: str
    id: str
    beside: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.object} {self.id}"


def missing_records(company: Company, requests: Iterable[bytes]) -> tuple[Missing, ...]:
    """What the requests name and the company lacks, each once, in the order it is named. What a request makes itself
    is not missing."""
    found: dict[tuple[str, str], Missing] = {}
    made: set[tuple[str, str]] = set()
    known: dict[tuple[str, str], frozenset[str]] = {}
    for request in requests:
        root = RequestText(request).root
        for element in () if root is None else root.iter():
            if not isinstance(element.tag, str) or len(element) or not (element.text or "").strip():
                continue
            made.update(_made_by(company, element))
            named = _named(company, element)
            if named is None:
                continue
            definition, id_field, value = named
            place = definition.name, id_field
            if place not in known:
                known[place] = frozenset(ids_of(company, definition, id_field))
            key = definition.name, value
            if value not in known[place] and key not in made and key not in found:
                found[key] = Missing(definition.name, id_field, value, _beside(element))
    return tuple(found.values())


def stand_ins(missing: Sequence[Missing], fixture: CompanyFixture) -> tuple[dict[str, str], tuple[Missing, ...]]:
    """Files for the company's folder, by name, that make the records like the first of their kind that the fixture has;
    and the records it has none like."""
    batches = {batch.object_name: batch for batch in reversed(fixture.batches) if isinstance(batch, RecordBatch)}
    files: dict[str, str] = {}
    left = [one for one in missing if one.object not in batches or not batches[one.object].rows]
    for name in dict.fromkeys(one.object for one in missing if one not in left):
        batch = batches[name]
        rows = [_like(batch.rows[0], one) for one in missing if one.object == name]
        columns = list(dict.fromkeys(column for row in rows for column in row))
        out = StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([[row.get(column) or "" for column in columns] for row in rows])
        # After the fixture's own files, and in their order among themselves.
        files[f"9{_number(batch.path)}-{name}.csv"] = (
            "# Stand-ins for records that the request names.\n" + out.getvalue()
        )
    return files, tuple(left)


def _named(company: Company, element: Element) -> tuple[ObjectDefinition, str, str] | None:
    text = (element.text or "").strip()
    tag = str(element.tag)
    parent = element.getparent()
    if tag == "locationid" and parent is not None and parent.tag == "login":
        definition = company.catalogue.find("LOCATIONENTITY")
        return (definition, "LOCATIONID", text) if definition is not None else None
    verb = _verb(element)
    if verb is None:
        return None
    own = company.catalogue.find(str(parent.tag)) if parent is not None else None
    if own is not None and own.id_field == tag.upper():
        # The id of the record itself: it must be there only to be changed.
        return (own, own.id_field, text) if verb in _NAMING else None
    reference = reference_of(company, element)
    return None if reference is None else (*reference, text)


def _made_by(company: Company, element: Element) -> list[tuple[str, str]]:
    """A record that this element gives its id to."""
    parent = element.getparent()
    tag = str(element.tag).upper()
    if parent is None:
        return []
    name = str(parent.tag)
    made = name.removeprefix("create_").upper() if name.startswith("create_") else name
    definition = company.catalogue.find(made)
    creates = name.startswith("create_") or _verb(element) == "create"
    if definition is None or not creates or definition.id_field != tag:
        return []
    return [(definition.name, (element.text or "").strip())]


def _verb(element: Element) -> str | None:
    """The function that an element is in; None outside of any."""
    inner = element
    for one in element.iterancestors():
        if one.tag == "function":
            return str(inner.tag)
        inner = one
    return None


def _beside(element: Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in reversed((element, *element.iterancestors())):
        parent = one.getparent()
        if parent is None or _verb(one) is None:
            continue
        found |= {
            str(other.tag).upper(): (other.text or "").strip()
            for other in parent
            if isinstance(other.tag, str) and len(other) == 0 and (other.text or "").strip()
        }
    return found


def _like(row: Mapping[str, str | None], missing: Missing) -> dict[str, str | None]:
    """The fixture's row under another id. Contacts and other parts of it are left out, but where they are all there is;
    what the request says of another record (whose project it is) is taken from there."""
    new: dict[str, str | None] = {}
    for column, value in row.items():
        if column == missing.id_field or (column in _LABELS and column != "DESCRIPTION"):
            new[column] = missing.id
        elif "." in column and not column.startswith("PERSONALINFO."):
            continue
        elif value is not None:
            new[column] = missing.beside.get(column, value) if column.endswith("ID") else value
    return {missing.id_field: missing.id} | new


def _number(path: Path) -> str:
    return path.name.partition("-")[0]
