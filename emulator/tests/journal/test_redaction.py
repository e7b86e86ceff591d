"""Secrets are masked wherever they stand; what cannot be searched is not kept."""

import pytest

from intacct_emulator.journal.redaction import MASK, Redacted, without_secrets

SECRET = "s3cret-of-mine"


@pytest.mark.parametrize(
    "body",
    [
        "<request><password>{}</password></request>",
        "<request><password >{}</password ></request>",
        "<request><password\n a='1'>{}</password></request>",
        "<request><PASSWORD>{}</PASSWORD></request>",
        "<request><x:password xmlns:x='u'>{}</x:password></request>",
        "<request><password><![CDATA[{}]]></password></request>",
        "<request><password><!-- x -->{}</password></request>",
        "<request><password><b>{}</b></password></request>",
        "<request><password>{}",
        "<request><password>{}</passwor></request>",
        "<request><sessionid>{}</sessionid></request>",
        "<request><USERPASSWORD2>{}</USERPASSWORD2></request>",
        "<request><login password='{}'/></request>",
        '<request><login a="1" password = "{}"/></request>',
        "<request><password>{0}</password><userid>{0}</userid></request>",
        "no XML at all, password={}",
        '{{"password": "{}"}}',
        "xmlrequest=%3Cpassword%3E{}%3C/password%3E",
        '<?xml version="1.0" encoding="UTF-7"?>+ADw-password+AD4-{}+ADw-/password+AD4-',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_secret_is_not_kept(body: str, encoding: str) -> None:
    """In every spelling of its element, in any encoding, also where the document is broken."""
    kept = without_secrets(body.format(SECRET).encode(encoding))
    for code in ("utf-8", "utf-16-le", "utf-16-be"):
        assert SECRET.encode(code) not in kept


def test_everything_else_is_kept_as_it_is() -> None:
    """Only the value goes; an empty one stays empty."""
    body = b"<r><password>abc</password><password></password><password/><userid>abc</userid></r>"
    assert (
        without_secrets(body) == b"<r><password>***</password><password></password><password/><userid>abc</userid></r>"
    )


def test_a_secret_of_either_document_is_masked_in_both_and_in_texts() -> None:
    """A session id that was opened by the answer, a password that an error quotes, as it is and unescaped."""
    request = b"<r><password>one&amp;two&amp;three</password><note>opened-session-1</note></r>"
    answer = b"<r><sessionid>opened-session-1</sessionid><e>one&amp;two&amp;three</e></r>"
    redacted = Redacted(request, answer)
    assert redacted.request == b"<r><password>***</password><note>***</note></r>"
    assert redacted.answer == b"<r><sessionid>***</sessionid><e>***</e></r>"
    assert redacted.mask("The value 'one&two&three' is too long") == f"The value '{MASK}' is too long"


@pytest.mark.parametrize(
    "content",
    [
        "<create><USERINFO><PASSWORD>{}</PASSWORD></USERINFO></create>",
        "<create><X senderSecret='{}'/></create>",
        "<note>{}</note>",
    ],
)
def test_secrets_are_found_beside_those_of_the_envelope(content: str) -> None:
    """A request as clients send it, with more secrets in its content; secrets that begin alike, and telling words in
    their values."""
    secrets = ("long-password", "long-password-2", "session-of-mine")
    body = (
        "<request><control><password>{}</password></control><operation><authentication><login><password>{}</password>"
        "</login><sessionid>{}</sessionid></authentication><content>{}</content></operation></request>"
    ).format(*secrets, content.format(SECRET if "note" not in content else secrets[1]))
    kept = without_secrets(body.encode()).decode()
    for secret in (*secrets, SECRET, "word-2"):
        assert secret not in kept
    assert kept.count(f"<password>{MASK}</password>") == 2


def test_answers_in_json_are_kept() -> None:
    """They are the emulator's own, and have no passwords of their own."""
    assert Redacted(b"<r/>", b'[{"A": "1"}]').answer == b'[{"A": "1"}]'
