"""getAPISession through the whole gateway."""

import pytest
from asking import Ask


def test_answer_has_the_recorded_shape(ask: Ask) -> None:
    """data has no attributes; api holds sessionid, endpoint and locationid, in this order."""
    data = ask.of("<getAPISession/>").root.find(".//data")
    assert dict(data.attrib) == {}
    assert [element.tag for element in data.find("api")] == ["sessionid", "endpoint", "locationid"]


def test_unknown_entity_is_refused(ask: Ask) -> None:
    """A session cannot be opened in an entity that does not exist."""
    said = ask.of("<getAPISession><locationid>ATLANTIS</locationid></getAPISession>")
    assert said.text(".//result/status") == "failure"
    assert said.root.find(".//sessionid") is None


@pytest.mark.parametrize(
    ("element", "expected"),
    [("", ""), ("<locationid></locationid>", ""), ("<locationid>CA</locationid>", "CA")],
)
def test_api_session_level(ask: Ask, element: str, expected: str) -> None:
    """getAPISession without, with empty and with a locationid opens at the same level, the top, the entity."""
    said = ask.of(f"<getAPISession>{element}</getAPISession>")
    assert said.text(".//api/locationid") == expected


def test_api_session_without_location_stays_in_the_entity(ask: Ask) -> None:
    """Omitting locationid keeps the login's entity; an empty one leaves it."""
    assert ask.of("<getAPISession/>", location="US").text(".//api/locationid") == "US"
    empty = "<getAPISession><locationid></locationid></getAPISession>"
    assert ask.of(empty, location="US").text(".//api/locationid") == ""
