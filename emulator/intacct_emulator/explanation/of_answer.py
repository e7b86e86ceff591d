"""The explanation of an answer alone, as a customer sends one: its errors are known again by their texts."""

import re
from functools import cache

from lxml import etree

from intacct_emulator.errors import ErrorDetail, ErrorEntry
from intacct_emulator.errors.page import entries
from intacct_emulator.tenancy.tenants import Tenants

from .explain import Explanation, Failed, explain

_SUPPORT_ID = re.compile(r"\s*\[(?:Support|Request) ID: [^\]]*\]")
_SLOT = re.compile(r"\\\{(\w+)\\\}")


def explain_answer(answer: bytes, tenants: Tenants) -> Explanation:
    """Why an answer failed, as far as the catalogue knows its texts. Raises ValueError for what is no answer."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(answer, parser)
    except etree.XMLSyntaxError as fault:
        raise ValueError(f"this is not XML: {fault}") from None
    failures = []
    for message in root.iter("errormessage"):
        parent = message.getparent()
        function = parent.findtext("function") or "" if parent is not None else ""
        failures.append(Failed([known_again(error) for error in message.iterfind("error")], None, function))
    return explain(b"", failures, (), None, tenants)


def known_again(error: etree._Element) -> ErrorDetail:
    """The error of an `<error>` element, with its catalogue entry; with an entry that says so, where there is none."""
    number = (error.findtext("errorno") or "").strip()
    first, second = (
        _SUPPORT_ID.sub("", error.findtext(name) or "").strip() for name in ("description", "description2")
    )
    correction = error.findtext("correction") or ""
    for entry, patterns in _patterns():
        found = [pattern.fullmatch(text) for pattern, text in zip(patterns, (number, first, second), strict=True)]
        if all(found):
            slots = {name: value for match in found if match for name, value in match.groupdict().items()}
            return ErrorDetail(number, first, second, correction, entry, slots)
    unknown = ErrorEntry(number, source="the catalogue of the emulator has no such text")
    return ErrorDetail(number, first, second, correction, unknown, {})


@cache
def _patterns() -> tuple[tuple[ErrorEntry, tuple[re.Pattern[str], ...]], ...]:
    """Every entry with the patterns of its number and two texts, those with most fixed words first."""
    found = [
        (entry, tuple(map(_pattern, (entry.errorno, entry.description, entry.description2))))
        for _, _, entry in entries()
    ]
    return tuple(sorted(found, key=lambda one: -sum(len(_SLOT.sub("", pattern.pattern)) for pattern in one[1])))


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def slot(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.*?)"

    return re.compile(_SLOT.sub(slot, re.escape(template.strip())), re.DOTALL)
