"""The accounts that entities owe each other on: `INTERENTITYSETUP` and the two plans it is made by.

By the basic plan each entity has one payable and one receivable account, which it uses whoever the other entity is. By
the advanced plan each pair of entities has four, two in the books of each. A company uses the one or the other
(documented). Accounts of the basic plan are those of the entity's own record, and an `ENTITYACCTDEFAULT` is a view of
it: its record number is the entity's (as in the documented sample).
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.errors import GatewayError, records
from intacct_emulator.records.draft import RecordDraft
from intacct_emulator.records.record import Record
from intacct_emulator.records.store import Records
from intacct_emulator.records.visibility import found
from intacct_emulator.storage.database import quoted
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.profile import InterEntityPlan

from .writer import Values

SETUP, DEFAULT, OVERRIDE = "INTERENTITYSETUP", "ENTITYACCTDEFAULT", "ENTITYACCTOVERRIDE"
SETUP_KEY = 1
"""There is one setup in a company, and this is its record number (documented)."""

_ENTITY = "LOCATIONENTITY"
_PAYABLE, _RECEIVABLE = "IEPAYABLEACCTNO", "IERECEIVABLEACCTNO"
_ACCOUNTS = (_PAYABLE, _RECEIVABLE)
_OF_ENTITY: Mapping[str, str] = MappingProxyType({_PAYABLE: "IEPAYABLE.ACCOUNT", _RECEIVABLE: "IERECEIVABLE.ACCOUNT"})
_PROFILE = "FROM kept_text WHERE name = 'profile' AND json_extract(text, '$.multi_entity')"
_PLAN = f"COALESCE(json_extract(text, '$.inter_entity'), '{InterEntityPlan.BASIC}')"


class OwedAccounts(NamedTuple):
    """In the books of one entity: the account of what it owes another, and of what the other owes it."""

    payable: Record
    receivable: Record


def accounts_between(company: Company, entity: Record, other: Record) -> OwedAccounts | None:
    """The accounts in the books of `entity` for what is between it and another one; None where none are mapped."""
    plan = company.profile.inter_entity
    if plan is InterEntityPlan.OFF:
        return None
    if plan is InterEntityPlan.BASIC:
        return _mapped(company.records, {name: entity.text(field) for name, field in _OF_ENTITY.items()})
    pair = {"SOURCEENTITYID": entity.id, "TARGETENTITYID": other.id}
    override = next(iter(company.records.where(OVERRIDE, **pair)), None)
    return None if override is None else _mapped(company.records, {name: override.text(name) for name in _ACCOUNTS})


def _mapped(store: Records, numbers: Mapping[str, str | None]) -> OwedAccounts | None:
    payable, receivable = (
        store.find("GLACCOUNT", number) if (number := numbers[name]) is not None else None for name in _ACCOUNTS
    )
    return None if payable is None or receivable is None else OwedAccounts(payable, receivable)


def setup_view(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    """The statement that INTERENTITYSETUP is a view of: its one record, in a company with entities."""
    known = {"RECORDNO": str(SETUP_KEY), "IEMAPPLAN": f"CASE {_PLAN} WHEN 'ADVANCED' THEN 'ADVANCED' ELSE 'BASIC' END"}
    return f"SELECT {_columns(definition, known)} {_PROFILE}", ()


def default_view(definition: ObjectDefinition) -> tuple[str, Sequence[str]]:
    """The statement that ENTITYACCTDEFAULT is a view of: every entity, by the basic plan."""
    known = {
        "RECORDNO": "entity.RECORDNO",
        "ENTITYID": "entity.LOCATIONID",
        "ENTITYKEY": "entity.RECORDNO",
        "ENTITYNAME": "entity.NAME",
        "ENTITYSTATUS": "entity.STATUS",
        "INTERENTITYSETUPKEY": str(SETUP_KEY),
    }
    for name, field in _OF_ENTITY.items():
        account = f'entity."{field}"'
        known[name] = account
        for end, column in (("KEY", "RECORDNO"), ("NAME", "TITLE")):
            select = f"(SELECT {column} FROM GLACCOUNT WHERE ACCOUNTNO = {account})"  # noqa: S608 - names of our own
            known[name.removesuffix("NO") + end] = select
    planned = f"EXISTS (SELECT 1 {_PROFILE} AND {_PLAN} <> '{InterEntityPlan.ADVANCED}')"
    select = f"SELECT {_columns(definition, known)} FROM LOCATION AS entity"  # noqa: S608 - likewise
    return f"{select} WHERE entity.LOCATIONTYPE = 'E' AND {planned}", ("LOCATIONENTITY", "GLACCOUNT")


def _columns(definition: ObjectDefinition, known: Mapping[str, str]) -> str:
    return ", ".join(f"{known[field.id]} AS {quoted(field.id)}" for field in definition.stored_fields)


class InterEntityWriter:
    """Changes the mapping of accounts. What an update does not name stays as it is (documented)."""

    def __init__(self, company: Company, definition: ObjectDefinition) -> None:
        self._company = company
        self._records = company.records
        self._definition = definition

    def create(self, draft: RecordDraft) -> Record:
        """Nothing of it can be created: the setup is always there, and its parts come by its update (documented)."""
        raise NotImplementedError

    def update(self, record: Record, draft: RecordDraft) -> Record:
        """Maps, or unmaps, the accounts that are given. Raises GatewayError."""
        try:
            defaults = draft.lines.get("ENTITYACCTDEFAULTS", ())
            overrides = draft.lines.get("ENTITYACCTOVERRIDES", ())
            self._require_plan(InterEntityPlan.BASIC, defaults)
            self._require_plan(InterEntityPlan.ADVANCED, overrides)
            for one in defaults:
                self._map_entity(one)
            self._map_pairs(overrides)
        except GatewayError as error:
            raise error.then(records.COULD_NOT_UPDATE, name=SETUP) from None
        return record

    def delete(self, record: Record) -> None:
        """Takes a mapping away: an entity's accounts, or both sides of a relationship (as emptying them does)."""
        if self._definition.name == DEFAULT:
            self._records.update(_ENTITY, record.key, dict.fromkeys(_OF_ENTITY.values()))
        else:
            self._forget_pair(record.text("SOURCEENTITYID") or "", record.text("TARGETENTITYID") or "")

    def _require_plan(self, plan: InterEntityPlan, given: Sequence[RecordDraft]) -> None:
        used = self._company.profile.inter_entity
        if given and plan is not used:
            raise GatewayError(records.OTHER_INTER_ENTITY_PLAN, plan=used.value.lower())

    def _map_entity(self, draft: RecordDraft) -> None:
        entity = self._entity(draft, "ENTITYID")
        number = draft.values.get("RECORDNO")
        if number is not None and number != entity.key:
            raise GatewayError(records.INVALID_REFERENCE, label="Record number", value=number)
        accounts = self._accounts(draft)
        changed = {_OF_ENTITY[name]: number for name, number in accounts.items()}
        self._records.update(_ENTITY, entity.key, changed)

    def _map_pairs(self, drafts: Sequence[RecordDraft]) -> None:
        """Both sides of a relationship are given together; emptying either ends it (documented)."""
        sides = {
            (self._entity(one, "SOURCEENTITYID").id, self._entity(one, "TARGETENTITYID").id): self._accounts(one)
            for one in drafts
        }
        for (source, target), accounts in sides.items():
            other = sides.get((target, source))
            if other is None or source == target:
                raise GatewayError(records.ONE_SIDED_RELATIONSHIP, source=source, target=target)
            if None in (*accounts.values(), *other.values()):
                self._forget_pair(source, target)
                continue
            known = self._records.where(OVERRIDE, SOURCEENTITYID=source, TARGETENTITYID=target)
            if known:
                self._records.update(OVERRIDE, known[0].key, accounts)
            else:
                pair: Values = {"SOURCEENTITYID": source, "TARGETENTITYID": target, "INTERENTITYSETUPKEY": SETUP_KEY}
                self._records.insert(OVERRIDE, pair | accounts)

    def _forget_pair(self, one: str, other: str) -> None:
        for source, target in ((one, other), (other, one)):
            self._records.delete_where(OVERRIDE, SOURCEENTITYID=source, TARGETENTITYID=target)

    def _entity(self, draft: RecordDraft, field: str) -> Record:
        """An entity that a mapping names. Inactive ones cannot be mapped (documented)."""
        named = draft.text(field)
        if named is None:
            raise GatewayError(records.REQUIRED_FIELD, label=draft.definition.fields_by_id[field].label)
        entity = self._records.find(_ENTITY, named)
        if entity is None or not entity.active:
            raise GatewayError(records.INVALID_REFERENCE, label="Entity", value=named)
        return entity

    def _accounts(self, draft: RecordDraft) -> dict[str, str | None]:
        """The two accounts, or neither: one alone is not enough (documented)."""
        numbers = {name: draft.text(name) for name in _ACCOUNTS}
        if any(numbers.values()):
            for name, number in numbers.items():
                if number is None:
                    raise GatewayError(records.REQUIRED_FIELD, label=draft.definition.fields_by_id[name].label)
                if found(self._records, "GLACCOUNT", number) is None:
                    raise GatewayError(records.INVALID_REFERENCE, label="Account", value=number)
        return numbers
