"""Customers, vendors and employees."""

from datetime import date

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.errors import ErrorEntry, GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.written import Change
from intacct_emulator.tenancy.company import Company

from .contacts import CONTACT, ContactsOwner, ContactWriter, contact_blocks
from .references import is_used
from .terms import packed_term
from .vendor_approvals import submitted
from .writer import Values

_DISPLAY = "DISPLAYCONTACT"
_DISPLAY_NAME = "DISPLAYCONTACT.CONTACTNAME"


class NamedByEntity(ContactsOwner):
    """A customer, vendor or employee: an entity of the subledgers, identified by its id."""

    def duplicate(self, value: str) -> GatewayError:
        return GatewayError(records.ANOTHER_PARTY_EXISTS, value=value)


class PartyWriter(NamedByEntity):
    """What customers and vendors share: a display contact of their own, a term, an internal key.

    The display contact is named `<NAME>(C<CUSTOMERID>)` or `<NAME>(V<VENDORID>)` unless the request names it
    (documented); a request without the block gets one printed as NAME (documented example). It is deleted with the
    party if nothing else names it (inferred).
    """

    id_is_fixed = True
    letter = ""
    term_object = ""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        if record is None:
            values.pop(_DISPLAY_NAME, None)
            values["ENTITY"] = self.letter + str(values.get(str(self.definition.id_field)) or "")
        if "TERMNAME" in values:
            name = values["TERMNAME"]
            term = self.records.find(self.term_object, str(name)) if name is not None else None
            values["TERMVALUE"] = packed_term(term) if term is not None else None

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().before_saving(values, record, draft)
        block = contact_blocks(self.company, draft, (_DISPLAY,)).get(_DISPLAY, {})
        try:
            if record is None:
                values[_DISPLAY_NAME] = self._create_display_contact(values, block, draft)
            elif len(block) > ("CONTACTNAME" in block):
                self._change_display_contact(values, record, block)
        except GatewayError as error:
            error.then(records.ERROR_SAVING_CONTACT, name="Display")
            raise

    def deleted(self, record: Record) -> None:
        contact = self.records.find(CONTACT, record.text(_DISPLAY_NAME) or "")
        if contact is None or not contact.id.endswith(f"({self.letter}{record.id})"):
            return
        definition = self.company.catalogue[CONTACT]
        if not is_used(self.records, definition, contact):
            ContactWriter(self.company, definition).delete(contact)

    def _create_display_contact(self, values: Values, block: Values, draft: RecordDraft) -> str:
        contact: Values = {name: value for name, value in block.items() if value is not None}
        contact.setdefault("CONTACTNAME", f"{values['NAME']}({values['ENTITY']})")
        contact.setdefault("PRINTAS", values["NAME"])
        if (draft.parameter("HIDEDISPLAYCONTACT") or "").strip().lower() in ("true", "t"):
            contact["VISIBLE"] = False
        return self.save_contact(contact).id

    def _change_display_contact(self, values: Values, record: Record, block: Values) -> None:
        name = values.get(_DISPLAY_NAME) or record.text(_DISPLAY_NAME) or ""
        contact = self.records.find(CONTACT, str(name))
        if contact is not None:
            self.save_contact({name: value for name, value in block.items() if name != "CONTACTNAME"}, contact)


class CustomerWriter(PartyWriter):
    """Customers."""

    letter = "C"
    term_object = "ARTERM"
    contact_blocks = ("CONTACTINFO", "BILLTO", "SHIPTO")


class VendorWriter(PartyWriter):
    """Vendors."""

    letter = "V"
    term_object = "APTERM"
    contact_blocks = ("CONTACTINFO", "PAYTO", "RETURNTO", "CONTACTTO1099")

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        values.update(submitted(self.company, record.text("APPROVALLOG") if record is not None else None))


class EmployeeWriter(NamedByEntity):
    """Employees: each is a contact (documented), and does not stop before starting (recorded)."""

    contact_blocks = ("PERSONALINFO",)

    def __init__(self, company: Company, definition: ObjectDefinition) -> None:
        super().__init__(company, definition)
        self._contact_field = f"{self.contact_blocks[0]}.CONTACTNAME"

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().complete(values, record, draft)
        if "EMPLOYEEID" in values:
            values["ENTITY"] = f"E{values['EMPLOYEEID']}"

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        super().before_saving(values, record, draft)
        if self.value(self._contact_field, values, record) is None:
            raise GatewayError(records.EMPLOYEE_CONTACT_EMPTY)
        started, stopped = (self.value(name, values, record) for name in ("STARTDATE", "ENDDATE"))
        if isinstance(started, date) and isinstance(stopped, date) and stopped < started:
            raise GatewayError(records.EMPLOYEE_DATES)

    def object_level(self, change: Change) -> tuple[ErrorEntry, str]:
        # Recorded with the standard word; there is no evidence of a company's own word for employees here.
        entry, _ = super().object_level(change)
        return entry, "Employee"
