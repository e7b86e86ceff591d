"""The data delivery service."""

import csv
import gzip
import stat
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from asking import present
from calling import SHARED, advance, answer, errors_of, make_company, make_context, recorded_data, texts
from lxml import etree

from intacct_emulator.functions.delivery import JobCall, deliver, delivery_folder
from intacct_emulator.functions.delivery_files import FileFormat, delivered_fields, write_files
from intacct_emulator.gateway.envelope import FunctionCall, OperationBlock
from intacct_emulator.gateway.execution import run
from intacct_emulator.records.audit_trail import attach_audit_trail
from intacct_emulator.tenancy.company import Company

ACCOUNTS = "<object>CLASS</object>"
BUCKET = "<cloudDelivery>My Bucket</cloudDelivery>"


@pytest.fixture
def company(tmp_path: Path) -> Iterator[Company]:
    company = make_company(tmp_path / "acme.company.db")
    attach_audit_trail(company.records)
    for number in range(3):
        company.records.insert("CLASS", {"CLASSID": f"C{number}", "NAME": f"Class, {number}"})
    yield company
    company.close()


def run_job(company: Any, content: str) -> Any:
    return answer(make_context(company), f"<runDdsJob>{content}</runDdsJob>")


def files(company: Any, data: Any) -> list[list[list[str]]]:
    folder = delivery_folder(company) / "My_Bucket"
    names = [name for job in data for name in (job.findtext("FILELIST") or "").split(",")]
    return [list(csv.reader((folder / name).read_text("utf-8").splitlines())) for name in names]


def test_objects_that_can_be_queried_can_be_delivered(company: Company) -> None:
    """The list has standard objects and the service's own aggregates, each once."""
    names = texts(answer(make_context(company), "<getDdsObjects/>"), "DdsObjects/Objects/Object")
    assert {"CUSTOMER", "APRECORD", "APBILLPAYMENT"} <= set(names)
    assert len(set(names)) == len(names)


@pytest.mark.skipif(not SHARED.exists(), reason="the documented sample is not on this machine")
def test_the_ddl_of_customers_is_like_the_documented_sample(company: Company) -> None:
    """Every line of the (shortened) sample is a line of ours: columns, read time, key and links. WEBSITE, which stands
    behind the last standard field, is a custom field of the sample's company."""
    request = "<getDdsDdl><object>CUSTOMER</object></getDdsDdl>"
    ours = answer(make_context(company), request).findtext("DdsDdl/Ddl")
    theirs = recorded_data("2341-getDdsDdl-CUSTOMER-doc").findtext("DdsDdl/Ddl")

    def lines(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if line.strip() not in ("", "...")]

    assert [line for line in lines(present(theirs)) if line not in lines(present(ours))] == ["WEBSITE varchar,"]
    first = [lines(present(ours))[place] for place in range(4)]
    assert first == lines(present(theirs))[:4]


def test_a_job_writes_all_rows_as_csv(company: Company) -> None:
    """All classes are in the file with the fields of the DDL; headers only when asked for."""
    data = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>")
    (rows,) = files(company, data)
    ddl = answer(make_context(company), "<getDdsDdl><object>CLASS</object></getDdsDdl>").findtext("DdsDdl/Ddl") or ""
    columns = [line.split()[0] for line in ddl.split("alter table")[0].splitlines() if line][1:]
    assert [row[columns.index("NAME")] for row in rows] == ["Class, 0", "Class, 1", "Class, 2"]
    assert {len(row) for row in rows} == {len(columns)}
    assert rows[0][columns.index("ddsReadTime")] == "03/15/2024 10:30:00"

    headed = "<fileConfiguration><includeHeaders>true</includeHeaders></fileConfiguration>"
    (with_headers,) = files(company, run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>{headed}"))
    assert with_headers[0] == columns


def test_a_job_is_answered_and_can_be_seen_in_the_queue(company: Company) -> None:
    """The answer is the DDSJOB record; the queue has a delivered job of the same."""
    data = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>")
    (job,) = data.findall("ddsjob")
    assert [part.tag for part in job] == [field.id for field in company.catalogue["DDSJOB"].visible_fields]
    assert (job.findtext("OBJECT"), job.findtext("STATUS"), job.findtext("RECORDSCREATED")) == (
        "CLASS",
        "Completed",
        "3",
    )
    kept = company.records.get("DDSJOB", int(job.findtext("RECORDNO") or 0))
    assert kept is not None
    assert kept.text("FILELIST") == job.findtext("FILELIST")
    (queued,) = company.records.where("JOBQUEUERECORD")
    assert (queued.text("JOBTYPE"), queued.text("STATE"), queued.text("USERS")) == ("DDS job", "Delivered", "wsuser")


def test_changes_are_those_since_the_last_delivery(company: Company) -> None:
    """After a delivery only what was created, changed or deleted from its start on counts."""
    advance(company, hours=1)
    run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>")
    advance(company, hours=1)
    company.records.insert("CLASS", {"CLASSID": "C9", "NAME": "New"})
    company.records.update("CLASS", 1, {"NAME": "Changed"})
    company.records.delete("CLASS", 2)
    job = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>change</jobType>").find("ddsjob")
    counted = tuple(job.findtext(name) for name in ("RECORDSCREATED", "RECORDSUPDATED", "RECORDSDELETED"))
    assert counted == ("1", "1", "1")


def test_changes_since_a_given_moment(company: Company) -> None:
    """`timeStamp` counts before the last delivery does."""
    advance(company, hours=1)
    stamp = "<timeStamp>2024-03-15T11:00:00Z</timeStamp>"
    data = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>change</jobType>{stamp}")
    assert files(company, data) == [[]]


@pytest.mark.parametrize("stamp", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "yesterday"])
def test_a_moment_outside_the_calendar_is_no_time_stamp(stamp: str, company: Company) -> None:
    """What no calendar has in UTC is refused like a text that is no moment."""
    content = f"{ACCOUNTS}{BUCKET}<jobType>change</jobType><timeStamp>{stamp}</timeStamp>"
    (error,) = errors_of(make_context(company), f"<runDdsJob>{content}</runDdsJob>")
    assert stamp in error.description2
    assert "timeStamp" in error.description2


