"""What a function answers: data to be written into the response, or a failure that may carry data."""

from collections.abc import Sequence
from typing import NamedTuple

from intacct_emulator.errors import GatewayError
from intacct_emulator.work.rows import Page

XML, JSON, CSV = RETURN_FORMATS = ("xml", "json", "csv")
"""The values of `returnformat`."""


class Element(NamedTuple):
    """An element of an answer: a text, or children."""

    name: str
    content: "str | Sequence[Element] | Table" = ""
    attributes: tuple[tuple[str, str], ...] = ()


def element_name(field_name: str) -> str:
    """The name of the element that holds a field. `lookup` lists a few names that no element can have, such as
    `LINES#`: they are written without the sign (recorded for LINES of a timesheet; inferred for the others)."""
    return field_name.replace("#", "")


class Table(NamedTuple):
    """Rows with the same fields: `<customer><NAME>…</NAME></customer>` for every row, written without a tree.

    `blocks` puts dotted fields into blocks, as `read` does: DISPLAYCONTACT.MAILADDRESS.CITY is inside MAILADDRESS
    inside DISPLAYCONTACT (client evidence). `lines` are the elements that follow each row's fields.
    """

    row_name: str
    page: Page
    blocks: bool = False
    lines: Sequence[Sequence[Element]] = ()


class Data(NamedTuple):
    """`<data>`: its attributes in order and its content."""

    attributes: tuple[tuple[str, str], ...] = ()
    content: Sequence[Element] | Table = ()


class Naked(NamedTuple):
    """An answer without envelope: the rows alone, as `returnformat` json or csv ask for. `separator` is between the
    values of a line of csv."""

    page: Page
    return_format: str
    separator: str = ","


class Outcome(NamedTuple):
    """A function's success. Legacy functions answer a `key`, or a `listtype` before the data."""

    data: Data | None = None
    key: str | None = None
    listtype: Element | None = None
    naked: Naked | None = None
    gaps: tuple[str, ...] = ()


def flag(value: bool) -> str:
    """A yes or no in an answer."""
    return "true" if value else "false"


class FunctionFailure(GatewayError):  # noqa: N818 - the protocol's word
    """A function that failed after, or with, data to answer: `create` says `<data count="0"/>` before its errors.

    `completed` says whether its effects before the failure are kept.
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
