"""The catalogue's data files: each loads, and together they contradict nothing."""

from collections import Counter
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from intacct_emulator.books import money
from intacct_emulator.catalogue import model
from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.catalogue.model import NUMERIC, DataType, Evidence, Field, Level, ObjectDefinition, Relationship
from intacct_emulator.catalogue.page import MODULES, objects_page
from intacct_emulator.catalogue.values import parse
from intacct_emulator.errors import ErrorEntry, protocol

ROOT = Path(__file__).resolve().parents[3]
CATALOGUE = Catalogue()
NAMES = CATALOGUE.names()

_MODELLED = """
LOCATION LOCATIONENTITY DEPARTMENT CLASS PROJECT PROJECTTYPE ITEM EMPLOYEE CONTACT USERINFO REPORTINGPERIOD
GLACCOUNT JOURNAL GLJOURNAL GLBATCH GLENTRY GLDETAIL CUSTOMER CUSTTYPE ARTERM ARACCOUNTLABEL ARINVOICE
ARINVOICEITEM ARADJUSTMENT ARADJUSTMENTITEM ARRECORD ARDETAIL VENDOR VENDTYPE APTERM APACCOUNTLABEL APBILL
APBILLITEM APADJUSTMENT APADJUSTMENTITEM APRECORD APDETAIL SUPDOC SUPDOCFOLDER ARINVOICEBATCH APBILLBATCH
CONTACTVERSION AUDITHISTORY DDSJOB JOBQUEUERECORD
"""

# Recorded relationships lead to these objects, of which nothing but the name is public.
_UNKNOWN = """
ACCOUNTLABEL APDISCOUNT APOPAYMENTS APPOSTEDADVANCE APPOSTEDADVANCEENTRY ARRECURPAYMENT BANKACCOUNT BASEACCOUNT
CHECKLAYOUT CONTRACTEXPENSESCHEDULEALL CRWGLACCTGROUP CUSTGLGROUP EMAILTEMPLATE EMPLOYEEBANKFILEDETAIL EMPLOYEERATE
EXCHANGERATEINFO FINACCTTXNATTRMAP FINANCIALACCOUNT FIXEDASSET GENINVOICEPREVIEWHEADER GLACCTALLOCATIONGRPMEMBER
GLACCTALLOCATIONREVERSE INTEGRATIONDETAIL INVOICERUN MAILADDRESS MEACATEGORY PAYROLLREPORTTIMECARDREPORT
PCBINVSUMMARY PEC PES PESENTRY PRENTRY PRENTRYCURRDETAIL RENEWALMACRO REVRECTEMPLATE SAASCHANGETYPE
SCHEDULEDOPERATION SHIPMETHOD TASKRESOURCEBILLINGRATE TAXGROUP TAXRETURN TERM TERRITORY TSVARGLRESOLVE VENDGLGROUP
VENDORBANKFILEDETAIL WORKORDER
"""

MODELLED = frozenset(_MODELLED.split())
UNKNOWN_OBJECTS = frozenset(_UNKNOWN.split())


def each_object() -> pytest.MarkDecorator:
    return pytest.mark.parametrize("name", NAMES)


def resolve(definition: ObjectDefinition, path: str) -> tuple[list[Relationship], Field | None]:
    """The relationships a dotted path goes through, and the field it ends at (None: it ends nowhere)."""
    hops: list[Relationship] = []
    current, rest = definition, path
    while True:
        hop = next((r for r in current.relationships if rest.upper().startswith(f"{r.path.upper()}.")), None)
        if hops and (found := current.find(rest)) is not None:
            return hops, found
        target = CATALOGUE.find(hop.object) if hop else None
        if hop is None or target is None:
            return hops, None
        hops.append(hop)
        current, rest = target, rest[len(hop.path) + 1 :]


@cache
def reads(name: str) -> tuple[tuple[str, str], ...]:
    """(object, field) pairs that the object's derived fields end at."""
    definition = CATALOGUE[name]
    ends = []
    for field in definition.fields:
        if field.read_from is not None:
            hops, end = resolve(definition, field.read_from)
            assert end is not None, f"{name}.{field.id} reads {field.read_from}, which leads nowhere"
            ends.append((hops[-1].object, end.id))
    return tuple(ends)


