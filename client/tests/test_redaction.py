"""Logs without secrets."""

from intacct_client.redaction import Redactor


def test_passwords_and_session_ids_are_masked_in_their_elements() -> None:
    """Even a secret nobody told of is masked where it stands in a telling element."""
    body = (
        b"<r><password>abc</password><sessionid>x..</sessionid><USERPASSWORD a='1'>q&amp;r</USERPASSWORD><b>t</b></r>"
    )
    shown = Redactor([]).body(body)
    assert shown == (
        "<r><password>***</password><sessionid>***</sessionid><USERPASSWORD a='1'>***</USERPASSWORD><b>t</b></r>"
    )


def test_known_secrets_are_masked_anywhere_in_either_spelling() -> None:
    """A secret echoed in a text is masked, escaped or not, and learnt ones too."""
    redactor = Redactor(["a<secret>"])
    redactor.learn("session-one..")
    assert redactor.text("Invalid session session-one.. of a<secret> or a&lt;secret&gt;") == (
        "Invalid session *** of *** or ***"
    )


def test_a_very_short_secret_does_not_garble_words() -> None:
    """A one-letter password is masked in its element only."""
    assert Redactor(["a"]).body(b"<x><password>a</password><name>anna</name></x>") == (
        "<x><password>***</password><name>anna</name></x>"
    )
