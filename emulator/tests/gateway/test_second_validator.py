"""Our schema and its verdicts, looked at by a second, independent validator."""

from typing import Any

import pytest
from generated_load import templates
from generated_requests import RequestGenerator
from lxml import etree

from intacct_emulator.gateway.schema import RequestSchema
from intacct_emulator.resources import xsd_folder
from intacct_emulator.tenancy.tenants import Tenants

SEED = 20261125
REQUESTS = 600


@pytest.fixture(scope="module")
def second() -> Any:
    """The schema as xmlschema reads it, which fails for anything that XSD 1.0 does not permit."""
    import xmlschema

    return xmlschema.XMLSchema10(str(xsd_folder() / "api.xsd"), validation="strict")


def test_the_schema_is_valid_for_both(second: Any) -> None:
    """All parts are built without an error; and by libxml2, as for every request."""
    assert second.all_errors == []
    assert second.validity == "valid"
    assert etree.XMLSchema(file=str(xsd_folder() / "api.xsd")) is not None


def test_both_give_the_same_verdict(second: Any, loaded: Tenants) -> None:
    """Of generated requests, valid or not."""
    company = loaded.company("northfield")
    assert company is not None
    generator, schema = RequestGenerator(SEED, company, templates()), RequestSchema(xsd_folder())
    verdicts = {True: 0, False: 0}
    for _ in range(REQUESTS):
        try:
            root = etree.fromstring(generator.request())
        except etree.XMLSyntaxError:
            continue
        valid = not schema.complaints(root)
        verdicts[valid] += 1
        assert second.is_valid(root) == valid, etree.tostring(root)
    assert min(verdicts.values()) > REQUESTS // 20