def test_the_catalogue_is_complete() -> None:
    """All recorded, documented and otherwise known objects are there, and none of these falls behind modelled."""
    assert len(NAMES) == 305
    assert {name for name in MODELLED if CATALOGUE[name].level is not Level.MODELLED} == set()


def test_the_catalogue_stays_small() -> None:
    """The data files stay within a few megabytes."""
    files = list(Path(model.__file__).with_name("objects").glob("**/*.json"))
    assert sum(file.stat().st_size for file in files) < 3_000_000


@each_object()
def test_a_definition_is_named_as_its_file(name: str) -> None:
    """The file's name is the object's, its folder a known module, and labels and permissions are filled in."""
    definition = CATALOGUE[name]
    assert definition.name == name == name.upper()
    assert definition.module in MODULES
    assert definition.label
    assert definition.plural
    assert definition.application
    assert definition.policy
    assert definition.source


@each_object()
def test_field_and_relationship_names_are_unique(name: str) -> None:
    """No two fields share an id and no two relationships a path, whatever the letter case."""
    definition = CATALOGUE[name]
    assert [i for i, n in Counter(f.id.upper() for f in definition.fields).items() if n > 1] == []
    assert [p for p, n in Counter(r.path.upper() for r in definition.relationships).items() if n > 1] == []


@each_object()
def test_keys_are_stored_fields(name: str) -> None:
    """The record number, the natural id and every unique group are columns of the object's own table."""
    definition = CATALOGUE[name]
    columns = {f.id for f in definition.stored_fields}
    assert definition.key in columns
    assert definition.id_field is None or definition.id_field in columns
    for group in definition.unique:
        assert columns.issuperset(group)


@each_object()
def test_field_facts_agree_with_each_other(name: str) -> None:
    """Codes match values, scales suit the type, and a derived field is neither computed nor written."""
    for field in CATALOGUE[name].fields:
        where = f"{name}.{field.id}"
        assert not field.codes or len(field.codes) == len(field.values) == len(set(field.codes)), where
        assert len(set(field.values)) == len(field.values), where
        assert field.scale in ({2, 8} if field.type in NUMERIC else {2}), where
        assert field.type is not DataType.PERCENT or field.scale == 8, where
        assert not (field.computed and field.read_from), where
        assert not (field.reference and not field.stored), where
        assert field.length is None or field.length > 0, where


@each_object()
def test_facts_of_writing_concern_fields_that_can_be_written(name: str) -> None:
    """What a new record must bring or gets by itself is kept, and a default is a value the field can have."""
    for field in CATALOGUE[name].fields:
        where = f"{name}.{field.id}"
        assert not field.required_on_create or not field.readonly, where
        assert not (field.required_on_create and field.default is not None), where
        if field.default is not None:
            assert field.stored, where
            assert parse(field, field.default) is not None, where


@each_object()
def test_indexes_are_columns(name: str) -> None:
    """What records are looked up by is a column of their table."""
    definition = CATALOGUE[name]
    assert definition.stored_ids >= {*definition.indexes, *definition.sparse_indexes}


def test_formulas_belong_to_calculated_fields() -> None:
    """A field has a formula exactly when it is calculated."""
    calculated = [field for definition in CATALOGUE for field in definition.fields if field.computed]
    assert len(calculated) > 250
    assert all(field.formula for field in calculated)
    assert not any(field.formula for definition in CATALOGUE for field in definition.stored_fields)


def test_what_objects_name_outside_the_catalogue_exists() -> None:
    """Kinds of documents are records of an object with DOCID, and a refusal of reading is an error of the protocol."""
    for definition in CATALOGUE:
        assert not definition.kinds or "DOCID" in CATALOGUE[definition.kinds].stored_ids, definition.name
        assert not definition.read_refusal or isinstance(getattr(protocol, definition.read_refusal), ErrorEntry)


