"""Legacy functions of customers, vendors, classes and the other master records, and of journal entries."""

import pytest
from asking import Ask, Said

from intacct_emulator.records.record import Record
from intacct_emulator.tenancy.company import Company


def answered(said: Said) -> str | None:
    assert said.errors == []
    return said.text(".//key")


def found(company: Company, object_name: str, id_value: str) -> Record:
    record = company.records.find(object_name, id_value)
    assert record is not None
    return record


def test_class_answers_its_id_as_key(ask: Ask, company: Company) -> None:
    """The recorded answer to create_class: the key is the id."""
    said = ask.of("<create_class><classid>C1234</classid><name>hello world</name></create_class>")
    assert answered(said) == "C1234"
    assert found(company, "CLASS", "C1234")["NAME"] == "hello world"


def test_customer_with_contacts(ask: Ask, company: Company) -> None:
    """`contactinfo` describes the display contact, `billto` names one that exists, delivery options make one value."""
    said = ask.of(
        "<create_customer><customerid>C-9</customerid><name>Nine</name><termname>Net 30</termname>"
        "<deliveryoptions><deliveryoption>print</deliveryoption><deliveryoption>email</deliveryoption></deliveryoptions>"
        "<glaccountno>4010</glaccountno><status>active</status>"
        "<billto><contactname>Okonjo, Grace</contactname></billto>"
        "<contactinfo><contact><contactname>Nine(C9)</contactname><printas>Nine Ltd</printas>"
        "<mailaddress><city>Oslo</city></mailaddress></contact></contactinfo></create_customer>"
    )
    assert answered(said) == "C-9"
    customer = found(company, "CUSTOMER", "C-9")
    assert customer["DELIVERY_OPTIONS"] == "Print#~#E-Mail"
    assert customer["ARACCOUNT"] == "4010"
    assert customer["BILLTO.CONTACTNAME"] == "Okonjo, Grace"
    assert customer["DISPLAYCONTACT.CONTACTNAME"] == "Nine(C9)"
    contact = found(company, "CONTACT", "Nine(C9)")
    assert (contact["PRINTAS"], contact["MAILADDRESS.CITY"]) == ("Nine Ltd", "Oslo")


def test_documented_vendor(ask: Ask, company: Company) -> None:
    """The request of the reference pages makes the vendor and its display contact."""
    said = ask.of(
        "<create_vendor><vendorid>V1234</vendorid><name>SaaS Company Inc</name><contactinfo><contact>"
        "<contactname>SaaS Company Inc(VV1234)</contactname><printas>SaaS Company Inc</printas></contact></contactinfo>"
        "</create_vendor>"
    )
    assert answered(said) == "V1234"
    assert found(company, "VENDOR", "V1234")["DISPLAYCONTACT.CONTACTNAME"] == "SaaS Company Inc(VV1234)"
    assert answered(ask.of('<update_vendor vendorid="V1234"><termname>Net 15</termname></update_vendor>')) == "V1234"
    vendor = found(company, "VENDOR", "V1234")
    assert (vendor["NAME"], vendor["TERMNAME"]) == ("SaaS Company Inc", "Net 15")
    assert answered(ask.of('<delete_vendor vendorid="V1234"/>')) is None
    assert company.records.find("VENDOR", "V1234") is None


def test_ignored_duplicates(ask: Ask, company: Company) -> None:
    """A customer that exists is an error, unless duplicates are to be ignored; it is not changed then."""
    again = "<customerid>C-1001</customerid><name>Other</name></create_customer>"
    assert ask.of(f"<create_customer>{again}").errors
    assert answered(ask.of(f'<create_customer ignoreduplicates="true">{again}')) == "C-1001"
    assert found(company, "CUSTOMER", "C-1001")["NAME"] == "Alderbrook Foods"


def test_empty_elements_need_set_nulls(ask: Ask, company: Company) -> None:
    """An empty element of an update changes nothing unless the update says that it does."""
    body = "<name>Alderbrook</name><termname/></update_customer>"
    answered(ask.of(f'<update_customer customerid="C-1001">{body}'))
    assert found(company, "CUSTOMER", "C-1001")["TERMNAME"] == "Net 30"
    answered(ask.of(f'<update_customer customerid="C-1001" set_nulls="true">{body}'))
    customer = found(company, "CUSTOMER", "C-1001")
    assert (customer["NAME"], customer["TERMNAME"]) == ("Alderbrook", None)


