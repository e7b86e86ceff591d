"""`get_invoice` and its like: one document by its key, as `get` answers it."""

from lxml import etree

from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.outcome import Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.context import Context

from .lists import SHAPES, GetCall, get

_DOCUMENTS = ("invoice", "bill", "aradjustment", "apadjustment")


def _gets(name: str) -> None:
    def decode(element: etree._Element) -> GetCall:
        external = element.get("externalkey", "").strip().lower() == "true"
        return GetCall(name, element.get("key", "").strip(), external, ())

    @function(
        f"get_{name}",
        decode=decode,
        evidence=Evidence.DOCUMENTED,
        source="published schema; answer like get's inferred",
        objects=lambda _: (SHAPES[name].object,),
        reads=True,
    )
    def get_document(context: Context, call: GetCall) -> Outcome:
        return get(context, call)


for _name in _DOCUMENTS:
    _gets(_name)
