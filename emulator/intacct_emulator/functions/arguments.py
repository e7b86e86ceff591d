"""The arguments of a function's element."""

from lxml import etree


def argument(element: etree._Element, name: str) -> str:
    """The stripped text of the child of that name or path. Empty if absent: an empty child counts as absent."""
    return (element.findtext(name) or "").strip()
