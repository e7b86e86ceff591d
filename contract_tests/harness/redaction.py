"""Keeps passwords and session ids out of everything a failing contract prints."""

from contract_tests.harness.target import Credentials
from intacct_client.redaction import Redactor


def redactor_for(credentials: Credentials) -> Redactor:
    """A redactor that knows the credentials' secrets, and masks whatever stands in password and session elements."""
    return Redactor(secret for secret in credentials.secrets() if secret)
