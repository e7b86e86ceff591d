"""Users as records. The tenancy room decides who may sign in and with which password; it is told when users are
deactivated, reactivated or renamed. Requests cannot set a password, so a user they create cannot sign in."""

from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record

from .contacts import ContactsOwner, contact_blocks
from .roles import ASSIGNMENTS, MEMBERS, USER
from .writer import Values

_CONTACT = "CONTACTINFO.CONTACTNAME"
_LOGIN = "LOGINID"


class UserWriter(ContactsOwner):
    """Users: each is a contact, given by name or described (documented).

    A described contact without a name is called `<LASTNAME>, <FIRSTNAME>`, and the user's e-mail address is the
    contact's unless given (both inferred). A user signs in while STATUS is active (inferred for inactive and locked-out
    ones); LOGINDISABLED keeps people out of the product's own pages only, as its recorded label says.
    """

    contact_blocks = ("CONTACTINFO",)

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        block = self._described(draft)
        if values.get("EMAIL") is None and block.get("EMAIL1") is not None:
            values["EMAIL"] = block["EMAIL1"]

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().before_saving(values, record, draft)
        if record is not None and _LOGIN in values:
            self.company.users.rename(record.id, str(values[_LOGIN]))
            for assignment in self.records.where(ASSIGNMENTS, TYPE=USER, U_O_GKEY=record.key):
                self.records.update(ASSIGNMENTS, assignment.key, {"USERID": values[_LOGIN]})
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

    def saved(self, record: Record, values: Values) -> None:
        super().saved(record, values)
        if "STATUS" in values:
            self.company.users.set_active(record.id, record.active)

    def delete(self, record: Record) -> None:
        self.records.delete_where(ASSIGNMENTS, TYPE=USER, U_O_GKEY=record.key)
        self.records.delete_where(MEMBERS, U_O_GKEY=record.key)
        super().delete(record)

    def deleted(self, record: Record) -> None:
        super().deleted(record)
        self.company.users.remove(record.id)

    def _described(self, draft: RecordDraft) -> Values:
        block = contact_blocks(self.company, draft, self.contact_blocks).get(self.contact_blocks[0], {})
        return {name: value for name, value in block.items() if value is not None}
