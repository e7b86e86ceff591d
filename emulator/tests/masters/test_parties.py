"""Customers, vendors, employees and the contacts they bring."""

from collections.abc import Callable

from asking import present

from intacct_emulator.masters.contacts import current_version

from .conftest import Desk

DISPLAY = {"DISPLAYCONTACT__PRINTAS": "Acme Inc.", "DISPLAYCONTACT__MAILADDRESS__CITY": "Springfield"}


def test_a_customer_brings_a_display_contact(desk: Desk) -> None:
    """The nested block becomes a contact named as documented, printed as asked."""
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme", **DISPLAY)
    assert customer["DISPLAYCONTACT.CONTACTNAME"] == "Acme(CC1)"
    assert customer["ENTITY"] == "CC1"
    contact = desk.company.records.find("CONTACT", "Acme(CC1)")
    assert (present(contact)["PRINTAS"], present(contact)["MAILADDRESS.CITY"]) == ("Acme Inc.", "Springfield")
    assert present(contact).flag("VISIBLE")


def test_a_vendors_contact_may_be_named_and_hidden(desk: Desk) -> None:
    """CONTACTNAME of the block wins over the made-up name; HIDEDISPLAYCONTACT hides it; PRINTAS falls back to NAME."""
    vendor = desk.create(
        "VENDOR", VENDORID="V1", NAME="Paper", DISPLAYCONTACT__CONTACTNAME="Paper Co", HIDEDISPLAYCONTACT="true"
    )
    contact = desk.company.records.find("CONTACT", "Paper Co")
    assert vendor["DISPLAYCONTACT.CONTACTNAME"] == "Paper Co"
    assert (present(contact)["PRINTAS"], present(contact).flag("VISIBLE")) == ("Paper", False)
    assert desk.create("VENDOR", VENDORID="V2", NAME="Ink")["DISPLAYCONTACT.CONTACTNAME"] == "Ink(VV2)"


