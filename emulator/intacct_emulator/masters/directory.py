"""Finds the writer of an object."""

from collections.abc import Mapping

from intacct_emulator.catalogue.model import ObjectDefinition
from intacct_emulator.tenancy.company import Company

from .account_groups import AccountGroupWriter
from .accounts import AccountWriter, JournalWriter, StatisticalAccountWriter
from .allocations import AllocationWriter
from .attachments import AttachmentFolderWriter, AttachmentWriter
from .budgets import BudgetLineWriter, BudgetWriter
from .contacts import ContactWriter
from .exchange_rates import ExchangeRateTypeWriter, ExchangeRateWriter
from .financial_accounts import BankAccountWriter, CardWriter
from .parties import CustomerWriter, EmployeeWriter, VendorWriter
from .periods import PeriodWriter
from .places import LocationWriter
from .projects import ProjectWriter
from .roles import UserRoleWriter
from .tasks import CostTypeWriter, TaskWriter
from .terms import TermWriter
from .timesheets import TimesheetWriter
from .users import UserWriter
from .writer import RecordWriter

_WRITERS: Mapping[str, type[RecordWriter]] = {
    "ALLOCATION": AllocationWriter,
    "APTERM": TermWriter,
    "ARTERM": TermWriter,
    "CHECKINGACCOUNT": BankAccountWriter,
    "CONTACT": ContactWriter,
    "COSTTYPE": CostTypeWriter,
    "CREDITCARD": CardWriter,
    "CUSTOMER": CustomerWriter,
    "EMPLOYEE": EmployeeWriter,
    "EXCHANGERATE": ExchangeRateWriter,
    "EXCHANGERATETYPES": ExchangeRateTypeWriter,
    "GLACCOUNT": AccountWriter,
    "GLACCTGRP": AccountGroupWriter,
    "GLBUDGETHEADER": BudgetWriter,
    "GLBUDGETITEM": BudgetLineWriter,
    "JOURNAL": JournalWriter,
    "LOCATION": LocationWriter,
    "LOCATIONENTITY": LocationWriter,
    "PROJECT": ProjectWriter,
    "REPORTINGPERIOD": PeriodWriter,
    "SAVINGSACCOUNT": BankAccountWriter,
    "STATACCOUNT": StatisticalAccountWriter,
    "STATJOURNAL": JournalWriter,
    "SUPDOC": AttachmentWriter,
    "SUPDOCFOLDER": AttachmentFolderWriter,
    "TIMESHEET": TimesheetWriter,
    "TASK": TaskWriter,
    "USERINFO": UserWriter,
    "USERROLES": UserRoleWriter,
    "VENDOR": VendorWriter,
}


def writer_for(company: Company, definition: ObjectDefinition) -> RecordWriter:
    """The writer of an object that is not a document: with the object's own rules, or the general ones.

    It can write any number of records of the company.
    """
    return _WRITERS.get(definition.name, RecordWriter)(company, definition)
