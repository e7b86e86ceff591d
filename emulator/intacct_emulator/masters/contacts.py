"""Contacts, their versions, and the contacts that other records bring along.

A document freezes the contacts it names: it keeps the RECORDNO of a contact version. Every change to a contact makes a
new version.
"""

import re
from collections.abc import Mapping

from intacct_emulator.catalogue.values import ValueFault, parse
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company

from .writer import RecordWriter, Values

CONTACT, VERSION = "CONTACT", "CONTACTVERSION"
_NAME = "CONTACTNAME"
_OWNER = "CONTACTKEY"
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+\Z")
_EMAIL_LABELS = {"EMAIL1": "Primary Email Address", "EMAIL2": "Secondary Email Addresses"}
_COUNTRY_CODE = "MAILADDRESS.COUNTRYCODE"
_COUNTRY_CODE_PARAMETER = "MAILADDRESS.ISOCOUNTRYCODE"


def current_version(company: Company, contact: Record) -> int:
    """The RECORDNO of the contact's current version, made now if a bulk load left none."""
    return company.records.answer(VERSION, contact.key, lambda: _latest_version(company, contact))


def _latest_version(company: Company, contact: Record) -> int:
    store = company.records
    store.prepare(store.catalogue[VERSION])
    sql = f'SELECT max(RECORDNO) FROM {VERSION} WHERE "{_OWNER}" = ?'  # noqa: S608 - constants
    latest = store.database.scalar(sql, (contact.key,))
    return int(latest) if latest is not None else _freeze(company, contact)


def contact_blocks(company: Company, draft: RecordDraft, prefixes: tuple[str, ...]) -> dict[str, Values]:
    """The contact fields that a request nests in each of the blocks, such as DISPLAYCONTACT; blocks not given are
    absent. Raises GatewayError for a text that is not a value of its field."""
    fields = company.catalogue[CONTACT].fields_by_id
    blocks: dict[str, Values] = {}
    for name, value in draft.values.items():
        prefix, _, rest = name.partition(".")
        if prefix in prefixes and rest in fields:
            blocks.setdefault(prefix, {})[rest] = value
    for name, text in draft.parameters.items():
        prefix, _, rest = name.partition(".")
        rest = _COUNTRY_CODE if rest == _COUNTRY_CODE_PARAMETER else rest
        field = fields.get(rest)
        if prefix in prefixes and field is not None:
            try:
                blocks.setdefault(prefix, {}).setdefault(rest, parse(field, text))
            except ValueFault:
                raise GatewayError(records.INVALID_VALUE, object="Contact", label=field.label, value=text) from None
    return blocks


class ContactWriter(RecordWriter):
    """Contacts. Their e-mail addresses are checked as those of a version, one level below (recorded)."""

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        code = draft.parameter(_COUNTRY_CODE_PARAMETER)
        if code is not None and values.get(_COUNTRY_CODE) is None:
            field = self.definition.fields_by_id[_COUNTRY_CODE]
            try:
                values[_COUNTRY_CODE] = parse(field, code)
            except ValueFault:
                raise GatewayError(records.INVALID_VALUE, object=self.title, label=field.label, value=code) from None

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        for name, label in _EMAIL_LABELS.items():
            value = values.get(name)
            addresses = re.split(r"[,;]", str(value)) if value is not None else []
            if not all(_EMAIL.match(address.strip()) for address in addresses):
                error = GatewayError(records.ILLEGAL_FORMAT, label="Contactversion", field=label, value=value)
                error.then(records.VALIDATE_FAILED, name="contactversion")
                error.then(records.COULD_NOT_CREATE, name="contactversion")
                raise error.then(records.COULD_NOT_CREATE, name="ContactVersion")

    def saved(self, record: Record, values: Values) -> None:
        if values:
            _freeze(self.company, record)

    def deleted(self, record: Record) -> None:
        self.records.delete_where(VERSION, **{_OWNER: record.key})

    def duplicate(self, value: str) -> GatewayError:
        # The gateway leaves the name out of this answer (recorded).
        return super().duplicate("" if value else value)


class ContactsOwner(RecordWriter):
    """An object that names contacts in blocks. A block with more than the name of a new contact creates that contact
    (documented for the legacy functions; inferred for create)."""

    contact_blocks: tuple[str, ...] = ()

    def complete(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        for prefix in self._new_contacts(draft):
            values.pop(f"{prefix}.{_NAME}", None)

    def before_saving(self, values: Values, record: Record | None, draft: RecordDraft) -> None:
        for prefix, block in self._new_contacts(draft).items():
            values[f"{prefix}.{_NAME}"] = self.save_contact(block).text(_NAME)

    def save_contact(self, block: Mapping[str, object], contact: Record | None = None) -> Record:
        """Creates a contact, or changes the given one. Raises GatewayError with the contact's levels."""
        definition = self.company.catalogue[CONTACT]
        writer = ContactWriter(self.company, definition)
        draft = RecordDraft(definition, dict(block))  # type: ignore[arg-type]
        return writer.create(draft) if contact is None else writer.update(contact, draft)

    def _new_contacts(self, draft: RecordDraft) -> dict[str, Values]:
        new: dict[str, Values] = {}
        for prefix, block in contact_blocks(self.company, draft, self.contact_blocks).items():
            name = block.get(_NAME)
            described = any(value is not None for field, value in block.items() if field != _NAME)
            if described and isinstance(name, str) and self.records.find(CONTACT, name) is None:
                new[prefix] = {"PRINTAS": name, **{field: value for field, value in block.items() if value is not None}}
        return new


def _freeze(company: Company, contact: Record) -> int:
    fields = company.catalogue[VERSION].fields_by_id
    left_out = ("RECORDNO", "WHENCREATED", "WHENMODIFIED", "CREATEDBY", "MODIFIEDBY")
    values: Values = {
        name: contact.python(name)
        for name, stored in contact.stored.items()
        if stored is not None and name in fields and name not in left_out
    }
    values[_OWNER] = contact.key
    return company.records.insert(VERSION, values)
