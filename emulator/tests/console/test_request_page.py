"""The page of one exchange."""

from asking import envelope, invoice, line
from browsing import Browsing


def test_both_documents_are_shown_indented_and_masked(browse: Browsing) -> None:
    """One element to a line; passwords are those of the journal, masked."""
    browse.ask(envelope(invoice("INV-1")))
    page = browse.get(browse.latest())
    request = page.texts("//div[@aria-label='Request']//li/code")
    assert "<password>***</password>" in request
    assert request[1:3] == ["<request>", "<control>"]
    assert "<CUSTOMERID>C-1001</CUSTOMERID>" in request
    assert "<status>success</status>" in page.texts("//div[@aria-label='Answer']//li/code")


def test_an_error_leads_to_its_element_and_back(browse: Browsing) -> None:
    """The link in "why" names the line that holds the value; that line leads to the reason."""
    browse.ask(envelope(invoice("INV-1", lines=line() + line(department="99"))))
    page = browse.get(browse.latest())
    (anchor,) = page.root.xpath("//article[@id='why-1']//a[starts-with(@href, '#q')]/@href")
    (bad,) = page.root.xpath(f"//li[@id='{anchor[1:]}']")
    assert bad.get("class") == "bad"
    assert bad.xpath("string(code)") == "<DEPARTMENTID>99</DEPARTMENTID>"
    assert bad.xpath("a/@href") == ["#why-1"]
    assert "There is no Department 99." in page.text
    assert page.root.xpath("//article[@id='why-1']//span[contains(@class, 'grade')]/text()")


def test_the_element_is_that_of_the_failing_call(browse: Browsing) -> None:
    """Where an earlier function holds the same value in the same element, it is not taken for the culprit."""
    right = "<create><DEPARTMENT><DEPARTMENTID>99</DEPARTMENTID><TITLE>x</TITLE></DEPARTMENT></create>"
    gone = "<delete><object>DEPARTMENT</object><keys>12345</keys></delete>"
    browse.ask(envelope(right, gone, invoice("INV-1", lines=line(department="98"))))
    page = browse.get(browse.latest())
    marked = page.texts("//li[@class='bad']/code")
    assert "<DEPARTMENTID>98</DEPARTMENTID>" in marked
    assert "<DEPARTMENTID>99</DEPARTMENTID>" not in marked


def test_a_complaint_of_the_schema_leads_to_its_element(browse: Browsing) -> None:
    """Though the document was one line, the element has a line of its own here."""
    browse.ask(envelope("<read><fields>*</fields><object>CUSTOMER</object><key>1</key></read>"))
    page = browse.get(browse.latest())
    assert page.texts("//li[@class='bad']/code") == ["<key>1</key>"]
    assert "the sequence wants one of" in page.text


def test_a_document_that_is_no_xml_is_shown_as_it_is(browse: Browsing) -> None:
    """The parser's line is marked."""
    browse.ask("<request>\n<control>\n</request>")
    page = browse.get(browse.latest())
    assert page.texts("//div[@aria-label='Request']//li/code") == ["<request>", "<control>", "</request>"]
    assert page.status == 200


def test_journal_lines_are_t_accounts(browse: Browsing) -> None:
    """Two lines of 100.00 and 50.25 to one account: 150.25 stands on the left of 1200, both amounts on the right of
    4010."""
    browse.ask(envelope(invoice("INV-1", lines=line("100.00") + line("50.25"))))
    page = browse.get(browse.latest())
    assert page.texts("//table[@class='t']/caption") == ["1200 Accounts Receivable", "4010 Managed Services Revenue"]
    receivable, revenue = page.root.xpath("//table[@class='t']")
    assert [cell.xpath("normalize-space()") for cell in receivable.xpath(".//tfoot//td")] == ["150.25", ""]
    credits_ = [cell.xpath("normalize-space()") for cell in revenue.xpath("tbody/tr/td[2]")]
    assert credits_ == ["US-NYC · 20 100.00", "US-NYC · 20 50.25"]
    assert "/_emulator/console/companies/northfield/records/ARINVOICE" in page.links()


def test_what_is_not_built_is_no_fault_of_the_request(browse: Browsing) -> None:
    """The page says so, and leads to what is built."""
    browse.ask(envelope("<installApp><appxml>x</appxml></installApp>"))
    page = browse.get(browse.latest())
    assert "Not built: function installApp" in page.text
    assert "/_emulator/console/coverage" in page.links()


def test_hostile_data_stays_text(browse: Browsing) -> None:
    """Markup in values, names and errors is shown, not run, on every page that it reaches."""
    hostile = "&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&apos;"
    browse.ask(envelope(f"<create><CLASS><CLASSID>A{hostile[:40]}</CLASSID><NAME>{hostile}</NAME></CLASS></create>"))
    browse.ask(envelope(invoice(hostile, customer=hostile), user=hostile))
    browse.ask(envelope(invoice(hostile, customer=hostile)))
    browse.ask(f"<request><control x='{hostile}'/></request>")
    pages = [browse.get(), browse.get("/_emulator/?q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")]
    pages += [browse.get(f"/_emulator/console/requests/{entry.request_id}") for entry in browse.emulator.journal.find()]
    pages += [browse.get("/_emulator/console/companies/northfield/records/CLASS?where=%3Cscript%3E")]
    for page in pages:
        assert page.status == 200
        assert page.root.xpath("//script[not(@src)] | //img[not(contains(@src, 'icon.svg'))] | //@onerror") == []
        assert "<script>alert" not in page.html


def test_documents_can_be_saved(browse: Browsing) -> None:
    """As the journal has them: masked, and never as a page of this address."""
    browse.ask(envelope(invoice("INV-1")))
    for which, word in (("request", b"<CUSTOMERID>C-1001"), ("answer", b"<status>success")):
        page = browse.get(f"{browse.latest()}/{which}.xml")
        assert word in page.content
        assert b"wsuser_secret" not in page.content
        assert page.headers["content-disposition"].startswith("attachment")
    assert browse.get(f"{browse.latest()}/other.xml").status == 404


def test_a_repro_is_a_file_without_credentials(browse: Browsing) -> None:
    """A folder in a zip that `repro run` takes; nothing of this machine is in it."""
    import io
    import zipfile

    browse.ask(
        envelope(invoice("INV-1", extra="<TERMNAME>Net 7</TERMNAME>"), user="argl_user", password="argl_user_secret")
    )
    page = browse.send(f"{browse.latest()}/repro.zip")
    assert page.headers["content-type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(page.content)) as archive:
        names = archive.namelist()
        everything = b"".join(archive.read(name) for name in names)
    assert {name.rpartition("/")[2] for name in names} >= {"request.xml", "expected.xml", "note.md"}
    assert b"argl_user_secret" not in everything
    assert b"/tmp/" not in everything
