"""The parts of which the shape of a legacy answer is made.

Order and nesting are those of the published response DTD, except where an answer was recorded: that comes first. An
element whose field the emulator does not know is always empty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto


class Form(Enum):
    """How a leaf writes the text of its field."""

    PLAIN = auto()
    DATE = auto()
    """`year`, `month` and `day` elements."""
    SIDE = auto()
    """`debit` for 1, `credit` for -1."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """An element with one field's text. `less` are fields whose amounts are taken off."""

    name: str
    field: str
    form: Form = Form.PLAIN
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """An element with others inside; empty when `needs`, a field, is."""

    name: str
    children: "tuple[Node, ...]"
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """An element with one `item` per value of a field that holds several."""

    name: str
    item: str
    field: str


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of the record: `<invoiceitems>` with a `<lineitem>` each."""

    name: str
    item: str
    object: str
    parent_field: str
    children: "tuple[Node, ...]"


@dataclass(frozen=True, slots=True)
class TermDay:
    """When a term falls due, or its discount ends: days forward, or a day some months on."""

    name: str
    day: str
    counted: str
    rest: "tuple[Node, ...]" = ()


@dataclass(frozen=True, slots=True)
class CustomFields:
    """The fields the company added to the object, by name; absent when there are none. `fields` is filled in when the
    company is known."""

    name: str = "customfields"
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Files:
    """The files of an attachment; their contents as base64."""

    name: str
    item: str


Node = Leaf | Block | Several | Lines | TermDay | CustomFields | Files


@dataclass(frozen=True, slots=True)
class ListShape:
    """A legacy object: the catalogue's object behind it and the elements of its answer.

    `also` are names that filters and sorts use for fields besides those of the answer's elements. `only` are the values
    of fields that tell its records from others of the catalogue's object. `more` are objects with the same elements
    whose records are listed after its own.
    """

    object: str
    children: tuple[Node, ...]
    also: Mapping[str, str] = field(default_factory=dict)
    only: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()

    def filter_names(self) -> dict[str, str]:
        """The fields that legacy names mean in filters and sorts. Elements inside others are named with dots."""
        return {**self.also, **{name.lower(): leaf.field for name, leaf in _leaves(self.children) if leaf.field}}


def leaves(*entries: str) -> tuple[Leaf, ...]:
    """Leaves from texts: the element's name, then its field if that has another name, then `date` or `side`.

    `-` stands for a field that does not exist.
    """
    return tuple(_leaf(entry.split()) for entry in entries)


def plain(text: str) -> tuple[Leaf, ...]:
    """Leaves named as their fields, from a text of names separated by blanks."""
    return tuple(Leaf(name, name.upper()) for name in text.split())


def named_contact(name: str, field: str) -> Block:
    """A contact of which only the name is answered (recorded for invoices)."""
    return Block(name, (Leaf("contactname", field),), field)


def whole_contact(name: str, path: str, named_by: str) -> Block:
    """A contact with all its fields, read through a relationship (documented shape; which contacts are answered whole
    is inferred from how they are created)."""
    return Block(name, (Block("contact", contact_leaves(f"{path}.")),), named_by)


def contact_leaves(prefix: str = "") -> tuple[Node, ...]:
    """The fields of a contact."""
    return (
        *(Leaf(name, f"{prefix}{name.upper()}") for name in _CONTACT.split()),
        Block("mailaddress", address_leaves(prefix)),
        *(Leaf(name, f"{prefix}{name.upper()}") for name in ("taxid", "taxsolutionid", "taxschedule")),
    )


def address_leaves(prefix: str = "") -> tuple[Leaf, ...]:
    """The parts of a mail address."""
    return tuple(Leaf(name, f"{prefix}MAILADDRESS.{field}") for name, field in _ADDRESS)


_CONTACT = (
    "contactname printas taxable companyname taxgroup prefix firstname lastname initial phone1 phone2 cellphone pager "
    "fax email1 email2 url1 url2 status"
)
_ADDRESS = (
    *((name, name.upper()) for name in ("address1", "address2", "city", "state", "zip", "country")),
    ("isocountrycode", "COUNTRYCODE"),
)
_FORMS = {"date": Form.DATE, "side": Form.SIDE}


def _leaf(words: list[str]) -> Leaf:
    name, *rest = words
    form = _FORMS[rest.pop()] if rest and rest[-1] in _FORMS else Form.PLAIN
    field = rest[0] if rest else name.upper()
    return Leaf(name, "" if field == "-" else field, form)


def _leaves(children: tuple[Node, ...], prefix: str = "") -> Iterator[tuple[str, Leaf]]:
    for child in children:
        if isinstance(child, Leaf):
            yield prefix + child.name, child
        elif isinstance(child, Block):
            yield from _leaves(child.children, f"{prefix}{child.name}.")
