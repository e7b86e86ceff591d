"""Explains every error and every gap of one exchange."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

from intacct_emulator.errors import ErrorDetail, protocol
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants

from .near_misses import would_pass
from .place import DocumentPlace, Element, RequestText, line_number
from .rules import alike, anchor_of, name_of, raised_in
from .schema_words import element_of, in_plain_words, line_of

_MOST_RAISERS = 5


@dataclass(frozen=True, slots=True)
class Reason:
    """One error: what the catalogue knows of it, where its rule stands, what it is about, what would pass.

    `wrapper` is true for an error that only says that the level above failed too. `evidence` tells how sure it is that
    the real gateway answers so; `passes` are sentences. `alike` names
    other rules with these very texts, where the answer is all that is known.
    """

    number: str
    text: str
    correction: str
    rule: str
    docs: str
    raised_in: tuple[str, ...]
    evidence: str
    source: str
    wrapper: bool
    function: str
    place: DocumentPlace | None
    line_text: str
    passes: tuple[str, ...]
    alike: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """As the control routes write it."""
        return asdict(self) | {"place": self.place._asdict() if self.place else None}


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that can be said of one answer. `gaps` are what the emulator has not built: no fault of the request."""

    reasons: tuple[Reason, ...]
    gaps: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """As the control routes write it."""
        return {"reasons": [reason.as_json() for reason in self.reasons], "gaps": list(self.gaps)}


@dataclass(frozen=True, slots=True)
class Failed:
    """The errors of one level of an answer: of the call of that number and name, or of no call."""

    errors: Sequence[ErrorDetail]
    call: int | None = None
    function: str = ""


class _Around(NamedTuple):
    """Where it happened."""

    company: Company | None
    tenants: Tenants


def explain(
    request: bytes, failures: Iterable[Failed], gaps: Sequence[str], company: Company | None, tenants: Tenants
) -> Explanation:
    """Why each error is answered. `company` is the one it happened in, where there is one: what would pass is looked up
    there as it is now."""
    text = RequestText(request)
    reasons = []
    for failed in failures:
        within = text.function(failed.call) if failed.call is not None else text.root
        for position, detail in enumerate(failed.errors):
            wrapper = position > 0 and detail.entry is not protocol.XML_COMPLAINT
            reasons.append(_reason(detail, failed.function, text, within, _Around(company, tenants), wrapper=wrapper))
    return Explanation(tuple(reasons), tuple(gaps))


def _reason(
    detail: ErrorDetail, function: str, text: RequestText, within: Element | None, around: _Around, *, wrapper: bool
) -> Reason:
    entry = detail.entry
    said = detail.description2 or detail.description or detail.errorno
    place: DocumentPlace | None = None
    passes: tuple[str, ...] = ()
    if entry is protocol.XML_COMPLAINT:
        place, passes = _of_schema(said, text), in_plain_words(said)
    elif not wrapper:
        element = _offending(text, within, detail.slots)
        if element is not None:
            place = text.place(element)
            if around.company is not None:
                with around.company.lock:
                    passes = would_pass(around.company, text, element)
        passes = passes or _of_sign_in(detail, around.company, around.tenants)
    line = place.line if place else 0
    name = name_of(entry)
    return Reason(
        number=detail.errorno,
        text=said,
        correction=detail.correction,
        rule=name,
        docs=anchor_of(entry),
        raised_in=raised_in(name)[:_MOST_RAISERS] if name else (),
        evidence=entry.evidence.value,
        source=entry.source,
        wrapper=wrapper,
        function=function,
        place=place,
        alike=() if text.root is not None else alike(entry),
        line_text=_without_secret(text.text_of_line(line)),
        passes=passes,
    )


def _offending(text: RequestText, within: Element | None, slots: Mapping[str, object]) -> Element | None:
    """The one element that holds a value the error names; the first, where several do."""
    for value in slots.values():
        if isinstance(value, str):
            found = text.holding(within, value)
            if found:
                return found[0]
    return None


def _of_schema(complaint: str, text: RequestText) -> DocumentPlace | None:
    line, column = line_of(complaint)
    name = element_of(complaint)
    if text.root is not None and name:
        for element in text.named(text.root, (name,)):
            if element.tag == name and line_number(element) == line:
                return text.place(element)
    return DocumentPlace(name, line, column, "") if line else None


def _of_sign_in(detail: ErrorDetail, company: Company | None, tenants: Tenants) -> tuple[str, ...]:
    if detail.entry is protocol.INVALID_REQUEST:
        return (f"The companies of this emulator are {', '.join(tenants.company_ids)}.",)
    if detail.entry is protocol.WRONG_SENDER:
        return (
            f"The senders of this emulator are {', '.join(tenants.sender_ids)}; their passwords are in company.toml.",
        )
    if detail.entry is protocol.WRONG_SIGN_IN and company is not None:
        with company.lock:
            logins = company.users.logins
        return (f"The users of {company.id} are {', '.join(logins)}; their passwords are in its company.toml.",)
    if detail.entry is protocol.INVALID_SESSION:
        return ("Open a new session with getAPISession: this one has expired, or is of another sender or emulator.",)
    return ()


def _without_secret(line: str) -> str:
    from intacct_emulator.journal.redaction import without_secrets

    return without_secrets(line.encode()).decode() if line.startswith("<") else ""
