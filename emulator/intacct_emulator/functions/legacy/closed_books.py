"""`get_closedbooksdate`: up to which day the books are closed."""

from intacct_emulator.books.ledger.closed_books import NEVER, Ledger, closed_books
from intacct_emulator.catalogue.model import Evidence
from intacct_emulator.functions.company import PlainCall
from intacct_emulator.functions.outcome import Data, Element, Outcome
from intacct_emulator.functions.registry import function
from intacct_emulator.work.context import Context


@function(
    "get_closedbooksdate",
    decode=PlainCall.decode,
    evidence=Evidence.DOCUMENTED,
    source="published schema and response DTD; what is answered while nothing is closed is inferred",
    reads=True,
)
def get_closed_books_date(context: Context, _: PlainCall) -> Outcome:
    """The last closed day of the general ledger: the entity's in a session inside one, else the top level's. Nothing
    while that is open (inferred)."""
    day = closed_books(context.company.records).through(Ledger.GENERAL, context.actor.entity_key)
    if day == NEVER:
        return Outcome(Data())
    parts = (("year", day.year), ("month", day.month), ("day", day.day))
    told = tuple(Element(name, f"{number:02}") for name, number in parts)
    return Outcome(Data(content=(Element("closedbooksdate", told),)))
