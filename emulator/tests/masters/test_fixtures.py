"""The companies that come with the emulator, written record by record."""

from typing import Any

import pytest

from intacct_emulator.catalogue.loader import Catalogue
from intacct_emulator.work.drafts import draft_from_texts
from intacct_emulator.work.writers import writer_for
from intacct_emulator.world.fixtures import RecordBatch, available_companies, read_company

from .conftest import Desk, profile

DOCUMENTS = {"ARINVOICE", "APBILL", "GLBATCH"}


@pytest.mark.parametrize("name", available_companies())
def test_every_fixture_record_is_accepted(desk: Desk, name: Any) -> None:
    """All rules hold for the shipped masters, and every one of them is there afterwards."""
    fixture = read_company(name)
    company = desk.company
    company.profile = profile(multi_entity=fixture.multi_entity, currencies=fixture.currencies)
    if fixture.customization:
        company.customization = fixture.customization
    counts: dict[str, int] = {}
    for batch in fixture.batches:
        if not isinstance(batch, RecordBatch) or batch.object_name in DOCUMENTS:
            continue
        definition = company.catalogue[batch.object_name]
        writer = writer_for(company, definition)
        for row in batch.rows:
            writer.create(draft_from_texts({name: text for name, text in row.items() if text}, definition))
        counts[batch.object_name] = counts.get(batch.object_name, 0) + len(batch.rows)
    assert counts
    for object_name, count in counts.items():
        if object_name not in ("CONTACT", "LOCATION", "LOCATIONENTITY"):
            assert len(desk.rows(object_name)) == count


def test_every_object_that_can_be_created_has_a_working_writer(desk: Desk, catalogue: Catalogue) -> None:
    """Default values parse, required fields and unique groups are fields, and an empty draft never ends in a bug."""
    from intacct_emulator.errors import GatewayError
    from intacct_emulator.masters.create_rules import default_values, required_fields

    for definition in catalogue:
        if "create" not in definition.verbs or definition.name in DOCUMENTS:
            continue
        assert all(definition.find(name) for name in required_fields(definition))
        default_values(definition)
        if required_fields(definition):
            with pytest.raises(GatewayError):
                desk.create(definition.name)
        else:
            desk.create(definition.name)
