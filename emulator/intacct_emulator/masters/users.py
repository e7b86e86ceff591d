"""Users as records. Who may sign in, and with which password, is the business of the tenancy room."""

from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .contacts import ContactsOwner, contact_blocks
from .writer import Values

_CONTACT = "CONTACTINFO.CONTACTNAME"


class UserWriter(ContactsOwner):
    """Users: each is a contact, given by name or described (documented).

    A described contact without a name is called `<LASTNAME>, <FIRSTNAME>`, and the user's e-mail address is the
    contact's unless given (both inferred).
    """

    contact_blocks = ("CONTACTINFO",)

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        block = self._described(draft)
        if values.get("EMAIL") is None and block.get("EMAIL1") is not None:
            values["EMAIL"] = block["EMAIL1"]

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().before_saving(values, record, draft)
        if record is None and values.get(_CONTACT) is None:
            block = self._described(draft)
            names = [str(block[name]) for name in ("LASTNAME", "FIRSTNAME") if block.get(name)]
            if not names:
                field = self.definition.fields_by_id[_CONTACT]
                raise self.invalid(GatewayError(records.REQUIRED_FIELD, label=field.label))
            name = ", ".join(names)
            values[_CONTACT] = self.save_contact(
                {"PRINTAS": " ".join(reversed(names)), **block, "CONTACTNAME": name}
            ).id

    def _described(self, draft: RecordDraft) -> Values:
        block = contact_blocks(self.company, draft, self.contact_blocks).get(self.contact_blocks[0], {})
        return {name: value for name, value in block.items() if value is not None}
