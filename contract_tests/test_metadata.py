"""What a company is and has: objects, fields, dimensions, set-up, permissions."""

import pytest

from contract_tests.harness.present import present
from contract_tests.harness.target import Target
from contract_tests.harness.wire import Wire
from intacct_client import Client

RELATIONSHIP = ["OBJECTPATH", "OBJECTNAME", "LABEL", "RELATIONSHIPTYPE", "RELATEDBY"]


@pytest.mark.recorded(source="520 recorded lookup answers of a public client's fixtures")
@pytest.mark.parametrize("name", ["CUSTOMER", "ARINVOICE", "GLDETAIL", "PROJECT"])
def test_lookup_describes_fields_and_relationships(wire: Wire, name: str) -> None:
    """`Type` with Name and DocumentType; fields and relationships with their elements in order."""
    data = wire.call(f"<lookup><object>{name}</object></lookup>").data
    assert dict(data.attrib.items()) == {"listtype": "All", "count": "1"}
    described = data[0]
    assert (described.tag, dict(described.attrib.items())) == ("Type", {"Name": name, "DocumentType": ""})
    assert [child.tag for child in described] == ["Fields", "Relationships"]
    for field in present(described.find("Fields")):
        tags = [child.tag for child in field]
        assert tags[:6] == ["ID", "LABEL", "DESCRIPTION", "REQUIRED", "READONLY", "DATATYPE"]
        assert tags[6:] in (["ISCUSTOM"], ["VALIDVALUES", "ISCUSTOM"])
        assert field.findtext("REQUIRED") in {"true", "false"}
    for relationship in present(described.find("Relationships")):
        assert [child.tag for child in relationship] == RELATIONSHIP
        assert relationship.findtext("RELATIONSHIPTYPE") in {"MANY2ONE", "ONE2ONE", "ONE2MANY"}


@pytest.mark.recorded(source="recorded lookup answers")
def test_lookup_types_what_integrations_rely_on(client: Client) -> None:
    """RECORDNO is a whole number, a total is decimal, a due date is a date, a state has its choices."""
    fields = client.lookup("ARINVOICE").fields
    assert fields["RECORDNO"].datatype == "INTEGER"
    assert fields["TOTALDUE"].datatype == "DECIMAL"
    assert fields["WHENDUE"].datatype == "DATE"
    assert fields["CUSTOMERID"].datatype == "TEXT"
    assert "Posted" in fields["STATE"].valid_values


@pytest.mark.recorded(source="craibuc/PsIntacct Get-Object fixtures")
def test_inspect_lists_the_names_of_fields(wire: Wire) -> None:
    """Without detail: `<Type Name><Fields><Field>RECORDNO</Field>`."""
    data = wire.call("<inspect><object>CUSTOMER</object></inspect>").data
    assert data[0].tag == "Type"
    assert data[0].get("Name") == "CUSTOMER"
    names = [field.text for field in present(data[0].find("Fields"))]
    assert {"RECORDNO", "CUSTOMERID", "NAME", "STATUS"} <= set(names)


@pytest.mark.recorded(source="craibuc/PsIntacct Get-Object.Detail fixtures")
def test_inspect_with_detail_describes_fields(wire: Wire) -> None:
    """`detail="1"`: attributes of the type, and blocks of facts for every field."""
    described = wire.call('<inspect detail="1"><object>CUSTOMER</object></inspect>').data[0]
    assert [child.tag for child in described] == ["Attributes", "Fields"]
    assert {"SingularName", "PluralName"} <= {child.tag for child in described[0]}
    for field in present(described.find("Fields")):
        assert {"Name", "DisplayLabel", "externalDataName", "isRequired", "isReadOnly"} <= {
            child.tag for child in field
        }


@pytest.mark.recorded(source="craibuc/PsIntacct Get-Object.Default.xml")
def test_inspect_of_everything_names_the_objects(client: Client) -> None:
    """`*`: every object's name and label."""
    objects = client.list_objects()
    assert {"CUSTOMER", "ARINVOICE", "GLACCOUNT", "VENDOR"} <= objects.keys()
    assert all(objects.values())


@pytest.mark.recorded(source="craibuc/PsIntacct Get-Dimension.xml")
def test_dimensions_are_listed(wire: Wire) -> None:
    """`<data>` without attributes; five facts for each dimension."""
    data = wire.call("<getDimensions/>").data
    assert dict(data.attrib.items()) == {}
    dimensions = data.findall("dimensions/dimension")
    names = ["objectName", "objectLabel", "termLabel", "userDefinedDimension", "enabledInGL"]
    assert all([child.tag for child in dimension] == names for dimension in dimensions)
    assert {"DEPARTMENT", "LOCATION"} <= {dimension.findtext("objectName") for dimension in dimensions}


@pytest.mark.documented(source="developer.intacct.com: getFinancialSetup, with sample")
def test_the_financial_setup(wire: Wire) -> None:
    """Seven facts in their order."""
    (setup,) = wire.call("<getFinancialSetup/>").data
    assert [child.tag for child in setup] == [
        "baseCurrency",
        "defaultBook",
        "firstFiscalMonth",
        "multiBaseCurrency",
        "multiBook",
        "multiCurrency",
        "multiEntityShared",
    ]
    assert 1 <= int(present(setup.findtext("firstFiscalMonth"))) <= 12


@pytest.mark.documented(source="developer.intacct.com: getUserPermissions; hotglue reads a list of subscriptions")
def test_permissions_of_a_user(wire: Wire, target: Target) -> None:
    """`permissions` holds applications; each has policies with rights joined by bars."""
    user = target.credentials.user_id
    data = wire.call(f"<getUserPermissions><userId>{user}</userId></getUserPermissions>").data
    subscriptions = data.findall("permissions/appSubscription")
    assert len(subscriptions) >= 2
    for subscription in subscriptions:
        assert subscription.findtext("applicationName")
        for policy in subscription.findall("policies/policy"):
            assert policy.findtext("policyName")
            assert policy.find("rights") is not None


@pytest.mark.client(source="two taps select every field that lookup lists; one drops fields that are refused")
@pytest.mark.parametrize("name", ["CUSTOMER", "ARINVOICE", "GLACCOUNT", "PROJECT", "VENDOR"])
def test_what_lookup_lists_can_be_queried(client: Client, name: str) -> None:
    """A query may select the fields of a lookup, 100 at a time."""
    fields = list(client.lookup(name).fields)
    for start in range(0, len(fields), 100):
        some = fields[start : start + 100]
        row = client.query(name, some, page_size=1).first()
        assert row is None or set(row) == set(some)
