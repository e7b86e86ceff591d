"""What only Python takes for a number, or no database can hold, is answered by the gateway and never breaks it."""

import pytest
from asking import Ask, invoice, line

from intacct_emulator.errors import protocol
from intacct_emulator.tenancy.company import Company

HOSTILE = {
    "nineteen digits": "9" * 19,
    "more digits than Python reads": "9" * 5000,
    "superscript": "²",
    "another script": "٣",
    "underscore": "1_0",
    "exponent": "1e400",
    "not a number": "NaN",
    "earliest moment, ahead of UTC": "0001-01-01T00:00:00+14:00",
}
DIMENSION = "<DimensionValue><dimension>CUSTOMER</dimension><value>{}</value></DimensionValue>"
QUERY = "<query><object>ARINVOICE</object><select><field>RECORDNO</field></select>{}</query>"
DATES = "<{0}><year>{1}</year><month>1</month><day>1</day></{0}>"
READS = {
    "read": "<read><object>CUSTOMER</object><keys>{}</keys><fields>*</fields></read>",
    "read by query": "<readByQuery><object>CUSTOMER</object><fields>*</fields><query>RECORDNO = {}</query>"
    "</readByQuery>",
    "page size": "<readByQuery><object>CUSTOMER</object><fields>*</fields><query/><pagesize>{}</pagesize>"
    "</readByQuery>",
    "page size of a query": QUERY.format("<pagesize>{}</pagesize>"),
    "offset": QUERY.format("<offset>{}</offset>"),
    "condition": QUERY.format("<filter><equalto><field>WHENMODIFIED</field><value>{}</value></equalto></filter>"),
    "list": '<get_list object="customer" start="{0}" maxitems="{0}"/>',
    "trail": "<getAuditTrail><object>CUSTOMER</object><recordNo>{}</recordNo></getAuditTrail>",
    "formatting": "<readUserFormatting><key>{}</key></readUserFormatting>",
    "restricted data": f"<getDimensionRestrictedData>{DIMENSION}</getDimensionRestrictedData>",
    "autofill data": f"<getDimensionAutofillData>{DIMENSION}</getDimensionAutofillData>",
    "trial balance": f"<get_trialbalance>{DATES.format('startdate', '{}')}{DATES.format('enddate', '2026')}"
    "</get_trialbalance>",
    "file size": "<runDdsJob><object>CUSTOMER</object><cloudDelivery>x</cloudDelivery><jobType>all</jobType>"
    "<fileConfiguration><splitSize>{}</splitSize></fileConfiguration></runDdsJob>",
}
WRITES = {
    "delete": "<delete><object>CUSTOMER</object><keys>{}</keys></delete>",
    "update": "<update><CUSTOMER><RECORDNO>{}</RECORDNO><NAME>x</NAME></CUSTOMER></update>",
    "legacy key": '<update_invoice key="{}"><description>x</description></update_invoice>',
    "amount": invoice(lines=line(amount="{}")),
    "date": invoice(when="{}"),
    "limit": "<create><CUSTOMER><NAME>Kestrel</NAME><CREDITLIMIT>{}</CREDITLIMIT></CUSTOMER></create>",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("function", READS.values(), ids=READS)
def test_reading_is_answered(ask: Ask, function: str, text: str) -> None:
    """Rows, none, or an error of the catalogue: never an internal error, never an HTTP error."""
    said = ask.of(function.format(text))
    assert said.status == 200
    assert said.errors or said.text(".//result/status") == "success"
    assert protocol.INTERNAL.fill().description2 not in [error for _, error in said.errors]


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("function", WRITES.values(), ids=WRITES)
def test_writing_is_refused(ask: Ask, company: Company, function: str, text: str) -> None:
    """A gateway error, and nothing left behind."""
    before = {name: list(company.records.where(name)) for name in ("CUSTOMER", "ARINVOICE", "GLENTRY")}
    said = ask.of(function.format(text))
    assert said.errors
    assert protocol.INTERNAL.fill().description2 not in [error for _, error in said.errors]
    after = {name: list(company.records.where(name)) for name in before}
    assert {name: [row.key for row in rows] for name, rows in after.items()} == {
        name: [row.key for row in rows] for name, rows in before.items()
    }
