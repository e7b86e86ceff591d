"""What a function answers: data the response room can write, or a failure that may carry some."""

from collections.abc import Sequence
from typing import NamedTuple

from intacct_emulator.errors import GatewayError
from intacct_emulator.work.rows import Page

XML, JSON, CSV = RETURN_FORMATS = ("xml", "json", "csv")
"""What `returnformat` can be."""


class Element(NamedTuple):
    """An element of an answer: a text, or children."""

    name: str
    content: "str | Sequence[Element] | Table" = ""
    attributes: tuple[tuple[str, str], ...] = ()


def can_be_element(field_name: str) -> bool:
    """Whether a field's name can be the name of an element. `lookup` lists a few that cannot, such as `DEPT#`: they are
    left out of XML answers (inferred)."""
    return "#" not in field_name


class Table(NamedTuple):
    """Rows with the same fields: `<customer><NAME>…</NAME></customer>` for every row, written without a tree. Fields
    whose names cannot be elements are left out."""

    row_name: str
    page: Page


class Data(NamedTuple):
    """`<data>`: its attributes in order and its content."""

    attributes: tuple[tuple[str, str], ...] = ()
    content: Sequence[Element] | Table = ()


class Naked(NamedTuple):
    """An answer without envelope: the rows alone, as `returnformat` json or csv ask for."""

    page: Page
    return_format: str


class Outcome(NamedTuple):
    """A function's success. Legacy functions answer a `key`, or a `listtype` before the data."""

    data: Data | None = None
    key: str | None = None
    listtype: Element | None = None
    naked: Naked | None = None
    gaps: tuple[str, ...] = ()


def flag(value: bool) -> str:
    """How answers say yes and no."""
    return "true" if value else "false"


class FunctionFailure(GatewayError):  # noqa: N818 - the protocol's word
    """A function that failed after, or with, data to answer: `create` says `<data count="0"/>` before its errors.

    `completed` tells whether what it did before it failed stays.
    """

    data: Data
    completed: bool

    @classmethod
    def with_data(cls, error: GatewayError, data: Data, *, completed: bool) -> "FunctionFailure":
        """The failure made of an error and the data that goes before it."""
        failure = cls.of(error.stack)
        failure.data = data
        failure.completed = completed
        failure.gaps = error.gaps
        return failure
