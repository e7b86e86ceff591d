"""`<additionalinfo>`: an error as the product's newer interfaces name it. Nesting and spellings are documented by a
sample.

Unknown parts are left empty; the number is then the older one.
"""

from collections.abc import Iterable

from intacct_emulator.errors import ErrorDetail, NewerName
from intacct_emulator.functions.outcome import Element

_NAMELESS = NewerName("")


def additional_info(error: ErrorDetail, support_id: str) -> Element:
    """The block of one error."""
    newer = error.newer or _NAMELESS
    placeholders = tuple(
        Element("placeholder", "", (("name", name), ("value", str(error.slots.get(slot, "")))))
        for name, slot in newer.placeholders.items()
    )
    ids = newer.messages
    return Element(
        "additionalinfo",
        (
            Element("errorid", newer.id or error.errorno),
            Element("category", newer.category),
            _target("businessinfo", support_id),
            _message("description", ids.description, "", ()),
            _message("cdescription", ids.description2, f"[Support ID: {support_id}]", placeholders),
            _message("correction", ids.correction, "", ()),
        ),
    )


def _message(name: str, message_id: str, request_info: str, placeholders: Iterable[Element]) -> Element:
    if not message_id:
        parts = (Element("messageid"), Element("category"), _target("businessInfo", None), Element("placeholders", ""))
        return Element(name, parts)
    return Element(
        name,
        (
            Element("messageid", message_id),
            _target("businessInfo", request_info),
            Element("placeholders", tuple(placeholders) or ""),
        ),
    )


def _target(spelling: str, request_info: str | None) -> Element:
    attributes = [("domain", ""), ("object", ""), ("field", ""), (spelling, "")]
    if request_info is not None:
        attributes.insert(1, ("requestinfo", request_info))
    return Element("target", "", tuple(attributes))
