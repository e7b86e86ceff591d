"""read and readByName through the whole gateway."""

from asking import Ask, invoice, line


def read(name: str, keys: str, fields: str = "*", verb: str = "read") -> str:
    """A `<read>` or `<readByName>`."""
    return f"<{verb}><object>{name}</object><keys>{keys}</keys><fields>{fields}</fields></{verb}>"


def test_tag_has_the_letters_of_the_request(ask: Ask) -> None:
    """listtype and tag repeat the object as it was written (recorded)."""
    said = ask.of(read("Department", "1", "TITLE"))
    data = said.root.find(".//data")
    assert list(data.attrib.items()) == [("listtype", "Department"), ("count", "1")]
    assert data[0].tag == "Department"


def test_rows_come_in_the_order_of_the_keys(ask: Ask) -> None:
    """Keys give rows in their order, each once; those that name nothing are left out without error."""
    said = ask.of(read("DEPARTMENT", "3,1,999,3", "RECORDNO"))
    assert said.texts(".//RECORDNO") == ["3", "1"]
    assert said.root.find(".//data").get("count") == "2"


def test_read_by_name_takes_ids(ask: Ask) -> None:
    """readByName finds by the natural id."""
    said = ask.of(read("CUSTOMER", "C-1002,C-1001", "CUSTOMERID", "readByName"))
    assert said.texts(".//CUSTOMERID") == ["C-1002", "C-1001"]


def test_whole_record_nests_lines(ask: Ask) -> None:
    """`*` brings the lines along, in a collection with lower-case items."""
    key = ask.of(invoice(lines=line("10") + line("20"))).key
    said = ask.of(read("ARINVOICE", str(key)))
    assert said.texts(".//ARINVOICEITEMS/arinvoiceitem/TRX_AMOUNT") == ["10", "20"]
    assert said.text(".//ARINVOICE/CUSTOMERNAME") == "Alderbrook Foods"


def test_whole_record_nests_contacts(ask: Ask) -> None:
    """`*` brings contact fields as blocks inside each other; a field list keeps the dots."""
    whole = ask.of(read("CUSTOMER", "C-1001", verb="readByName"))
    assert whole.root.find(".//CUSTOMER/DISPLAYCONTACT/MAILADDRESS/CITY") is not None
    assert whole.root.find(".//CUSTOMER/DISPLAYCONTACT/PRINTAS").text == "Alderbrook Foods"
    dotted = ask.of(read("CUSTOMER", "C-1001", "DISPLAYCONTACT.PRINTAS", "readByName"))
    assert [element.tag for element in dotted.root.find(".//CUSTOMER")] == ["DISPLAYCONTACT.PRINTAS"]


def test_unknown_field_and_object_have_their_odd_numbers(ask: Ask) -> None:
    """An unknown field is told in errorno alone; an unknown object is XXX (recorded)."""
    said = ask.of(read("CUSTOMER", "1", "x"), read("GLACCOUNT2", "1"))
    assert said.errors == [("Invalid fields list x", ""), ("XXX", "Object definition GLACCOUNT2 not found")]


def test_more_than_a_hundred_keys_are_refused(ask: Ask) -> None:
    """The documented limit of 100 keys holds."""
    keys = ",".join(str(number) for number in range(101))
    assert ask.of(read("CUSTOMER", keys)).text(".//result/status") == "failure"