@each_object()
def test_relationships_join_existing_columns(name: str) -> None:
    """A relationship joins a stored column of its object to a stored column of a known object."""
    definition = CATALOGUE[name]
    columns = {f.id for f in definition.stored_fields}
    for relationship in definition.relationships:
        assert relationship.by in columns, relationship
        target = CATALOGUE.find(relationship.object)
        if target is None:
            assert relationship.object in UNKNOWN_OBJECTS, relationship
            continue
        end = target.find(relationship.to)
        assert end is not None, relationship
        assert end.stored, relationship


@each_object()
def test_a_text_is_joined_to_a_record_number_only_by_a_key(name: str) -> None:
    """A relationship by a text ends at the target's natural id, unless the text is a key (a few recorded ones are)."""
    definition = CATALOGUE[name]
    for relationship in definition.relationships:
        target = CATALOGUE.find(relationship.object)
        by = definition.find(relationship.by)
        assert by is not None
        if target is not None and by.type is DataType.TEXT and relationship.to == target.key:
            assert relationship.by.endswith("KEY") or relationship.by == definition.key, relationship


@each_object()
def test_derived_fields_resolve_without_cycles(name: str) -> None:
    """Every `from` ends at a field of a known object, and following derived fields never comes back to where it was."""
    pending = list(reads(name))
    seen = set(pending)
    while pending:
        target, field_id = pending.pop()
        field = CATALOGUE[target].find(field_id)
        assert field is not None
        if field.read_from is None:
            continue
        hops, end = resolve(CATALOGUE[target], field.read_from)
        assert end is not None
        step = (hops[-1].object, end.id)
        assert step not in seen or step[1] == CATALOGUE[step[0]].key, (name, step)
        seen.add(step)
        pending.append(step)


@each_object()
def test_a_relationship_is_not_joined_on_a_field_read_through_itself(name: str) -> None:
    """The joined column of a relationship is never derived, so joins need no other join first."""
    definition = CATALOGUE[name]
    for relationship in definition.relationships:
        by = definition.find(relationship.by)
        assert by is not None
        assert by.stored, relationship


@each_object()
def test_lines_and_owners_name_each_other(name: str) -> None:
    """An owned line points back at its owner through a stored field, and the owner lists it."""
    definition = CATALOGUE[name]
    for collection in definition.lines:
        line = CATALOGUE[collection.object]
        assert line.parent == name
        assert line.parent_field == collection.parent_field
    if definition.parent is not None:
        assert definition.parent_field in {f.id for f in definition.stored_fields}
        assert name in {collection.object for collection in CATALOGUE[definition.parent].lines}


@each_object()
def test_references_name_known_objects(name: str) -> None:
    """What a field must name on write exists, and can be named by that field's type."""
    for field in CATALOGUE[name].fields:
        if field.reference is None:
            continue
        target = CATALOGUE[field.reference]
        named = target.key if field.type is DataType.INTEGER else target.id_field
        assert named is not None, f"{name}.{field.id}"


@each_object()
def test_write_only_parameters_are_not_fields(name: str) -> None:
    """A parameter that is accepted but never kept is not a field or a line element as well."""
    definition = CATALOGUE[name]
    assert {p for p in definition.write_only if definition.find(p)} == set()
    assert definition.write_only.isdisjoint(c.element for c in definition.lines)


@each_object()
def test_a_written_object_can_be_read(name: str) -> None:
    """Whatever may be created or updated may be read too."""
    verbs = CATALOGUE[name].verbs
    assert not verbs & {"create", "update"} or "read" in verbs


SHARED = {
    table: definitions
    for table in sorted({definition.table for definition in CATALOGUE})
    if len(definitions := [definition for definition in CATALOGUE if definition.table == table]) > 1
}


def kept_as(field: Field) -> tuple[object, ...]:
    """What decides how a column holds its values."""
    kind = DataType.DECIMAL if field.type in NUMERIC else DataType.TEXT if field.type is DataType.ENUM else field.type
    return kind, field.scale if field.type in NUMERIC else None, field.length


def same_rows(one: ObjectDefinition, other: ObjectDefinition) -> bool:
    """Whether two objects of a table can show the same row."""

    def values(definition: ObjectDefinition, name: str) -> set[str]:
        value = definition.only[name]
        return {value} if isinstance(value, str) else set(value)

    return all(values(one, name) & values(other, name) for name in one.only.keys() & other.only.keys())


