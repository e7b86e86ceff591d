"""Report files of a company's folder: what they may say, and how mistakes in them are told."""

import shutil
from pathlib import Path

import pytest

from intacct_emulator.reports.definition import from_json, to_json
from intacct_emulator.reports.shelf import reports_of
from intacct_emulator.resources import company_folder
from intacct_emulator.tenancy.company import Company
from intacct_emulator.tenancy.tenants import Tenants
from intacct_emulator.world.building import build_company
from intacct_emulator.world.fixtures import read_company
from intacct_emulator.world.report_files import read_report_files
from intacct_emulator.world.toml_table import FixtureError
from intacct_emulator.world.whole_company import WHOLE_COMPANY

RECORDS = """\
name = "Open bills"
object = "APBILL"
sort = ["WHENDUE"]
[[columns]]
field = "RECORDID"
[[columns]]
name = "DUE"
field = "TOTALDUE"
aged_from = "WHENDUE"
last_day = 30
[[filters]]
field = "TOTALDUE"
operator = "greater than"
value = "0"
[[parameters]]
field = "VENDORID"
"""
STATEMENT = """\
name = "Result"
by = "DEPARTMENT"
period = "Current Month"
[[columns]]
name = "AMOUNT"
[[lines]]
title = "Revenue"
accounts = ["4000..4999"]
normal = "credit"
[[lines]]
title = "Result"
sum = ["Revenue"]
"""


def blank_with(folder: Path, text: str) -> Path:
    """A copy of the blank company with one report; the file."""
    shutil.copytree(company_folder("blank"), folder, dirs_exist_ok=True)
    file = folder / "some.report.toml"
    file.write_text(text, encoding="utf-8")
    return file


def build(tenants: Tenants, folder: Path) -> Company:
    """The company of a folder."""
    company = tenants.new_company(WHOLE_COMPANY)
    build_company(tenants, company, read_company(folder))
    return company


@pytest.mark.parametrize("text", [RECORDS, STATEMENT])
def test_a_company_keeps_the_reports_of_its_folder(tenants: Tenants, tmp_path: Path, text: str) -> None:
    """What is read from the file is what the company has, after it went through the database."""
    blank_with(tmp_path, text)
    (read,) = read_report_files(tmp_path)
    assert reports_of(build(tenants, tmp_path)) == (read.report,)


def test_the_reports_of_northfield_survive_being_kept(company: Company) -> None:
    """Everything a definition says is in its kept text."""
    reports = reports_of(company)
    assert [report.name for report in reports] == [
        "AP aging",
        "Open invoices by project",
        "Profit and loss by department",
        "Trial Balance by Entity",
    ]
    assert from_json(to_json(reports)) == reports


@pytest.mark.parametrize(
    ("text", "before", "after", "line", "reason"),
    [
        (RECORDS, '"APBILL"', '"APBIL"', 2, "object: there is no object 'APBIL'"),
        (RECORDS, '["WHENDUE"]', '["-WHENDEW"]', 3, "sort: APBILL has no field 'WHENDEW'"),
        (RECORDS, '"RECORDID"', '"RECORDIT"', 5, "columns.field: APBILL has no field 'RECORDIT'"),
        (RECORDS, '"DUE"', '"RECORDID"', 7, "columns.name: RECORDID is there twice"),
        (
            RECORDS,
            'field = "TOTALDUE"\naged_from',
            'field = "VENDORID"\naged_from',
            8,
            "columns.field: VENDORID is not a number",
        ),
        (RECORDS, 'aged_from = "WHENDUE"', 'aged_from = "VENDORID"', 9, "columns.aged_from: VENDORID is not a day"),
        (RECORDS, '"greater than"', '"above"', 13, "filters.operator: must be one of equals, not equal to, less than"),
        (RECORDS, '"0"', '"zero"', 14, "filters.value: is no value of TOTALDUE"),
        (RECORDS, 'field = "VENDORID"', 'field = "SELLER"', 16, "parameters.field: APBILL has no field 'SELLER'"),
        (RECORDS, 'sort = ["WHENDUE"]', "sort =", 3, "not TOML"),
        (RECORDS, 'sort = ["WHENDUE"]', "order = []", 3, "order: is not known here"),
        (RECORDS, 'sort = ["WHENDUE"]', 'period = "Today"', 3, "period: needs a period_field"),
        (RECORDS, 'sort = ["WHENDUE"]', 'period_field = "VENDORID"', 3, "period_field: VENDORID is not a day"),
        (RECORDS, 'sort = ["WHENDUE"]', "seconds = -1", 3, "seconds: must not be negative"),
        (RECORDS, 'name = "DUE"', 'name = "to pay"', 7, "columns.name: 'to pay' cannot be the name of an element"),
        (RECORDS, "last_day = 30", "last_day = -3", 10, "columns.last_day: is before the first day"),
        (STATEMENT, '"DEPARTMENT"', '"TEAM"', 2, "by: 'TEAM' is no dimension; there are "),
        (STATEMENT, '"Current Month"', '"Someday"', 3, "period: there is no reporting period 'Someday'"),
        (STATEMENT, '"4000..4999"', '"4999..4000"', 8, "lines.accounts: '4999..4000' is no account and no range"),
        (STATEMENT, 'sum = ["Revenue"]', 'sum = ["Costs"]', 12, "lines.sum: no line above has the title 'Costs'"),
        (STATEMENT, 'sum = ["Revenue"]', "", 10, "lines.accounts: a line has either accounts or a sum"),
        (STATEMENT, 'title = "Result"', 'title = "Revenue"', 11, "lines.title: 'Revenue' is there twice"),
        (STATEMENT, 'by = "DEPARTMENT"', 'writer = "interactive"', 2, "writer: statements are made with the original"),
    ],
)
def test_a_mistake_is_told_with_file_and_line(
    tenants: Tenants, tmp_path: Path, text: str, before: str, after: str, line: int, reason: str
) -> None:
    """Whether the shape or the company's own objects and values tell that it is one."""
    assert before in text
    file = blank_with(tmp_path, text.replace(before, after, 1))
    with pytest.raises(FixtureError) as caught:
        build(tenants, tmp_path)
    assert str(caught.value).startswith(f"{file.as_posix()}:{line}: {reason}")


def test_two_reports_of_a_name_are_refused(tmp_path: Path) -> None:
    """Nobody could say which one is meant."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.report.toml").write_text(STATEMENT, encoding="utf-8")
    with pytest.raises(FixtureError, match=r"b\.report\.toml:1: name: there is another original report 'Result'"):
        read_report_files(tmp_path)


def test_a_report_has_columns(tmp_path: Path) -> None:
    """A report of nothing is a mistake."""
    (tmp_path / "a.report.toml").write_text('name = "Empty"\nobject = "APBILL"\n', encoding="utf-8")
    with pytest.raises(FixtureError, match="columns: at least one is needed"):
        read_report_files(tmp_path)
