"""Document sequences: the ids and numbers that a company gives to records whose requests leave them out.

A number that somebody has supplied already is passed over (inferred). What is supplied is kept.
"""

from intacct_emulator.catalogue.values import Stored
from intacct_emulator.tenancy.company import Company


def next_number(company: Company, object_name: str, field: str) -> str | None:
    """The next id or number of an object's sequence; None where the company has set none up."""
    sequence = company.profile.numbering.get(object_name)
    if sequence is None:
        return None
    while True:
        count = company.records.sequences.take(f"numbering of {object_name}")
        number = sequence.number(count)
        wanted: dict[str, Stored] = {field: number}
        if not company.records.exists(object_name, **wanted):
            return number