def test_a_query_narrows_rows_and_fields(company: Company) -> None:
    """An object that a query names is delivered as the query says."""
    query = (
        "<query><object>CLASS</object><select><field>NAME</field></select>"
        "<filter><equalto><field>CLASSID</field><value>C1</value></equalto></filter></query>"
    )
    data = run_job(company, f"{BUCKET}<jobType>all</jobType>{query}")
    assert files(company, data) == [[["Class, 1"]]]
    assert data.findtext("ddsjob/FIELDS") == "NAME"


def test_several_objects_are_several_jobs(company: Company) -> None:
    """Each object of a list has its own job and file."""
    objects = "<objects><object>CLASS</object><object>APBILLPAYMENT</object></objects>"
    data = run_job(company, f"{objects}{BUCKET}<jobType>all</jobType>")
    assert texts(data, "ddsjob/OBJECT") == ["CLASS", "APBILLPAYMENT"]
    assert [len(rows) for rows in files(company, data)] == [3, 0]


@pytest.mark.parametrize(
    "content",
    [
        f"{ACCOUNTS}<jobType>all</jobType>",
        f"{BUCKET}<jobType>all</jobType>",
        f"{ACCOUNTS}{BUCKET}<jobType>some</jobType>",
        f"{ACCOUNTS}{BUCKET}<jobType>all</jobType><synchronized>true</synchronized>",
        f"<object>GLACCOUNTBALANCE</object>{BUCKET}<jobType>change</jobType><synchronized>true</synchronized>",
        f"<object>NONSENSE</object>{BUCKET}<jobType>all</jobType>",
        "<objects>"
        + "".join(f"<object>{name}</object>" for name in ("CLASS", "VENDOR", "ITEM", "PROJECT", "TASK", "CONTACT"))
        + f"</objects>{BUCKET}<jobType>change</jobType><synchronized>true</synchronized>",
    ],
    ids=["no destination", "no object", "job type", "synchronized all", "not synchronizable", "unknown", "too many"],
)
def test_a_job_that_cannot_be_is_refused_and_leaves_nothing(content: str, company: Company) -> None:
    """Faults of a job are errors, and no job is recorded for them."""
    assert errors_of(make_context(company), f"<runDdsJob>{content}</runDdsJob>")
    assert company.records.where("DDSJOB") == []


def test_delivering_asks_for_the_right_to_view(company: Company) -> None:
    """Who may not view an object may not have it delivered."""
    request = f"<runDdsJob>{ACCOUNTS}{BUCKET}<jobType>all</jobType></runDdsJob>"
    (error,) = errors_of(make_context(company, rights={}), request)
    assert error.errorno == "PL04000005"


def test_a_destination_cannot_leave_its_folder(company: Company) -> None:
    """Whatever a client calls its cloud storage, files stay below the company's folder."""
    data = run_job(company, f"{ACCOUNTS}<cloudDelivery>../../out</cloudDelivery><jobType>all</jobType>")
    base = delivery_folder(company)
    (written,) = list(base.rglob("*.csv"))
    assert written.name == data.findtext("ddsjob/FILELIST")
    assert written.parent.parent == base