@pytest.mark.parametrize("table", SHARED)
def test_objects_that_share_a_table_agree_about_its_columns(table: str) -> None:
    """Type, scale and length of a column are the same whoever reads it; a code means the same, and objects that show
    the same rows allow the same choices, or the one some of the other's."""
    for one, other in combinations(SHARED[table], 2):
        for field in one.stored_fields:
            twin = other.find(field.id)
            if twin is None or not twin.stored:
                continue
            where = f"{table}.{field.id} of {one.name} and {other.name}"
            assert kept_as(field) == kept_as(twin), where
            assert dict(zip(field.codes, field.values, strict=False)).items() >= {
                (code, value) for code, value in zip(twin.codes, twin.values, strict=False) if code in field.codes
            }, where
            choices, others = set(field.codes or field.values), set(twin.codes or twin.values)
            if choices and others and same_rows(one, other):
                assert choices <= others or choices >= others, where


def test_tables_of_several_objects_are_known() -> None:
    """Which objects share a table is known without reading all of them; other tables are called after an object."""
    for definition in CATALOGUE:
        assert definition in CATALOGUE.kept_in(definition.table) or definition.table in NAMES
    assert {definition.table for definition in CATALOGUE} - set(NAMES) == {"PRRECORD", "PRENTRY"}
    for table in ("PRRECORD", "PRENTRY"):
        assert list(CATALOGUE.kept_in(table)) == SHARED[table]


@each_object()
def test_every_amount_of_documents_and_ledger_has_the_scale_of_money(name: str) -> None:
    """The books keep hundredths: no column of theirs has another scale, but for rates and percentages."""
    definition = CATALOGUE[name]
    if definition.table in ("PRRECORD", "PRENTRY", "GLENTRY"):
        scales = {field.scale for field in definition.stored_fields if field.type in NUMERIC and "AMOUNT" in field.id}
        scales |= {field.scale for field in definition.stored_fields if "TOTAL" in field.id and field.type in NUMERIC}
        assert scales <= {money.SCALE}


@each_object()
def test_what_sets_rows_apart_is_stored(name: str) -> None:
    """Objects that share a table are told apart by a stored field and a value it can have."""
    definition = CATALOGUE[name]
    assert not definition.only or definition.table
    for field_id, value in definition.only.items():
        field = definition.find(field_id)
        assert field is not None
        assert field.stored
        choices = ("T", "F") if field.type is DataType.BOOLEAN else field.codes or field.values
        assert all(code in choices for code in ((value,) if isinstance(value, str) else value) if choices)


def test_line_objects_carry_the_dimensions() -> None:
    """Lines of invoices, bills and journal entries, and the ledger, keep every dimension by id."""
    dimensions = {"CUSTOMERID", "VENDORID", "EMPLOYEEID", "ITEMID", "PROJECTID", "CLASSID", "CONTRACTID", "TASKID"}
    for name in ("ARINVOICEITEM", "APBILLITEM", "GLENTRY", "GLDETAIL"):
        assert dimensions <= {f.id for f in CATALOGUE[name].stored_fields}, name


def test_the_ledger_is_plain_and_read_only() -> None:
    """GLDETAIL is a view of the books: plain columns, and nothing writes it."""
    ledger = CATALOGUE["GLDETAIL"]
    assert all(f.stored or f.id == "RECORD_URL" for f in ledger.fields)
    assert not ledger.verbs & {"create", "update", "delete"}


def test_an_object_with_a_recorded_lookup_says_so() -> None:
    """Objects without a recorded lookup do not claim one."""
    recorded = {name for name in NAMES if CATALOGUE[name].evidence is Evidence.RECORDED}
    assert len(recorded) == 260
    assert not recorded & {"ARINVOICEITEM", "JOURNAL", "CONTACTVERSION", "AFFILIATEENTITY"}


def test_the_page_is_up_to_date() -> None:
    """docs/objects.md is what the catalogue says."""
    assert (ROOT / "docs" / "objects.md").read_text() == objects_page(CATALOGUE)
