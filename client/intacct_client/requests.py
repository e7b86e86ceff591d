"""The request envelope: control, authentication and functions to bytes."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from intacct_client.credentials import Login, Secret, Sender
from intacct_client.functions import Function
from intacct_client.values import append_text

DTD_VERSION = "3.0"
"""The schema every request names: 3.0 holds the generic functions and the 2.1 ones."""


@dataclass(frozen=True, slots=True)
class Labels:
    """The control ids of a request and its functions, the same however often it is sent."""

    request: str
    functions: tuple[str, ...]


def build(
    sender: Sender,
    authentication: Login | Secret,
    functions: Sequence[Function[object]],
    labels: Labels,
    *,
    unique: bool,
    transaction: bool,
    policy_id: str | None = None,
    additional_error_info: bool = False,
) -> bytes:
    """Write a request; ``authentication`` is a login or a session id.

    ``unique`` makes the gateway refuse a function whose control id it has executed already; ``policy_id`` makes it work
    later and deliver the answer as that policy says.
    """
    request = etree.Element("request")
    control = etree.SubElement(request, "control")
    append_text(control, "senderid", sender.id)
    _append_secret(control, "password", sender.password)
    append_text(control, "controlid", labels.request)
    append_text(control, "uniqueid", unique)
    append_text(control, "dtdversion", DTD_VERSION)
    if policy_id is not None:
        append_text(control, "policyid", policy_id)
    append_text(control, "includewhitespace", False)
    if additional_error_info:
        append_text(control, "showadditionalerrorinfo", True)
    operation = etree.SubElement(request, "operation", transaction="true" if transaction else "false")
    _append_authentication(operation, authentication)
    content = etree.SubElement(operation, "content")
    for function, label in zip(functions, labels.functions, strict=True):
        etree.SubElement(content, "function", controlid=label).append(copy.deepcopy(function.element))
    return etree.tostring(request, xml_declaration=True, encoding="UTF-8")


def _append_authentication(operation: etree._Element, authentication: Login | Secret) -> None:
    element = etree.SubElement(operation, "authentication")
    if isinstance(authentication, Secret):
        _append_secret(element, "sessionid", authentication)
        return
    login = etree.SubElement(element, "login")
    append_text(login, "userid", authentication.user_id)
    append_text(login, "companyid", authentication.company_id)
    _append_secret(login, "password", authentication.password)
    if authentication.entity_id is not None:
        append_text(login, "locationid", authentication.entity_id)


def _append_secret(parent: etree._Element, name: str, secret: Secret) -> None:
    append_text(parent, name, secret.reveal())