def test_files_can_go_to_another_folder(company: Company, tmp_path: Path) -> None:
    """The folder is a parameter."""
    call = JobCall.decode(etree.fromstring(f"<runDdsJob>{ACCOUNTS}{BUCKET}<jobType>all</jobType></runDdsJob>"))
    deliver(make_context(company), call, tmp_path / "elsewhere")
    assert len(list((tmp_path / "elsewhere").iterdir())) == 1


def test_files_are_split_and_compressed_as_asked_for(tmp_path: Path) -> None:
    """Rows beyond the split size go to the next file; compressed files hold the same text."""
    rows = [[str(number), "a;b"] for number in range(5)]
    form = FileFormat(delimiter=";", enclosure="'", line_end="\r\n", split_size=2, compressed=True)
    names, total = write_files(tmp_path / "X", ("N", "T"), iter(rows), form)
    assert (len(names), total) == (3, 5)
    read = [gzip.decompress((tmp_path / name).read_bytes()).decode() for name in names]
    assert read == ["0;'a;b'\r\n1;'a;b'\r\n", "2;'a;b'\r\n3;'a;b'\r\n", "4;'a;b'\r\n"]


def test_amounts_are_delivered_as_plain_numbers(company: Company) -> None:
    """An amount is a number in wire form, not what is stored."""
    company.records.insert("CUSTOMER", {"CUSTOMERID": "1", "CREDITLIMIT": Decimal("1250.50")})
    query = "<query><object>CUSTOMER</object><select><field>CREDITLIMIT</field></select></query>"
    assert files(company, run_job(company, f"{BUCKET}<jobType>all</jobType>{query}")) == [[["1250.5"]]]


def test_a_destination_is_no_longer_than_a_folder_may_be_called(company: Company) -> None:
    """200 characters are delivered to, one more is refused before anything is written."""

    def job(length: int) -> str:
        return f"{ACCOUNTS}<cloudDelivery>{'b' * length}</cloudDelivery><jobType>all</jobType>"

    (error,) = errors_of(make_context(company), f"<runDdsJob>{job(201)}</runDdsJob>")
    assert error.errorno == "BL03000018"
    assert "cloudDelivery" in error.description2
    assert not delivery_folder(company).exists()
    assert run_job(company, job(200)).findtext("ddsjob/STATUS") == "Completed"


def file_configuration(delimiter: str, enclosure: str = "") -> str:
    return (
        f"{ACCOUNTS}{BUCKET}<jobType>all</jobType><fileConfiguration>"
        f"<delimiter>{delimiter}</delimiter><enclosure>{enclosure}</enclosure></fileConfiguration>"
    )


@pytest.mark.parametrize(("delimiter", "meant"), [("\t", "\t"), (" ", " "), (";", ";"), ("", ",")])
def test_a_delimiter_means_itself(delimiter: str, meant: str, company: Company) -> None:
    """White space separates too; an empty element asks for the default."""
    name = run_job(company, file_configuration(delimiter)).findtext("ddsjob/FILELIST") or ""
    text = (delivery_folder(company) / "My_Bucket" / name).read_text("utf-8")
    rows = list(csv.reader(text.splitlines(), delimiter=meant))
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(delivered_fields(company.catalogue["CLASS"])) + 1}


@pytest.mark.parametrize(
    ("delimiter", "enclosure", "named"),
    [
        ("&#10;", "", "delimiter"),
        ("&#13;", "", "delimiter"),
        ("\t\t", "", "delimiter"),
        ("", "&#10;", "enclosure"),
        ("", "&#13;", "enclosure"),
        ("|", "|", "enclosure"),
        ("&quot;", "", "enclosure"),
        ("", ",", "enclosure"),
    ],
)
def test_characters_that_make_no_file_are_refused(delimiter: str, enclosure: str, named: str, company: Company) -> None:
    """Line ends separate rows, and one character cannot both separate and enclose."""
    (error,) = errors_of(make_context(company), f"<runDdsJob>{file_configuration(delimiter, enclosure)}</runDdsJob>")
    assert named in error.description2
    assert not delivery_folder(company).exists()