LIVES = [
    (
        "department",
        "DEPARTMENT",
        "departmentid",
        "<departmentid>FIN</departmentid><title>Finance</title>",
        ("<title>Finance and Accounting</title>", "TITLE", "Finance and Accounting"),
    ),
    (
        "location",
        "LOCATION",
        "locationid",
        "<locationid>110-SJC</locationid><name>San Jose CA</name>",
        ("<name>San Jose California</name>", "NAME", "San Jose California"),
    ),
    (
        "contact",
        "CONTACT",
        "contactname",
        "<contactname>Hello</contactname><printas>You</printas>",
        ("<printas>World</printas>", "PRINTAS", "World"),
    ),
    (
        "glaccount",
        "GLACCOUNT",
        "glaccountno",
        "<glaccountno>6777</glaccountno><title>Payroll Expense</title><normalbalance>debit</normalbalance>"
        "<accounttype>incomestatement</accounttype><closingtype>closing account</closingtype>"
        "<closingaccountno>3900</closingaccountno>",
        ("<title>Payroll Expenses</title>", "TITLE", "Payroll Expenses"),
    ),
    (
        "apaccountlabel",
        "APACCOUNTLABEL",
        "accountlabel",
        "<glaccountno>6300</glaccountno><accountlabel>Travel Expenses</accountlabel>"
        "<description>Travel Expenses</description><offsetglaccountno/><status>active</status>",
        ("<glaccountno>6120</glaccountno>", "GLACCOUNTNO", "6120"),
    ),
    (
        "apterm",
        "APTERM",
        "name",
        "<name>2-10 N30</name><description>2%/10 net 30</description><due><dueday>30</dueday>"
        "<duefrom>from invoice/bill date</duefrom></due><discount><discday>10</discday>"
        "<discfrom>from invoice/bill date</discfrom><discamount>2</discamount><discpercamn>%</discpercamn>"
        "<discgracedays/></discount>",
        ("<description>changed</description>", "DESCRIPTION", "changed"),
    ),
    (
        "journal",
        "JOURNAL",
        "symbol",
        "<symbol>TEST</symbol><title>Payroll</title>",
        ("<title>Payroll Journal</title>", "TITLE", "Payroll Journal"),
    ),
    (
        "employee",
        "EMPLOYEE",
        "employeeid",
        "<employeeid>E1234</employeeid><title>Project Manager</title><locationid>US-NYC</locationid>"
        "<startdate><year>2026</year><month>1</month><day>5</day></startdate>"
        "<personalinfo><contactname>Marsh, Delia</contactname></personalinfo>",
        ("<title>CEO</title><personalinfo><contactname>Marsh, Delia</contactname></personalinfo>", "TITLE", "CEO"),
    ),
    (
        "project",
        "PROJECT",
        "key",
        "<projectid>P-77</projectid><name>Seven</name><projectcategory>Contract</projectcategory>"
        "<customerid>C-1001</customerid><locationid>US-NYC</locationid>",
        (
            "<projectid>P-77</projectid><name>Eleven</name><projectcategory>Contract</projectcategory>",
            "NAME",
            "Eleven",
        ),
    ),
]


@pytest.mark.parametrize(("name", "object_name", "attribute", "body", "change"), LIVES, ids=[row[0] for row in LIVES])
def test_life_of_a_master_record(
    ask: Ask, company: Company, name: str, object_name: str, attribute: str, body: str, change: tuple[str, str, str]
) -> None:
    """Created, changed and removed by the id that the create answered; then the key names nothing."""
    given, field, expected = change
    key = answered(ask.of(f"<create_{name}>{body}</create_{name}>"))
    assert key is not None
    updating = ask.of(f'<update_{name} {attribute}="{key}">{given}</update_{name}>')
    assert answered(updating) == key
    assert found(company, object_name, key)[field] == expected
    assert answered(ask.of(f'<delete_{name} {attribute}="{key}"/>')) is None
    assert ask.of(f'<delete_{name} {attribute}="{key}"/>').errors == [
        ("DL03000005", f"No record exits for the recordkey {key}")
    ]


