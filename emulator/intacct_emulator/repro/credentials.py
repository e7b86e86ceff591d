"""Puts other credentials into a request, leaving every line where it is."""

import re

from intacct_emulator.control.access import CompanyAccess

_CONTROL = re.compile(rb"<control\b.*?</control\s*>", re.DOTALL)
_AUTHENTICATION = re.compile(rb"<authentication\b[^>]*>.*?</authentication\s*>", re.DOTALL)


def with_credentials(request: bytes, access: CompanyAccess) -> bytes:
    """The request as a sender and user of another company would send it. A session becomes a login; what the document
    lacks or cannot be read stays as it is."""
    request = _CONTROL.sub(lambda found: _filled(found[0], _sender(access)), request)
    return _AUTHENTICATION.sub(lambda found: _signed_in(found[0], access), request)


def _sender(access: CompanyAccess) -> dict[bytes, str]:
    return {b"senderid": access.sender_id, b"password": access.sender_password}


def _signed_in(authentication: bytes, access: CompanyAccess) -> bytes:
    user = {b"userid": access.user_id, b"companyid": access.company_id, b"password": access.user_password}
    if b"<sessionid" not in authentication:
        return _filled(authentication, user)
    login = b"<login>" + b"".join(b"<%s>%s</%s>" % (name, _escaped(text), name) for name, text in user.items())
    return re.sub(
        rb"<sessionid\b[^>]*?(?:/>|>(.*?)</sessionid\s*>)",
        lambda found: login + b"</login>" + b"\n" * found[0].count(b"\n"),
        authentication,
        flags=re.DOTALL,
    )


def _filled(part: bytes, values: dict[bytes, str]) -> bytes:
    for name, text in values.items():
        part = _replaced(part, name, _escaped(text))
    return part


def _replaced(part: bytes, name: bytes, text: bytes) -> bytes:
    def put(found: re.Match[bytes]) -> bytes:
        return found[1] + text + b"\n" * found[2].count(b"\n") + found[3]

    return re.sub(rb"(<%s\b[^>/]*>)(.*?)(</%s\s*>)" % (name, name), put, part, flags=re.DOTALL)


def _escaped(text: str) -> bytes:
    return text.replace("&", "&amp;").replace("<", "&lt;").encode()
