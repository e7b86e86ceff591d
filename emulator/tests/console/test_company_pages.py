"""The pages of companies and what they hold."""

from asking import envelope, invoice, line
from browsing import Browsing

BASE = "/_emulator/console/companies"
NORTHFIELD = f"{BASE}/northfield"


def test_companies_are_listed_with_their_verbs(browse: Browsing) -> None:
    """A company is made, snapshotted, restored, cloned, reset and deleted by forms."""

    def act(verb: str, **form: str) -> None:
        page = browse.send(f"/_emulator/console/do/{verb}", {**form, "back": BASE})
        assert (page.status, page.address.endswith("/console/companies")) == (200, True)

    act("createCompany", template="blank", company_id="mine")
    act("snapshotCompany", company_id="mine", name="default")
    act("cloneCompany", source="mine", company_id="")
    act("restoreCompany", company_id="mine", name="default")
    act("resetCompany", company_id="mine")
    rows = browse.get(BASE).rows()
    names = [row[0] for row in rows]
    assert names[0] == "mine"
    assert names[1].startswith("mine-")
    assert rows[0][4] == "Restore default"
    act("deleteCompany", company_id="mine")
    assert "mine" not in [row[0] for row in browse.get(BASE).rows()]


def test_a_verb_that_is_refused_says_why(browse: Browsing) -> None:
    """The sentence of the control verb, as a page."""
    page = browse.send("/_emulator/console/do/createCompany", {"template": "blank", "company_id": "northfield"})
    assert page.status == 409
    assert "There is a company northfield already." in page.text


def test_a_company_shows_its_objects_and_no_password(browse: Browsing) -> None:
    """Objects with records are counted; looking makes no table."""
    company = browse.emulator.companies
    before = company.export("northfield")
    page = browse.get(NORTHFIELD)
    assert any(found.startswith("CUSTOMER Customers 20") for found in page.texts("//ul[@class='objects']/li"))
    assert "wsuser" in page.text
    assert "secret" not in page.html
    assert len(company.export("northfield")) == len(before)
    assert browse.get(f"{BASE}/nobody").status == 404


def test_records_are_sorted_filtered_and_searched(browse: Browsing) -> None:
    """By a click on a column, by a condition as in readByQuery, by words."""
    records = f"{NORTHFIELD}/records/CUSTOMER"

    def ids(query: str = "") -> list[str]:
        return [row[1] for row in browse.get(f"{records}?{query}").rows()]

    assert ids()[:2] == ["C-1001", "C-1002"]
    assert ids("sort=CUSTOMERID&desc=1")[0] == "C-1020"
    assert ids("where=CUSTOMERID+%3D+'C-1005'") == ["C-1005"]
    assert ids("where=kestrel") == ["C-1011", "C-1012"]
    assert browse.get(f"{records}?sort=CUSTOMERID").root.xpath("//th[@aria-sort='ascending']//text()")


def test_a_condition_that_cannot_be_read_is_a_sentence(browse: Browsing) -> None:
    """The gateway's own words, and no table; the condition stays to be corrected."""
    page = browse.get(f"{NORTHFIELD}/records/CUSTOMER?where=NOFIELD+%3D+'x'")
    assert page.status == 200
    assert page.texts("//p[@role='alert']")
    assert page.root.xpath("//input[@id='q']/@value") == ["NOFIELD = 'x'"]


def test_many_records_are_paged(browse: Browsing) -> None:
    """Sixty classes and the four of northfield: fifty, then fourteen."""
    browse.ask(
        envelope(
            *(f"<create><CLASS><CLASSID>P{n:02}</CLASSID><NAME>P{n:02}</NAME></CLASS></create>" for n in range(60))
        )
    )
    first = browse.get(f"{NORTHFIELD}/records/CLASS")
    assert len(first.rows()) == 50
    (following,) = first.root.xpath("//a[@rel='next']/@href")
    second = browse.get(f"{NORTHFIELD}/records/CLASS{following}")
    assert "51 to 64 of 64" in second.text


def test_all_fields_are_shown_on_demand(browse: Browsing) -> None:
    """A few columns first, every field after a click."""
    few = browse.get(f"{NORTHFIELD}/records/CUSTOMER")
    every = browse.get(f"{NORTHFIELD}/records/CUSTOMER?all=1")
    assert len(few.texts("//th")) == 9
    assert len(every.texts("//th")) > 100


def test_every_object_has_a_page(browse: Browsing) -> None:
    """Views, lines and what is not built included; what is no object is not found."""
    for name in ("GLDETAIL", "ARINVOICEITEM", "AUDITHISTORY", "PODOCUMENT", "CONTRACT", "USERINFO"):
        assert browse.get(f"{NORTHFIELD}/records/{name}").status == 200
    assert browse.get(f"{NORTHFIELD}/records/NOTHING").status == 404


def test_a_record_is_shown_with_its_lines(browse: Browsing) -> None:
    """Choices in words, amounts with their decimals, both lines of an invoice."""
    key = browse.ask(envelope(invoice("INV-7", lines=line("1100.00") + line("50.25")))).key
    page = browse.get(f"{NORTHFIELD}/records/ARINVOICE/{key}")
    fields = dict(zip(page.texts("//dl[@class='fields']//dt"), page.texts("//dl[@class='fields']//dd"), strict=True))
    assert (fields["RECORDID"], fields["TOTALDUE"], fields["STATE"]) == ("INV-7", "1,150.25", "Posted")
    assert len(page.rows()) == 2
    assert browse.get(f"{NORTHFIELD}/records/ARINVOICE/999999").status == 404
    assert browse.get(f"{NORTHFIELD}/records/ARINVOICE/x").status == 404


def test_the_trial_balance_balances(browse: Browsing) -> None:
    """An invoice of 150.25: the receivable on the debit side, the revenue on the credit side, both sides alike."""
    browse.ask(envelope(invoice("INV-7", lines=line("100.00") + line("50.25"))))
    page = browse.get(f"{NORTHFIELD}/trial-balance?day=2026-12-31")
    assert [[row[0], *row[5:]] for row in page.rows()] == [["1200", "150.25", ""], ["4010", "", "150.25"]]
    assert page.texts("//tfoot//td")[-2:] == ["150.25", "150.25"]
    assert "Nothing was posted" in browse.get(f"{NORTHFIELD}/trial-balance?day=2020-01-01").text


def test_the_aging_counts_from_the_due_date(browse: Browsing) -> None:
    """Net 30 from November 2 is due on December 2: not due in November, 40 days old on January 11."""
    browse.ask(envelope(invoice("INV-7", extra="<TERMNAME>Net 30</TERMNAME>", lines=line("100.00"))))
    young = browse.get(f"{NORTHFIELD}/aging?day=2026-11-20").rows()
    old = browse.get(f"{NORTHFIELD}/aging?day=2027-01-11").rows()
    assert young[0][1:7] == ["100.00", "0.00", "0.00", "0.00", "0.00", "100.00"]
    assert old[0][1:7] == ["0.00", "100.00", "0.00", "0.00", "0.00", "100.00"]
    assert "INV-7 (40d)" in old[0][7]
    assert "Nobody owes anything" in browse.get(f"{NORTHFIELD}/aging?day=2020-01-01").text
