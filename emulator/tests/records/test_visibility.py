"""What one may see and change, at top level and in the entities: one rule for every way of reading and writing."""

from collections.abc import Callable, Iterator

import pytest
from asking import Ask, present
from entity_books import (
    ALL_TIME,
    CA,
    DESKS,
    KEPT_TO_US,
    PLACES,
    TOP,
    US,
    Desk,
    by_query,
    entry_in,
    invoice_in,
    listed,
    numbers,
    summed,
    trial_balance,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from paperwork import change
from receiving import CA_BANK, US_BANK, date_block, paid, receipt
from settled_books import restorable

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.functions.legacy.lists import SHAPES
from intacct_emulator.tenancy.company import Company

NOT_OWNER = "You cannot update a root level {} from an entity restricted user with one entity"
SECRET, SECRET_AMOUNT = "CASECRET", "7777.31"
SUBLEDGER = ("ARINVOICE", "ARINVOICEITEM", "ARRECORD", "ARDETAIL", "ARPYMT", "ARPYMTDETAIL", "ARPYMTENTRY")


def created(ask: Ask, desk: Desk, request: str) -> str:
    """Creates a record from a desk; its key."""
    said = desk.ask(ask, request)
    assert said.errors == []
    return present(said.key)


@pytest.mark.parametrize("desk", [US, KEPT_TO_US])
def test_an_entity_cannot_change_what_it_cannot_see(ask: Ask, desk: Desk) -> None:
    """For another entity a document does not exist, whichever function names it."""
    key = created(ask, CA, invoice_in("CA", number="CA-1"))
    entry = created(ask, CA, entry_in("CA"))
    before = CA.ask(ask, listed("GLDETAIL", "RECORDNO", "AMOUNT", "ACCOUNTNO")).body
    day = date_block("datereversed", "2026-11-20")
    refused = (
        f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>",
        f"<delete_invoice key='{key}'/>",
        change("ARINVOICE", key, "<DESCRIPTION>Mine</DESCRIPTION>"),
        f"<update_invoice key='{key}'><description>Mine</description></update_invoice>",
        f"<reverse_invoice key='{key}'>{day}</reverse_invoice>",
        f"<delete><object>GLBATCH</object><keys>{entry}</keys></delete>",
        f"<delete_gltransaction key='{entry}'/>",
        f"<update><GLBATCH><RECORDNO>{entry}</RECORDNO><BATCH_TITLE>Mine</BATCH_TITLE></GLBATCH></update>",
        receipt(paid(key, "100.00"), customer="C-1001", place=US_BANK),
    )
    for request in refused:
        errors = desk.ask(ask, request).errors
        assert errors, request
        assert not any("root level" in text for _, text in errors), request
    assert (
        CA.ask(ask, listed("GLDETAIL", "RECORDNO", "AMOUNT", "ACCOUNTNO")).body.split(b"<data")[1]
        == (before.split(b"<data")[1])
    )


def test_an_entity_does_not_change_what_the_top_level_owns(ask: Ask, company: Company) -> None:
    """What it sees but does not own gets the refusal of shared master records, from every function that changes."""
    key = created(ask, TOP, invoice_in("US", number="T-1"))
    entry = created(ask, TOP, entry_in("US"))
    day = date_block("datereversed", "2026-11-20")
    changes = {
        change("ARINVOICE", key, "<DESCRIPTION>Mine</DESCRIPTION>"): "arinvoice",
        f"<delete><object>ARINVOICE</object><keys>{key}</keys></delete>": "arinvoice",
        f"<delete_invoice key='{key}'/>": "arinvoice",
        f"<reverse_invoice key='{key}'>{day}</reverse_invoice>": "arinvoice",
        f"<delete><object>GLBATCH</object><keys>{entry}</keys></delete>": "glbatch",
        f"<delete_gltransaction key='{entry}'/>": "glbatch",
        "<update><CLASS><CLASSID>ADV</CLASSID><NAME>Mine</NAME></CLASS></update>": "class",
        "<update_customer customerid='C-1001'><name>Mine</name></update_customer>": "customer",
    }
    company.records.insert("CLASS", {"CLASSID": "ADV", "NAME": "Shared", "STATUS": "active"})
    for request, name in changes.items():
        assert ("BL01001973", NOT_OWNER.format(name)) in US.ask(ask, request).errors, request
    assert US.ask(ask, change("ARINVOICE", created(ask, US, invoice_in("US", number="U-1")))).errors == []


def test_an_entity_changes_its_own_places(ask: Ask) -> None:
    """Its own record and its locations, but no other entity's, and nothing of what is between entities."""
    for name, place in (("LOCATIONENTITY", "US"), ("LOCATION", "US-NYC")):
        mine = f"<update><{name}><LOCATIONID>{place}</LOCATIONID><STATUS>active</STATUS></{name}></update>"
        assert US.ask(ask, mine).errors == []
        other = mine.replace("US-NYC", "CA-TOR").replace(">US<", ">CA<")
        assert ("BL01001973", NOT_OWNER.format(name.lower())) in US.ask(ask, other).errors
    setup = "<update><INTERENTITYSETUP><RECORDNO>1</RECORDNO></INTERENTITYSETUP></update>"
    assert ("BL01001973", NOT_OWNER.format("interentitysetup")) in US.ask(ask, setup).errors


def test_the_top_level_changes_an_entitys_document_for_the_entity(ask: Ask) -> None:
    """Its summary, its journal entry and the twin that reverses it stay the entity's."""
    key = created(ask, US, invoice_in("US", number="U-1"))
    assert TOP.ask(ask, change("ARINVOICE", key, "<WHENCREATED>11/09/2026</WHENCREATED>")).errors == []
    day = date_block("datereversed", "2026-11-20")
    assert TOP.ask(ask, f"<reverse_invoice key='{key}'>{day}</reverse_invoice>").errors == []
    for name in ("ARINVOICE", "ARINVOICEBATCH", "GLBATCH"):
        rows = TOP.ask(ask, listed(name, "RECORDNO", "MEGAENTITYID")).rows()
        assert {row["MEGAENTITYID"] for row in rows} == {"US"}, name


def test_lines_and_history_hide_with_their_documents(ask: Ask) -> None:
    """Another entity's lines, journal lines, and trail are not there, nor is its number through a relation."""
    key = created(ask, CA, invoice_in("CA", number="CA-1"))
    for name in ("ARINVOICEITEM", "GLENTRY", "GLDETAIL", "ARDETAIL", "AUDITHISTORY"):
        field = "OBJECTKEY" if name == "AUDITHISTORY" else "RECORDNO"
        assert US.ask(ask, listed(name, field)).rows() == [], name
        assert CA.ask(ask, listed(name, field)).rows() != [], name
    trail = f"<getAuditTrail><object>ARINVOICE</object><objectKey>{key}</objectKey></getAuditTrail>"
    assert US.ask(ask, trail).texts(".//auditTrailDetail/accessMode") == []
    assert CA.ask(ask, trail).texts(".//auditTrailDetail/accessMode") == ["create"]
    assert TOP.ask(ask, trail).texts(".//auditTrailDetail/accessMode") == ["create"]


def test_a_document_of_two_entities_shows_each_its_own_lines(ask: Ask) -> None:
    """The header is seen in both entities, the lines and the ledger in their own."""
    key = created(ask, TOP, invoice_in("US", "CA", number="BOTH"))
    for desk, place in ((US, "US-NYC"), (CA, "CA-TOR")):
        read = desk.ask(ask, f"<read><object>ARINVOICE</object><keys>{key}</keys><fields>*</fields></read>")
        assert read.texts(".//arinvoiceitem/LOCATIONID") == [place]
        assert numbers(desk.ask(ask, listed("ARINVOICEITEM", "LOCATIONID")), "LOCATIONID") == {place}
        assert numbers(desk.ask(ask, listed("GLDETAIL", "LOCATIONID")), "LOCATIONID") == {place}
        printed = f"<retrievepdf><ARINVOICE><RECORDNO>{key}</RECORDNO></ARINVOICE></retrievepdf>"
        assert "No record exits" in desk.ask(ask, printed).errors[0][1]


def test_summaries_of_a_day_are_the_top_levels_or_an_entitys(ask: Ask) -> None:
    """Whoever is the first of a day does not own what others file on it."""
    makers = ((CA, "CA"), (TOP, "US"), (US, "US"), (TOP, "CA"), (CA, "CA"))
    for count, (desk, entity) in enumerate(makers):
        created(ask, desk, invoice_in(entity, number=f"I-{count}"))
    rows = TOP.ask(ask, listed("ARINVOICEBATCH", "TITLE", "MEGAENTITYID", "TOTAL")).rows()
    assert sorted((row["MEGAENTITYID"] or "", row["TOTAL"]) for row in rows) == [
        ("", "200"),
        ("CA", "200"),
        ("US", "100"),
    ]
    # US sees the top level's summary with what it sees of its documents.
    seen = US.ask(ask, listed("ARINVOICEBATCH", "MEGAENTITYID", "TOTAL")).rows()
    assert sorted((row["MEGAENTITYID"] or "", row["TOTAL"]) for row in seen) == [("", "100"), ("US", "100")]


def test_what_is_hidden_cannot_be_referred_to(ask: Ask) -> None:
    """A customer of another entity is unknown to invoices and to records that name it."""
    created(ask, CA, f"<create><CUSTOMER><CUSTOMERID>{SECRET}</CUSTOMERID><NAME>Ours</NAME></CUSTOMER></create>")
    due = "<WHENDUE>12/02/2026</WHENDUE>"
    named = invoice_in("US", number="U-1", extra=due).replace("C-1001", SECRET)
    assert SECRET in US.ask(ask, named).errors[0][1]
    assert CA.ask(ask, named.replace("US-NYC", "CA-TOR")).errors == []
    child = (
        f"<create><CUSTOMER><CUSTOMERID>U</CUSTOMERID><NAME>U</NAME><PARENTID>{SECRET}</PARENTID></CUSTOMER></create>"
    )
    assert US.ask(ask, child).errors
    assert CA.ask(ask, child).errors == []


def test_a_receipt_in_an_entity_pays_the_entitys_lines(ask: Ask) -> None:
    """Of a shared invoice an entity pays its own lines; the other entity's are not there for it."""
    key = created(ask, TOP, invoice_in("CA", "US", number="BOTH"))
    too_much = receipt(paid(key, "150.00"), place=US_BANK)
    assert US.ask(ask, too_much).errors
    created(ask, US, receipt(paid(key, "100.00"), place=US_BANK))
    lines = TOP.ask(ask, listed("ARINVOICEITEM", "LOCATIONID", "TOTALPAID")).rows()
    assert {row["LOCATIONID"]: row["TOTALPAID"] for row in lines} == {"CA-TOR": "0", "US-NYC": "100"}
    assert numbers(CA.ask(ask, listed("ARPYMTDETAIL", "RECORDNO"))) == set()


def test_what_is_left_of_a_result_is_read_on_where_it_was_asked_for(ask: Ask) -> None:
    """Pages and reports of one entity are not fetched from another one, though the user is the same."""
    for number in ("A", "B"):
        created(ask, CA, invoice_in("CA", number=number))
    first = CA.ask(ask, by_query("ARINVOICE", "RECORDNO").replace("1000", "1"))
    more = f"<readMore><resultId>{first.root.find('.//data').get('resultId')}</resultId></readMore>"
    assert US.ask(ask, more).errors
    assert len(CA.ask(ask, more).rows()) == 1
    run = "<readReport><report>Open invoices by project</report></readReport>"
    report = CA.ask(ask, run).text(".//REPORTID")
    fetched = f"<readMore><reportId>{report}</reportId></readMore>"
    assert US.ask(ask, fetched).errors
    assert CA.ask(ask, fetched).errors == []


def test_drafts_are_no_part_of_the_ledger(ask: Ask) -> None:
    """GLDETAIL shows what is posted; the lines of a draft are GLENTRYs."""
    created(ask, TOP, entry_in("US", extra="<STATE>Draft</STATE>"))
    assert TOP.ask(ask, listed("GLDETAIL", "RECORDNO")).rows() == []
    assert len(TOP.ask(ask, listed("GLENTRY", "RECORDNO")).rows()) == 2


ENTITIES = st.sampled_from([("US",), ("CA",), ("US", "CA")])
AMOUNTS = st.sampled_from(["10.00", "99.99", "0.01"])
STEPS = st.lists(
    st.tuples(
        st.sampled_from(DESKS),
        st.sampled_from(["invoice", "invoice", "entry", "draft", "receipt", "delete", "reverse"]),
        ENTITIES,
        AMOUNTS,
        st.integers(0, 5),
    ),
    min_size=1,
    max_size=7,
)


def request(step: str, entities: tuple[str, ...], amount: str, place: int, count: int) -> str:
    """What a step of a history asks for; `place` picks the document it is about."""
    match step:
        case "invoice":
            return invoice_in(*entities, number=f"I-{count}", amount=amount)
        case "entry":
            return entry_in(*entities, amount=amount)
        case "draft":
            return entry_in(*entities, amount=amount, extra="<STATE>Draft</STATE>")
        case "receipt":
            return receipt(paid(place + 1, amount), place={"US": US_BANK, "CA": CA_BANK}[entities[0]])
        case "delete":
            return f"<delete><object>GLBATCH</object><keys>{place + 1}</keys></delete>"
        case _:
            return f"<reverse_invoice key='{place + 1}'>{date_block('datereversed', '2026-11-20')}</reverse_invoice>"


@pytest.fixture
def fresh(company: Company) -> Iterator[Callable[[], None]]:
    """Puts the company back to how it was loaded."""
    with restorable(company, *SUBLEDGER, "GLBATCH", "GLENTRY", "GLDETAIL", "ARINVOICEBATCH") as restore:
        yield restore


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_all_ways_of_reading_agree(
    ask: Ask, fresh: Callable[[], None], steps: list[tuple[Desk, str, tuple[str, ...], str, int]]
) -> None:
    """After any history, for every kind of session: query, readByQuery, read and get_list show the same records; the
    ledger's lines, its detail and the trial balance agree; what the two entities see is the whole ledger."""
    fresh()
    for count, (desk, step, entities, amount, place) in enumerate(steps):
        desk.ask(ask, request(step, entities, amount, place, count))
    lines: dict[Desk, set[str]] = {}
    for desk in DESKS:
        for name in (*SUBLEDGER, "GLBATCH", "GLENTRY", "GLDETAIL"):
            queried = numbers(desk.ask(ask, listed(name, "RECORDNO")))
            keys = ",".join(str(key) for key in range(1, 60))
            read = f"<read><object>{name}</object><keys>{keys}</keys><fields>RECORDNO</fields></read>"
            assert numbers(desk.ask(ask, read)) == {key for key in queried if int(key) < 60}, (desk, name)
            public = numbers(desk.ask(ask, listed(name, "RECORDNO", private=False)))
            assert numbers(desk.ask(ask, by_query(name, "RECORDNO"))) == public, (desk, name)
            assert public == queried if desk.entity else public <= queried
        got = desk.ask(
            ask, "<get_list object='invoice' showprivate='true'><fields><field>key</field></fields></get_list>"
        )
        assert set(got.texts(".//invoice/key")) == numbers(desk.ask(ask, listed("ARINVOICE", "RECORDNO")))
        posted = "<filter><equalto><field>STATE</field><value>Posted</value></equalto></filter>"
        entries = listed("GLENTRY", "RECORDNO", "ACCOUNTNO", "AMOUNT", "TR_TYPE")
        entries = entries.replace("<options>", f"{posted}<options>")
        detail = desk.ask(ask, listed("GLDETAIL", "GLENTRYKEY", "ACCOUNTNO", "AMOUNT"))
        lines[desk] = numbers(desk.ask(ask, entries))
        assert lines[desk] == numbers(detail, "GLENTRYKEY")
        balances = {number: end for number, end in trial_balance(desk.ask(ask, ALL_TIME)).items() if end}
        assert balances == summed(detail, "ACCOUNTNO", "AMOUNT")
        assert balances == summed(desk.ask(ask, entries), "ACCOUNTNO", "AMOUNT", "TR_TYPE")
    assert lines[US] == lines[KEPT_TO_US]
    assert lines[US] | lines[CA] == lines[TOP]
    assert not lines[US] & lines[CA]


def secrets_of_canada(ask: Ask) -> None:
    """Records that no session in US may see, each marked in every text and with an amount of its own."""
    told = f"<DESCRIPTION>{SECRET}</DESCRIPTION>"
    masters = (
        f"<create><CUSTOMER><CUSTOMERID>{SECRET}-C</CUSTOMERID><NAME>{SECRET}</NAME></CUSTOMER></create>",
        f"<create><VENDOR><VENDORID>{SECRET}-V</VENDORID><NAME>{SECRET}</NAME></VENDOR></create>",
        f"<create><CLASS><CLASSID>{SECRET}</CLASSID><NAME>{SECRET}</NAME></CLASS></create>",
        f"<create><ITEM><ITEMID>{SECRET}</ITEMID><NAME>{SECRET}</NAME><ITEMTYPE>Non-Inventory</ITEMTYPE></ITEM></create>",
    )
    for request_ in masters:
        created(ask, CA, request_)
    for desk in (CA, TOP):
        number = f"{SECRET}-{desk.entity}"
        made = invoice_in("CA", number=number, amount=SECRET_AMOUNT, extra=told)
        key = created(
            ask, desk, made.replace("</TRX_AMOUNT>", f"</TRX_AMOUNT><ENTRYDESCRIPTION>{SECRET}</ENTRYDESCRIPTION>")
        )
        created(ask, desk, entry_in("CA", amount=SECRET_AMOUNT).replace("Accrual", SECRET))
        created(ask, desk, receipt(paid(key, SECRET_AMOUNT), place=CA_BANK, extra=told))
    created(ask, TOP, invoice_in("US", number="SEEN"))
    created(ask, CA, f"<create><CLASS><CLASSID>{SECRET}2</CLASSID><NAME>{SECRET}</NAME></CLASS></create>")
    assert CA.ask(ask, f"<delete><object>CLASS</object><keys>{SECRET}2</keys></delete>").errors == []


def relation_fields(definition: ObjectDefinition, company: Company) -> list[str]:
    """Every field of every object at the other end of a relation."""
    names = []
    for relationship in definition.visible_relationships:
        target = company.catalogue.find(relationship.object)
        if target is not None and relationship.type in ("MANY2ONE", "ONE2ONE"):
            names += [f"{relationship.path}.{field.id}" for field in target.visible_fields if "." not in field.id]
    return names


def test_nothing_of_another_entity_leaks_through_any_object_or_relation(ask: Ask, company: Company) -> None:
    """Every object is queried with all its fields and all fields of related objects, read by number and by text, and
    listed by the older functions: no answer to US holds anything that is CA's."""
    secrets_of_canada(ask)
    marks = (SECRET.encode(), SECRET_AMOUNT.encode())
    known = CA.ask(ask, listed("ARINVOICE", "RECORDID", "TOTALENTERED")).body
    assert all(mark in known for mark in marks)
    keys = ",".join(str(key) for key in range(1, 90))
    for definition in company.catalogue:
        fields = [field.id for field in definition.visible_fields if field.id not in definition.write_only]
        related = relation_fields(definition, company)
        requests = [
            listed(definition.name, *fields),
            f"<read><object>{definition.name}</object><keys>{keys}</keys><fields>*</fields></read>",
            f"<readByQuery><object>{definition.name}</object><fields>*</fields><query/></readByQuery>",
            *(listed(definition.name, *related[start : start + 150]) for start in range(0, len(related), 150)),
        ]
        for desk in (US, KEPT_TO_US):
            said = desk.ask(ask, *requests)
            assert not any(mark in said.body for mark in marks), definition.name
    for name in sorted(SHAPES):
        said = US.ask(
            ask,
            f'<get_list object="{name}" showprivate="true" maxitems="500"/>',
            *(f'<get object="{name}" key="{key}"/>' for key in (SECRET, f"{SECRET}-C", f"{SECRET}-V", *range(1, 12))),
        )
        answered = said.body.replace(f'key="{SECRET}'.encode(), b"")
        assert SECRET_AMOUNT.encode() not in answered, name
        assert SECRET.encode() not in b"".join(answered.split(b"recordkey " + SECRET.encode())), name


def test_entities_have_places(company: Company) -> None:
    """The places that these tests work in belong to the entities they stand for."""
    for entity, place in PLACES.items():
        location = present(company.records.find("LOCATION", place))
        assert location.text("ENTITY") == entity
