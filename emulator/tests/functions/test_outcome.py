"""Names and values as answers write them."""

import pytest
from asking import Ask

REPORTING_PERIOD = "<object>REPORTINGPERIOD</object>"
TIMESHEET = (
    "<create><TIMESHEET><EMPLOYEEID>E-01</EMPLOYEEID><BEGINDATE>11/02/2026</BEGINDATE><STATE>Draft</STATE>"
    "<TIMESHEETENTRIES>{}</TIMESHEETENTRIES></TIMESHEET></create>"
)
ENTRY = "<TIMESHEETENTRY><ENTRYDATE>11/02/2026</ENTRYDATE><QTY>2</QTY></TIMESHEETENTRY>"


@pytest.mark.parametrize(
    "request_body",
    [
        f"<read>{REPORTING_PERIOD}<keys>1</keys><fields>*</fields></read>",
        f"<readByQuery>{REPORTING_PERIOD}<fields>*</fields><query/></readByQuery>",
        f"<query>{REPORTING_PERIOD}<select><field>RECORD#</field><field>NAME</field></select></query>",
        f"<query>{REPORTING_PERIOD}<select><field>RECORD#</field></select><pagesize>1</pagesize></query>",
    ],
)
def test_a_sign_that_no_element_can_have_is_left_out(ask: Ask, request_body: str) -> None:
    """RECORD# is written as RECORD, with its value."""
    (first, *_) = ask.of(request_body).rows()
    assert first["RECORD"] == "1"


def test_a_timesheet_tells_the_number_of_its_lines(ask: Ask) -> None:
    """LINES, without its sign, counts the lines, whichever verb reads it."""
    for lines in (1, 3):
        key = ask.of(TIMESHEET.format(ENTRY * lines)).key
        read = f"<read><object>TIMESHEET</object><keys>{key}</keys><fields>*</fields></read>"
        by_query = (
            f"<readByQuery><object>TIMESHEET</object><fields>*</fields><query>RECORDNO = {key}</query></readByQuery>"
        )
        query = (
            "<query><object>TIMESHEET</object><select><field>LINES#</field></select>"
            f"<filter><equalto><field>RECORDNO</field><value>{key}</value></equalto></filter></query>"
        )
        for body in (read, by_query, query):
            assert ask.of(body).text(".//data/*/LINES") == str(lines)


def test_bare_rows_have_every_name(ask: Ask) -> None:
    """JSON and CSV can say what XML cannot."""
    body = f"<readByQuery>{REPORTING_PERIOD}<fields>RECORD#,NAME</fields><query/><returnFormat>csv</returnFormat>"
    assert ask.of(f"{body}</readByQuery>").body.splitlines()[0] == b"RECORD#,NAME"


ENTRIES = (
    "<create><GLBATCH><JOURNAL>GJ</JOURNAL><BATCH_DATE>11/05/2026</BATCH_DATE><BATCH_TITLE>Dates</BATCH_TITLE><ENTRIES>"
    + "".join(
        f"<GLENTRY><ACCOUNTNO>{account}</ACCOUNTNO><TR_TYPE>{side}</TR_TYPE><TRX_AMOUNT>10.00</TRX_AMOUNT>"
        "<LOCATION>US-NYC</LOCATION><DEPARTMENT>30</DEPARTMENT></GLENTRY>"
        for account, side in (("6120", "1"), ("6100", "-1"))
    )
    + "</ENTRIES></GLBATCH></create>"
)
FIELDS = "BATCH_DATE,WHENMODIFIED"


def test_the_form_of_dates_is_that_of_the_verb(ask: Ask) -> None:
    """`read` and `readByName` write them in ISO's form, lines and bare rows included; `readByQuery` and `query` write
    the month first."""
    key = ask.of(ENTRIES).key
    keyed = f"<object>GLBATCH</object><keys>{key}</keys>"
    iso, american = ["2026-11-05", "2026-11-20T09:30:00Z"], ["11/05/2026", "11/20/2026 09:30:00"]
    bodies = {
        f"<read>{keyed}<fields>{FIELDS}</fields></read>": iso,
        f"<readByName>{keyed}<fields>{FIELDS}</fields></readByName>": iso,
        f"<readByQuery><object>GLBATCH</object><fields>{FIELDS}</fields>"
        f"<query>RECORDNO = {key}</query></readByQuery>": american,
        "<query><object>GLBATCH</object><select><field>BATCH_DATE</field><field>WHENMODIFIED</field></select><filter>"
        f"<equalto><field>RECORDNO</field><value>{key}</value></equalto></filter></query>": american,
    }
    for body, dates in bodies.items():
        assert list(ask.of(body).rows()[0].values()) == dates
    whole = ask.of(f"<read>{keyed}<fields>*</fields></read>")
    assert [whole.text(f".//GLBATCH/{name}") for name in FIELDS.split(",")] == iso
    assert set(whole.texts(".//glentry/ENTRY_DATE")) == {"2026-11-05"}
    bare = ask.of(f"<read>{keyed}<fields>{FIELDS}</fields><returnFormat>csv</returnFormat></read>").body
    assert bare.decode().splitlines() == [FIELDS, ",".join(iso)]


def test_the_time_a_job_was_queued_is_always_in_iso_form(ask: Ask) -> None:
    """TIMEQUEUED is documented so for a query; the other moments of the record follow the verb."""
    ask.of("<runDdsJob><object>CLASS</object><cloudDelivery>bucket</cloudDelivery><jobType>all</jobType></runDdsJob>")
    fields = "<select><field>TIMEQUEUED</field><field>TIMESTARTED</field></select>"
    (job,) = ask.of(f"<query><object>JOBQUEUERECORD</object>{fields}</query>").rows()
    assert job == {"TIMEQUEUED": "2026-11-20T09:30:00Z", "TIMESTARTED": "11/20/2026 09:30:00"}
