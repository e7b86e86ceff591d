"""Maps a legacy function's element to an object: element paths to field ids.

Paths are the names of nested elements joined by `/` (`due/dueday`). Elements of `year`, `month` and `day` are one
value. Names follow the published schema; what they mean in the object is documented where names agree and inferred
where they do not.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from intacct_emulator.catalogue.model import Level, LineCollection, ObjectDefinition


@dataclass(frozen=True, slots=True)
class LinesShape:
    """The lines of a document: `<invoiceitems><lineitem>` becomes the collection `collection`.

    `changed_block` and `changed_item` are what an update calls them, as in `<updateinvoiceitems><updatelineitem
    line_num="1">`. `parts` are the blocks that a line repeats, by path: what the object's line calls them, and the
    fields of their elements.
    """

    block: str
    item: str
    collection: str
    fields: Mapping[str, str]
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    parts: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    changed_block: str = ""
    changed_item: str = ""
    without_effect: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class WriteShape:
    """A legacy element that creates or changes an object.

    `key` is the attribute that names the record in updates and deletes. `spellings` maps the words of a path to those
    of the field. `noted` elements are accepted but not stored, and reported as a gap; `without_effect` ones would
    change nothing the emulator models. Anything else in a request is refused. `contacts` maps blocks of a document that
    may describe a new contact to the field that names it. `level` is the object's in the catalogue, which is too heavy
    to be asked when functions register.
    """

    object: str
    key: str
    fields: Mapping[str, str]
    lines: LinesShape | None = None
    spellings: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    noted: frozenset[str] = frozenset()
    without_effect: frozenset[str] = frozenset()
    contacts: Mapping[str, str] = field(default_factory=dict)
    level: Level = Level.MODELLED


def line_collection(definition: ObjectDefinition, lines: LinesShape) -> LineCollection:
    """The collection of an object that lines of this shape become. The object must have it."""
    (collection,) = (owned for owned in definition.lines if owned.element == lines.collection)
    return collection


def same(names: str) -> dict[str, str]:
    """Elements whose names are their fields' names, from a text of names separated by blanks."""
    return {name: name.upper() for name in names.split()}


def under(prefix: str, paths: Mapping[str, str], field_prefix: str = "") -> dict[str, str]:
    """The same elements inside a block."""
    return {f"{prefix}/{path}": f"{field_prefix}{field_id}" for path, field_id in paths.items()}


CONTACT_NAME = "contactname"
CONTACT_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        **same("contactname printas taxable companyname taxgroup prefix firstname lastname initial"),
        **same("phone1 phone2 cellphone pager fax email1 email2 url1 url2 status"),
        **under(
            "mailaddress", same("address1 address2 address3 city state zip country latitude longitude"), "MAILADDRESS."
        ),
        "mailaddress/isocountrycode": "MAILADDRESS.COUNTRYCODE",
        **same("taxid taxsolutionid taxschedule"),
    }
)


def contact_blocks(blocks: Mapping[str, str]) -> dict[str, str]:
    """Blocks that name a contact or describe one, as the field prefixes of their object: `{"billto": "BILLTO"}`."""
    paths: dict[str, str] = {}
    for block, prefix in blocks.items():
        paths[f"{block}/{CONTACT_NAME}"] = f"{prefix}.CONTACTNAME"
        paths.update(under(f"{block}/contact", CONTACT_FIELDS, f"{prefix}."))
    return paths


def names(text: str) -> frozenset[str]:
    """A set of names, from a text of names separated by blanks."""
    return frozenset(text.split())
