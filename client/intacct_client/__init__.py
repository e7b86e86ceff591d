"""Python client for the Sage Intacct XML gateway, synchronous and asynchronous."""

from intacct_client import filters, functions, legacy
from intacct_client.aio import AsyncClient
from intacct_client.attachments import AttachedFile
from intacct_client.client import Client
from intacct_client.credentials import Secret
from intacct_client.errors import (
    AdditionalInfo,
    AlreadyExecutedError,
    AuthenticationError,
    ConfigurationError,
    ControlError,
    ErrorDetail,
    FieldError,
    FieldValueError,
    FunctionError,
    GatewayError,
    HttpStatusError,
    IntacctError,
    InvalidSessionError,
    MessageKey,
    MissingFieldError,
    ProtocolError,
    RateLimitError,
    RequestTimeoutError,
    TransactionAbortedError,
    TransportError,
)
from intacct_client.filters import Filter
from intacct_client.functions import Function, raw
from intacct_client.metadata import FieldDefinition, InspectedType, ObjectDefinition, Permission, Relationship
from intacct_client.paging import AsyncRows, Page, Rows
from intacct_client.reports import ReportNotReadyError
from intacct_client.responses import Outcome, Result
from intacct_client.retry import RetryPolicy
from intacct_client.rows import Row, lines_of
from intacct_client.selection import Aggregate, Order, ascending, average, count, descending, highest, lowest, total
from intacct_client.session import Session

__version__ = "0.2.0"

__all__ = [
    "AdditionalInfo",
    "Aggregate",
    "AlreadyExecutedError",
    "AsyncClient",
    "AsyncRows",
    "AttachedFile",
    "AuthenticationError",
    "Client",
    "ConfigurationError",
    "ControlError",
    "ErrorDetail",
    "FieldDefinition",
    "FieldError",
    "FieldValueError",
    "Filter",
    "Function",
    "FunctionError",
    "GatewayError",
    "HttpStatusError",
    "InspectedType",
    "IntacctError",
    "InvalidSessionError",
    "MessageKey",
    "MissingFieldError",
    "ObjectDefinition",
    "Order",
    "Outcome",
    "Page",
    "Permission",
    "ProtocolError",
    "RateLimitError",
    "Relationship",
    "ReportNotReadyError",
    "RequestTimeoutError",
    "Result",
    "RetryPolicy",
    "Row",
    "Rows",
    "Secret",
    "Session",
    "TransactionAbortedError",
    "TransportError",
    "ascending",
    "average",
    "count",
    "descending",
    "filters",
    "functions",
    "highest",
    "legacy",
    "lines_of",
    "lowest",
    "raw",
    "total",
]
