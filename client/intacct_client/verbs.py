"""The methods of a client, declared once: each is a function of ``functions``, ``legacy`` or ``paging``, executed.

On a ``Client`` such a method returns the value, on an ``AsyncClient`` a coroutine of it; parameters and documentation
are those of the function it executes.
"""

from __future__ import annotations

import functools
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine
from typing import Any, Generic, ParamSpec, TypeVar, overload

from intacct_client import attachments, functions, legacy, paging, payments, reports
from intacct_client.functions import Function
from intacct_client.paging import AsyncRows, Paging, Rows

P = ParamSpec("P")
T = TypeVar("T")


class Blocking(ABC):
    """What executes functions and returns their values."""

    @abstractmethod
    def _value(self, function: Function[T]) -> T: ...


class NonBlocking(ABC):
    """What executes functions and returns awaitables of their values."""

    @abstractmethod
    async def _value(self, function: Function[T]) -> T: ...


class Verb(Generic[P, T]):
    """A method that executes the function its parameters describe."""

    def __init__(self, describe: Callable[P, Function[T]]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, client: None, owner: type) -> Verb[P, T]: ...
    @overload
    def __get__(self, client: Blocking, owner: type) -> Callable[P, T]: ...
    @overload
    def __get__(self, client: NonBlocking, owner: type) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, client: Blocking | NonBlocking | None, owner: type) -> Any:
        if client is None:
            return self
        value: Callable[[Function[T]], object] = client._value

        @functools.wraps(self.describe)
        def method(*args: P.args, **kwargs: P.kwargs) -> object:
            return value(self.describe(*args, **kwargs))

        return method


class PagedVerb(Generic[P]):
    """A method whose rows are fetched page by page while they are iterated."""

    def __init__(self, describe: Callable[P, Paging]) -> None:
        self.describe = describe
        self.__doc__ = describe.__doc__

    @overload
    def __get__(self, client: None, owner: type) -> PagedVerb[P]: ...
    @overload
    def __get__(self, client: Blocking, owner: type) -> Callable[P, Rows]: ...
    @overload
    def __get__(self, client: NonBlocking, owner: type) -> Callable[P, AsyncRows]: ...
    def __get__(self, client: Blocking | NonBlocking | None, owner: type) -> Any:
        if client is None:
            return self

        @functools.wraps(self.describe)
        def method(*args: P.args, **kwargs: P.kwargs) -> Rows | AsyncRows:
            described = self.describe(*args, **kwargs)
            if isinstance(client, Blocking):
                return Rows(client._value, described)
            return AsyncRows(client._value, described)

        return method


class Verbs:
    """Every function this client knows by name."""

    get_api_session = Verb(functions.get_api_session)

    create = Verb(functions.create)
    create_many = Verb(functions.create_many)
    update = Verb(functions.update)
    update_many = Verb(functions.update_many)
    delete = Verb(functions.delete)

    read = Verb(functions.read)
    read_by_name = Verb(functions.read_by_name)
    read_by_query = PagedVerb(paging.read_by_query)
    read_more = Verb(paging.read_more)
    query = PagedVerb(paging.query)

    lookup = Verb(functions.lookup)
    inspect = Verb(functions.inspect)
    list_objects = Verb(functions.list_objects)
    get_dimensions = Verb(functions.get_dimensions)
    get_financial_setup = Verb(functions.get_financial_setup)
    get_user_permissions = Verb(functions.get_user_permissions)

    receive_payment = Verb(payments.receive_payment)
    pay_bills = Verb(payments.pay_bills)

    create_attachment_folder = Verb(attachments.create_attachment_folder)
    create_attachment = Verb(attachments.create_attachment)
    read_attachment = Verb(attachments.read_attachment)
    delete_attachment = Verb(attachments.delete_attachment)

    run_report = Verb(reports.run_report)
    read_report = Verb(reports.read_report)

    create_invoice = Verb(legacy.create_invoice)
    create_bill = Verb(legacy.create_bill)
    create_gltransaction = Verb(legacy.create_gltransaction)
    create_customer = Verb(legacy.create_customer)
    create_vendor = Verb(legacy.create_vendor)
    get = Verb(legacy.get)
    get_list = PagedVerb(legacy.get_list)