def test_term_parts_are_the_fields_of_the_term(ask: Ask, company: Company) -> None:
    """The nested days and amounts of a term land in its flat fields."""
    answered(ask.of(f"<create_apterm>{LIVES[5][3]}</create_apterm>"))
    term = found(company, "APTERM", "2-10 N30")
    assert [term[name] for name in ("DUEDATE", "DUEFROM", "DISCDATE", "DISCAMOUNT", "DISCPERCAMN")] == [
        30,
        "from invoice/bill date",
        10,
        2,
        "%",
    ]


def entry(side: str, account: str, amount: str = "1450.80") -> str:
    return (
        f"<glentry><trtype>{side}</trtype><amount>{amount}</amount><glaccountno>{account}</glaccountno>"
        "<memo>Accrued</memo><locationid>US-NYC</locationid><departmentid>20</departmentid>"
        "<currency>USD</currency><exchratetype>Intacct Daily Rate</exchratetype></glentry>"
    )


def journal_entry(entries: str) -> str:
    return (
        "<create_gltransaction><journalid>GJ</journalid>"
        "<datecreated><year>2026</year><month>03</month><day>31</day></datecreated>"
        "<reversedate><year>2026</year><month>04</month><day>01</day></reversedate>"
        f"<description>Payroll accrual</description><gltransactionentries>{entries}</gltransactionentries>"
        "</create_gltransaction>"
    )


def test_journal_entry_in_words_and_signs(ask: Ask, company: Company) -> None:
    """Debit and credit are named by words (reference pages) or by signs (a documented sample); the reversal follows."""
    key = answered(ask.of(journal_entry(entry("debit", "6300") + entry("-1", "1000"))))
    batch = company.records.get("GLBATCH", int(key or 0))
    assert batch is not None
    assert (batch["JOURNAL"], batch["BATCH_TITLE"], batch["BATCH_DATE"]) == ("GJ", "Payroll accrual", "2026-03-31")
    assert batch["REVERSED"] == "2026-04-01"
    sides = [(row["ACCOUNTNO"], row["TR_TYPE"], row["AMOUNT"]) for row in company.records.where("GLENTRY")]
    assert sides == [("6300", 1, 145080), ("1000", -1, 145080), ("6300", -1, 145080), ("1000", 1, 145080)]


def test_unbalanced_journal_entry(ask: Ask, company: Company) -> None:
    """What does not balance is refused by the rules of the ledger, and nothing stays."""
    said = ask.of(journal_entry(entry("debit", "6300") + entry("credit", "1000", "1")))
    assert said.errors
    assert company.records.where("GLBATCH") == []


def test_journal_entry_is_removed(ask: Ask, company: Company) -> None:
    """delete_gltransaction takes the key that create_gltransaction answered."""
    request = journal_entry(entry("debit", "6300") + entry("credit", "1000"))
    start, reversal = request.index("<reversedate>"), request.index("</reversedate>") + len("</reversedate>")
    key = answered(ask.of(request[:start] + request[reversal:]))
    assert answered(ask.of(f'<delete_gltransaction key="{key}"/>')) is None
    assert company.records.where("GLBATCH") == []


def test_a_journals_kind_is_part_of_its_name(ask: Ask) -> None:
    """A statistical journal is not removed as a financial one, though both are kept in one table."""
    key = answered(ask.of("<create_statjournal><symbol>STAT</symbol><title>Statistics</title></create_statjournal>"))
    assert ask.of(f'<delete_journal symbol="{key}"/>').errors[0][0] == "DL03000005"
    assert answered(ask.of(f'<delete_statjournal symbol="{key}"/>')) is None


def test_rights_are_those_of_the_object(ask: Ask) -> None:
    """A user who may read accounts' journals but not add them is refused; no payables at all for the billing user."""
    billing = {"user": "argl_user", "password": "argl_user_secret"}
    refused = ask.of("<create_journal><symbol>TEST</symbol><title>t</title></create_journal>", **billing)
    assert refused.errors[0][0] == "PL04000005"
    refused = ask.of('<delete_vendor vendorid="V-2001"/>', **billing)
    assert refused.errors == [
        ("PL04000005", "You do not have permission for API operation DELETE on objects of type vendor")
    ]
