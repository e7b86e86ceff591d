"""What a decoder of conditions asks of an element: its children, name and text, whatever its namespace and case."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def children_of(element: "_Element") -> Iterator["_Element"]:
    """The elements inside, without comments and processing instructions."""
    return element.iterchildren(tag="*")


def name_of(element: "_Element") -> str:
    """The name in lower case, without a namespace."""
    return str(element.tag).rpartition("}")[2].lower()


def text_of(element: "_Element | None") -> str:
    """The stripped text; empty for an absent element."""
    return (element.text or "").strip() if element is not None else ""