def test_a_query_that_cannot_be_leaves_no_file_of_the_objects_before_it(company: Company) -> None:
    """Everything is compiled before the first object is written."""
    query = "<query><object>VENDOR</object><select><field>NOPE</field></select></query>"
    (error,) = errors_of(
        make_context(company), f"<runDdsJob>{ACCOUNTS}{BUCKET}<jobType>all</jobType>{query}</runDdsJob>"
    )
    assert "NOPE" in error.description2
    assert not delivery_folder(company).exists()
    assert company.records.where("DDSJOB") == []


@pytest.fixture
def in_memory() -> Iterator[Company]:
    """A company that is kept nowhere."""
    company = make_company()
    attach_audit_trail(company.records)
    company.records.insert("CLASS", {"CLASSID": "C1", "NAME": "Class"})
    yield company
    company.close()


JOB = f"<runDdsJob>{ACCOUNTS}{BUCKET}<jobType>all</jobType></runDdsJob>"


def test_companies_in_memory_share_no_folder(in_memory: Company) -> None:
    """Each has a folder of its own that only its user may read, and that is gone when the company is closed."""
    other = make_company()
    places = []
    for company in (in_memory, other):
        assert answer(make_context(company), JOB).findtext("ddsjob/STATUS") == "Completed"
        places.append(delivery_folder(company))
        assert len(list(places[-1].rglob("*.csv"))) == 1
    assert places[0] != places[1]
    assert stat.S_IMODE(places[1].parent.stat().st_mode) == 0o700
    other.close()
    assert (places[0].exists(), places[1].parent.exists()) == (True, False)


@pytest.mark.parametrize("compressed", ["false", "true"])
def test_a_delivery_that_cannot_be_written_names_the_reason(company: Company, compressed: str) -> None:
    """A file where a folder has to be is answered with the reason, and nothing of the job remains."""
    delivery_folder(company).parent.mkdir()
    delivery_folder(company).write_text("in the way")
    request = JOB.replace(
        "</jobType>", f"</jobType><fileConfiguration><compress>{compressed}</compress></fileConfiguration>"
    )
    (error,) = errors_of(make_context(company), request)
    assert (error.errorno, error.description2) == (
        "BL01001973",
        "The files of the job could not be written: Not a directory",
    )
    assert company.records.where("DDSJOB") == []


def test_no_temporary_folder_names_the_reason(
    in_memory: Company, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A company in memory that finds no place for its files says so."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    (error,) = errors_of(make_context(in_memory), JOB)
    assert error.description2 == "The files of the job could not be written: No such file or directory"


def test_what_is_undone_leaves_no_file(company: Company) -> None:
    """The files of a job go with it when a later function of its transaction fails; those of an earlier one stay."""
    context = make_context(company)
    answer(context, JOB)
    elements = [etree.fromstring(text) for text in (JOB, "<runDdsJob><object>NOPE</object></runDdsJob>")]
    calls = tuple(FunctionCall("x", element.tag, element) for element in elements)
    results = run(OperationBlock(None, True, calls), context, unique=False)
    assert [result.status for result in results] == ["aborted", "aborted"]
    assert len(list(delivery_folder(company).rglob("*.csv"))) == 1
    assert len(company.records.where("DDSJOB")) == 1


def test_a_job_that_fails_half_way_leaves_no_file(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second object's file cannot be written: that of the first goes, too."""
    folder = delivery_folder(company) / "My_Bucket"
    objects = "<objects><object>CLASS</object><object>VENDOR</object></objects>"
    answer(make_context(company), f"<runDdsJob><object>VENDOR</object>{BUCKET}<jobType>all</jobType></runDdsJob>")
    (made,) = folder.iterdir()
    stem, _, rest = made.name.partition(".1.")
    made.unlink()
    # A folder stands where the file of job 3 has to be.
    (folder / f"{stem}.3.{rest}").mkdir()
    (error,) = errors_of(make_context(company), f"<runDdsJob>{objects}{BUCKET}<jobType>all</jobType></runDdsJob>")
    assert "could not be written" in error.description2
    assert [path.name for path in folder.iterdir()] == [f"{stem}.3.{rest}"]


def test_a_link_in_the_way_is_not_followed(company: Company, tmp_path: Path) -> None:
    """What somebody pointed elsewhere beforehand is replaced, not written through."""
    data = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>")
    folder = delivery_folder(company) / "My_Bucket"
    precious = tmp_path / "precious"
    precious.write_text("kept")
    link = folder / (data.findtext("ddsjob/FILELIST") or "").replace("Z.1.", "Z.2.")
    link.symlink_to(precious)
    again = run_job(company, f"{ACCOUNTS}{BUCKET}<jobType>all</jobType>")
    assert again.findtext("ddsjob/FILELIST") == link.name
    assert precious.read_text() == "kept"
    assert not link.is_symlink()
