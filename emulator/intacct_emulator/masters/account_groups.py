"""Account groups: accounts by ranges or categories, other groups, or a computation."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .writer import RecordWriter, Values

GROUP, MEMBER = "GLACCTGRP", "GLACCTGRPMEMBER"
MEMBERS: Mapping[str, str] = {
    "Accounts": "GLACCTRANGES",
    "Groups": "GLACCTGRPS",
    "Statistical Accounts": "GLSTATACCTRANGES",
    "Computation": "GLCOMPGRPS",
    "Category": "GLCATGRPS",
    "Statistical Category": "GLSTATCATGRPS",
}
"""The collection that holds the members of a group, by its structure type. Members of other types are ignored
(documented: they are only used for their own)."""


class AccountGroupWriter(RecordWriter):
    """Account groups."""

    def create(self, draft: RecordDraft) -> Record:
        return super().create(_own_members(draft, draft.text("MEMBERTYPE")))

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """The structure type is none of the parameters of an update (documented); members that are given replace those
        there are."""
        kept = {name: value for name, value in draft.values.items() if name != "MEMBERTYPE"}
        return super().update(record, _own_members(replace(draft, values=kept), record.text("MEMBERTYPE")))

    def saved(self, record: Record, values: Values) -> None:
        if record.key in _all_below(self, record):
            raise GatewayError(records.OWN_ANCESTOR, label=self.title, value=record.id)
        for table in ("GLACCTRANGE", "GLSTATACCTRANGE"):
            for line in self.records.where(table, GLACCTGRPKEY=record.key):
                if str(line["RANGETO"]) < str(line["RANGEFROM"]):
                    raise GatewayError(records.ACCOUNT_RANGE, first=line["RANGEFROM"], last=line["RANGETO"])


def _own_members(draft: RecordDraft, kind: str | None) -> RecordDraft:
    own = MEMBERS.get(kind or "")
    lines = {name: given for name, given in draft.lines.items() if name == own}
    return replace(draft, lines=lines)


def children(writer: RecordWriter, key: int) -> Iterator[Record]:
    """The groups that are members of a group."""
    for member in writer.records.where(MEMBER, GLACCTGRPKEY=key):
        child = writer.records.find(GROUP, str(member["CHILDNAME"]))
        if child is not None:
            yield child


def _all_below(writer: RecordWriter, record: Record) -> set[int]:
    found: set[int] = set()
    waiting = [record.key]
    while waiting:
        for child in children(writer, waiting.pop()):
            if child.key not in found:
                found.add(child.key)
                waiting.append(child.key)
    return found
