"""`update_customervisibility` and `update_vendorvisibility`: which entities see a customer or vendor.

The choice is kept and answered. That everybody still sees the record here is told in the answer's header.
"""

from dataclasses import dataclass

from lxml import etree

from intacct_emulator.catalogue.model import Evidence, Level
from intacct_emulator.functions.arguments import argument
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.access import Verb, require_right
from intacct_emulator.work.context import Context
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for

from .writing import objects_of, record_of

_UNRESTRICTED = "Unrestricted"


@dataclass(frozen=True, slots=True)
class VisibilityCall:
    """Whom it is about, and who may see them; empty when nothing is said."""

    key: str
    visibility: str


def _updates(party: str, attribute: str) -> None:
    name = f"update_{party.lower()}visibility"

    def decode(element: etree._Element) -> VisibilityCall:
        return VisibilityCall(element.get(attribute, "").strip(), argument(element, "visibility/visibility_type"))

    @function(
        name,
        decode=decode,
        evidence=Evidence.DOCUMENTED,
        source="published schema; answer inferred",
        level=Level.KEPT,
        objects=objects_of(party),
    )
    def update_visibility(context: Context, call: VisibilityCall) -> Outcome:
        """Keeps who may see a customer or vendor. Raises GatewayError: NO_RECORD_FOR_KEY, NOT_A_CHOICE."""
        company = context.company
        definition = company.catalogue[party]
        require_right(context, definition, Verb.UPDATE)
        record = record_of(company, definition, call.key)
        if not call.visibility:
            return Outcome(key=record.id)
        draft = draft_from_texts({"OBJECTRESTRICTION": call.visibility}, definition)
        writer_for(company, definition).update(record, draft)
        told = (f"effect of visibility {call.visibility}",) if call.visibility != _UNRESTRICTED else ()
        return Outcome(key=record.id, gaps=told)


_updates("CUSTOMER", "customerid")
_updates("VENDOR", "vendorid")
