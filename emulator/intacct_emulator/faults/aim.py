"""What a request is about, read before the gateway reads it. A document that is broken is about nothing."""

from lxml import etree

from intacct_emulator.functions.registry import REGISTRY
from intacct_emulator.tenancy.tenants import Tenants

from .fault import Target


def target_of(body: bytes, tenants: Tenants) -> Target:
    """Functions and objects in lower case, company and user, of the whole request."""
    root = _root_of(body)
    if root is None:
        return Target(frozenset(), frozenset(), "", "")
    calls = [call for function in root.iter("function") for call in function if isinstance(call.tag, str)]
    objects: set[str] = set()
    for call in calls:
        known = REGISTRY.find(str(call.tag))
        if known is not None:
            objects |= {name.lower() for name in known.objects(call)}
    company, user = _caller(root, tenants)
    return Target(frozenset(str(call.tag).lower() for call in calls), frozenset(objects), company, user)


def sender_and_company(body: bytes, tenants: Tenants) -> tuple[str, str]:
    """Who sends a request, and to which company; empty where that cannot be read."""
    root = _root_of(body)
    if root is None:
        return "", ""
    return (root.findtext(".//control/senderid") or "").strip(), _caller(root, tenants)[0]


def session_of(root: etree._Element) -> str:
    """The session that a request presents; empty when it presents none."""
    return (root.findtext(".//authentication/sessionid") or "").strip()


def session_in(body: bytes) -> str:
    """The same of a document; empty for one that is broken."""
    try:
        return session_of(etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True)))
    except (etree.XMLSyntaxError, ValueError):
        return ""


def _caller(root: etree._Element, tenants: Tenants) -> tuple[str, str]:
    """Company and user of a request's login or session."""
    company = (root.findtext(".//login/companyid") or "").partition("|")[0]
    if company:
        return company, root.findtext(".//login/userid") or ""
    return tenants.sessions.owner_of(session_of(root)) or ("", "")


def _root_of(body: bytes) -> etree._Element | None:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        return etree.fromstring(body, parser) if body.strip() else None
    except (etree.XMLSyntaxError, ValueError):
        return None