def test_a_bad_address_answers_the_recorded_stack(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """All six levels around the specific error, in the recorded order and spelling; nothing is left behind."""
    errors = stack(
        desk.create,
        "CUSTOMER",
        CUSTOMERID="C1",
        NAME="Aeon",
        DISPLAYCONTACT__PRINTAS="Aeon",
        DISPLAYCONTACT__EMAIL1="@aeon.org",
    )
    assert errors == [
        ("BL03000018", "Illegal format for Contactversion : Primary Email Address @aeon.org."),
        ("BL01001973", "Validate contactversion record failed!"),
        ("BL01001973", "Could not create contactversion record!"),
        ("BL01001973", "Could not create ContactVersion record!"),
        ("BL01001973", "Could not create Contact record!"),
        ("BL01001973", "Error While Saving the Display Contact"),
        ("BL01001973", "Could not create Customer record!"),
    ]
    assert desk.rows("CUSTOMER") == desk.rows("CONTACT") == desk.rows("CONTACTVERSION") == []


def test_a_taken_contact_name_is_not_told(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """The recorded answer leaves the value out: three blanks."""
    desk.create("CONTACT", CONTACTNAME="Acme(CC1)", PRINTAS="Someone")
    errors = stack(desk.create, "CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    assert errors[0] == ("BL34000061", "Another Contact with the given value(s)   already exists")
    assert errors[-2:] == [
        ("BL01001973", "Error While Saving the Display Contact"),
        ("BL01001973", "Could not create Customer record!"),
    ]


def test_a_duplicate_customer_is_told_before_its_contact(
    desk: Desk, stack: Callable[..., list[tuple[str, str]]]
) -> None:
    """The same request twice names the customer as the duplicate."""
    desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    assert stack(desk.create, "CUSTOMER", CUSTOMERID="C1", NAME="Acme") == [
        ("PL05000104", "Another record with the value 'C1' already exists"),
        ("BL01001973", "Could not create customer record!"),
        ("BL01001973", "Could not create Customer record!"),
    ]


def test_a_customers_update_reaches_its_display_contact(desk: Desk) -> None:
    """Contact fields of the block change the contact, which gets a new version; the customer keeps naming it."""
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme", **DISPLAY)
    contact = desk.company.records.find("CONTACT", "Acme(CC1)")
    first = current_version(desk.company, present(contact))
    desk.update("CUSTOMER", customer, DISPLAYCONTACT__PHONE1="555")
    contact = desk.company.records.find("CONTACT", "Acme(CC1)")
    assert (present(contact)["PHONE1"], present(contact)["MAILADDRESS.CITY"]) == ("555", "Springfield")
    second = current_version(desk.company, present(contact))
    versions = desk.company.records
    assert second > first
    assert present(versions.get("CONTACTVERSION", first))["PHONE1"] is None
    assert present(versions.get("CONTACTVERSION", second))["PHONE1"] == "555"


def test_a_deleted_customer_takes_its_contact_along(desk: Desk) -> None:
    """Create, delete, create again works; a contact that others name stays."""
    for _ in range(2):
        desk.delete("CUSTOMER", desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme"))
        assert desk.rows("CONTACT") == desk.rows("CONTACTVERSION") == []
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    desk.create("CUSTOMER", CUSTOMERID="C2", NAME="Other", BILLTO__CONTACTNAME="Acme(CC1)")
    desk.delete("CUSTOMER", customer)
    assert desk.company.records.find("CONTACT", "Acme(CC1)")


def test_named_contacts_must_exist(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """BILLTO and its like name contacts; a block that describes an unknown one makes it."""
    errors = stack(desk.create, "CUSTOMER", CUSTOMERID="C1", NAME="Acme", BILLTO__CONTACTNAME="Nobody")
    assert errors[0] == ("BL03000019", "The contact Nobody does not exist.")
    customer = desk.create(
        "CUSTOMER", CUSTOMERID="C1", NAME="Acme", BILLTO__CONTACTNAME="Doe, Jo", BILLTO__LASTNAME="Doe"
    )
    assert customer["BILLTO.CONTACTNAME"] == "Doe, Jo"
    assert present(desk.company.records.find("CONTACT", "Doe, Jo"))["LASTNAME"] == "Doe"


def test_a_term_is_known_and_packed(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """An unknown term has a text of its own; a known one is kept in its packed form too."""
    assert stack(desk.create, "VENDOR", VENDORID="V1", NAME="V", TERMNAME="Net 99")[0] == (
        "BL01001973",
        "The term name Net 99 is invalid",
    )
    desk.create("APTERM", NAME="Net 30", DUEDATE="30")
    vendor = desk.create("VENDOR", VENDORID="V1", NAME="V", TERMNAME="Net 30")
    assert vendor["TERMVALUE"] == "::#30#:O:"
    assert desk.update("VENDOR", vendor, TERMNAME="")["TERMVALUE"] is None


def test_a_customer_id_is_fixed(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """The id cannot be changed (documented); giving it unchanged is fine."""
    customer = desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme")
    assert desk.update("CUSTOMER", customer, CUSTOMERID="C1", NAME="Apex")["NAME"] == "Apex"
    assert "cannot be changed" in stack(desk.update, "CUSTOMER", customer, CUSTOMERID="C2")[0][1]


def test_an_employee_is_a_contact(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """Without a contact the documented text, with one an employee; ENTITY is made up as for the other parties."""
    assert stack(desk.create, "EMPLOYEE", EMPLOYEEID="E1")[0] == (
        "BL01001973",
        "Employee Contact info cannot be empty",
    )
    desk.create("CONTACT", CONTACTNAME="Doe, Jo", PRINTAS="Jo Doe")
    employee = desk.create("EMPLOYEE", EMPLOYEEID="E1", PERSONALINFO__CONTACTNAME="Doe, Jo")
    assert employee["ENTITY"] == "EE1"


def test_an_employee_does_not_stop_before_starting(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """The recorded pair of texts, also when only one of the dates is given."""
    desk.create("CONTACT", CONTACTNAME="Doe, Jo", PRINTAS="Jo Doe")
    employee = desk.create("EMPLOYEE", EMPLOYEEID="E1", PERSONALINFO__CONTACTNAME="Doe, Jo", STARTDATE="03/01/2026")
    assert stack(desk.update, "EMPLOYEE", employee, ENDDATE="02/28/2026") == [
        ("PL03000006", "Employee cannot stop working before he starts"),
        ("BL01001973", "Could not update Employee record!"),
    ]


def test_a_country_may_come_as_an_iso_code(desk: Desk) -> None:
    """ISOCOUNTRYCODE of a block is the country code of the contact."""
    desk.create("CUSTOMER", CUSTOMERID="C1", NAME="Acme", DISPLAYCONTACT__MAILADDRESS__ISOCOUNTRYCODE="CA")
    assert present(desk.company.records.find("CONTACT", "Acme(CC1)"))["MAILADDRESS.COUNTRYCODE"] == "CA"


def test_a_version_is_made_where_a_bulk_load_left_none(desk: Desk) -> None:
    """A contact without versions gets its first when a document asks."""
    key = desk.company.records.insert("CONTACT", {"CONTACTNAME": "Bulk", "PRINTAS": "Bulk"})
    contact = desk.company.records.get("CONTACT", key)
    version = current_version(desk.company, present(contact))
    assert version == current_version(desk.company, present(contact))
    assert present(desk.company.records.get("CONTACTVERSION", version))["PRINTAS"] == "Bulk"


def test_a_user_is_a_contact(desk: Desk, stack: Callable[..., list[tuple[str, str]]]) -> None:
    """A user names a contact or describes one; without either the field is asked for."""
    assert stack(desk.create, "USERINFO", LOGINID="jo")[0][0] == "BL03000018"
    user = desk.create(
        "USERINFO",
        LOGINID="jo",
        CONTACTINFO__LASTNAME="Doe",
        CONTACTINFO__FIRSTNAME="Jo",
        CONTACTINFO__EMAIL1="jo@example.com",
    )
    assert (user["CONTACTINFO.CONTACTNAME"], user["EMAIL"]) == ("Doe, Jo", "jo@example.com")
    assert present(desk.company.records.find("CONTACT", "Doe, Jo"))["EMAIL1"] == "jo@example.com"
