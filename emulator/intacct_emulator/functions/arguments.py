"""What a function's element says of its arguments."""

from lxml import etree


def argument(element: etree._Element, name: str) -> str:
    """The text of the child of that name, or at that path, without space around it. Empty when there is none: an empty
    child counts as absent."""
    return (element.findtext(name) or "").strip()
